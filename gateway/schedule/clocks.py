"""The running clocks that need a word: proof that an answer left, reminders, escalation, broken terms, expiry."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from gateway.casework.clockwork import MET_BY_ANSWER, RUNNING, as_clock, keep_due, met_by_answer
from gateway.schedule.tasks import Wanted, add_tasks
from gateway.store import history
from gateway.store.tables import Case, ClockRow, Outbox
from routing.clocks import COMPLETION, breach, is_breached
from routing.decision import ClockState
from routing.offices import Office

#: Days before the target day on which staff are reminded, the earliest first.
REMINDERS = (3, 1)
#: States of an item that has certainly left us.
LEFT = ("sent", "posted")
#: Rows looked at together.
BATCH = 500


def prove(session: Session, now: datetime) -> int:
    """Ends the clocks whose answer has left, on the moment it left; also broken ones that still wait. How many."""
    waits = or_(
        ClockRow.state.in_(RUNNING), and_(ClockRow.state == ClockState.BREACHED.value, ClockRow.ended_at.is_(None))
    )
    statement = (
        select(Outbox.case_id, Outbox.answer, func.min(Outbox.sent_at))
        .join(ClockRow, ClockRow.case_id == Outbox.case_id)
        .where(
            waits,
            ClockRow.name.in_({name for names in MET_BY_ANSWER.values() for name in names}),
            Outbox.answer.in_(MET_BY_ANSWER),
            Outbox.state.in_(LEFT),
            Outbox.sent_at.is_not(None),
        )
        .group_by(Outbox.case_id, Outbox.answer)
        .order_by(func.min(Outbox.sent_at))
    )
    ended = 0
    for case_id, answer, sent_at in session.execute(statement).all():
        if sent_at is None:
            continue
        case = session.get_one(Case, case_id)
        names = met_by_answer(session, case, answer, sent_at)
        ended += len(names)
        if names:
            history.append(session, case.id, now, history.SYSTEM, "clocks-met", {"by": answer, "clocks": names})
    return ended


def warn(session: Session, today: date, now: datetime) -> int:
    """Reminders three days and one day before the target day, escalation from the day after it. How many new tasks."""
    added = 0
    for case, row in _near(session, today + timedelta(days=max(REMINDERS))):
        one = _warning(case, row, today)
        added += add_tasks(session, [one] if one else [], now)
    return added


def _warning(case: Case, row: ClockRow, today: date) -> Wanted | None:
    left = (row.target - today).days
    data = {"clock": row.name, "target": row.target.isoformat(), "legal_last": row.legal_last.isoformat()}
    mark = f"{row.id}:{row.starts.isoformat()}:{row.nominal.isoformat()}"
    if left < 0:
        text = (
            f"{case.reference}: {row.name} was due on {row.target.isoformat()}; last day {row.legal_last.isoformat()}"
        )
        return Wanted("escalation", f"escalation:{mark}", case.office, case.id, text, row.legal_last, data)
    step = min((days for days in REMINDERS if left <= days), default=None)
    if step is None:
        return None
    text = f"{case.reference}: {row.name} is due on {row.target.isoformat()}"
    return Wanted("reminder", f"reminder:{step}:{mark}", case.office, case.id, text, row.target, data)


def break_terms(session: Session, offices: dict[str, Office], today: date, now: datetime) -> int:
    """Marks clocks past their last legal day as broken, with what was not done. How many."""
    broken = 0
    for case, row in _near(session, today - timedelta(days=1)):
        office = offices.get(case.office)
        term = office.procedure.terms.get(row.name) if office else None
        if row.name == COMPLETION or not is_breached(as_clock(row), today):
            continue
        why = breach(as_clock(row), term) if term else f"not met by {row.legal_last.isoformat()} ({row.article})"
        row.state, row.ended_by = ClockState.BREACHED.value, why
        keep_due(session, case)
        history.append(session, case.id, now, history.SYSTEM, "clock-breached", {"clock": row.name, "why": why})
        broken += 1
    return broken


def expire_questions(session: Session, today: date, now: datetime) -> int:
    """Questions for what is missing that stayed without an answer: a person decides what now. How many."""
    expired = 0
    for case, row in _near(session, today - timedelta(days=1)):
        if row.name != COMPLETION or row.legal_last >= today:
            continue
        row.state, row.ended_by, row.ended_at = ClockState.STOPPED.value, "expired", now
        keep_due(session, case)
        if case.state == "incomplete":
            text = f"{case.reference}: what we asked for did not come; decide whether it can be handled without"
            key = f"completion-expired:{row.id}:{row.starts.isoformat()}"
            add_tasks(session, [Wanted("completion-expired", key, case.office, case.id, text)], now)
        history.append(session, case.id, now, history.SYSTEM, "completion-expired", {"asked": row.starts.isoformat()})
        expired += 1
    return expired


def _near(session: Session, until: date) -> Iterator[tuple[Case, ClockRow]]:
    """Running clocks with a target day up to `until`, by their number, in batches."""
    last = 0
    while True:
        page = session.execute(
            select(Case, ClockRow)
            .join(Case, Case.id == ClockRow.case_id)
            .where(ClockRow.state.in_(RUNNING), ClockRow.target <= until, ClockRow.id > last)
            .order_by(ClockRow.id)
            .limit(BATCH)
        ).all()
        if not page:
            return
        last = page[-1][1].id
        yield from ((case, row) for case, row in page)
