"""What stands around every page: where one can go, which offices one works for, and how the mailboxes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.casework.roles import Permission, Person
from gateway.desk.routes import ROUTES, Open
from gateway.store.mailboxes import MailboxHealth

#: In the order of the menu: code of the word, address.
MENU: tuple[tuple[str, str], ...] = (
    ("now", "/"),
    ("queue", "/cases"),
    ("triage", "/triage"),
    ("outbox", "/outbox"),
    ("tasks", "/tasks"),
    ("transfers", "/transfers"),
    ("quarantine", "/quarantine"),
    ("register", "/register"),
    ("figures", "/figures"),
    ("partners", "/partners"),
    ("people", "/people"),
)


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    last_success: datetime | None
    #: What is wrong, in words; empty while all is well.
    error: str
    backlog: int


@dataclass(frozen=True, slots=True)
class Frame:
    #: (code of the word, address) of the pages this person may open.
    menu: tuple[tuple[str, str], ...]
    offices: tuple[str, ...]
    mailboxes: tuple[Mailbox, ...]

    @property
    def ill(self) -> int:
        return sum(1 for mailbox in self.mailboxes if mailbox.error)


def frame_of(session: Session, person: Person) -> Frame:
    offices = tuple(sorted({office for office, _ in person.roles}))
    return Frame(menu_of(person), offices, tuple(_mailboxes(session, offices)))


def menu_of(person: Person) -> tuple[tuple[str, str], ...]:
    """Only what there is and what this person may see."""
    needs = {route.path: route.needs for route in ROUTES if route.method == "GET"}
    return tuple((code, path) for code, path in MENU if path in needs and _may(person, needs[path]))


def _may(person: Person, needs: tuple[Permission, ...] | Open) -> bool:
    return not isinstance(needs, Open) and any(person.may(permission) for permission in needs)


def _mailboxes(session: Session, offices: Sequence[str]) -> list[Mailbox]:
    rows = session.scalars(
        select(MailboxHealth).where(MailboxHealth.office.in_(offices)).order_by(MailboxHealth.mailbox)
    )
    return [Mailbox(row.mailbox, row.last_success, row.error, row.backlog) for row in rows]
