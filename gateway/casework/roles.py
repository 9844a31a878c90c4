"""Who may do what. The one table that desk, API and tests read."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, or_

from gateway.store.tables import Case

#: Its register is the coordinator's alone; a handler sees the cases given to him (seed 003, steps 5 and 8).
COORDINATOR_ONLY = "lokaal-bestuur"


class Role(StrEnum):
    COORDINATOR = "coordinator"
    HANDLER = "handler"
    READER = "reader"
    SEALED_OFFICER = "sealed-officer"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    #: Everybody who is signed in.
    OWN_ACCOUNT = "own-account"
    READ = "read"
    READ_SEALED = "read-sealed"
    #: Notes, corrections, drafts, registering spoken complaints and letters.
    WORK = "work"
    #: Accept or override a proposal, link and split, let an answer leave.
    DECIDE = "decide"
    #: The register of seed 003 step 5, neutrality check of step 12, figures.
    COORDINATE = "coordinate"
    QUARANTINE = "quarantine"
    ADMINISTER = "administer"


#: Row by row what a role may at its office. An administrator runs the machine and reads no complaint.
MAY: dict[Role, frozenset[Permission]] = {
    Role.READER: frozenset({Permission.OWN_ACCOUNT, Permission.READ}),
    Role.HANDLER: frozenset({Permission.OWN_ACCOUNT, Permission.READ, Permission.WORK, Permission.DECIDE}),
    Role.COORDINATOR: frozenset(
        {
            Permission.OWN_ACCOUNT,
            Permission.READ,
            Permission.WORK,
            Permission.DECIDE,
            Permission.COORDINATE,
            Permission.QUARANTINE,
        }
    ),
    Role.SEALED_OFFICER: frozenset(
        {Permission.OWN_ACCOUNT, Permission.READ_SEALED, Permission.WORK, Permission.DECIDE}
    ),
    Role.ADMINISTRATOR: frozenset({Permission.OWN_ACCOUNT, Permission.ADMINISTER}),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody signed in, with what he is at each office."""

    name: str
    full_name: str
    language: str
    roles: tuple[tuple[str, Role], ...]
    #: What a program that acts in his name may at most; None for the person himself.
    only: frozenset[Permission] | None = None

    def may(self, permission: Permission, office: str | None = None) -> bool:
        """At `office`, or at any office where none is named."""
        return any(self._by(role, permission) for at, role in self.roles if office in (None, at))

    def offices(self, permission: Permission) -> tuple[str, ...]:
        return tuple(sorted({at for at, role in self.roles if self._by(role, permission)}))

    def sees(self, case: Case) -> bool:
        if case.sealed:
            return self.may(Permission.READ_SEALED, case.office)
        at = {role for office, role in self.roles if office == case.office and self._by(role, Permission.READ)}
        if case.procedure == COORDINATOR_ONLY and at <= {Role.HANDLER}:
            return bool(at) and case.handler == self.name
        return bool(at)

    def reading(self) -> tuple[set[str], set[str]]:
        """Offices of whose register he sees all that is not sealed, and those where he is a handler only."""
        wide = {at for at, role in self.roles if role is not Role.HANDLER and self._by(role, Permission.READ)}
        return wide, set(self.offices(Permission.READ)) - wide

    def _by(self, role: Role, permission: Permission) -> bool:
        """Whether a role of his allows it, and the program that acts for him too."""
        return permission in MAY[role] and (self.only is None or permission in self.only)


def visible(person: Person) -> ColumnElement[bool]:
    """The SQL condition that every list, count and search of cases stands under; the same rule as `Person.sees`."""
    wide, narrow = person.reading()
    sealed = person.offices(Permission.READ_SEALED)
    conditions = []
    if wide:
        conditions.append(and_(Case.office.in_(wide), Case.sealed.is_(False)))
    if narrow:
        own = or_(Case.procedure != COORDINATOR_ONLY, Case.handler == person.name)
        conditions.append(and_(Case.office.in_(narrow), Case.sealed.is_(False), own))
    if sealed:
        conditions.append(and_(Case.office.in_(sealed), Case.sealed.is_(True)))
    return or_(*conditions) if conditions else false()
