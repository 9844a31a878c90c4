"""About which body the complaint is, among all that are named."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from classifiers.bodies.mentions import Mention, Strength
from classifiers.words import Word

#: What a mention is worth by its own words.
BASE = {Strength.WEAK: 0.4, Strength.STRONG: 1.0, Strength.NAME: 1.0}
#: A second and third mention add less.
REPEAT = (1.0, 0.6, 0.4, 0.2, 0.1, 0.1)
IN_SUBJECT = 1.8
#: Bodies that many stories name in passing: the landlord, the court, the notary, the doctor, the bank.
IN_PASSING = {
    "prive-persoon": 0.45,
    "rechtbank": 0.35,
    "politie": 0.6,
    "notaris": 0.5,
    "ziekenhuis": 0.5,
    "bank": 0.6,
    "verzekeraar": 0.6,
    "webwinkel": 0.45,
    "fod-justitie": 0.7,
    "gemeenten": 0.6,
    "universiteiten-hogescholen": 0.7,
    "zorgvoorzieningen": 0.9,
    "vrt": 0.6,
    "riziv": 0.7,
}
_FEW = r"(?:\w+ ){0,4}$"
#: Name, folded words shortly before a mention, and by how much they multiply it; the first row that fits counts.
CUES: tuple[tuple[str, re.Pattern[str], float], ...] = (
    (
        "denied",
        re.compile(
            r"\b(?:niet (?:over|tegen)|geen klacht (?:over|tegen)|pas (?:contre|de plainte contre)|nicht (?:uber|gegen)|"
            r"not (?:about|against)|niets te maken met|rien a voir avec|nichts mit|nothing to do with) (?:\w+ ){0,3}$|"
            r"\b(?:et non|pas|niet|nicht|not) (?:de |het |la |le |les |l |die |der |das |dem |the |over |van |bij )?$"
        ),
        0.1,
    ),
    (
        "complaint about",
        re.compile(
            r"\b(?:klacht|klachten|klagen|klaag|ontevreden|misnoegd|boos|geschil|conflict|problemen|probleem|beklag) "
            r"(?:\w+ ){0,2}?(?:over|tegen|met|aangaande|betreffende|inzake|rond|omtrent|ivm|jegens|op) " + _FEW
        ),
        2.5,
    ),
    (
        "plainte contre",
        re.compile(
            r"\b(?:plainte|plaintes|reclamation|plaindre|plains|mecontent|mecontente|probleme|problemes|litige|conflit) "
            r"(?:\w+ ){0,2}?(?:contre|concernant|sujet|sur|avec|envers|relative|propos|de|du|des) " + _FEW
        ),
        2.5,
    ),
    (
        "Beschwerde über",
        re.compile(
            r"\b(?:beschwer\w*|unzufrieden|problem|probleme|problemen|arger|streit) (?:\w+ ){0,3}?"
            r"(?:uber|gegen|mit|betreffend|bezuglich|wegen) " + _FEW
        ),
        2.5,
    ),
    (
        "complaint against",
        re.compile(
            r"\b(?:complain\w*|unhappy|dissatisfied|problem|problems|dispute|issue|issues) (?:\w+ ){0,2}?"
            r"(?:about|against|with|regarding|concerning|on) " + _FEW
        ),
        2.5,
    ),
    (
        "form field",
        re.compile(
            r"\b(?:betrokken dienst|over welke dienst|welke dienst|instantie|service concerne|organisme|betroffene behorde|"
            r"behorde|department|betreft|betreffende|concerne|objet|betreff|onderwerp) $"
        ),
        2.0,
    ),
    (
        "sent on by",
        re.compile(
            r"\b(?:doorverwezen|verwezen|doorgestuurd|gestuurd|renvoye|renvoyee|oriente|orientee|verwiesen|geschickt|"
            r"referred|redirected|sent) (?:\w+ ){0,3}?(?:door|par|von|by|via) (?:\w+ ){0,3}$"
        ),
        0.4,
    ),
    (
        "sent on to",
        re.compile(
            r"\b(?:doorverwezen|verwezen|verwijst|verwees|verwijzen|doorgestuurd|renvoye|renvoyee|renvoie|envoie|oriente|"
            r"orientee|verwiesen|verweist|geschickt|referred|redirected|sent me) (?:\w+ ){0,3}?"
            r"(?:naar|vers|a|au|an|to) (?:\w+ ){0,3}$"
        ),
        0.6,
    ),
    (
        "heard from",
        re.compile(
            r"\b(?:op aanraden van|dankzij|grace a|dank|thanks to|conseil de|tip van|collega|vriend|werkt) (?:\w+ ){0,2}$"
        ),
        0.5,
    ),
    (
        "also sent to",
        re.compile(
            r"\b(?:kopie|cc|copie|copy|in kopie|ook gestuurd|ook gericht|ook gemaild|egalement|auch an|also sent) (?:\w+ ){0,5}$"
        ),
        0.1,
    ),
    (
        "works there",
        re.compile(
            r"\b(?:ik werk|werkzaam|werkte|je travaille|ich arbeite|i work|tewerkgesteld|gepensioneerd|ambtenaar|verpleegkundige) "
            r"(?:\w+ ){0,3}(?:bij|voor|chez|a|au|pour|bei|fur|for|at|in|van) (?:\w+ ){0,3}$"
        ),
        0.4,
    ),
    (
        "compared with",
        re.compile(
            r"\b(?:zoals|anders dan|tegenstelling tot|beter dan|comme|contrairement a|anders als|besser als|like|unlike|"
            r"net als|terwijl|tandis que|wahrend|better than|sauf|behalve|ausser) (?:\w+ ){0,2}$"
        ),
        0.4,
    ),
    (
        "because of",
        re.compile(
            r"\b(?:omdat|want|doordat|aangezien|vermits|parce que|car|puisque|weil|because|since) (?:\w+ ){0,2}$"
        ),
        0.75,
    ),
    (
        "on the way",
        re.compile(
            r"\b(?:met|neem|nam|naam|prends|prendre|en|mit|per|by|take|took|aan|devant|bij|naast|tegenover|hoek|pres|neben|near|"
            r"next|behind|achter|voor) (?:de|het|le|la|dem|der|the|to|du)? ?$"
        ),
        0.8,
    ),
    (
        "according to",
        re.compile(
            r"\b(?:volgens|aldus|selon|laut|according to|attest van|bewijs van|attestation|advocaat|avocat|anwalt|lawyer|"
            r"brief van mijn|vakbond|syndicat|gewerkschaft|union) (?:\w+ ){0,2}$"
        ),
        0.6,
    ),
    (
        "acts",
        re.compile(
            r"\b(?:van|door|par|aupres|chez|von|durch|by|from|at|bei|bij) (?:de |het |le |la |l |der |dem |the )?$"
        ),
        1.15,
    ),
)
SENTENCE_END = re.compile(r"[.!?;]|\n\s*\n")
#: Cue of a body that did or failed to do something.
DOES = "does"
COMPLAINING = frozenset({"complaint about", "plainte contre", "Beschwerde über", "complaint against", "form field"})
#: Folded words shortly behind a mention: the body did or failed to do something.
ACTING = re.compile(
    r"^ (?:\w+ ){0,3}?(?:weiger\w*|antwoord\w*|reageer\w*|stuur\w*|zegt|zei|beweert|vraagt|eist|wil|doet|deed|heeft|had|"
    r"kwam|komt|laat|liet|vergat|blijft|beslis\w*|schreef|betaal\w*|rekent|reken\w*|houdt|vordert|schrapte|"
    r"refus\w*|repond\w*|pretend|exige|demande|m|ne|envoie|reclame|ecrit|dit|veut|a|"
    r"verweiger\w*|antwortet|sagt|behauptet|verlangt|fordert|hat|schickt|schreibt|lehnt|"
    r"refuses|refused|answer\w*|says|said|claims|demands|wants|has|sent|keeps|ignored|insists|charged|never)\b"
)


#: Folded words shortly behind a mention: the writer complained there.
COMPLAINED_AT = re.compile(
    r"^ (?:\w+ ){0,3}?(?:klacht|klachten|plainte|reclamation|beschwerde|complaint) (?:\w+ ){0,2}?"
    r"(?:ingediend|gedaan|neergelegd|gestuurd|deposee|introduite|envoyee|faite|eingereicht|filed|made|lodged|sent)\b"
)
#: Folded words shortly behind a mention: the body only sent the writer on.
SENDING_ON = re.compile(
    r"^ (?:\w+ ){0,3}?(?:verwees|verwijst|verwezen|doorverw\w*|stuurde (?:\w+ ){0,2}door|renvoye\w*|renvoie|envoie|oriente\w*|"
    r"verwies|verweist|verwiesen|referred|redirect\w*|told me to)\b"
)


@dataclass(frozen=True, slots=True)
class Scored:
    body: str
    score: float
    strength: Strength
    cue: str
    #: The mention that tells most, in the text or (where `in_subject`) in the subject.
    best: Mention | None
    in_subject: bool = False
    #: How often it is named (descriptions do not count).
    times: int = 0

    @property
    def complained(self) -> bool:
        """Words such as "complaint about" stand before it."""
        return self.cue in COMPLAINING

    @property
    def acts(self) -> bool:
        """By name it does something in the story, or it is where the writer went."""
        return self.strength is Strength.NAME and self.cue in (DOES, "acts")


def weigh(
    text: Sequence[Word],
    mentions: Sequence[Mention],
    *,
    source: str,
    in_subject: bool,
    factor_at: Callable[[Mention], float],
) -> list[Scored]:
    """Each body's score over its mentions in one text; `factor_at` weakens or drops mentions by their place."""
    by_body: dict[str, list[tuple[float, Mention, str]]] = defaultdict(list)
    for mention in mentions:
        place = factor_at(mention)
        if not place:
            continue
        before, behind = _around(text, mention, source)
        cue, factor = next(((name, value) for name, pattern, value in CUES if pattern.search(before)), ("", 1.0))
        if SENDING_ON.match(behind):
            factor *= 0.6
        elif COMPLAINED_AT.match(behind) and factor >= 0.8:
            factor, cue = 1.4, cue if cue in COMPLAINING else DOES
        elif ACTING.match(behind):
            factor, cue = factor * 1.4, cue or DOES
        early = 1.25 if mention.first < 50 else 1.0
        named = mention.strength > Strength.WEAK
        passing = IN_PASSING.get(mention.body, 1.0) if named and cue not in COMPLAINING else 1.0
        value = BASE[mention.strength] * factor * early * place * passing * (IN_SUBJECT if in_subject else 1.0)
        by_body[mention.body].append((value, mention, cue))
    scored = []
    for body, values in by_body.items():
        values.sort(key=lambda v: -v[0])
        total = sum(value * share for (value, _, _), share in zip(values, REPEAT, strict=False))
        strongest = max(m.strength for _, m, _ in values)
        times = sum(m.strength > Strength.WEAK for _, m, _ in values)
        scored.append(Scored(body, total, strongest, values[0][2], values[0][1], in_subject, times))
    return scored


