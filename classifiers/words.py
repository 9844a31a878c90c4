"""Words of a text with their places, folded so that spelling, case and endings matter less."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

#: "O.C.M.W." is one word; hyphens, dots and apostrophes part words ("VDAB-consulent", "l'ONEM", "parking.brussels").
WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|GO!|[^\W_]+")
#: Endings of inflected words in our four languages; cut from words of six letters and more.
ENDING = re.compile(r"(?:en|es|er|ern|em|s|e|n)$")
#: Longer words are no words, and are not kept in mind.
MOST_LETTERS = 40


def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def stem(word: str) -> str:
    """A folded word without its likely ending; the same for both sides of a comparison."""
    return ENDING.sub("", word) if len(word) >= 6 else word


class Word(NamedTuple):
    """A word of a text; a tuple, for texts have many."""

    start: int
    end: int
    folded: str
    #: Folded and without ending.
    stem: str
    #: Written with a capital.
    capital: bool


@lru_cache(maxsize=4)
def words(text: str, offset: int = 0) -> list[Word]:
    """The words of a text in order; starts and ends count from the text's begin plus `offset`.

    Several ask for those of one mail: the list is theirs together, and nobody changes it.
    """
    found = []
    for match in WORD.finditer(text):
        written = match.group()
        start, end = match.span()
        folded, bare = _forms(written) if end - start <= MOST_LETTERS else _forms.__wrapped__(written)
        found.append(Word(start + offset, end + offset, folded, bare, written[0].isupper()))
    return found


@lru_cache(maxsize=1 << 15)
def _forms(written: str) -> tuple[str, str]:
    """A word folded, and without its ending."""
    folded = fold(written).replace(".", "")
    return folded, stem(folded)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found: words[first:last] of the text, and what it stands for."""

    first: int
    last: int
    value: T


class PhraseTable(Generic[T]):
    """Many phrases looked up in one walk over the words: linear in the text, whatever their number.

    A phrase ending in "*" matches every word that begins so, one ending in "#" every word that goes on with digits only
    ("n#": N43); both are of one word. The longest phrase at a place is found, and all values that share it; the walk
    goes on behind it.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._exact: dict[tuple[str, ...], list[T]] = {}
        #: First word -> words of the longest phrase that begins so, and the second words of all of them.
        self._longest: dict[str, int] = {}
        self._seconds: dict[str, set[str]] = {}
        self._prefixes: dict[str, list[tuple[str, T]]] = {}
        self._numbered: dict[str, list[T]] = {}
        for phrase, value in phrases:
            bare = phrase.strip()
            if bare.endswith("#"):
                self._numbered.setdefault(fold(bare[:-1]), []).append(value)
                continue
            key = tuple(word.stem for word in words(bare.rstrip("*")))
            if bare.endswith("*") and len(key) == 1:
                prefix = fold(bare[:-1])
                self._prefixes.setdefault(prefix[:4], []).append((prefix, value))
            elif key:
                self._exact.setdefault(key, []).append(value)
                self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
                self._seconds.setdefault(key[0], set()).update(key[1:2])

    def find(self, text: Sequence[Word]) -> Iterator[Hit[T]]:
        """Hits in order; none overlaps another of a different phrase."""
        stems = [word.stem for word in text]
        at, count = 0, len(stems)
        longest, seconds, exact = self._longest, self._seconds, self._exact
        prefixes, numbered = self._prefixes, self._numbered
        while at < count:
            begin, found = stems[at], 0
            most = longest.get(begin)
            if most:
                if most > 1 and (at + 1 == count or stems[at + 1] not in seconds[begin]):
                    most = 1
                for length in range(min(most, count - at), 0, -1):
                    values = exact.get(tuple(stems[at : at + length]))
                    if values:
                        yield from (Hit(at, at + length, value) for value in values)
                        found = length
                        break
            if not found:
                folded = text[at].folded
                for prefix, value in prefixes.get(folded[:4], ()):
                    if folded.startswith(prefix):
                        yield Hit(at, at + 1, value)
                if numbered and begin[-1:].isdigit():
                    yield from (Hit(at, at + 1, value) for value in numbered.get(begin.rstrip("0123456789"), ()))
            at += found or 1
