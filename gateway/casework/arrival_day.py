"""Another day of receipt than the books say: a stamp that was misread, a letter that lay unopened, a day typed wrong.

Every clock that started on the day of receipt is counted anew, also what was met or broken meanwhile: whether it was
in time depends on that day.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from classifiers.prepared import BRUSSELS
from gateway.casework.acts import Act, acting, settle_task
from gateway.casework.clockwork import RUNNING, as_clock, clocks_of, keep_due, put
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission
from gateway.store import history
from gateway.store.tables import Case, ClockRow, History, Task
from routing.calendar import brussels_day
from routing.clocks import breach, is_breached, last_day, recounted
from routing.decision import ClockState
from routing.offices import Office
from routing.procedures import Term

#: What a term of the procedure is counted from, where it is the day of receipt.
FROM_RECEIPT = ("receipt", "registration")
#: How long before it stood in the books a complaint may have been received.
LONGEST = timedelta(days=366)
#: Warnings about days that no longer hold.
OUTDATED = ("reminder", "escalation")


def change_day(session: Session, act: Act, case: Case, office: Office, day: date, why: str) -> None:
    """Sets the day of receipt, counts its clocks anew and settles the tasks about it.

    Raises NotPossible for the day that stands there already, one that cannot be true, or no reason.
    """
    if not why.strip():
        raise NotPossible("say first why the day is another one")
    with acting(session, act, case, Permission.DECIDE):
        before = brussels_day(case.received_at)
        if day == before:
            raise NotPossible("this is the day already")
        entered = _entered(session, case)
        if not brussels_day(entered) - LONGEST <= day <= brussels_day(entered):
            raise NotPossible("it was received before it stood in the books, a year before at most")
        case.received_at = entered if day == brussels_day(entered) else datetime.combine(day, time(12), BRUSSELS)
        for row in clocks_of(session, case.id):
            term = office.procedure.terms.get(row.name)
            if term is not None and term.starts in FROM_RECEIPT and row.starts == before:
                _recount(row, term, day, brussels_day(act.now))
        keep_due(session, case)
        detail = {"from": before.isoformat(), "to": day.isoformat(), "motivation": why.strip()}
        history.append(session, case.id, act.now, act.person.name, "received-day-changed", detail)
        _settle(session, act, case)


def _entered(session: Session, case: Case) -> datetime:
    first = select(History.at).where(History.case_id == case.id).order_by(History.number).limit(1)
    return session.scalars(first).first() or case.received_at


def _recount(row: ClockRow, term: Term, day: date, today: date) -> None:
    fresh = recounted(as_clock(row), term, day)
    longer = fresh.nominal != last_day(day, term.count, term.unit)
    running = ClockState.EXTENDED if longer else ClockState.RUNNING
    was = row.state
    put(row, fresh)
    if was in RUNNING or was == ClockState.STOPPED:
        return
    on = brussels_day(row.ended_at) if row.ended_at else today
    if is_breached(replace(fresh, state=running), on):
        row.state, row.ended_by = ClockState.BREACHED.value, breach(fresh, term)
    elif row.ended_at is None:
        row.state, row.ended_by = running.value, None
    elif was == ClockState.BREACHED:
        row.state, row.ended_by = ClockState.MET.value, None


def _settle(session: Session, act: Act, case: Case) -> None:
    still_open = (Task.case_id == case.id, Task.done_at.is_(None))
    session.execute(
        update(Task)
        .where(*still_open, Task.kind.in_(OUTDATED))
        .values(done_at=act.now, done_by=act.person.name, dedupe_key=None)
    )
    for task in session.scalars(select(Task).where(*still_open, Task.kind == "arrival-day")):
        settle_task(session, act, task)
