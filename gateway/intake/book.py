"""Whose address is it: the offices' own, with any +tag, and postmaster and abuse of their domains. Nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from classifiers.mail.idn import ascii_domain
from gateway.intake.paths import split

#: Every domain that takes mail has them (RFC 5321 4.5.1, RFC 2142); what comes for them goes to the first office.
SERVICE_NAMES = frozenset({"postmaster", "abuse"})


class Addressed(Protocol):
    """An office, as far as the door needs to know it."""

    @property
    def id(self) -> str: ...

    @property
    def addresses(self) -> tuple[str, ...]: ...


class Unknown(StrEnum):
    #: One of our domains, but nobody of that name.
    NAME = "name"
    #: Not ours: taking it would make us an open relay.
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class AddressBook:
    offices: dict[str, str]
    domains: frozenset[str]

    def office_of(self, address: str) -> str | Unknown | None:
        """The id of the office, None for a service address, or why it is not ours."""
        if address.casefold() == "postmaster":
            return None
        local, domain = split(address)
        if domain not in self.domains:
            return Unknown.DOMAIN
        office = self.offices.get(f"{local}@{domain}") or self.offices.get(f"{local.partition('+')[0]}@{domain}")
        if office is not None:
            return office
        return None if local.partition("+")[0] in SERVICE_NAMES else Unknown.NAME


def address_book(offices: Iterable[Addressed], scanners: Mapping[str, str] = MappingProxyType({})) -> AddressBook:
    """The book of these offices; an address that two of them claim belongs to the first.

    `scanners`: addresses to which machines mail their scans, with the office of each.
    """
    known: dict[str, str] = {}
    for office in offices:
        for address in office.addresses:
            known.setdefault(ascii_domain(address.casefold()), office.id)
    for address, office_id in scanners.items():
        known.setdefault(ascii_domain(address.casefold()), office_id)
    return AddressBook(known, frozenset(address.rpartition("@")[2] for address in known))