def _around(text: Sequence[Word], mention: Mention, source: str) -> tuple[str, str]:
    """The folded words of the same sentence before and behind a mention, each with a space at the mention's side."""
    first = mention.first
    while first > max(0, mention.first - 9) and not SENTENCE_END.search(source, text[first - 1].end, text[first].start):
        first -= 1
    last = mention.last
    most = min(len(text), mention.last + 5)
    while last < most and not SENTENCE_END.search(source, text[last - 1].end, text[last].start):
        last += 1
    before = " ".join(word.folded[:30] for word in text[first : mention.first])
    behind = " ".join(word.folded[:30] for word in text[mention.last : last])
    return before + " ", " " + behind + " "


def merged(*parts: Sequence[Scored]) -> list[Scored]:
    """Scores of subject, text and addressees together, best first; the place shown is the text's where there is one."""
    together: dict[str, Scored] = {}
    for scored in (s for part in parts for s in part):
        known = together.get(scored.body)
        if known is None:
            together[scored.body] = scored
            continue
        told = known if known.best and not known.in_subject else scored if scored.best else known
        together[scored.body] = Scored(
            scored.body,
            known.score + scored.score,
            max(scored.strength, known.strength),
            next((s.cue for s in (known, scored) if s.complained), known.cue or scored.cue),
            told.best,
            told.in_subject,
            known.times + scored.times,
        )
    return sorted(together.values(), key=lambda s: -s.score)
