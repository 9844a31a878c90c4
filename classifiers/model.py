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

#: Beside the alarm model: beginnings of words without which a sentence is no alarm.
GRAVE = "grave.txt"
FOLDER = Path(__file__).parent / "models"
#: Words of a text that are looked at: what a mail is stands at its beginning.
MOST_WORDS = 250
MOST_SENTENCES = 80
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


def beginnings(folded: str) -> set[str]:
    """Beginnings of the words of a text made plain."""
    return {word[:_BEGINNING] for word in _WORD.findall(folded) if len(word) > 2}


def document(pipeline: Pipeline, found: Sequence[str]) -> Doc:
    return Doc(pipeline.vocab, words=[_bucket(mark) for mark in found])


@lru_cache(maxsize=1 << 17)
def _bucket(mark: str) -> str:
    return f"{zlib.crc32(mark.encode()) % BUCKETS:x}"


class Models:
    """Both models, loaded once."""

    def __init__(self, kinds: Pipeline, alarms: Pipeline, grave: Iterable[str]) -> None:
        self._kinds = kinds
        self._alarms = alarms
        self._grave = frozenset(grave)

    def kinds(self, prepared: Prepared, hits: Sequence[Hit]) -> Mapping[Kind, float]:
        """Probability of each kind the model knows."""
        folded = "\n".join(sentence.folded for sentence in prepared.sentences[:MOST_SENTENCES])
        found = marks(folded, (hit.name for hit in hits if not hit.denied))
        return {Kind(name): probability for name, probability in _probabilities(self._kinds, [found])[0].items()}

    def alarms(self, prepared: Prepared, hits: Sequence[Hit]) -> tuple[Reading[Signal], ...]:
        """The sentences most like despair and like a threat, each with its probability."""
        said = [
            s
            for s in prepared.sentences[:MOST_SENTENCES]
            if len(s.folded) > 15 and not self._grave.isdisjoint(beginnings(s.folded))
        ]
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
    grave = (FOLDER / "alarms" / GRAVE).read_text(encoding="utf-8").split()
    return Models(kinds=spacy.load(FOLDER / "kinds"), alarms=spacy.load(FOLDER / "alarms"), grave=grave)
