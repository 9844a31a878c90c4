"""Arrivals that could not be worked through: looked at, tried again, or set aside with a reason. None is ever lost."""

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Permission, Person
from gateway.store.scans import TypedScan
from gateway.store.tables import Inbox, Task

#: How the reason of the worker ends or begins -> code of what it means.
REASONS = (
    ("only a person can", "for-person"),
    ("while it was read", "unreadable"),
    ("while it was written down", "unwritable"),
    ("stopped after", "too-slow"),
    ("memory", "too-big"),
    ("nested too deep", "unreadable"),
    ("the reading process", "crashed"),
    ("processes ended", "crashed"),
)


def scope(person: Person) -> ColumnElement[bool]:
    """Of the offices whose quarantine this person keeps; what names no office is everybody's who keeps one."""
    return or_(Inbox.office.in_(person.offices(Permission.QUARANTINE)), Inbox.office.is_(None))


def waiting(session: Session, person: Person, most: int) -> list[Inbox]:
    rows = select(Inbox).where(Inbox.status == "quarantine", scope(person)).order_by(Inbox.id).limit(most)
    return list(session.scalars(rows))


def arrival(session: Session, person: Person, number: int, *, lock: bool = False) -> Inbox:
    """Raises NotSeen."""
    rows = select(Inbox).where(Inbox.id == number, Inbox.status == "quarantine", scope(person))
    found = session.scalars(rows.with_for_update() if lock else rows).one_or_none()
    if found is None:
        raise NotSeen("no such arrival")
    return found


def meaning(reason: str) -> str:
    """Code of what the worker's reason means."""
    return next((code for part, code in REASONS if part in reason), "other")


def retry(session: Session, act: Act, number: int) -> None:
    """Through the whole road again, e.g. after a repair; it comes back here where that fails."""
    row = arrival(session, act.person, number, lock=True)
    row.status, row.attempts, row.not_before = "waiting", 0, act.now
    row.reason = f"tried again by {act.person.name}"
    settle(session, act, number)


def typed_over(session: Session, act: Act, number: int, text: str) -> None:
    """What a person read in the picture of a scan: the letter goes the road again with these words."""
    if not text.strip():
        raise NotPossible("type over first what the letter says")
    row = arrival(session, act.person, number, lock=True)
    written = session.get(TypedScan, number) or TypedScan(inbox_id=number)
    written.text, written.typed_by, written.typed_at = text.strip(), act.person.name, act.now
    session.add(written)
    row.status, row.attempts, row.not_before = "waiting", 0, act.now
    row.reason = f"typed over by {act.person.name}"
    settle(session, act, number)


def set_aside(session: Session, act: Act, number: int, why: str) -> None:
    """It becomes no case; its bytes and this reason stay."""
    if not why.strip():
        raise NotPossible("say first why it is set aside")
    row = arrival(session, act.person, number, lock=True)
    row.status, row.done_at = "set-aside", act.now
    row.reason = f"set aside by {act.person.name}: {why.strip()}"
    settle(session, act, number)


def settle(session: Session, act: Act, number: int) -> None:
    """Its task is done under this name."""
    session.execute(
        update(Task)
        .where(Task.inbox_id == number, Task.kind == "unreadable", Task.done_at.is_(None))
        .values(done_at=act.now, done_by=act.person.name)
    )
