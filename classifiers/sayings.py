"""The model of sayings: which sentences tell of contact with the body, and which ask how to be answered or kept quiet.

Linear, one yes or no for each of `LABELS`: what a sentence is worth is the sum of the weights of its words, their
beginnings and endings, of words near each other and behind a denial, and of the notions they stand for in whatever
language (`data/notions.toml`). All sentences of a mail are summed at once. The weights come from
`classifiers.training.sayings`.
"""

import re
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.sentences import Sentence

NOTIONS = Path(__file__).parent / "data" / "notions.toml"
WEIGHTS = Path(__file__).parent / "models" / "sayings" / "weights.npy"
LABELS = (
    "contact",
    "no-contact",
    "by-letter",
    "by-phone",
    "by-email",
    "withhold-identity",
    "no-forwarding",
)
BUCKETS = 1 << 16
#: Sentences of a mail that are judged, and words of each.
MOST_SENTENCES = 200
MOST_WORDS = 60
#: What the words themselves count beside their notions.
WORD_SHARE = 0.5
#: Words behind a denial that it may deny.
REACH = 6
#: Sentences from this length on are looked at in parts too, of so many blanks at least, and no more than so many.
LONG, LEAST_BLANKS, MOST_PARTS = 70, 3, 6
_WORD = re.compile(r"[a-z]+|\d+")
_BREAK = re.compile(
    r"[;:()]|,? - |, (?=(?:want|omdat|maar|dus|car|mais|donc|parce|denn|aber|weil|also|because|but|so)\b)"
)
_MIX = (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F)
#: Three of them part two sentences; they have no marks of their own, so that a sentence is worth the same beside any
#: other.
_APART = 3
_COLUMNS = 5
_EDGES = [np.zeros(_COLUMNS, dtype=np.int64).tobytes()] * _APART


@dataclass(frozen=True, slots=True)
class _Notions:
    """Numbers of notions by word, and by beginning; the words of denial."""

    exact: Mapping[str, int]
    beginning: Mapping[str, int]
    denials: frozenset[str]

    def of(self, word: str) -> int:
        """0 where it has none; else of the word itself, or of its longest beginning that is known."""
        if word in self.exact:
            return self.exact[word]
        return next((self.beginning[word[:n]] for n in range(len(word), 2, -1) if word[:n] in self.beginning), 0)


@lru_cache(maxsize=1)
def _notions() -> _Notions:
    table = tomllib.loads(NOTIONS.read_text(encoding="utf-8"))
    exact: dict[str, int] = {}
    beginning: dict[str, int] = {}
    for number, words in enumerate(table.values(), 1):
        for word in words.split():
            (beginning if word.endswith("*") else exact).setdefault(word.rstrip("*"), number)
    return _Notions(exact, beginning, frozenset(table["without"].split()))


@lru_cache(maxsize=1 << 16)
def _marks(word: str) -> bytes:
    """Packed: hashes of a word, its beginning and its ending; whether it denies; its notion, 0 where it has none."""
    bare = "0" if word.isdigit() else word
    notions = _notions()
    told = (
        zlib.crc32(f"={bare}".encode()),
        zlib.crc32(bare[:5].encode()),
        zlib.crc32(f"~{bare[-4:]}".encode()),
        bare in notions.denials,
        notions.of(bare),
    )
    return np.array(told, dtype=np.int64).tobytes()


@dataclass(frozen=True, slots=True)
class Marks:
    """Of flat texts in order: buckets, and the text that each row belongs to; words and notions apart."""

    words: NDArray[np.int64]
    word_of: NDArray[np.int64]
    notions: NDArray[np.int64]
    notion_of: NDArray[np.int64]


def marks_of(texts: Sequence[str]) -> Marks:
    told: list[bytes] = []
    lengths: list[int] = []
    for text in texts:
        before = len(told)
        told += map(_marks, _WORD.findall(text)[:MOST_WORDS])
        told += _EDGES
        lengths.append(len(told) - before)
    word_of = np.repeat(np.arange(len(texts)), lengths)
    table = np.frombuffer(b"".join(told), dtype=np.int64).reshape(-1, _COLUMNS)
    whole, start, end, denies, notion = np.ascontiguousarray(table.T)
    edges = whole == 0
    words = np.zeros((len(table), 7), dtype=np.int64)
    words[:, 0], words[:, 1], words[:, 2] = whole, start + 1, end
    words[:-_APART, 3], words[:-_APART, 4] = _near(start, 1), _near(start, 2)
    words[edges, 3:5] = 0
    words[:, 5], words[:, 6] = _denied(start, denies, edges), _first(start, edges)
    kept = np.flatnonzero((notion > 0) | edges)
    edges = edges[kept]
    notion = (notion[kept] + 1) * _MIX[1]
    notion[edges] = 0
    notions = np.zeros((len(kept), 6), dtype=np.int64)
    notions[:, 0] = notion
    for apart in (1, 2, 3):
        notions[:-_APART, apart] = _near(notion, apart)
    notions[:-_APART, 4] = _three(notion)
    notions[edges, 1:5] = 0
    notions[:, 5] = _denied(notion, denies[kept], edges)
    return Marks(words & (BUCKETS - 1), word_of, notions & (BUCKETS - 1), word_of[kept])


