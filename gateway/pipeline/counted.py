"""A task that asks for the same once more is counted, so that a case shows each thing to do once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from gateway.store.both import among
from gateway.store.tables import Task

Row = dict[str, Any]
#: How often it was asked, in the `data` of the task; a task without it was asked once.
TIMES = "times"
#: Kinds that ask for one thing in whatever words; of the others only the same words are the same.
ONE_THING = frozenset({"status-request"})

_task = Task.__table__.c
OPEN = select(_task.id, _task.case_id, _task.kind, _task.text, _task.data).where(
    among(_task.case_id, "cases"), _task.done_at.is_(None)
)
COUNT = update(Task.__table__).where(_task.id == bindparam("task")).values(data=bindparam("counted"))  # type: ignore[arg-type]


def counted(rows: Sequence[Row], books: Connection) -> list[Row]:
    """The rows that are new: of equal ones the first, and none that stands open already; the others are counted.

    Equal are those of one case that ask for the same and hold nothing more. The cases must be locked.
    """
    cases = sorted({row["case_id"] for row in rows if row["case_id"] is not None and _plain(row["data"])})
    if not cases:
        return list(rows)
    standing = {
        _same(row.case_id, row.kind, row.text): (row.id, row.data)
        for row in books.execute(OPEN, {"cases": cases})
        if _plain(row.data)
    }
    fresh: dict[tuple[int, str, str], Row] = {}
    kept: list[Row] = []
    for row in rows:
        same = _same(row["case_id"], row["kind"], row["text"])
        if row["case_id"] is None or not _plain(row["data"]):
            kept.append(row)
        elif same in standing:
            task, data = standing[same]
            standing[same] = task, _more(data)
            books.execute(COUNT, {"task": task, "counted": _more(data)})
        elif same in fresh:
            fresh[same]["data"] = _more(fresh[same]["data"])
        else:
            fresh[same] = row
            kept.append(row)
    return kept


def _same(case: int, kind: str, text: str) -> tuple[int, str, str]:
    return (case, kind, "" if kind in ONE_THING else text)


def _plain(data: Row) -> bool:
    """Holds nothing that would make it another task."""
    return not set(data) - {TIMES}


def _more(data: Row) -> Row:
    return {TIMES: int(data.get(TIMES, 1)) + 1}
