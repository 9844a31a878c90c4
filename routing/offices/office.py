"""An office: a service that runs (part of) this gateway, with everything an answer needs of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from classifiers.prepared import House
from classifiers.understanding import Language
from routing.procedures import ProcedureRules

#: Ways to name the person who handles a case: never by rule, once an investigation starts, in the very receipt.
CASE_MANAGER = ("none", "on-investigation", "in-receipt")


class WrongOffice(ValueError):
    """An office that cannot be served: its id is known nowhere, or it lacks what serving needs."""


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Who keeps the complaints of a local government; stands in its day-10 letter (seed 003, step 7)."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A service that runs (part of) this gateway. What is empty is not known and is not said."""

    id: str
    name: Mapping[Language, str]
    procedure: ProcedureRules
    #: Catalogue ids that are the office itself.
    body_ids: tuple[str, ...]
    #: Lower case; the first is the one we write from. Empty where none is known: such an office can read, not write.
    addresses: tuple[str, ...]
    #: In which it answers; the first where the citizen's own is none of them.
    languages: tuple[Language, ...]
    #: E.g. "{year}-{number:04d}".
    reference_format: str = "{year}-{number:04d}"
    #: Language -> address that answers in it leave from, where it is not the first.
    write_from: Mapping[Language, str] = field(default_factory=dict)
    #: Address for whistleblower reports.
    sealed_address: str = ""
    phone: str = ""
    website: str = ""
    hours: Mapping[Language, str] = field(default_factory=dict)
    postal: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    #: Place named in the date line of letters.
    place: Mapping[Language, str] = field(default_factory=dict)
    signature: Mapping[Language, str] = field(default_factory=dict)
    #: The letterhead's picture as SVG; "" for the name in letters.
    letterhead: str = ""
    coordinator: Coordinator | None = None
    #: One of CASE_MANAGER.
    case_manager: str = "none"
    #: Catalogue id of the body to turn to after this office.
    next_step: str | None = None
    #: Staff who get the daily digest and escalations.
    staff_addresses: tuple[str, ...] = ()

    def house(self) -> House:
        """What the classifiers need to know of it."""
        return House(
            id=self.id,
            addresses=self.addresses,
            languages=self.languages,
            kind=self.procedure.kind,
            body_ids=self.body_ids,
            reference_pattern=reference_pattern(self.reference_format),
        )

    def language_for(self, wanted: Language) -> Language:
        """The language of an answer to somebody who wrote in `wanted`."""
        return wanted if wanted in self.languages else self.languages[0]

    def named(self, language: Language) -> str:
        return said(self.name, language)

    def hours_in(self, language: Language) -> str:
        return said(self.hours, language)

    def place_in(self, language: Language) -> str:
        return said(self.place, language)

    def signature_in(self, language: Language) -> str:
        return said(self.signature, language)

    def postal_in(self, language: Language) -> tuple[str, ...]:
        return self.postal.get(language) or next(iter(self.postal.values()), ())

    def sender(self, language: Language) -> str:
        """The address an answer in `language` leaves from. Raises WrongOffice where none is known."""
        address = self.write_from.get(language) or next(iter(self.addresses), "")
        if not address:
            raise WrongOffice(f"{self.id} has no address to write from; give it `addresses` in the offices file")
        return address


def said(texts: Mapping[Language, str], language: Language) -> str:
    """The text in a language, else the first there is, else nothing."""
    return texts.get(language) or next(iter(texts.values()), "")


def reference_pattern(form: str) -> str:
    """Pattern (Python re) of the references that a format makes; more digits than the format asks are taken too."""
    parts = re.split(r"(\{year\}|\{number(?::0\d+d)?\})", form)
    made = []
    for part in parts:
        if part == "{year}":
            made.append(r"20\d{2}")
        elif part.startswith("{number"):
            width = re.search(r"0(\d+)d", part)
            made.append(rf"\d{{{width[1] if width else 1},9}}")
        else:
            made.append(re.escape(part))
    return rf"(?<![\w.-]){''.join(made)}(?![\w-])"
