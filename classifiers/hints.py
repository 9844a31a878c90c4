"""What the model of alarms sees: of every sentence its words, their neighbours, and the notions of `data/hints`.

Despair and threats are mostly hinted at, each time in other words. So a sentence is told by notions as well: which it
holds, which of them are denied, and which follow one another. A sentence holds each mark once; two sentences that
follow each other hold what both hold, for a hint is often cut in two by a full stop.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.notions import notions_of_hints, words_of

#: Notions have places of their own: said, denied, and one after the other; words fall into buckets behind them.
MOST_NOTIONS = 384
_DENIED = MOST_NOTIONS
_IN_ORDER = 2 * MOST_NOTIONS
_WORDS = _IN_ORDER + MOST_NOTIONS * MOST_NOTIONS
WORD_BUCKETS = 1 << 16
BUCKETS = _WORDS + WORD_BUCKETS
#: Words of a sentence that are looked at.
MOST_WORDS = 80
#: Words that a sentence must have to be judged, and two sentences together at most.
LEAST_WORDS = 3
MOST_TOGETHER = 60
_BEGINNING = 4
#: Words after a denial that are denied.
_REACH = 3
_DENIALS = ("not", "nobody", "nothing", "never")

Marks = NDArray[np.int64]


class _Word(NamedTuple):
    written: bytes
    #: Its bucket and that of its beginning, packed.
    parts: bytes
    #: Hash of it and the blank before the next word.
    then: int
    notions: bytes
    many: int
    #: After it they may make a notion of several words.
    seconds: Collection[str]


@dataclass(frozen=True, slots=True)
class Hints:
    """The marks of all sentences one after the other; where each sentence begins in them, and how many words it has."""

    marks: Marks
    begins: Sequence[int]
    words: Sequence[int]

    def windows(self) -> list[tuple[int, int]]:
        """Every sentence, and every two that follow each other: first and last."""
        found = []
        for at, count in enumerate(self.words):
            if count >= LEAST_WORDS:
                found.append((at, at))
            if at and LEAST_WORDS < self.words[at - 1] + count <= MOST_TOGETHER:
                found.append((at - 1, at))
        return found

    def of_window(self, first: int, last: int) -> Marks:
        return self.marks[self.begins[first] : self.begins[last + 1]]


def hints_of(texts: Sequence[str]) -> Hints:
    """`texts` are sentences, made plain (`classifiers.flat`)."""
    told = [words_of(text)[:MOST_WORDS] for text in texts]
    counts = [len(words) for words in told]
    known = [_word(word) for words in told for word in words]
    if not known:
        return Hints(np.zeros(0, dtype=np.int64), [0] * (len(texts) + 1), counts)
    written, parts, then, _, _, _ = zip(*known, strict=True)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), counts)
    at, notion = _placed(told, known)
    # A gap between sentences, so that nothing reaches from one into the next.
    place, of = at + owner[at] * (_REACH + 1), owner[at]
    left, right = _following(place)
    keys = (
        (np.frombuffer(b"".join(parts), dtype=np.int32).reshape(-1, 2) + owner[:, None] * BUCKETS).ravel(),
        _neighbours(then, written, owner),
        of * BUCKETS + notion,
        (of * BUCKETS + _DENIED + notion)[_denied(place, notion)],
        of[left] * BUCKETS + _IN_ORDER + notion[left] * MOST_NOTIONS + notion[right],
    )
    marks = np.sort(np.concatenate(keys))
    marks = marks[np.concatenate(([True], marks[1:] != marks[:-1]))]
    begins = np.searchsorted(marks, np.arange(len(texts) + 1) * BUCKETS).tolist()
    return Hints(marks % BUCKETS, begins, counts)


def _placed(told: Sequence[Sequence[str]], known: Sequence[_Word]) -> tuple[Marks, Marks]:
    """Number of the word and notion, in the order of the words."""
    at = np.repeat(np.arange(len(known), dtype=np.int64), [word.many for word in known])
    notion = np.frombuffer(b"".join([word.notions for word in known]), dtype=np.int16).astype(np.int64)
    more, first = [], 0
    for words in told:
        for number, (word, second) in enumerate(zip(known[first : first + len(words)], words[1:], strict=False)):
            if second in word.seconds:
                more += [(first + number, found) for found in notions_of_hints().phrases_at(words, number)]
        first += len(words)
    if not more:
        return at, notion
    places, phrases = zip(*more, strict=True)
    at, notion = np.concatenate((at, places)), np.concatenate((notion, phrases))
    order = np.argsort(at, kind="stable")
    return at[order], notion[order]


def _neighbours(then: Sequence[int], written: Sequence[bytes], owner: Marks) -> Marks:
    pairs = np.fromiter(map(crc32, written[1:], then), dtype=np.int64, count=len(written) - 1)
    first, second = owner[:-1], owner[1:]
    return np.asarray((_WORDS + pairs % WORD_BUCKETS + first * BUCKETS)[first == second])


def _following(place: Marks) -> tuple[Marks, Marks]:
    """Of every two notions in words next to each other: their numbers, first and second."""
    lows, highs = np.searchsorted(place, place + 1, side="left"), np.searchsorted(place, place + 1, side="right")
    counts = highs - lows
    left = np.repeat(np.arange(len(place)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return left, np.repeat(lows, counts) + within


def _denied(place: Marks, notion: Marks) -> NDArray[np.bool_]:
    denies = _denials()[notion]
    denials = place[denies]
    if not len(denials):
        return denies
    before = np.searchsorted(denials, place, side="left") - 1
    return np.asarray((before >= 0) & (place - denials[before] <= _REACH) & ~denies)


@lru_cache(maxsize=1)
def _denials() -> NDArray[np.bool_]:
    return np.isin(np.arange(MOST_NOTIONS), [notions_of_hints().names.index(name) for name in _DENIALS])


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> _Word:
    table = notions_of_hints()
    written, notions = word.encode(), table.of(word)
    beginning = f"{word[:_BEGINNING]}-" if len(word) > _BEGINNING else word
    parts = np.array([_bucket(written), _bucket(beginning.encode())], dtype=np.int32).tobytes()
    packed = np.array(notions, dtype=np.int16).tobytes()
    return _Word(written, parts, crc32(written + b" "), packed, len(notions), table.seconds(word))


def _bucket(mark: bytes) -> int:
    return _WORDS + crc32(mark) % WORD_BUCKETS
