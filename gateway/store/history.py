"""The history of a case: append-only, each entry bound to the one before it by its hash."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DDL, event, insert, select
from sqlalchemy.orm import Session

from gateway.store.tables import Case, History

#: Actor of every step that no person took.
SYSTEM = "klachtenpost"
FIRST = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    actor: str
    #: Code such as "received", "decided", "answered".
    step: str
    detail: Mapping[str, Any]


def append(session: Session, case_id: int, at: datetime, actor: str, step: str, detail: Mapping[str, Any]) -> None:
    """Adds one entry at the end of the history of a case. The case's row is locked, so entries queue up in order."""
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
    last = session.execute(
        select(History.number, History.hash).where(History.case_id == case_id).order_by(History.number.desc()).limit(1)
    ).one_or_none()
    number, previous = (last.number, last.hash) if last else (0, FIRST)
    session.execute(insert(History), chain(case_id, (Entry(at, actor, step, detail),), number, previous))


def begin(session: Session, case_id: int, entries: Sequence[Entry]) -> None:
    """Writes the first entries of a case that was opened in this very transaction."""
    session.execute(insert(History), chain(case_id, entries, 0, FIRST))


def chain(case_id: int, entries: Sequence[Entry], number: int, previous: str) -> list[dict[str, Any]]:
    """Rows for `entries`, following entry `number` whose hash is `previous`."""
    rows: list[dict[str, Any]] = []
    for place, entry in enumerate(entries, number + 1):
        own = entry_hash(previous, case_id, place, entry)
        rows.append(
            {
                "case_id": case_id,
                "number": place,
                "at": entry.at,
                "actor": entry.actor,
                "step": entry.step,
                "detail": dict(entry.detail),
                "previous": previous,
                "hash": own,
            }
        )
        previous = own
    return rows


def entry_hash(previous: str, case_id: int, number: int, entry: Entry) -> str:
    """sha256 over the canonical JSON of the entry and the hash before it."""
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [previous, case_id, number, moment, entry.actor, entry.step, dict(entry.detail)]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def broken_at(session: Session, case_id: int) -> int | None:
    """Number of the first entry that was changed, put in or taken out; None where the chain is whole."""
    previous = FIRST
    rows = session.execute(select(History).where(History.case_id == case_id).order_by(History.number)).scalars()
    for expected, row in enumerate(rows, 1):
        own = entry_hash(previous, case_id, row.number, Entry(row.at, row.actor, row.step, row.detail))
        if row.number != expected or row.previous != previous or row.hash != own:
            return expected
        previous = row.hash
    return None


#: The database itself refuses what no code of ours does.
SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER history_no_{verb.lower()} BEFORE {verb} ON history "
    "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_GUARDS = (
    "CREATE OR REPLACE FUNCTION history_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$",
    "CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history "
    "FOR EACH ROW EXECUTE FUNCTION history_append_only()",
)
for dialect, statements in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRESQL_GUARDS)):
    for statement in statements:
        event.listen(History.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
