"""Where a complainant asked that the body does not learn who complains: does what leaves tell it all the same?

Looks for name, home, telephone, mail address, and any number that stands in the complainant's own papers, in the text,
the subject, and everything that goes along, file names and the hidden data of files included (seed 002).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outbound.draft import Draft
from outbound.hidden import Closed, texts_of

#: Words of names that tell nobody apart.
_PARTICLES = frozenset("van de den der het te ten ter la le les du des von zu el al ben bin da dos".split())
CLOSED_WORDS = "locked, too large or too deep; take it out, or send it opened"
_DIGITS = re.compile(r"\d[\d ./-]{4,}\d")


class Told(StrEnum):
    """What of the complainant a letter would tell."""

    NAME = "name"
    STREET = "street"
    PHONE = "phone"
    EMAIL = "email"
    NUMBER = "number"
    #: A part nobody can look into: what it tells is unknown.
    CLOSED = "a part that cannot be searched"


@dataclass(frozen=True, slots=True)
class Leak:
    """One place at which it tells him."""

    told: Told
    #: "subject", "text", or the name of the file.
    where: str
    #: The words found, as they stand there.
    words: str


def leaks(
    draft: Draft, person: Mapping[str, object], *, files: Mapping[str, bytes] | None = None, numbers: Sequence[str] = ()
) -> tuple[Leak, ...]:
    """Everything found; empty where nothing tells who complains. `files`: name -> bytes of what goes along.

    `person` has the keys of a case's person. `numbers`: others that only the complainant's papers hold (national
    number, customer and file numbers).
    """
    places: list[tuple[str, str | Closed]] = [("subject", draft.subject), ("text", draft.text)]
    for name, content in (files or {}).items():
        places += [(name, name), *((name, text) for text in texts_of(content))]
    wanted = list(_wanted(person, numbers))
    found = [
        Leak(told, where, words)
        for where, text in places
        for told, words in ([(Told.CLOSED, CLOSED_WORDS)] if isinstance(text, Closed) else _found(text, wanted))
    ]
    return tuple(dict.fromkeys(found))


Wanted = tuple[Told, tuple[str, ...]]


def _wanted(person: Mapping[str, object], numbers: Sequence[str]) -> Iterator[Wanted]:
    """What to look for, as runs of folded words or as digits."""
    value = {key: str(text) for key, text in person.items() if text}
    surname = [word for word in _words(value.get("name", "")) if word not in _PARTICLES and len(word) > 2]
    # The family name alone tells who it is; a first name alone seldom does, and stands in many texts.
    yield from ((Told.NAME, (word,)) for word in surname[1:] or surname)
    if value.get("street") and value.get("number"):
        yield Told.STREET, tuple(_words(f"{value['street']} {value['number']}"))
    if value.get("email"):
        yield Told.EMAIL, (value["email"].lower(),)
    if value.get("phone"):
        yield Told.PHONE, (_digits(value["phone"])[-8:],)
    yield from ((Told.NUMBER, (_digits(number),)) for number in numbers if len(_digits(number)) >= 6)


def _found(text: str, wanted: Sequence[Wanted]) -> Iterator[tuple[Told, str]]:
    folded = _fold(text)
    words = _words(text)
    known = set(words)
    digits = [_digits(run) for run in _DIGITS.findall(text)]
    for told, asked in wanted:
        if told is Told.EMAIL:
            if asked[0] in folded:
                yield told, asked[0]
        elif told in (Told.PHONE, Told.NUMBER):
            if any(asked[0] in run for run in digits):
                yield told, asked[0]
        elif set(asked) <= known and _run(words, asked):
            yield told, " ".join(asked)


def _run(words: Sequence[str], asked: tuple[str, ...]) -> bool:
    width = len(asked)
    return any(tuple(words[at : at + width]) == asked for at in range(len(words) - width + 1))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _fold(text))


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
