"""What needs somebody now: each line a count that is zero when all is well."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from gateway.casework.roles import Permission, Person, visible
from gateway.store.tables import Case, Inbox, Outbox, Task


@dataclass(frozen=True, slots=True)
class Need:
    """One line of the first page. `address` is the page that lists what is counted."""

    code: str
    count: int
    address: str
    #: Red where a human being or a legal day is at stake.
    grave: bool = False


#: Open tasks that have a line of their own, in the order in which they must be seen: code, kinds of task, grave.
TASK_NEEDS: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("alarms", ("alarm",), True),
    ("sealed", ("sealed",), True),
    ("receipts-withheld", ("receipt-withheld",), True),
    ("proposed-links", ("proposed-link",), False),
    ("failed-sends", ("failed-send", "bounced", "in-doubt"), True),
    ("transfers", ("transfer-unanswered", "transfer-received", "transfer-returned"), False),
    ("clocks-warned", ("clock", "reminder", "escalation"), False),
)


def needs(session: Session, person: Person, today: date) -> list[Need]:
    """All lines for this person, in order. Counts stand under the same visibility as the lists they lead to."""
    found = [
        Need(code, _tasks(session, person, kinds), f"/tasks?kind={code}", grave) for code, kinds, grave in TASK_NEEDS
    ]
    soon = today + timedelta(days=3)
    return [
        *found[:3],
        Need("overdue", _cases(session, person, Case.due < today), "/cases?due=late", True),
        Need("due-soon", _cases(session, person, and_(Case.due >= today, Case.due <= soon)), "/cases?due=soon"),
        *found[3:],
        Need("to-approve", _waiting(session, person), "/outbox?state=waiting-for-person"),
        Need("quarantine", _quarantine(session, person), "/quarantine", True),
        Need("unassigned", _cases(session, person, Case.handler.is_(None)), "/cases?state=unassigned"),
    ]


def task_scope(person: Person) -> ColumnElement[bool]:
    """Tasks this person may see: of cases he sees, and those without a case at his offices."""
    seen = select(Case.id).where(visible(person))
    return or_(
        Task.case_id.in_(seen), and_(Task.case_id.is_(None), Task.office.in_(person.offices(Permission.QUARANTINE)))
    )


def _tasks(session: Session, person: Person, kinds: tuple[str, ...]) -> int:
    statement = select(func.count(Task.id)).where(Task.done_at.is_(None), Task.kind.in_(kinds), task_scope(person))
    return session.scalar(statement) or 0


def _cases(session: Session, person: Person, condition: ColumnElement[bool]) -> int:
    """Counted no further than 1000, which keeps the first page quick whatever the archive holds."""
    rows = select(Case.id).where(visible(person), Case.closed_at.is_(None), condition).limit(1_000).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def _waiting(session: Session, person: Person) -> int:
    seen = select(Case.id).where(visible(person))
    rows = select(func.count(Outbox.id)).where(Outbox.state == "waiting-for-person", Outbox.case_id.in_(seen))
    return session.scalar(rows) or 0


def _quarantine(session: Session, person: Person) -> int:
    if not person.may(Permission.QUARANTINE):
        return 0
    return session.scalar(select(func.count(Inbox.id)).where(Inbox.status == "quarantine")) or 0
