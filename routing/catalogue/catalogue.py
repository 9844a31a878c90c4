"""Bodies with what routing asks of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from classifiers.bodies.names import COMPLAINT_KINDS, BodyNames
from classifiers.understanding import Language


@dataclass(frozen=True, slots=True)
class Body:
    """One entry. Addresses in `matching_only` are recognised, and never written to before a person checked them."""

    id: str
    kind: str
    level: str
    name: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    #: Words that say surely that it is meant, and words that fit it.
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    matching_only: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    #: Domains of a larger organisation: the local part must tell too.
    shared_domains: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    website: str = ""
    #: Member of the network of ombudspeople (POOL/CPMO).
    pool: bool = False
    #: Complaint body competent after the body itself; None where there is none.
    second_line: str | None = None
    #: Complaint bodies that come between the body and its second line (care: the subsidising authority).
    via: tuple[str, ...] = ()
    #: The body complained about must have been asked first; `direct` lists the matters for which it need not.
    first_line_required: bool = True
    direct: tuple[str, ...] = ()
    #: Days the body complained about has for an answer of its own before this one acts.
    first_line_wait_days: int | None = None
    #: Facts may be this many years (or days) old; None where unknown.
    facts_years: int | None = None
    facts_days: int | None = None
    #: "refused", "allowed" or "" where unknown.
    anonymous: str = ""
    #: Chapter 5 of the Bestuursdecreet does not hold (art. II.74).
    outside_bestuursdecreet: bool = False
    #: Between private persons, or a judgment: no complaint body is competent.
    private_or_court: bool = False
    #: "flanders", "brussels", "wallonia" or "german" for municipalities.
    region: str = ""
    postcodes: tuple[str, ...] = ()
    #: Municipalities: affiliated with the Vlaamse Ombudsdienst; with an ombuds of its own; with language facilities.
    affiliated: bool = False
    own_ombuds: str | None = None
    facilities: bool = False
    note: str = ""

    @property
    def takes_complaints(self) -> bool:
        """It handles complaints about others."""
        return self.kind in COMPLAINT_KINDS

    @property
    def is_municipality(self) -> bool:
        return self.kind == "municipality"

    def named(self, language: Language | str) -> str:
        """Its name in a language, else in Dutch."""
        return self.name.get(str(language)) or self.name.get("nl") or next(iter(self.name.values()))

    def as_names(self) -> BodyNames:
        return BodyNames(
            id=self.id,
            kind=self.kind,
            level=self.level,
            names=tuple(dict.fromkeys((*self.name.values(), *self.aliases))),
            strong=self.strong,
            weak=self.weak,
            addresses=(*self.addresses, *self.matching_only),
            domains=self.domains,
            shared_domains=self.shared_domains,
            area=self.region,
            own_ombuds=self.own_ombuds or "",
        )


@dataclass(frozen=True, slots=True)
class Route:
    """A subject that is often sent to the wrong house. No second line: no complaint body is competent."""

    id: str
    subject: str
    words: tuple[str, ...]
    first_lines: tuple[str, ...]
    second_lines: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Helpline:
    name: str
    number: str
    language: str
    website: str = ""


@dataclass(frozen=True, slots=True)
class OthersInCopy:
    """A class of addressees that are no complaint bodies (press, cabinets, ...): address patterns with *."""

    id: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HousingCompany:
    """A woonmaatschappij by name; as a body it is "woonmaatschappij"."""

    name: str
    area: str
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    bodies: Mapping[str, Body]
    routes: tuple[Route, ...]
    helplines: tuple[Helpline, ...]
    others_in_copy: tuple[OthersInCopy, ...]
    housing_companies: tuple[HousingCompany, ...]
    #: Folded name before the mergers of 2019-2025 -> municipality of today.
    merged: Mapping[str, str] = field(default_factory=dict)

    def body(self, body_id: str) -> Body:
        """The entry. Raises KeyError for an id that is not in the catalogue."""
        return self.bodies[body_id]

    def route(self, route_id: str) -> Route:
        """The subject. Raises KeyError for an id that is not in the catalogue."""
        return {route.id: route for route in self.routes}[route_id]

    def names(self) -> tuple[BodyNames, ...]:
        """All that recognition looks for: bodies, subjects of routes, and addressees that are no complaint bodies."""
        subjects = (BodyNames(r.id, "subject", "", (), strong=r.words) for r in self.routes)
        copied = (BodyNames(c.id, "copied", "", (), addresses=c.patterns) for c in self.others_in_copy)
        return (*(body.as_names() for body in self.bodies.values()), *subjects, *copied)

    def helplines_in(self, language: Language) -> tuple[Helpline, ...]:
        return tuple(line for line in self.helplines if line.language in (language.value, "all"))
