"""The list of cases: filtered, sorted, a page at a time, each row with what staff look for first."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from gateway.casework.beside import Beside, beside_of
from gateway.casework.roles import Person, visible
from gateway.casework.search import found_by
from gateway.store.both import place_in
from gateway.store.tables import Case, Proposal

PAGE = 50

#: How people call a way in -> channels of the books.
CHANNELS = {
    "mail": ("smtp", "lmtp", "imap", "file"),
    "letter": ("scan",),
    "spoken": ("spoken",),
    "partner": ("partner",),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What the queue shows; empty means all. It is also a saved view and the address of the page."""

    query: str = ""
    office: str = ""
    #: open, closed, mine, unassigned or a state of the workflow
    state: str = "open"
    kind: str = ""
    action: str = ""
    body: str = ""
    language: str = ""
    due: str = ""
    #: Login name of a colleague.
    handler: str = ""
    #: mail, letter, spoken or partner
    channel: str = ""
    #: Number of a campaign.
    campaign: str = ""
    #: Keyset of the last row seen: stable while new cases come in.
    after: str = ""

    def address(self, **changes: str) -> str:
        """As a query string, without what is empty."""
        shown = replace(self, **changes)
        return urlencode(
            {name: value for name in shown.__dataclass_fields__ if (value := getattr(shown, name)) or name == "state"}
        )


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    reference: str
    office: str
    channel: str
    received_at: datetime
    name: str
    services: tuple[str, ...]
    language: str
    kind: str
    state: str
    signals: tuple[str, ...]
    due: date | None
    days_left: int | None
    handler: str
    action: str
    to_body: str
    campaign: bool
    sealed: bool
    #: Attachments of all its messages.
    files: int
    #: Other complaint services that got it too.
    others: int
    #: Full names of colleagues who have it open now.
    looking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[Row, ...]
    #: Keyset of the next page; empty at the end.
    next: str
    #: How many the filter shows, counted no further than was asked + 1; 0 where it was not asked.
    count: int


def list_cases(
    session: Session, person: Person, shown: Filter, today: date, now: datetime | None = None, *, count_to: int = 0
) -> Page:
    """One page of the cases this person may see, newest first, or those due first where `shown.due` asks it.

    A search is carried out once for the page and its count: it is what costs most.
    """
    by_due = bool(shown.due)
    conditions = _conditions(session, person, shown, today)
    statement = select(Case).where(*conditions)
    statement = statement.order_by(Case.due, Case.id) if by_due else statement.order_by(*_NEWEST)
    if shown.after:
        statement = statement.where(_behind(shown.after, by_due))
    cases = list(session.scalars(statement.limit(PAGE + 1)))
    beside = beside_of(session, [case.id for case in cases], person, now)
    rows = tuple(_row(case, beside, today) for case in cases[:PAGE])
    count = _counted(session, conditions, count_to + 1) if count_to else 0
    return Page(rows, _keyset(cases[PAGE - 1], by_due) if len(cases) > PAGE else "", count)


def _counted(session: Session, conditions: list[ColumnElement[bool]], most: int) -> int:
    rows = select(Case.id).where(*conditions).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


_NEWEST = (Case.received_at.desc(), Case.id.desc())


def _conditions(session: Session, person: Person, shown: Filter, today: date) -> list[ColumnElement[bool]]:
    conditions = [visible(person)]
    if shown.query:
        conditions.append(found_by(session, shown.query))
    if shown.office:
        conditions.append(Case.office == shown.office)
    conditions += _state(shown.state, person)
    for value, column in ((shown.kind, Case.kind), (shown.language, Case.language)):
        if value:
            conditions.append(column == value)
    if shown.handler:
        conditions.append(Case.handler == shown.handler)
    if shown.channel in CHANNELS:
        conditions.append(Case.channel.in_(CHANNELS[shown.channel]))
    if shown.campaign:
        conditions.append(Case.campaign_id == (int(shown.campaign) if shown.campaign.isdecimal() else -1))
    if shown.body:
        conditions.append(place_in(cast(Case.services, String), f'"{shown.body}"') > 0)
    if shown.action:
        open_proposals = select(Proposal.case_id).where(Proposal.state == "open", Proposal.action == shown.action)
        conditions.append(Case.id.in_(open_proposals))
    if shown.due == "late":
        conditions.append(Case.due < today)
    elif shown.due:
        conditions.append(Case.due.is_not(None))
    return conditions


def _state(state: str, person: Person) -> list[ColumnElement[bool]]:
    match state:
        case "":
            return []
        case "open":
            return [Case.closed_at.is_(None)]
        case "closed":
            return [Case.closed_at.is_not(None)]
        case "mine":
            return [Case.handler == person.name, Case.closed_at.is_(None)]
        case "unassigned":
            return [Case.handler.is_(None), Case.closed_at.is_(None)]
        case _:
            return [Case.state == state]


def _keyset(case: Case, by_due: bool) -> str:
    first = case.due.isoformat() if by_due and case.due else case.received_at.isoformat()
    return f"{first}~{case.id}"


def _behind(after: str, by_due: bool) -> ColumnElement[bool]:
    """Rows behind the last one shown. A senseless value shows the first page again."""
    first, _, number = after.rpartition("~")
    try:
        if by_due:
            day, last = date.fromisoformat(first), int(number)
            return or_(Case.due > day, and_(Case.due == day, Case.id > last))
        moment, last = datetime.fromisoformat(first), int(number)
        return or_(Case.received_at < moment, and_(Case.received_at == moment, Case.id < last))
    except ValueError:
        return Case.id.is_not(None)


def ids_of(session: Session, person: Person, shown: Filter, today: date, most: int) -> list[int]:
    """The numbers of the first cases that the filter shows, for acts on all of them."""
    rows = select(Case.id).where(*_conditions(session, person, shown, today)).order_by(*_NEWEST).limit(most)
    return list(session.scalars(rows))


def newer_than(session: Session, person: Person, shown: Filter, today: date, last: int, most: int = 100) -> int:
    """How many cases came in behind number `last` that the filter would show."""
    return _counted(session, [Case.id > last, *_conditions(session, person, shown, today)], most)


def _row(case: Case, beside: Beside, today: date) -> Row:
    proposal = beside.proposals.get(case.id)
    return Row(
        id=case.id,
        reference=case.reference,
        office=case.office,
        channel=case.channel,
        received_at=case.received_at,
        name=case.person_name,
        services=tuple(case.services),
        language=case.language,
        kind=case.kind,
        state=case.state,
        signals=tuple(case.signals),
        due=case.due,
        days_left=(case.due - today).days if case.due else None,
        handler=beside.names.get(case.handler or "", case.handler or ""),
        action=proposal.action if proposal else "",
        to_body=(proposal.to_body or "") if proposal else "",
        campaign=case.campaign_id is not None,
        sealed=case.sealed,
        files=beside.files.get(case.id, 0),
        others=beside.others.get(case.id, 0),
        looking=beside.looking.get(case.id, ()),
    )
