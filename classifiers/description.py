"""The citizen's own sentences that carry the complaint: what happened, and what went wrong."""

import re
from collections.abc import Sequence

from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.sentences import Sentence
from classifiers.understanding import Reading, Span

MOST_SENTENCES = 4
MOST_CHARACTERS = 600
_COURTESY = re.compile(
    r"^(?:geachte|beste|dag|hallo|goede\w*|mijnheer|mevrouw|bonjour|madame|monsieur|cher|chere|sehr geehrte|guten|dear|hello|hi|good|"
    r"met (?:vriendelijke|beleefde|hoog)|vriendelijke|groet\w*|hoogachtend|mvg|cordialement|bien a vous|mit freundlich\w*|kind regards|regards|sincerely|"
    r"alvast|dank|merci|danke|thank|verzonden|verstuurd|envoye|sent|gesendet)\b.{0,60}$",
    re.DOTALL,
)
_FACTS = re.compile(
    r"\b(?:\d{1,4}|weiger\w*|geweigerd|nooit|niet|geen|sinds|nog altijd|nog steeds|fout\w*|verkeerd|boete|factuur|wacht\w*|beloofd|kapot|kwijt|verloren|betaald|"
    r"refus\w*|jamais|depuis|toujours|erreur|amende|facture|attend\w*|promis|perdu|paye|"
    r"verweiger\w*|nie|nicht|kein\w*|seit|fehler|strafe|rechnung|warte\w*|versprochen|"
    r"refus\w*|never|not|since|still|mistake|wrong|fine|invoice|wait\w*|promised|lost|paid)\b"
)
_LINES = re.compile(r"\s+")


def read_description(prepared: Prepared, hits: Sequence[Hit]) -> Reading[str] | None:
    """The best run of sentences that follow each other; None where the mail tells nothing."""
    end = prepared.signature[0] if prepared.signature and prepared.signature[0] > 20 else len(prepared.text)
    said = [s for s in prepared.said if s.start < end and _worth_reading(s)][:60]
    if not said:
        return None
    telling = {id(h.sentence) for h in hits if h.name in ("contact", "answered", "appealable")}
    worth = [_worth(s, id(s) in telling, number) for number, s in enumerate(said)]
    best, first = max(
        (sum(worth[at : at + MOST_SENTENCES]), -at) for at in range(max(1, len(said) - MOST_SENTENCES + 1))
    )
    start = -first
    last = start
    while (
        last + 1 < min(len(said), start + MOST_SENTENCES) and said[last + 1].end - said[start].start <= MOST_CHARACTERS
    ):
        last += 1
    span = Span(said[start].part, said[start].start, said[last].end)
    words = prepared.text[span.start : span.end]
    return Reading(_LINES.sub(" ", words).strip(), min(0.9, 0.5 + 0.05 * best), "sentences with facts", span, words)


def _worth_reading(sentence: Sentence) -> bool:
    return len(sentence.folded.split()) >= 5 and not _COURTESY.match(sentence.folded)


def _worth(sentence: Sentence, telling: bool, number: int) -> float:
    length = min(1.0, len(sentence.folded) / 120)
    early = 0.4 if number < 4 else 0.0
    facts = min(3, len(_FACTS.findall(sentence.folded))) * 0.5
    return length + early + facts + (0.4 if telling else 0.0) - (0.5 if sentence.question else 0.0)
