"""What the model of kinds sees of a sentence: its words, their parts and neighbours, and its notions.

A notion is one thing said in many words and four languages (`data/notions_matters.toml`): what a model learns of
notions that stand together in one language it knows in all. Marks are numbers of buckets; all sentences of a mail are
marked at once.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from classifiers.sentences import Sentence

NOTIONS = Path(__file__).parent / "data" / "notions_matters.toml"
#: Words fall into so many buckets; notions have places of their own behind them.
WORD_BUCKETS = 1 << 17
MOST_NOTIONS = 160
BUCKETS = WORD_BUCKETS + MOST_NOTIONS + 2 * MOST_NOTIONS * MOST_NOTIONS
_ALONE = WORD_BUCKETS
_IN_ORDER = _ALONE + MOST_NOTIONS
_TOGETHER = _IN_ORDER + MOST_NOTIONS * MOST_NOTIONS
#: Words of a sentence that are looked at, and words of a mail: what a mail is stands at its beginning.
MOST_WORDS = 80
MOST_OF_MAIL = 260
#: Notions of a sentence of which each is paired with all others.
MOST_PAIRED = 24
#: Beginnings of words that are marks too: endings, dialect and slips of the pen matter less.
_BEGINNINGS = (4, 6)
_ENDING = 4
_LEAST_PREFIX = 4
_WORD = re.compile(r"[a-z]{1,30}|\d")

Marks = NDArray[np.int64]


class _Word(NamedTuple):
    written: bytes
    #: Its buckets and those of its parts, and the number of its notion, -1 where it has none; packed.
    parts: bytes
    #: Hash of it and what parts it from the next word, and from the next but one.
    then: int
    near: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Sentences as the model sees them, side by side."""

    words: Sequence[bytes]
    #: Of each sentence: where its words begin and end, and its notions, each once.
    begins: Sequence[int]
    notions: Sequence[tuple[int, ...]]
    questions: Sequence[bool]
    #: The marks of all, `sentence * BUCKETS + mark`, each once and in order.
    keys: Marks

    def words_of(self, sentence: int) -> Sequence[bytes]:
        return self.words[self.begins[sentence] : self.begins[sentence + 1]]


def see(sentences: Sequence[Sentence]) -> Seen:
    return see_texts([sentence.folded for sentence in sentences], [sentence.question for sentence in sentences])


def see_texts(texts: Sequence[str], questions: Sequence[bool]) -> Seen:
    """`texts` are made plain (`classifiers.flat`)."""
    found = [_WORD.findall(text)[:MOST_WORDS] for text in texts]
    counts = [len(words) for words in found]
    begins = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    known = [_word(word) for words in found for word in words]
    if not known:
        return Seen((), begins.tolist(), [()] * len(texts), questions, np.zeros(0, dtype=np.int64))
    written, parts, then, near = zip(*known, strict=True)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), counts)
    table = np.frombuffer(b"".join(parts), dtype=np.int32).reshape(len(known), -1)
    has = table[:, -1] >= 0
    notion, of = table[has, -1].astype(np.int64), owner[has]
    bounds = np.searchsorted(of, np.arange(len(texts) + 1)).tolist()
    told = notion.tolist()
    notions = [tuple(sorted(set(told[first:last][:MOST_PAIRED]))) for first, last in pairwise(bounds)]
    keys = [
        (table[:, :-1] + owner[:, None] * BUCKETS).ravel(),
        _neighbours(then, written, owner, 1),
        _neighbours(near, written, owner, 2),
        of * BUCKETS + _ALONE + notion,
        *(_in_order(notion, of, apart) for apart in (1, 2)),
        _together((number, pair) for number, own in enumerate(notions) for pair in combinations(own, 2)),
    ]
    return Seen(written, begins.tolist(), notions, questions, _each_once(keys))


def marks_of_mail(seen: Seen, subject: Sequence[int], said: Sequence[int], hits: Iterable[str]) -> Marks:
    """The marks of a whole mail, of which `subject` and `said` are sentences; `hits`: names of phrases found in it."""
    own = [_hash("s:", word) for number in subject for word in seen.words_of(number)]
    read = list(subject)
    count = 0
    for number in said:
        words = seen.words_of(number)
        count += len(words)
        read.append(number)
        if seen.questions[number]:
            own += [_hash("?:", word) for word in words]
        if count > MOST_OF_MAIL:
            break
    own += [_bucket(f"words {min(9, count.bit_length())}"), _bucket(f"sentences {min(6, len(said) // 2)}")]
    own += [_bucket(f"={name}") for name in hits]
    chosen = np.zeros(len(seen.notions), dtype=bool)
    chosen[read] = True
    return _each_once((seen.keys[chosen[seen.keys // BUCKETS]] % BUCKETS, np.array(own, dtype=np.int64)))


def _each_once(found: Sequence[Marks]) -> Marks:
    """All together in order (`numpy.unique` takes five times as long)."""
    keys = np.concatenate(found)
    keys.sort()
    return np.asarray(keys[np.flatnonzero(np.diff(keys, prepend=-1))])


def _neighbours(left: Sequence[int], right: Sequence[bytes], owner: Marks, apart: int) -> Marks:
    """Keys of each word with the one so many on in its sentence; `left` are the hashes that their marks begin with."""
    pairs = np.fromiter(map(crc32, right[apart:], left), dtype=np.int64, count=max(0, len(right) - apart))
    first, second = owner[:-apart], owner[apart:]
    return np.asarray((pairs % WORD_BUCKETS + first * BUCKETS)[first == second])


def _in_order(notion: Marks, owner: Marks, apart: int) -> Marks:
    first, second = owner[:-apart], owner[apart:]
    pairs = _IN_ORDER + notion[:-apart] * MOST_NOTIONS + notion[apart:]
    return np.asarray((pairs + first * BUCKETS)[first == second])


def _together(pairs: Iterable[tuple[int, tuple[int, int]]]) -> Marks:
    """Keys of two notions, by row."""
    return np.array(
        [row * BUCKETS + _TOGETHER + min(pair) * MOST_NOTIONS + max(pair) for row, pair in pairs], dtype=np.int64
    )


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> _Word:
    """What is known of a word; all digits are one."""
    if word.isdigit():
        word = "0"
    parts = {word, *(f"{word[:n]}-" for n in _BEGINNINGS if len(word) > n), f"~{f'<{word}>'[-_ENDING:]}"}
    found = [_bucket(part) for part in parts]
    found += [found[0]] * (2 + len(_BEGINNINGS) - len(found))
    packed = np.array([*found, _notion(word)], dtype=np.int32).tobytes()
    return _Word(word.encode(), packed, crc32(f"{word}_".encode()), crc32(f"{word}..".encode()))


def _bucket(mark: str) -> int:
    return crc32(mark.encode()) % WORD_BUCKETS


def _hash(sign: str, word: bytes) -> int:
    return crc32(word, crc32(sign.encode())) % WORD_BUCKETS


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
