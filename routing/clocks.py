"""The legal and promised terms of a case: when each starts, ends, may be stopped or made longer, and when it is broken.

Day 0 is the day of arrival at the organisation, in Europe/Brussels: never the Date header, never the day of opening.
A term runs from 00:00 of the next day to 24:00 of its last day (art. 1.7 Burgerlijk Wetboek).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from classifiers.understanding import Kind
from routing.calendar import add_months, add_working_days, brussels_day, last_working_day, next_working_day
from routing.decision import Clock, ClockState
from routing.offices import Office
from routing.procedures import Extension, Term, Unit

#: What still runs.
OPEN_STATES = (ClockState.RUNNING, ClockState.EXTENDED)
#: Messages whose complaint starts all terms of the procedure.
COMPLAINTS = frozenset({Kind.COMPLAINT, Kind.TRANSFER})
#: First messages that are no complaint: they still get word that and why they are none, in time
#: (the refusal of art. II.77 §2, ground 1 of the ten local grounds).
OTHER_FIRST = frozenset(
    {Kind.SERVICE_REPORT, Kind.INFORMATION_REQUEST, Kind.ACCESS_REQUEST, Kind.POLICY_COMPLAINT, Kind.APPEAL}
)
FIRST_WORD = ("acknowledgement", "admissibility", "first-contact")
WHISTLEBLOWER = "whistleblower-receipt"
COMPLETION = "completion"
SUSPENSION = "appeal-suspension"
#: Body to which something was passed on -> the term within which it promises to confirm.
PARTNER_TERMS = {"federale-ombudsman": "federal-receipt"}


class CannotExtend(ValueError):
    """The term may not be made longer; the text says why."""


def opening_clocks(
    office: Office,
    *,
    received_at: datetime,
    kind: Kind,
    decision_named: bool = False,
    registered_at: datetime | None = None,
) -> tuple[Clock, ...]:
    """The clocks that a first message starts, soonest target first.

    `received_at`: arrival at this office, also where another authority had it before. `registered_at`: where the
    coordinator got it later than the organisation (told at a counter, step 4 of the local procedure).
    """
    rules = office.procedure
    if kind is Kind.WHISTLEBLOWER_REPORT:
        names: tuple[str, ...] = (WHISTLEBLOWER,)
    elif kind in COMPLAINTS:
        names = tuple(name for name, term in rules.terms.items() if term.opens_with_case)
        if decision_named and SUSPENSION in rules.terms:
            names = (*names, SUSPENSION)
    elif kind in OTHER_FIRST:
        names = tuple(name for name in FIRST_WORD if name in rules.terms)
    else:
        return ()
    received = brussels_day(received_at)
    registered = max(received, brussels_day(registered_at)) if registered_at else received
    starts = {"registration": registered}
    clocks = [clock(rules.terms[name], starts.get(rules.terms[name].starts, received)) for name in names]
    return tuple(sorted(clocks, key=lambda one: (one.target, one.name)))


def clock(term: Term, starts: date) -> Clock:
    """A running clock of `term` from day 0 `starts`."""
    nominal = last_day(starts, term.count, term.unit)
    return _dated(Clock(term.name, starts, nominal, nominal, nominal, term.article), nominal)


def last_day(starts: date, count: int, unit: Unit) -> date:
    """The nominal day of a term: `starts` is day 0 and does not count; it may fall on any day of the week."""
    if unit is Unit.WORKING_DAYS:
        return add_working_days(starts, count)
    if unit is Unit.MONTHS:
        return add_months(starts, count)
    return starts + timedelta(days=count)


def _dated(one: Clock, nominal: date) -> Clock:
    return replace(
        one,
        nominal=nominal,
        legal_last=next_working_day(nominal),
        target=max(one.starts, last_working_day(nominal)),
    )


def recounted(one: Clock, term: Term, starts: date) -> Clock:
    """The same clock from another day 0; one that was made longer stays that much longer."""
    longer = one.nominal - last_day(one.starts, term.count, term.unit)
    fresh = clock(term, starts)
    return replace(_dated(fresh, fresh.nominal + longer), state=one.state)


def completion_clock(office: Office, asked: date) -> Clock:
    """Until when we wait for what was asked. The clocks of the complaint itself keep running."""
    return clock(office.procedure.term(COMPLETION), asked)


def partner_clock(office: Office, body: str, sent: date) -> Clock | None:
    """The term within which `body` promises to confirm what was passed on to it, where it promises one."""
    name = PARTNER_TERMS.get(body)
    return clock(office.procedure.term(name), sent) if name else None


def answer_by(clocks: Iterable[Clock]) -> date | None:
    """The day by which an answer may be promised: the target day of the term that ends with the answer."""
    targets = {one.name: one.target for one in clocks if one.state in OPEN_STATES}
    return next((targets[name] for name in ("expected-answer", "closing", "investigation") if name in targets), None)


def decision_by(clocks: Iterable[Clock]) -> date | None:
    """The day by which we say whether the complaint is taken up."""
    return next((one.target for one in clocks if one.name == "admissibility" and one.state in OPEN_STATES), None)


def due(clocks: Iterable[Clock]) -> date | None:
    """The soonest target day of what still runs, for the queue."""
    return min((one.target for one in clocks if one.state in OPEN_STATES), default=None)


def extended(extension: Extension | None, one: Clock, on: date) -> Clock:
    """The clock made longer on the day the notice leaves. Raises CannotExtend with the reason."""
    if extension is None:
        raise CannotExtend("this procedure knows no extension")
    if one.name != extension.term:
        raise CannotExtend(f"the term {one.name} cannot be extended, only {extension.term} ({extension.article})")
    if one.state is ClockState.EXTENDED:
        raise CannotExtend(f"the term was extended already; that is possible only once ({extension.article})")
    if one.state is not ClockState.RUNNING:
        raise CannotExtend(f"the term no longer runs: it is {one.state}")
    last = one.nominal - timedelta(days=extension.notice_before)
    if on > last:
        raise CannotExtend(
            f"the notice must leave before {one.nominal.isoformat()}, at the latest on {last.isoformat()} "
            f"({extension.article})"
        )
    return replace(_dated(one, one.nominal + timedelta(days=extension.days)), state=ClockState.EXTENDED)


def is_breached(one: Clock, today: date) -> bool:
    """Past the last day that the law gives."""
    return one.state in OPEN_STATES and today > one.legal_last


def breach(one: Clock, term: Term) -> str:
    """What breached it, in words for staff."""
    return f"not met by {one.legal_last.isoformat()}: {term.met_by} ({one.article})"


def met(one: Clock, on: date) -> Clock:
    """The clock once what it waits for was done on a day: met, or broken where that was too late."""
    return replace(one, state=ClockState.BREACHED if is_breached(one, on) else ClockState.MET)


def may_stop(term: Term, role: str) -> bool:
    """Whether somebody of this role may stop it (withdrawal, solved, passed on)."""
    return role in term.may_stop
