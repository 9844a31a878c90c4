"""The desk's own words in four languages, by code. Every language has every code: a test sees to it."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from gateway.desk import phrasebook

LANGUAGES = ("nl", "fr", "de", "en")
#: Names of the languages in themselves.
OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
BRUSSELS = ZoneInfo("Europe/Brussels")
#: Cases and their frame; what leaves, tasks, quarantine, registering; the year report; acts on many, drafts; partners;
#: letters; the API.
FILES = (
    "{language}.toml",
    "{language}_post.toml",
    "{language}_figures.toml",
    "{language}_work.toml",
    "{language}_partners.toml",
    "{language}_letters.toml",
    "{language}_api.toml",
)

#: Places of phrases that hold a code: place -> group of its word.
CODES = {
    "clock": "clock",
    "state": "state",
    "origins": "state",
    "roles": "role",
    "step": "step-form",
    "answer": "answer",
    "ground": "ground",
}
#: Places that hold the id of a body.
BODIES = frozenset({"partner", "body", "to"})


@dataclass(frozen=True, slots=True)
class Words:
    """What the desk says to somebody in a language."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, code: str, **values: object) -> str:
        """The text of a code with its values; a code without text is shown as it is, readable if not pretty."""
        text = self.texts.get(code)
        if text is None:
            return code.rpartition(".")[2].replace("-", " ")
        return text.format(**values) if values else text

    def known(self, code: str) -> bool:
        return code in self.texts

    def day(self, value: date) -> str:
        """Weekday, day and month, and the year: "wo 25 nov 2026"."""
        weekday = self.texts["days"].split()[value.weekday()]
        month = self.texts["months"].split()[value.month - 1]
        return f"{weekday} {value.day} {month} {value.year}"

    def moment(self, value: datetime) -> str:
        local = value.astimezone(BRUSSELS)
        return f"{self.day(local.date())} {local:%H:%M}"

    def error(self, sentence: str) -> str:
        """A refusal of `gateway.casework`, whose English sentence is its code; those of the procedure are phrases."""
        return self.texts.get(f"error.{sentence}") or capital(self.told(sentence) or sentence)

    def told(self, sentence: str, body_name: Callable[[str], str] = str) -> str | None:
        """A sentence of the books in this language; None where nobody told us how."""
        if self.language == "en":
            return sentence

        def fill(place: str, text: str) -> str | None:
            if place == "article":
                return self.article(text)
            if place in BODIES:
                return body_name(text)
            if place in CODES:
                names = [self.texts.get(f"{CODES[place]}.{name.replace(' ', '-')}") for name in text.split(" or ")]
                return f" {self.texts['word.or']} ".join(name.lower() for name in names if name) or None
            return self._as_day(text)

        return phrasebook.told(sentence, self.language, fill)

    def article(self, text: str) -> str:
        """The law and the number, with what they hold where the reader knows English."""
        return phrasebook.reference(text, self.language)

    def value(self, text: str) -> str:
        """A value that was read: days as days, everything else as it stands."""
        return self._as_day(text) or text

    def _as_day(self, text: str) -> str | None:
        try:
            return self.day(date.fromisoformat(text))
        except ValueError:
            return None


@cache
def words(language: str) -> Words:
    """The words of a language, Dutch where the desk does not speak it."""
    chosen = language if language in LANGUAGES else "nl"
    texts: dict[str, str] = {}
    for name in FILES:
        source = (files("gateway.desk") / "data" / name.format(language=chosen)).read_text(encoding="utf-8")
        texts.update(_flat(tomllib.loads(source), ""))
    return Words(chosen, texts)


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((f"{prefix}{key}", str(value)))
    return found


def preferred(header: str) -> str:
    """The first language of an Accept-Language header that the desk speaks, for who is not signed in."""
    for item in header.split(",")[:10]:
        code = item.partition(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "nl"


def capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
