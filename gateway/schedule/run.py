"""One look at the calendar: everything that is due by `now`, in one transaction. Done twice, it does nothing more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from gateway.schedule.clocks import break_terms, expire_questions, prove, warn
from gateway.schedule.digest import send_digest
from routing.calendar import brussels_day
from routing.offices import Office


@dataclass(frozen=True, slots=True)
class Done:
    """How much was new this time."""

    met: int
    warned: int
    broken: int
    expired: int
    digests: int


def run_due(session: Session, offices: Sequence[Office], now: datetime, *, secret: bytes) -> Done:
    """Clocks met by what has left, reminders and escalation, expired questions, broken terms, digests."""
    today = brussels_day(now)
    served = {office.id: office for office in offices}
    return Done(
        met=prove(session, now),
        warned=warn(session, today, now),
        expired=expire_questions(session, today, now),
        broken=break_terms(session, served, today, now),
        digests=sum(send_digest(session, office, now, secret=secret) for office in offices),
    )
