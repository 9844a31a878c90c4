"""A text as a small set of numbers, so that a million earlier texts can be asked which are like it.

Shingles of three words; of these the 128 smallest hashes (bottom-k sketch, Broder 1997), which estimate both
resemblance and containment; and 32 bands of 3 MinHash values, equal in one band for texts that share about half
of their shingles or more.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
SHINGLE_WORDS = 3
SKETCH_SIZE = 128
BANDS, ROWS = 32, 3
#: Bands over the content words, equal in one for texts that tell one thing in other words; fewer words tell nothing.
TOPIC_BANDS, LEAST_TOPICS = 12, 9
_PRIME = np.uint64((1 << 61) - 1)


def fold(text: str) -> str:
    """Lower case without accents: the form in which words are compared."""
    folded = text.casefold()
    return folded if folded.isascii() else _BEYOND_ASCII.sub(_unmarked, unicodedata.normalize("NFKD", folded))


def _unmarked(letters: re.Match[str]) -> str:
    return "".join(letter for letter in letters[0] if not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    return WORD.findall(fold(text))


def shingle_hashes(words: list[str]) -> NDArray[np.uint64]:
    """Distinct 32-bit hashes of all runs of three words; of the whole text where it is shorter."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    runs = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    return np.fromiter((crc32(run.encode()) for run in runs), dtype=np.uint64, count=len(runs))


def sketch(hashes: NDArray[np.uint64]) -> tuple[int, ...]:
    """The 128 smallest hashes in rising order."""
    return tuple(int(h) for h in np.sort(hashes)[:SKETCH_SIZE])


@lru_cache(maxsize=1)
def _permutations() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Fixed for ever: stored bands would lose their meaning with other numbers."""
    draw = np.random.Generator(np.random.PCG64(1998_07_07))
    size = (BANDS * ROWS, 1)
    return draw.integers(1, 1 << 29, size, dtype=np.uint64), draw.integers(0, 1 << 31, size, dtype=np.uint64)


def band_keys(hashes: NDArray[np.uint64]) -> tuple[int, ...]:
    """One signed 64-bit key a band; none for texts too short to be told apart (under 8 shingles)."""
    if len(hashes) < 8:
        return ()
    return tuple(key_of(f"band{number}", row.tobytes()) for number, row in enumerate(_signature(hashes)))


def topic_keys(topics: frozenset[str]) -> tuple[int, ...]:
    """One key a band over the content words of a text, whatever their order."""
    if len(topics) < LEAST_TOPICS:
        return ()
    hashes = np.fromiter((crc32(word.encode()) for word in topics), dtype=np.uint64, count=len(topics))
    rows = _signature(hashes)[:TOPIC_BANDS]
    return tuple(key_of(f"topic{number}", row.tobytes()) for number, row in enumerate(rows))


def _signature(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    factor, shift = _permutations()
    least: NDArray[np.uint64] = ((hashes[np.newaxis, :] * factor + shift) % _PRIME).min(axis=1)
    return least.astype("<u8").reshape(BANDS, ROWS)


def key_of(kind: str, value: str | bytes) -> int:
    """A signed 64-bit key for an index, distinct per kind."""
    data = value if isinstance(value, bytes) else value.encode()
    return int.from_bytes(hashlib.blake2b(data, digest_size=8, person=kind.encode()[:16]).digest(), "big", signed=True)
