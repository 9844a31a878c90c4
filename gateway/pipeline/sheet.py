"""What a batch of arrivals will change in the books, gathered as values and written with a statement a table.

Cases, messages and outgoing items that do not exist yet have negative numbers here; writing gives them their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select, update
from sqlalchemy.orm import Session

from classifiers.likeness import Traits
from gateway.casework.search import name_keys
from gateway.pipeline.counted import counted
from gateway.store import history
from gateway.store.base import Base
from gateway.store.both import among
from gateway.store.desk import MessageFile, NameKey
from gateway.store.history import Entry
from gateway.store.likeness import MatchTraits, add_keys, match_keys, packed
from gateway.store.rows import add_rows, change_rows, fresh_ids
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

# Built once: building a statement costs more than running it.
_case, _entry = Case.__table__.c, History.__table__.c
OF_OLD = among(_entry.case_id, "old")
LOCK = select(_case.id).where(among(_case.id, "old")).order_by(_case.id).with_for_update()
_last = (
    select(_entry.case_id, func.max(_entry.number).label("number")).where(OF_OLD).group_by(_entry.case_id).subquery()
)
TAILS = select(_entry.case_id, _entry.number, _entry.hash).join(
    _last, and_(_entry.case_id == _last.c.case_id, _entry.number == _last.c.number)
)
TOUCH = update(Case.__table__).where(among(_case.id, "old")).values(version=_case.version + 1)  # type: ignore[arg-type]


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
    books = session.connection()
    tails = _locked_tails(books, sheet)
    numbers = {
        name: _fresh(books, table, rows)
        for name, table, rows in (
            ("campaign", Campaign, sheet.campaigns),
            ("case", Case, sheet.cases),
            ("message", MessageRow, sheet.messages),
            ("outbox", Outbox, sheet.outbox),
        )
    }
    add_rows(books, Campaign, _numbered(sheet.campaigns, numbers, "campaign"))
    add_rows(books, Case, _numbered(sheet.cases, numbers, "case"))
    add_rows(books, MessageRow, _numbered(sheet.messages, numbers, "message"))
    add_rows(books, Outbox, [_identified(row) for row in _numbered(sheet.outbox, numbers, "outbox")])
    for table, rows in (
        (CaseMessage, sheet.links),
        (MessageFile, sheet.files),
        (ClockRow, sheet.clocks),
        (Proposal, sheet.proposals),
        (Delivery, sheet.deliveries),
    ):
        add_rows(books, table, [_pointing(row, numbers) for row in rows])
    _likeness(session, sheet, numbers)
    tasks = counted([_pointing(row, numbers) for row in sheet.tasks], books)
    add_rows(books, Task, tasks, once="dedupe_key")
    add_rows(books, History, _chained(sheet, numbers, tails))
    add_rows(books, NameKey, _names(sheet, numbers))
    _change(books, Case, sheet.changes, numbers)
    if sheet.touched:
        books.execute(TOUCH, {"old": sorted(sheet.touched)})
    _change(books, Inbox, sheet.inbox, numbers)


def _own(number: Any, numbers: Mapping[int, int]) -> Any:
    return numbers[number] if isinstance(number, int) and number < 0 else number


def _pointing(row: Row, numbers: Mapping[str, Mapping[int, int]]) -> Row:
    return {key: _own(value, numbers[POINTERS[key]]) if key in POINTERS else value for key, value in row.items()}


def _fresh(books: Connection, table: type[Base], rows: Mapping[int, Row]) -> dict[int, int]:
    """Their own numbers for what has none yet."""
    return dict(zip(rows, fresh_ids(books, table, len(rows)), strict=True)) if rows else {}


def _numbered(rows: Mapping[int, Row], numbers: Mapping[str, Mapping[int, int]], name: str) -> list[Row]:
    return [{"id": numbers[name][number], **_pointing(row, numbers)} for number, row in rows.items()]


def _identified(row: Row) -> Row:
    """Each key holds the case's own number, so that one case gives one receipt whatever happens."""
    identify = row.pop("identify")
    return {**row, **identify(row["case_id"])}


def _change(
    books: Connection, table: type[Base], changes: Mapping[int, Row], numbers: Mapping[str, Mapping[int, int]]
) -> None:
    """Rows that change the same columns together."""
    alike: dict[tuple[str, ...], list[Row]] = {}
    for number, row in changes.items():
        alike.setdefault(tuple(row), []).append({"id": number, **_pointing(row, numbers)})
    for rows in alike.values():
        change_rows(books, table, rows)


def _likeness(session: Session, sheet: Sheet, numbers: Mapping[str, Mapping[int, int]]) -> None:
    keys: list[tuple[int, int]] = []
    kept: list[Row] = []
    for number, (case, traits, office) in sheet.traits.items():
        message = numbers["message"][number]
        keys += [(key, message) for key in match_keys(traits, office)]
        kept.append({"message_id": message, "case_id": _own(case, numbers["case"]), "traits": packed(traits)})
    add_keys(session, sorted(keys))
    add_rows(session.connection(), MatchTraits, kept)


def _locked_tails(books: Connection, sheet: Sheet) -> dict[int, tuple[int, str]]:
    """Last entry of every old case that gets new ones; their rows are locked, in one order on every node."""
    old = sorted({case for case in sheet.entries if case > 0} | sheet.touched | sheet.changes.keys())
    if not old:
        return {}
    books.execute(LOCK, {"old": old}).all()
    return {case: (number, hash_) for case, number, hash_ in books.execute(TAILS, {"old": old})}


def _chained(sheet: Sheet, numbers: Mapping[str, Mapping[int, int]], tails: Mapping[int, tuple[int, str]]) -> list[Row]:
    rows: list[Row] = []
    for number, entries in sheet.entries.items():
        case = _own(number, numbers["case"])
        last, previous = tails.get(case, (0, history.FIRST))
        own = [Entry(e.at, e.actor, e.step, _detail(e.detail, numbers)) for e in entries]
        rows += history.chain(case, own, last, previous)
    return rows


def _detail(detail: Mapping[str, Any], numbers: Mapping[str, Mapping[int, int]]) -> Row:
    """Keys `message`, `outbox`, `other_case` name rows."""
    kinds = {"message": "message", "outbox": "outbox", "other_case": "case"}
    return {key: _own(value, numbers[kinds[key]]) if key in kinds else value for key, value in detail.items()}


def _names(sheet: Sheet, numbers: Mapping[str, Mapping[int, int]]) -> list[Row]:
    return [
        {"key": key, "case_id": numbers["case"][number]}
        for number, row in sheet.cases.items()
        for key in sorted(name_keys(row["person_name"]))
    ]
