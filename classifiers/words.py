"""Words of a text with their places, folded so that spelling, case and endings matter less."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

#: "O.C.M.W." is one word; hyphens, dots and apostrophes part words ("VDAB-consulent", "l'ONEM", "parking.brussels").
WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|GO!|[^\W_]+")
#: Endings of inflected words in our four languages; cut from words of six letters and more.
ENDING = re.compile(r"(?:en|es|er|ern|em|s|e|n)$")


def fold(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def stem(word: str) -> str:
    """A folded word without its likely ending; the same for both sides of a comparison."""
    return ENDING.sub("", word) if len(word) >= 6 else word


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    folded: str
    #: Folded and without ending.
    stem: str
    #: Written with a capital.
    capital: bool


def words(text: str, offset: int = 0) -> list[Word]:
    """The words of a text in order; starts and ends count from the text's begin plus `offset`."""
    found = []
    for match in WORD.finditer(text):
        written = match.group()
        folded = fold(written)
        if "." in folded:
            folded = folded.replace(".", "")
        found.append(Word(match.start() + offset, match.end() + offset, folded, stem(folded), written[0].isupper()))
    return found


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
        self._longest: dict[str, int] = {}
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

    def find(self, text: Sequence[Word]) -> Iterator[Hit[T]]:
        """Hits in order; none overlaps another of a different phrase."""
        stems = [word.stem for word in text]
        at, longest, exact = 0, self._longest, self._exact
        while at < len(stems):
            found = 0
            for length in range(min(longest.get(stems[at], 0), len(stems) - at), 0, -1):
                values = exact.get(tuple(stems[at : at + length]))
                if values:
                    yield from (Hit(at, at + length, value) for value in values)
                    found = length
                    break
            if not found and (prefixes := self._prefixes.get(text[at].folded[:4])):
                yield from (Hit(at, at + 1, value) for prefix, value in prefixes if text[at].folded.startswith(prefix))
            if not found and self._numbered and stems[at][-1:].isdigit():
                yield from (Hit(at, at + 1, value) for value in self._numbered.get(stems[at].rstrip("0123456789"), ()))
            at += found or 1
