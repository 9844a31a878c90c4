"""What a batch of arrivals will change in the books, gathered as values and written with a statement a table.

Cases, messages and outgoing items that do not exist yet have negative numbers here; writing gives them their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from classifiers.likeness import Traits
from gateway.casework.search import name_keys
from gateway.store import history
from gateway.store.desk import MessageFile, NameKey
from gateway.store.history import Entry
from gateway.store.likeness import MatchTraits, add_keys, match_keys, packed
from gateway.store.tables import (
    Campaign,
    Case,
    CaseMessage,
    ClockRow,
    Delivery,
    History,
    Inbox,
    MessageRow,
    Outbox,
    Proposal,
    Task,
)

Row = dict[str, Any]
#: Columns that name a row of another table, and of which.
POINTERS: Mapping[str, str] = {
    "case_id": "case",
    "message_id": "message",
    "first_message_id": "message",
    "campaign_id": "campaign",
    "outbox_id": "outbox",
}


@dataclass(slots=True)
class Sheet:
    cases: dict[int, Row] = field(default_factory=dict)
    messages: dict[int, Row] = field(default_factory=dict)
    traits: dict[int, tuple[int, Traits, str]] = field(default_factory=dict)
    #: Attachments of new messages, with the words read in them.
    files: list[Row] = field(default_factory=list)
    campaigns: dict[int, Row] = field(default_factory=dict)
    outbox: dict[int, Row] = field(default_factory=dict)
    links: list[Row] = field(default_factory=list)
    clocks: list[Row] = field(default_factory=list)
    proposals: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    deliveries: list[Row] = field(default_factory=list)
    #: case -> entries in order
    entries: dict[int, list[Entry]] = field(default_factory=dict)
    #: inbox row -> what became of it
    inbox: dict[int, Row] = field(default_factory=dict)
    #: case in the books -> columns that change
    changes: dict[int, Row] = field(default_factory=dict)
    #: Cases in the books to which something is added.
    touched: set[int] = field(default_factory=set)
    _last: int = 0

    def fresh(self) -> int:
        """A number for something that is not in the books yet."""
        self._last -= 1
        return self._last

    def tell(self, case: int, at: datetime, step: str, detail: Mapping[str, Any]) -> None:
        """One entry in the history of a case, by the machine."""
        self.entries.setdefault(case, []).append(Entry(at, history.SYSTEM, step, detail))
        if case > 0:
            self.touched.add(case)


def write(session: Session, sheet: Sheet) -> None:
    """All of it, in an order in which every row finds what it points at."""
    numbers: dict[str, dict[int, int]] = {"case": {}, "message": {}, "campaign": {}, "outbox": {}}
    tails = _locked_tails(session, sheet)
    campaigns = {number: {**row, "first_message_id": 0} for number, row in sheet.campaigns.items()}
    numbers["campaign"] = _added(session, Campaign, campaigns, numbers)
    numbers["case"] = _added(session, Case, sheet.cases, numbers)
    numbers["message"] = _added(session, MessageRow, sheet.messages, numbers)
    numbers["outbox"] = _outbox(session, sheet, numbers)
    for table, rows in (
        (CaseMessage, sheet.links),
        (MessageFile, sheet.files),
        (ClockRow, sheet.clocks),
        (Proposal, sheet.proposals),
        (Delivery, sheet.deliveries),
    ):
        _all(session, table, [_pointing(row, numbers) for row in rows])
    _likeness(session, sheet, numbers)
    _tasks(session, [_pointing(row, numbers) for row in sheet.tasks])
    _history(session, sheet, numbers, tails)
    _names(session, sheet, numbers)
    for number, row in sheet.campaigns.items():
        first = _own(row["first_message_id"], numbers["message"])
        session.execute(
            update(Campaign).where(Campaign.id == numbers["campaign"][number]).values(first_message_id=first)
        )
    for case, columns in sheet.changes.items():
        session.execute(update(Case).where(Case.id == case).values(**_pointing(columns, numbers)))
    if sheet.touched:
        session.execute(update(Case).where(Case.id.in_(sheet.touched)).values(version=Case.version + 1))
    if sheet.inbox:
        rows = [{"id": key, **_pointing(row, numbers)} for key, row in sheet.inbox.items()]
        session.execute(update(Inbox), rows)


def _own(number: Any, numbers: Mapping[int, int]) -> Any:
    return numbers[number] if isinstance(number, int) and number < 0 else number


def _pointing(row: Row, numbers: Mapping[str, Mapping[int, int]]) -> Row:
    return {key: _own(value, numbers[POINTERS[key]]) if key in POINTERS else value for key, value in row.items()}


def _added(
    session: Session, table: Any, rows: Mapping[int, Row], numbers: Mapping[str, Mapping[int, int]]
) -> dict[int, int]:
    if not rows:
        return {}
    statement = insert(table.__table__).returning(table.id, sort_by_parameter_order=True)
    ids = session.connection().execute(statement, [_pointing(row, numbers) for row in rows.values()]).scalars()
    return dict(zip(rows, ids, strict=True))


def _all(session: Session, table: Any, rows: Sequence[Row]) -> None:
    if rows:
        session.connection().execute(insert(table.__table__), list(rows))


def _unless_there(session: Session, table: Any, column: str) -> Any:
    plain_insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    return plain_insert(table).on_conflict_do_nothing(index_elements=[column])


def _outbox(session: Session, sheet: Sheet, numbers: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    """Each key holds the case's own number, so that one case gives one receipt whatever happens."""
    rows = {}
    for number, row in sheet.outbox.items():
        pointing = _pointing(row, numbers)
        identify = pointing.pop("identify")
        rows[number] = {**pointing, **identify(pointing["case_id"])}
    return _added(session, Outbox, rows, numbers)


