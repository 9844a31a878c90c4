"""What the models of kinds and alarms see of a sentence: its words, their parts and neighbours, and its notions.

A notion is one thing said in many words and four languages (`data/notions_matters.toml`): what a model learns of
notions that stand together in one language it knows in all. Marks are numbers of buckets; a sentence is marked once
and read by both models.
"""

import re
import tomllib
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from classifiers.sentences import Sentence

NOTIONS = Path(__file__).parent / "data" / "notions_matters.toml"
#: Words fall into so many buckets; notions have places of their own behind them.
WORD_BUCKETS = 1 << 17
MOST_NOTIONS = 128
BUCKETS = WORD_BUCKETS + MOST_NOTIONS + 2 * MOST_NOTIONS * MOST_NOTIONS
_ALONE = WORD_BUCKETS
_IN_ORDER = _ALONE + MOST_NOTIONS
_TOGETHER = _IN_ORDER + MOST_NOTIONS * MOST_NOTIONS
#: Words of a sentence that are looked at, and words of a mail: what a mail is stands at its beginning.
MOST_WORDS = 80
MOST_OF_MAIL = 260
#: Notions of a sentence of which each is paired with all others.
MOST_PAIRED = 24
#: Words that a sentence must have to be judged, and two sentences together at most.
LEAST_WORDS = 3
MOST_TOGETHER = 60
#: Beginnings of words that are marks too: endings, dialect and slips of the pen matter less.
_BEGINNINGS = (4, 6)
_ENDING = 4
_LEAST_PREFIX = 4
_WORD = re.compile(r"[a-z]{1,30}|\d")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence as the models see it."""

    words: tuple[str, ...]
    notions: tuple[int, ...]
    marks: frozenset[int]
    question: bool


@lru_cache(maxsize=1024)
def marked(folded: str, question: bool = False) -> Marked:
    """`folded` is made plain (`classifiers.flat`). Kept a while: both models ask for the sentences of a mail."""
    words = tuple("0" if word.isdigit() else word for word in _WORD.findall(folded)[:MOST_WORDS])
    found: set[int] = set()
    notions = []
    for word in words:
        parts, notion = _word(word)
        found.update(parts)
        if notion >= 0:
            notions.append(notion)
    found.update(_pair(first, second) for first, second in pairwise(words))
    found.update(_near(first, second) for first, second in zip(words, words[2:], strict=False))
    found.update(_ALONE + notion for notion in notions)
    for apart in (1, 2):
        found.update(
            _IN_ORDER + first * MOST_NOTIONS + second for first, second in zip(notions, notions[apart:], strict=False)
        )
    several = sorted(set(notions[:MOST_PAIRED]))
    found.update(
        _TOGETHER + first * MOST_NOTIONS + second for at, first in enumerate(several) for second in several[at + 1 :]
    )
    return Marked(words, tuple(several), frozenset(found), question)


def marked_sentences(sentences: Iterable[Sentence]) -> list[Marked]:
    return [marked(sentence.folded, sentence.question) for sentence in sentences]


def joined(first: Marked, second: Marked) -> set[int]:
    """The marks of two sentences as if they were one: what is said in a breath is often cut in two by a full stop."""
    found = set(first.marks | second.marks)
    found.update(
        _TOGETHER + min(one, other) * MOST_NOTIONS + max(one, other)
        for one in first.notions
        for other in second.notions
        if one != other
    )
    return found


def windows(seen: Sequence[Marked]) -> Iterator[tuple[int, int, Collection[int]]]:
    """Every sentence, and every two that follow each other: first, last and marks."""
    for at, sentence in enumerate(seen):
        if len(sentence.words) >= LEAST_WORDS:
            yield at, at, sentence.marks
        if at and LEAST_WORDS < len(seen[at - 1].words) + len(sentence.words) <= MOST_TOGETHER:
            yield at - 1, at, joined(seen[at - 1], sentence)


def marks_of_mail(subject: Sequence[Marked], said: Sequence[Marked], hits: Iterable[str]) -> set[int]:
    """The marks of a whole mail; `hits` are the names of the phrases found in it."""
    found: set[int] = set()
    for sentence in subject:
        found |= sentence.marks
        found.update(bucket(f"s:{word}") for word in sentence.words)
    count = 0
    for sentence in said:
        count += len(sentence.words)
        found |= sentence.marks
        if sentence.question:
            found.update(bucket(f"?:{word}") for word in sentence.words)
        if count > MOST_OF_MAIL:
            break
    found.add(bucket(f"words {min(9, count.bit_length())}"))
    found.add(bucket(f"sentences {min(6, len(said) // 2)}"))
    found.update(bucket(f"={name}") for name in hits)
    return found


@lru_cache(maxsize=1 << 17)
def bucket(mark: str) -> int:
    return zlib.crc32(mark.encode()) % WORD_BUCKETS


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> tuple[tuple[int, ...], int]:
    """Buckets of a word and its parts, and the number of its notion, -1 where it has none."""
    parts = [word, *(f"{word[:n]}-" for n in _BEGINNINGS if len(word) > n), f"~{f'<{word}>'[-_ENDING:]}"]
    return tuple(bucket(part) for part in parts), _notion(word)


@lru_cache(maxsize=1 << 17)
def _pair(first: str, second: str) -> int:
    return zlib.crc32(f"{first}_{second}".encode()) % WORD_BUCKETS


@lru_cache(maxsize=1 << 17)
def _near(first: str, second: str) -> int:
    """Two words with one between them."""
    return zlib.crc32(f"{first}..{second}".encode()) % WORD_BUCKETS


def _notion(word: str) -> int:
    exact, prefixes = _notions()
    if (found := exact.get(word)) is not None:
        return found
    for length in range(len(word), _LEAST_PREFIX - 1, -1):
        if (found := prefixes.get(word[:length])) is not None:
            return found
    return -1


@lru_cache(maxsize=1)
def _notions() -> tuple[dict[str, int], dict[str, int]]:
    """Number of the notion of a word, and of words that begin so."""
    table = tomllib.loads(NOTIONS.read_text(encoding="utf-8"))
    if len(table) > MOST_NOTIONS:
        raise ValueError(f"more than {MOST_NOTIONS} notions")
    exact: dict[str, int] = {}
    prefixes: dict[str, int] = {}
    for number, words in enumerate(table.values()):
        for word in words.split():
            if word.endswith("*"):
                prefixes.setdefault(word[:-1], number)
            else:
                exact.setdefault(word, number)
    return exact, prefixes
