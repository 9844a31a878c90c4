"""What the text adds to the question whose complaint it is: the kind of care, a judgment, where somebody lives."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from classifiers.inner import citizens_message
from classifiers.message import Message
from classifiers.places import load_places
from classifiers.understanding import Understanding
from classifiers.words import PhraseTable, words
from routing.catalogue import Catalogue

#: Characters of a text that are looked at.
MOST_READ = 30_000


@dataclass(frozen=True, slots=True)
class Matter:
    """Ids of `data/matters.toml` -> the words that told it, in the order in which the text tells them."""

    told: tuple[tuple[str, str], ...] = ()
    #: "flanders", "brussels", "wallonia", "german"; empty where the mail does not tell where the complainant lives.
    residence: str = ""

    def __contains__(self, matter: str) -> bool:
        return any(name == matter for name, _ in self.told)

    def words(self, matter: str) -> str:
        """The first words that told it."""
        return next((said for name, said in self.told if name == matter), "")

    def first_of(self, *matters: str) -> str | None:
        """Which of these the text tells most often, the earliest of equals."""
        told = [name for name, _ in self.told if name in matters]
        return max(dict.fromkeys(told), key=told.count) if told else None


def read_matter(
    message: Message, understanding: Understanding, *, catalogue: Catalogue, own_addresses: Collection[str] = ()
) -> Matter:
    """What the citizen tells of (`data/matters.toml`) in subject, own text and attachments, and where he lives.

    `own_addresses` of the office tell the message of the citizen from one that was passed on. Never raises on content.
    """
    inner, _ = citizens_message(message, own_addresses)
    texts = (
        inner.subject[:500],
        inner.own_words()[:MOST_READ],
        *(text[:MOST_READ] for key, text in inner.texts.items() if key.startswith("attachment:")),
    )
    table, told = _table(), []
    for text in texts:
        said = words(text)
        told += [(hit.value, text[said[hit.first].start : said[hit.last - 1].end]) for hit in table.find(said)]
    return Matter(tuple(told), residence(understanding, catalogue))


def residence(understanding: Understanding, catalogue: Catalogue) -> str:
    """The region of the complainant's address."""
    person = understanding.person
    postcode = person.postcode.value if person.postcode else ""
    town = person.municipality.value if person.municipality else ""
    body = load_places().municipality_of(postcode, town) if postcode or town else None
    known = catalogue.bodies.get(body or "")
    return known.region if known else ""


@lru_cache(maxsize=1)
def _table() -> PhraseTable[str]:
    raw = tomllib.loads((files("routing") / "data" / "matters.toml").read_text(encoding="utf-8"))
    return PhraseTable([(word, entry["id"]) for entry in raw["matter"] for word in entry["words"]])