def _denied(start: NDArray[np.int64], denies: NDArray[np.int64], edges: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A mark of each word that stands within `REACH` words behind a denial."""
    place = np.arange(len(start))
    last = np.maximum.accumulate(np.where(denies, place, -1_000))
    edge = np.maximum.accumulate(np.where(edges, place, -1))
    return np.where((place - last <= REACH) & (last > edge) & (last < place), start * _MIX[3] + 7, 0)


def _first(start: NDArray[np.int64], edges: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A mark of the word that a text begins with: there stands what is asked ("bel mij", "répondez")."""
    begins = np.concatenate(([True], edges[:-1])) & ~edges
    return np.where(begins, start * _MIX[1] + 11, 0)


def _near(start: NDArray[np.int64], apart: int) -> NDArray[np.int64]:
    """A mark of each with the one so many on; of all but the last `_APART`, which part texts only."""
    return start[:-_APART] * _MIX[0] + _on(start, apart) * _MIX[1] + apart * _MIX[2]


def _three(start: NDArray[np.int64]) -> NDArray[np.int64]:
    return start[:-_APART] * _MIX[2] + _on(start, 1) * _MIX[3] + _on(start, 2) * _MIX[0] + 5


def _on(start: NDArray[np.int64], apart: int) -> NDArray[np.int64]:
    return start[apart : len(start) - _APART + apart]


class SayingsModel:
    def __init__(self, weights: NDArray[np.float32]) -> None:
        """Rows: first where it begins, then a weight of each of `LABELS` by bucket."""
        self._bias = weights[0]
        self._weights = weights[1:]

    def chances(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Of each flat text, the chance of each of `LABELS`."""
        if not texts:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        marks, numbers = marks_of(texts), np.arange(len(texts))
        worth = self._bias + _summed(self._weights, marks.notions, marks.notion_of, numbers)
        worth = worth + WORD_SHARE * _summed(self._weights, marks.words, marks.word_of, numbers)
        return np.asarray(1 / (1 + np.exp(-np.clip(worth, -30, 30))), dtype=np.float32)

    def read(self, sentences: Sequence[Sentence]) -> Mapping[str, tuple[float, ...]]:
        """By label, the chance of each sentence; those beyond `MOST_SENTENCES` have none."""
        texts: list[str] = []
        begins: list[int] = []
        for sentence in sentences[:MOST_SENTENCES]:
            begins.append(len(texts))
            texts += _pieces(sentence.folded)
        if not texts:
            return dict.fromkeys(LABELS, ())
        told = np.maximum.reduceat(self.chances(texts), begins, axis=0)
        return {label: tuple(column) for label, column in zip(LABELS, told.T.tolist(), strict=True)}


def _pieces(folded: str) -> list[str]:
    """The sentence, and what stands before and behind its breaks: a wish is often said by the way."""
    if len(folded) < LONG:
        return [folded]
    parts = [part for part in _BREAK.split(folded) if part.count(" ") >= LEAST_BLANKS]
    return [folded, *parts[:MOST_PARTS]] if len(parts) > 1 else [folded]


def _summed(
    weights: NDArray[np.float32], buckets: NDArray[np.int64], owner: NDArray[np.int64], numbers: NDArray[np.int64]
) -> NDArray[np.float32]:
    starts = np.searchsorted(owner, numbers) * buckets.shape[1]
    return np.add.reduceat(weights.take(buckets.ravel(), axis=0), starts, axis=0)


@lru_cache(maxsize=1)
def load_sayings() -> SayingsModel:
    """Raises OSError where the model was never trained (`klachtenpost train`)."""
    return SayingsModel(np.load(WEIGHTS, allow_pickle=False).astype(np.float32))
