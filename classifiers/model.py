"""The trained models: spaCy text categorisers over folded words, word parts and sayings. Small, linear, quick.

Their documents hold no running text but its marks: words, pairs of words, beginnings of words (so that endings and
slips of the pen matter less) and the names of the phrases found. `classifiers.training` makes them. The alarm model
reads every sentence of every mail: being linear, it is kept as one table of weights by mark and summed here.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np
import spacy
from numpy.typing import NDArray
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
#: Sentences of a mail that are judged for alarms, and letters a sentence must have.
MOST_JUDGED = 250
LEAST_JUDGED = 12
#: The alarm model's file, its labels in order, and its buckets.
WEIGHTS = "weights.npy"
ALARM_LABELS = ("distress", "none", "threat")
ALARM_BUCKETS = 1 << 17
Weights: TypeAlias = tuple[float, ...]
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


def alarm_marks(folded: str) -> list[str]:
    """The marks of a sentence made plain, as the alarm model sees them."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(folded)]
    found = [mark for word in words for mark in _parts(word)]
    found += [_pair(first, second) for first, second in pairwise(words)]
    found += [_near(first, second) for first, second in zip(words, words[2:], strict=False)]
    return found or ["=empty"]


def _parts(word: str) -> list[str]:
    """The word, its beginnings, and every four letters of it: endings, dialect and slips of the pen matter less."""
    whole = f"<{word}>"
    return [word, *(f"{word[:n]}-" for n in (4, 6) if len(word) > n), f"~{whole[-4:]}"]


def _pair(first: str, second: str) -> str:
    return f"{first}_{second}"


def _near(first: str, second: str) -> str:
    """Two words with one between them."""
    return f"{first}..{second}"


def document(pipeline: Pipeline, found: Sequence[str]) -> Doc:
    return Doc(pipeline.vocab, words=bucketed(found))


def bucketed(found: Sequence[str]) -> list[str]:
    return [_bucket(mark) for mark in found]


def alarm_bucket(mark: str) -> int:
    return zlib.crc32(mark.encode()) % ALARM_BUCKETS


@lru_cache(maxsize=1 << 17)
def _bucket(mark: str) -> str:
    return f"{zlib.crc32(mark.encode()) % BUCKETS:x}"


class AlarmModel:
    """Sums weights: of every word and its parts, of words side by side and of words nearly so."""

    def __init__(self, weights: NDArray[np.float32]) -> None:
        """Rows: first where it begins, then a weight of each of `ALARM_LABELS` by bucket."""
        self._bias: Weights = tuple(map(float, weights[0]))
        self._weights = weights[1:]
        self._word = lru_cache(maxsize=1 << 16)(lambda word: self._sum(_parts(word)))
        self._pair = lru_cache(maxsize=1 << 17)(lambda a, b: self._sum([_pair(a, b)]))
        self._near = lru_cache(maxsize=1 << 17)(lambda a, b: self._sum([_near(a, b)]))

    def probabilities(self, folded: str) -> Weights:
        """Of each of `ALARM_LABELS`."""
        words = ["0" if word.isdigit() else word for word in _WORD.findall(folded)]
        seen = [self._bias]
        seen += map(self._word, words)
        seen += map(self._pair, words, words[1:])
        seen += map(self._near, words, words[2:])
        powers = [exp(min(60.0, sum(column))) for column in zip(*seen, strict=True)]
        whole = sum(powers)
        return tuple(power / whole for power in powers)

    def _sum(self, found: Sequence[str]) -> Weights:
        rows = self._weights[[alarm_bucket(mark) for mark in found]]
        return tuple(map(float, rows.sum(axis=0)))


class Models:
    """Both models, loaded once."""

    def __init__(self, kinds: Pipeline, alarms: AlarmModel) -> None:
        self._kinds = kinds
        self._alarms = alarms

    def kinds(self, prepared: Prepared, hits: Sequence[Hit]) -> Mapping[Kind, float]:
        """Probability of each kind the model knows."""
        folded = "\n".join(sentence.folded for sentence in prepared.sentences[:MOST_SENTENCES])
        found = marks(folded, (hit.name for hit in hits if not hit.denied))
        return {Kind(name): probability for name, probability in _probabilities(self._kinds, [found])[0].items()}

    def alarms(self, prepared: Prepared) -> tuple[Reading[Signal], ...]:
        """The sentences most like despair and like a threat, each with its probability."""
        best: dict[Signal, tuple[float, Sentence]] = {}
        for sentence in prepared.sentences[:MOST_JUDGED]:
            if len(sentence.folded) < LEAST_JUDGED:
                continue
            told = dict(zip(ALARM_LABELS, self._alarms.probabilities(sentence.folded), strict=True))
            for signal in (Signal.DISTRESS, Signal.THREAT):
                if signal not in best or told[signal] > best[signal][0]:
                    best[signal] = (told[signal], sentence)
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
    weights = np.load(FOLDER / "alarms" / WEIGHTS, allow_pickle=False).astype(np.float32)
    return Models(kinds=spacy.load(FOLDER / "kinds"), alarms=AlarmModel(weights))
