"""The trained models: spaCy text categorisers over folded words, word parts and sayings. Small, linear, quick.

Their documents hold no running text but its marks: words, pairs of words, beginnings of words (so that endings and
slips of the pen matter less) and the names of the phrases found. `classifiers.training` makes them.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language as Pipeline
from spacy.pipeline import TextCategorizer
from spacy.tokens import Doc

from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.sentences import Sentence
from classifiers.understanding import Kind, Reading, Signal, Span

FOLDER = Path(__file__).parent / "models"
#: Words of a text that are looked at: what a mail is stands at its beginning.
MOST_WORDS = 250
MOST_SENTENCES = 80
#: Words without which no sentence is taken for an alarm: death, body, arms, places of harm, ends and farewells.
_GRAVE = re.compile(
    r"\b(?:leven\w*|leef\w*|dood\w*|dode\w*|sterf\w*|sterv\w*|einde?|eind\w*|punt|stop\w*|gedaan|afgelopen|voorbij|weg|slap\w*|slaap|opsta\w*|wakker|hou\w*|beter af|opluchting|missen|kat|hond|testament|afscheid\w*|medic\w*|pil\w*|trein|spoor|brug|water|kanaal|mes\w*|snij\w*|geweer|jachtgeweer|kogel\w*|benzine|brand\w*|vuur|bloed\w*|sla|slaan|slag|klop\w*|tand\w*|kop|bakkes|gezicht|rijd|rij|tractor|vind\w*|weten|weet|school|auto|thuis\w*|huis|donker|spijt|ambulance|ziekenhuis|licht|genoeg|niet meer|nooit meer|niets meer|niks meer|alleen|zin|"
    r"vi[ev]\w*|mort\w*|mour\w*|fin|fini\w*|termine\w*|adieu\w*|partie?|disparai\w*|dormir|corps|train|pont|canal|eau|comprime\w*|medicament\w*|couteau|fusil|arme|essence|feu|sang|frapper?|tete|gueule|dents|defonc\w*|mieux|chien|chat|gosses|ecole|rentrer\w*|seule?|regrett\w*|plus rien|n'attends|ambulance|verrai|"
    r"leb\w*|tod\w*|tot\w*|sterb\w*|ende|schluss|aus|vorbei|schlaf\w*|abschied|zug|brucke|wasser|tablette\w*|messer|gewehr|waffe|jagdgewehr|benzin\w*|feuer|brennen|blut|schlag\w*|kopf|zahne|leichter|katze|schule|allein|bereuen|nichts mehr|traktor|"
    r"life|live|living|die\w*|dead|death|end|over|gone|goodbye|sleep|wake|train|bridge|canal|pills|tablets|knife|gun|rifle|petrol|fire|burn|blood|hit|beat|kill\w*|hurt|better off|cat|dog|will|school|kids|home|alone|sorry|regret|ambulance|nothing left|anymore|jump)\b"
)
_WORD = re.compile(r"[a-z]{1,30}|\d")
_BEGINNING = 5
#: Marks fall into so many buckets: whatever is read, the pipelines' vocabularies grow no further.
BUCKETS = 1 << 16


def marks(folded: str, hits: Iterable[str] = ()) -> list[str]:
    """The marks of a text made plain (`classifiers.flat`) and of the names of phrases found in it."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(folded)[:MOST_WORDS]]
    found = list(words)
    found += [f"{first}_{second}" for first, second in pairwise(words)]
    found += [f"{word[:_BEGINNING]}-" for word in words if len(word) > _BEGINNING]
    found += [f"={name}" for name in hits]
    return found or ["=empty"]


def document(pipeline: Pipeline, found: Sequence[str]) -> Doc:
    return Doc(pipeline.vocab, words=[_bucket(mark) for mark in found])


@lru_cache(maxsize=1 << 17)
def _bucket(mark: str) -> str:
    return f"{zlib.crc32(mark.encode()) % BUCKETS:x}"


class Models:
    """Both models, loaded once."""

    def __init__(self, kinds: Pipeline, alarms: Pipeline) -> None:
        self._kinds = kinds
        self._alarms = alarms

    def kinds(self, prepared: Prepared, hits: Sequence[Hit]) -> Mapping[Kind, float]:
        """Probability of each kind the model knows."""
        folded = "\n".join(sentence.folded for sentence in prepared.sentences[:MOST_SENTENCES])
        found = marks(folded, (hit.name for hit in hits if not hit.denied))
        return {Kind(name): probability for name, probability in _probabilities(self._kinds, [found])[0].items()}

    def alarms(self, prepared: Prepared, hits: Sequence[Hit]) -> tuple[Reading[Signal], ...]:
        """The sentences most like despair and like a threat, each with its probability."""
        said = [s for s in prepared.sentences[:MOST_SENTENCES] if len(s.folded) > 15 and _GRAVE.search(s.folded)]
        if not said:
            return ()
        named: dict[int, list[str]] = {}
        for hit in hits:
            named.setdefault(id(hit.sentence), []).append(hit.name)
        judged = _probabilities(self._alarms, [marks(s.folded, named.get(id(s), ())) for s in said])
        best: dict[Signal, tuple[float, Sentence]] = {}
        for probabilities, sentence in zip(judged, said, strict=True):
            for signal in (Signal.DISTRESS, Signal.THREAT):
                probability = probabilities[signal]
                if signal not in best or probability > best[signal][0]:
                    best[signal] = (probability, sentence)
        return tuple(_readings(best))


def _probabilities(pipeline: Pipeline, texts: Sequence[Sequence[str]]) -> list[Mapping[str, float]]:
    """Of each label, for each text; the categoriser alone, without the ways around it."""
    categoriser = cast(TextCategorizer, pipeline.get_pipe("textcat"))
    scores = categoriser.predict([document(pipeline, text) for text in texts])
    return [dict(zip(categoriser.labels, map(float, row), strict=True)) for row in scores]


def _readings(best: Mapping[Signal, tuple[float, Sentence]]) -> Iterator[Reading[Signal]]:
    for signal, (probability, sentence) in best.items():
        span = Span(sentence.part, sentence.start, sentence.end)
        yield Reading(signal, round(probability, 3), "alarm model", span, sentence.text)


@lru_cache(maxsize=1)
def load_models() -> Models:
    """Raises OSError where the models were never trained (`klachtenpost train`)."""
    return Models(kinds=spacy.load(FOLDER / "kinds"), alarms=spacy.load(FOLDER / "alarms"))
