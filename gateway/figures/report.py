"""The report of one office over one year, in the fields that offices publish.

Fields after the yearly reports of first-line services: total, up to 45 days and over, average days, grounds, verdicts,
channel. The year is that of arrival, in Brussels. The report tells what the books hold now: the same books give the
same report, to the byte.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import mean, median
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.figures.cells import LEAST, Count, alone, guarded
from gateway.figures.counting import CLASSES, LONGER, NONE, OPEN, Tally, tally
from gateway.store.tables import Case

BRUSSELS = ZoneInfo("Europe/Brussels")
DURATIONS = (*(code for _, code in CLASSES), LONGER, OPEN)
#: Tables in the order of the report -> codes whose number also follows from another table: who is still open stands
#: under state and under duration, and only closed cases have a verdict.
TABLES: Mapping[str, frozenset[str]] = {
    "kind": frozenset(),
    "channel": frozenset(),
    "language": frozenset(),
    "body": frozenset(),
    "action": frozenset(),
    "ground": frozenset(),
    "state": frozenset({OPEN, "closed"}),
    "verdict": frozenset({NONE}),
    "duration": frozenset({OPEN}),
    "breach": frozenset(),
    "campaign": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table. Its numbers add up to the total, except where a case may have several (grounds, broken clocks)."""

    name: str
    counts: tuple[Count, ...]
    #: Left out, because its small numbers could be recomputed.
    withheld: bool


@dataclass(frozen=True, slots=True)
class YearReport:
    office: str
    year: int
    #: Cases that are not sealed; every table is about these.
    total: Count
    #: Sealed cases: this number and nothing else about them.
    sealed: Count
    #: Calendar days from arrival to closing of the cases that ended; None where these are few.
    mean_days: float | None
    median_days: float | None
    breakdowns: tuple[Breakdown, ...]

    def breakdown(self, name: str) -> Breakdown:
        return next(one for one in self.breakdowns if one.name == name)


def year_report(session: Session, office: str, year: int) -> YearReport:
    """The figures of the cases that `office` received in `year`."""
    start, end = (datetime(one, 1, 1, tzinfo=BRUSSELS) for one in (year, year + 1))
    found = tally(session, office, start, end)
    enough = len(found.days) >= LEAST
    return YearReport(
        office=office,
        year=year,
        total=alone("total", found.total),
        sealed=alone("sealed", found.sealed),
        mean_days=round(mean(found.days), 1) if enough else None,
        median_days=float(median(found.days)) if enough else None,
        breakdowns=tuple(_breakdown(found, name, shared) for name, shared in TABLES.items()),
    )


def years_of(session: Session, office: str) -> tuple[int, ...]:
    """The years between the first case of an office and the last, newest first."""
    statement = select(func.min(Case.received_at), func.max(Case.received_at)).where(
        Case.office == office, Case.sealed.is_(False)
    )
    first, last = session.execute(statement).one()
    if first is None:
        return ()
    return tuple(range(last.astimezone(BRUSSELS).year, first.astimezone(BRUSSELS).year - 1, -1))


def _breakdown(found: Tally, name: str, shared: frozenset[str]) -> Breakdown:
    numbers: Mapping[str, int] = found.tables.get(name, {})
    order = DURATIONS if name == "duration" else sorted(numbers)
    counts = guarded(numbers, order, shared) if found.total >= LEAST else None
    withheld = counts is None and bool(numbers)
    return Breakdown(name, counts or (), withheld)
