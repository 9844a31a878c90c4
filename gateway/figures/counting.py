"""What the books hold of one year: one pass over its cases, one over their proposals, one over their broken clocks."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, case, cast, func, select
from sqlalchemy.orm import Session

from gateway.store.tables import Case, ClockRow, Proposal
from routing.calendar import brussels_day
from routing.decision import ClockState

NONE, SEVERAL, OPEN = "none", "several", "open"
#: Channels that people know as one.
CHANNELS = {"smtp": "mail", "lmtp": "mail", "imap": "mail", "file": "mail", "scan": "letter"}
#: Last day of a class of durations -> its code; what takes longer is "over-90".
CLASSES = ((10, "to-10"), (45, "to-45"), (90, "to-90"))
LONGER = "over-90"


@dataclass(slots=True)
class Tally:
    """Numbers as they are, before small ones are hidden."""

    total: int = 0
    sealed: int = 0
    tables: dict[str, Counter[str]] = field(default_factory=dict)
    #: Calendar days of the cases that ended, shortest first.
    days: list[int] = field(default_factory=list)

    def add(self, table: str, code: str, number: int) -> None:
        self.tables.setdefault(table, Counter())[code] += number


def tally(session: Session, office: str, start: datetime, end: datetime) -> Tally:
    """The cases that came in from `start` up to `end`. Of sealed ones only that they are there."""
    found = Tally()
    here = and_(Case.office == office, Case.received_at >= start, Case.received_at < end)
    unsealed = and_(here, Case.sealed.is_(False))
    found.sealed = session.scalar(select(func.count()).select_from(Case).where(here, Case.sealed.is_(True))) or 0
    _cases(session, unsealed, found)
    _proposals(session, unsealed, found)
    _clocks(session, unsealed, found)
    _durations(session, unsealed, found)
    return found


def _cases(session: Session, chosen: ColumnElement[bool], found: Tally) -> None:
    services = cast(Case.services, Text).label("about")
    campaign = case((Case.campaign_id.is_(None), "no"), else_="yes").label("in_campaign")
    closed = case((Case.closed_at.is_(None), 0), else_=1).label("has_ended")
    columns = (Case.kind, Case.channel, Case.language, Case.state, Case.verdict, services, campaign, closed)
    labels = [str(column.name) for column in (services, campaign, closed)]
    statement = (
        select(*columns, func.count())
        .where(chosen)
        .group_by(Case.kind, Case.channel, Case.language, Case.state, Case.verdict, *labels)
    )
    for kind, channel, language, state, verdict, about, in_campaign, has_ended, number in session.execute(statement):
        found.total += number
        found.add("kind", kind, number)
        found.add("channel", CHANNELS.get(channel, channel), number)
        found.add("language", language, number)
        found.add("state", state if has_ended else OPEN, number)
        found.add("verdict", verdict or NONE, number)
        found.add("body", _body(about), number)
        found.add("campaign", in_campaign, number)


def _body(services: str | None) -> str:
    """A case about several services stands under none of them, so that the numbers add up to the total."""
    named = sorted({str(one) for one in _list(services)})
    if not named:
        return NONE
    return named[0] if len(named) == 1 else SEVERAL


def _proposals(session: Session, chosen: ColumnElement[bool], found: Tally) -> None:
    """The last proposal of each case: what was proposed and on which grounds."""
    last = (
        select(func.max(Proposal.id))
        .join(Case, Case.id == Proposal.case_id)
        .where(chosen)
        .group_by(Proposal.case_id)
        .scalar_subquery()
    )
    grounds = cast(Proposal.grounds, Text).label("given")
    statement = (
        select(Proposal.action, grounds, func.count()).where(Proposal.id.in_(last)).group_by(Proposal.action, "given")
    )
    for action, given, number in session.execute(statement):
        found.add("action", action, number)
        for ground in {str(one) for one in _list(given)}:
            found.add("ground", ground, number)


def _clocks(session: Session, chosen: ColumnElement[bool], found: Tally) -> None:
    statement = (
        select(ClockRow.name, func.count())
        .join(Case, Case.id == ClockRow.case_id)
        .where(chosen, ClockRow.state == ClockState.BREACHED.value)
        .group_by(ClockRow.name)
    )
    for name, number in session.execute(statement):
        found.add("breach", name, number)


def _durations(session: Session, chosen: ColumnElement[bool], found: Tally) -> None:
    """Days are those of Brussels, as the clocks count them; SQLite does not know them, so two moments a case come."""
    found.days = sorted(_days(session, chosen))
    for days in found.days:
        found.add("duration", next((code for most, code in CLASSES if days <= most), LONGER), 1)
    running = found.total - len(found.days)
    if running:
        found.add("duration", OPEN, running)


def _days(session: Session, chosen: ColumnElement[bool]) -> Iterator[int]:
    statement = select(Case.received_at, Case.closed_at).where(chosen, Case.closed_at.is_not(None))
    for received, closed in session.execute(statement.execution_options(yield_per=5_000)):
        if closed is not None:
            yield max(0, (brussels_day(closed) - brussels_day(received)).days)


def _list(text: str | None) -> list[object]:
    found = json.loads(text) if text else []
    return found if isinstance(found, list) else []
