"""Tasks for staff that come once, however often the schedule looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from gateway.store.tables import Task


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task that there should be. `key` makes it one."""

    kind: str
    key: str
    office: str
    case_id: int
    text: str
    due: date | None = None
    data: dict[str, Any] = field(default_factory=dict)


def add_tasks(session: Session, wanted: Sequence[Wanted], now: datetime) -> int:
    """Adds those that are not there yet, open or done. How many were new."""
    if not wanted:
        return 0
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    rows = [
        {
            "office": one.office,
            "kind": one.kind,
            "case_id": one.case_id,
            "text": one.text,
            "data": one.data,
            "due": one.due,
            "dedupe_key": one.key,
            "created_at": now,
        }
        for one in {one.key: one for one in wanted}.values()
    ]
    added = insert(Task).on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(Task.id)
    return len(session.execute(added, rows).all())
