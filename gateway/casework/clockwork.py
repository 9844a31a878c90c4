"""The clocks of a case in the books: opened, met, stopped, extended, marked as broken; and the soonest day kept."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.store.tables import Case, ClockRow
from routing.calendar import brussels_day
from routing.clocks import OPEN_STATES, due, met
from routing.decision import Clock, ClockState

RUNNING = tuple(state.value for state in OPEN_STATES)
#: Answer -> clocks that are met once it has left.
MET_BY_ANSWER = {
    "receipt": ("acknowledgement", "first-contact"),
    "receipt-admissibility": ("acknowledgement", "first-contact", "admissibility"),
    "request-to-complete": ("acknowledgement", "first-contact"),
    "referral": ("acknowledgement", "first-contact", "admissibility"),
    "forwarding-notice": ("acknowledgement", "first-contact", "admissibility"),
    "several-services": ("acknowledgement", "first-contact"),
    "other-track": ("acknowledgement", "first-contact", "admissibility"),
    "refusal": ("acknowledgement", "first-contact", "admissibility"),
    "distress": ("first-contact",),
    "closing": ("acknowledgement", "first-contact", "admissibility"),
    "whistleblower-receipt": ("whistleblower-receipt",),
}


def as_clock(row: ClockRow) -> Clock:
    return Clock(row.name, row.starts, row.nominal, row.legal_last, row.target, row.article, ClockState(row.state))


def clocks_of(session: Session, case_id: int) -> list[ClockRow]:
    """All clocks of a case, soonest target first."""
    rows = select(ClockRow).where(ClockRow.case_id == case_id).order_by(ClockRow.target, ClockRow.id)
    return list(session.scalars(rows))


def open_clocks(session: Session, case: Case, clocks: Iterable[Clock]) -> None:
    """Adds clocks; one of the same name that no longer runs starts anew, one that runs stays as it is."""
    standing = {row.name: row for row in clocks_of(session, case.id)}
    for one in clocks:
        row = standing.get(one.name)
        if row is None:
            session.add(
                ClockRow(
                    case_id=case.id,
                    name=one.name,
                    starts=one.starts,
                    nominal=one.nominal,
                    legal_last=one.legal_last,
                    target=one.target,
                    article=one.article,
                    state=one.state.value,
                )
            )
        elif row.state not in RUNNING:
            put(row, one)
            row.ended_by = row.ended_at = None
    keep_due(session, case)


def put(row: ClockRow, one: Clock) -> None:
    row.starts, row.nominal, row.legal_last, row.target = one.starts, one.nominal, one.legal_last, one.target
    row.state = one.state.value


def meet(session: Session, case: Case, names: Collection[str], now: datetime, by: str) -> list[str]:
    """Ends the running clocks of these names ("*": all) as met, or as broken where `now` is too late. Their names.

    A broken one that still waits stays broken, keeps what broke it, and waits no longer.
    """
    ended = []
    for row in clocks_of(session, case.id):
        if row.state in RUNNING and (row.name in names or "*" in names):
            row.state = met(as_clock(row), brussels_day(now)).state.value
            row.ended_by, row.ended_at = by, now
            ended.append(row.name)
        elif row.state == ClockState.BREACHED and row.ended_at is None and (row.name in names or "*" in names):
            row.ended_at = now
            ended.append(row.name)
    keep_due(session, case)
    return ended


def stop(session: Session, case: Case, now: datetime, by: str) -> list[str]:
    """Stops whatever still runs. The names of what was stopped."""
    ended = []
    for row in clocks_of(session, case.id):
        if row.state in RUNNING:
            row.state, row.ended_by, row.ended_at = ClockState.STOPPED.value, by, now
            ended.append(row.name)
        elif row.state == ClockState.BREACHED and row.ended_at is None:
            row.ended_at = now
    keep_due(session, case)
    return ended


def met_by_answer(session: Session, case: Case, answer: str, sent_at: datetime, proof: str = "sent") -> list[str]:
    """The clocks that an answer which left at `sent_at` meets; for the sender, and for whoever finds it sent.

    `proof`: what shows that it left.
    """
    names = MET_BY_ANSWER.get(answer, ())
    return meet(session, case, names, sent_at, f"{answer} {proof}") if names else []


def keep_due(session: Session, case: Case) -> date | None:
    """Writes the soonest target day to the case: of the running clocks, and of broken ones that still wait."""
    session.flush()
    rows = clocks_of(session, case.id)
    broken = [row.target for row in rows if row.state == ClockState.BREACHED and row.ended_at is None]
    running = due(as_clock(row) for row in rows)
    case.due = min((*broken, *([running] if running else [])), default=None)
    return case.due
