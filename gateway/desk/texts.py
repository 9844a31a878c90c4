"""The desk's own words in four languages, by code. Every language has every code: a test sees to it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

LANGUAGES = ("nl", "fr", "de", "en")
#: Names of the languages in themselves.
OWN_NAMES = {"nl": "Nederlands", "fr": "Français", "de": "Deutsch", "en": "English"}
BRUSSELS = ZoneInfo("Europe/Brussels")
#: Cases and their frame; what leaves, tasks, quarantine, registering; the year report.
FILES = ("{language}.toml", "{language}_post.toml", "{language}_figures.toml")


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
        """A refusal of `gateway.casework`, whose English sentence is its code."""
        return self.texts.get(f"error.{sentence}", sentence)


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
