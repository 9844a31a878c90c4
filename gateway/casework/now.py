"""What needs somebody now: each line a count that is zero when all is well."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from gateway.casework.quarantine import scope as quarantine_scope
from gateway.casework.roles import Permission, Person, visible
from gateway.store.tables import Case, Inbox, Outbox, Task

#: No line counts further: what lies beyond asks for the same.
COUNTED = 500


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
    ("by-hand", ("forward-by-hand",), True),
    ("failed-sends", ("failed-send", "bounced", "in-doubt"), True),
    ("unreadable", ("unreadable", "mailbox-mail"), True),
    ("proposed-links", ("proposed-link",), False),
    ("status-requests", ("status-request",), False),
    ("to-telephone", ("telephone",), False),
    ("withdrawals", ("withdrawal",), False),
    ("messages-closed", ("message-in-closed-case",), False),
    ("completions", ("completion-expired",), False),
    (
        "transfers",
        ("transfer-unanswered", "transfer-received", "transfer-returned", "transfer-answered", "transfer-refused"),
        False,
    ),
    ("same-elsewhere", ("same-elsewhere",), False),
    ("arrival-days", ("arrival-day",), False),
    ("clocks-warned", ("clock", "reminder", "escalation"), False),
)
#: All open tasks of a kind that stands in no line above.
REST = "rest"


def needs(session: Session, person: Person, today: date) -> list[Need]:
    """All lines for this person, in order. Counts stand under the same visibility as the lists they lead to."""
    by_kind = open_by_kind(session, person)
    found = [
        Need(code, sum(by_kind.pop(kind, 0) for kind in kinds), f"/tasks?kind={code}", grave)
        for code, kinds, grave in TASK_NEEDS
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
        Need(REST, sum(by_kind.values()), f"/tasks?kind={REST}"),
    ]


def task_scope(person: Person) -> ColumnElement[bool]:
    """Tasks this person may see: of cases he sees, and those without a case at his offices."""
    # Asked task by task: there are few tasks, and many cases.
    seen = exists().where(Case.id == Task.case_id, visible(person)).correlate(Task)
    return or_(seen, and_(Task.case_id.is_(None), Task.office.in_(person.offices(Permission.QUARANTINE))))


def open_by_kind(session: Session, person: Person) -> dict[str, int]:
    """How many tasks of each kind are open."""
    rows = select(Task.kind, func.count(Task.id)).where(Task.done_at.is_(None), task_scope(person))
    return {row[0]: int(row[1]) for row in session.execute(rows.group_by(Task.kind))}


def _cases(session: Session, person: Person, condition: ColumnElement[bool]) -> int:
    """Counted no further than COUNTED, which keeps the first page quick whatever the archive holds."""
    rows = select(Case.id).where(visible(person), Case.closed_at.is_(None), condition).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def _waiting(session: Session, person: Person) -> int:
    seen = select(Case.id).where(visible(person))
    rows = select(func.count(Outbox.id)).where(Outbox.state == "waiting-for-person", Outbox.case_id.in_(seen))
    return session.scalar(rows) or 0


def _quarantine(session: Session, person: Person) -> int:
    if not person.may(Permission.QUARANTINE):
        return 0
    rows = select(func.count(Inbox.id)).where(Inbox.status == "quarantine", quarantine_scope(person))
    return session.scalar(rows) or 0
