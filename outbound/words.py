"""Days, lists and fixed sentences in the four languages, from `templates/<language>/words.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from classifiers.prepared import BRUSSELS
from classifiers.understanding import Language
from outbound.facts import Contact, Outcome, Step

FOLDER = Path(__file__).parent / "templates"
#: Required fields that can be asked for, in the order they are asked.
FIELDS = ("name", "address", "facts", "service")
LABELS = ("reference", "date", "contact", "page", "reply", "code")
BATCH = ("title", "made", "count", "place", "reference", "to", "answer", "pages", "posted", "signed")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; complete, else loading fails."""

    months: tuple[str, ...]
    day_pattern: str
    first_day_pattern: str
    moment_pattern: str
    #: What stands before and behind a colon.
    pair_pattern: str
    contact: Mapping[str, str]
    missing: Mapping[str, str]
    steps: Mapping[Step, str]
    outcomes: Mapping[Outcome, str]
    #: Labels of a letter: reference, date, contact, page, reply, code.
    letter: Mapping[str, str]
    #: Words of the cover sheet of a pile of letters.
    batch: Mapping[str, str]

    def day(self, value: date | None) -> str:
        """A day as people write it, e.g. "1er mars 2026"; empty for None."""
        if value is None:
            return ""
        pattern = self.first_day_pattern if value.day == 1 else self.day_pattern
        return pattern.format(day=value.day, month=self.months[value.month - 1], year=value.year)

    def moment(self, value: datetime | None) -> str:
        """Day, hour and minute in Brussels; empty for None."""
        if value is None:
            return ""
        local = value.astimezone(BRUSSELS)
        return self.moment_pattern.format(day=self.day(local.date()), hour=local.hour, minute=f"{local.minute:02}")

    def pair(self, first: str, second: str) -> str:
        return self.pair_pattern.format(first, second)

    def reach(self, contact: Contact | None) -> str:
        """How to reach somebody, in one line: telephone, mail, website; empty where none is known."""
        return ", ".join(self._ways(contact)) if contact else ""

    def full(self, contact: Contact | None) -> str:
        """Name, address and ways of contact, one a line."""
        if contact is None:
            return ""
        postal = [self.contact["postal"].format(", ".join(contact.postal))] if contact.postal else []
        hours = [contact.hours] if contact.hours else []
        return "\n".join([contact.name, *(line_start(line) for line in (*postal, *self._ways(contact), *hours))])

    def _ways(self, contact: Contact) -> list[str]:
        known = (("phone", contact.phone), ("email", contact.email), ("website", contact.website))
        return [self.contact[way].format(value) for way, value in known if value]


def line_start(text: str) -> str:
    """With a capital, as a line of its own begins."""
    return text[:1].upper() + text[1:]


@lru_cache(maxsize=len(Language))
def words(language: Language) -> Words:
    """Loads and checks the words of a language. Raises KeyError or ValueError when the file lacks one."""
    table = tomllib.loads((FOLDER / language / "words.toml").read_text("utf-8"))
    if len(table["months"]) != 12:
        raise ValueError(f"{language}: a year has twelve months")
    return Words(
        months=tuple(table["months"]),
        day_pattern=table["day"],
        first_day_pattern=table["first_day"],
        moment_pattern=table["moment"],
        pair_pattern=table["pair"],
        contact={way: table["contact"][way] for way in ("phone", "email", "website", "postal")},
        missing={name: table["missing"][name] for name in FIELDS},
        steps={step: table["step"][step] for step in Step},
        outcomes={outcome: table["outcome"][outcome] for outcome in Outcome},
        letter={label: table["letter"][label] for label in LABELS},
        batch={label: table["batch"][label] for label in BATCH},
    )