def _likeness(session: Session, sheet: Sheet, numbers: Mapping[str, Mapping[int, int]]) -> None:
    keys: list[tuple[int, int]] = []
    kept: list[Row] = []
    for number, (case, traits, office) in sheet.traits.items():
        message = numbers["message"][number]
        keys += [(key, message) for key in match_keys(traits, office)]
        kept.append({"message_id": message, "case_id": _own(case, numbers["case"]), "traits": packed(traits)})
    add_keys(session, sorted(keys))
    _all(session, MatchTraits, kept)


def _tasks(session: Session, rows: Sequence[Row]) -> None:
    if rows:
        session.execute(_unless_there(session, Task, "dedupe_key"), list(rows))


def _locked_tails(session: Session, sheet: Sheet) -> dict[int, tuple[int, str]]:
    """Last entry of every old case that gets new ones; their rows are locked, in one order on every node."""
    old = sorted({case for case in sheet.entries if case > 0} | sheet.touched | sheet.changes.keys())
    if not old:
        return {}
    session.execute(select(Case.id).where(Case.id.in_(old)).order_by(Case.id).with_for_update()).all()
    last = select(History.case_id, func.max(History.number).label("number"))
    tail = last.where(History.case_id.in_(old)).group_by(History.case_id).subquery()
    of_tail = (History.case_id == tail.c.case_id, History.number == tail.c.number)
    rows = session.execute(select(History.case_id, History.number, History.hash).join(tail, and_(*of_tail)))
    return {case: (number, hash_) for case, number, hash_ in rows}


def _history(
    session: Session, sheet: Sheet, numbers: Mapping[str, Mapping[int, int]], tails: Mapping[int, tuple[int, str]]
) -> None:
    rows: list[Row] = []
    for number, entries in sheet.entries.items():
        case = _own(number, numbers["case"])
        last, previous = tails.get(case, (0, history.FIRST))
        own = [Entry(e.at, e.actor, e.step, _detail(e.detail, numbers)) for e in entries]
        rows += history.chain(case, own, last, previous)
    _all(session, History, rows)


def _detail(detail: Mapping[str, Any], numbers: Mapping[str, Mapping[int, int]]) -> Row:
    """Keys `message`, `outbox`, `other_case` name rows."""
    kinds = {"message": "message", "outbox": "outbox", "other_case": "case"}
    return {key: _own(value, numbers[kinds[key]]) if key in kinds else value for key, value in detail.items()}


def _names(session: Session, sheet: Sheet, numbers: Mapping[str, Mapping[int, int]]) -> None:
    rows = [
        {"key": key, "case_id": numbers["case"][number]}
        for number, row in sheet.cases.items()
        for key in sorted(name_keys(row["person_name"]))
    ]
    _all(session, NameKey, rows)
