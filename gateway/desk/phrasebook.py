"""Sentences that stand in the books in English, told in the reader's language.

A sentence stands in the phrasebook with its variable places in braces; what fills them is told in turn where it is a
sentence or a day itself. What the book does not know stays English, and the page says so (`lang`).
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PLACE = re.compile(r"\{([a-z]+)\}")
#: Law and number, or a public page, before the colon behind which stands in English what it holds.
REFERENCE = re.compile(
    r"([^:]*(?:art\.|§|\.be\b|\.brussels|steps? \d|chapter|practice|choice|route)[^:]*): .+", re.DOTALL
)
#: Sentences within sentences.
MOST_DEPTH = 4
#: Places that hold what the book itself must know; where it does not, the phrase does not fit.
STRICT = frozenset({"clause", "need", "one", "two", "step", "answer", "next"})


@dataclass(frozen=True, slots=True)
class Phrase:
    pattern: re.Pattern[str]
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Book:
    #: Sentences without variable places, by their English text.
    whole: Mapping[str, Phrase]
    #: The others, in the order in which they are tried.
    open: tuple[Phrase, ...]
    #: Words of references: "step" -> its word in each language.
    words: Mapping[str, Mapping[str, str]]


@cache
def book() -> Book:
    """The desk's own phrases, and those of `routing`: reasons of a proposal and its explanation."""
    read, routed = (
        tomllib.loads((files(package) / "data" / "phrases.toml").read_text(encoding="utf-8"))
        for package in ("gateway.desk", "routing")
    )
    entries = (*routed["phrase"], *read["phrase"])
    phrases = [Phrase(re.compile(_pattern(entry["en"]), re.DOTALL), entry) for entry in entries]
    whole = {phrase.told["en"]: phrase for phrase in phrases if not PLACE.search(phrase.told["en"])}
    open_ = tuple(phrase for phrase in phrases if PLACE.search(phrase.told["en"]))
    return Book(whole, open_, {entry["en"]: entry for entry in read["word"]})


#: Says in the reader's language what fills a place: (name of the place, English text).
Fill = Callable[[str, str], str | None]


def told(sentence: str, language: str, fill: Fill, depth: int = 0) -> str | None:
    """The sentence in `language`, None where the book does not know it."""
    found = book().whole.get(sentence)
    if found is not None:
        return found.told[language]
    for phrase in book().open if depth < MOST_DEPTH else ():
        match = phrase.pattern.fullmatch(sentence)
        if match is None:
            continue
        values = {
            place: fill(place, text) or told(text, language, fill, depth + 1)
            for place, text in match.groupdict().items()
        }
        if all(values[place] is not None or place not in STRICT for place in values):
            return phrase.told[language].format_map(
                {place: values[place] or text for place, text in match.groupdict().items()}
            )
    return None


def reference(article: str, language: str) -> str:
    """An article as far as it says the same in every language: its law and number, or the page it stands on."""
    if language == "en":
        return article
    found = REFERENCE.fullmatch(article)
    short = found[1] if found else article
    for english, entry in book().words.items():
        short = re.sub(rf"\b{re.escape(english)}\b", entry[language], short)
    return short


def _pattern(english: str) -> str:
    parts = PLACE.split(english)
    return "".join(re.escape(part) if place % 2 == 0 else f"(?P<{part}>.*?)" for place, part in enumerate(parts))
