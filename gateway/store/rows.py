"""Many rows of one table at once, as each database takes them with least work for us.

PostgreSQL is handed one JSON value and makes rows of it by the table's own types, SQLite takes the values by a
statement made once: both are spared what SQLAlchemy does for each value. All rows of a call tell the same columns, and
all that may not be empty: defaults are for rows made one by one.
"""

# ruff: noqa: S608 - names of our own tables and columns

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Table

from gateway.store.base import Base

Row = Mapping[str, Any]


def fresh_ids(books: Connection, kind: type[Base], count: int) -> Sequence[int]:
    """Ids for rows that are added next, in order; nobody else gets them."""
    name = kind.__tablename__
    if books.dialect.name == "postgresql":
        drawn = f"SELECT nextval(pg_get_serial_sequence('{name}', 'id')) FROM generate_series(1, %(count)s)"
        return list(books.exec_driver_sql(drawn, {"count": count}).scalars())
    # Who writes on SQLite has the books for himself until he commits.
    last = books.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM {name}").scalar_one()
    return range(last + 1, last + 1 + count)


def add_rows(books: Connection, kind: type[Base], rows: Sequence[Row], *, once: str = "") -> None:
    """`once`: a unique column; rows whose value is there already are left out."""
    if not rows:
        return
    name, told = kind.__tablename__, tuple(rows[0])
    columns = ", ".join(f'"{column}"' for column in told)
    unless = f" ON CONFLICT ({once}) DO NOTHING" if once else ""
    if books.dialect.name == "postgresql":
        shape = f"json_populate_recordset(NULL::{name}, %(rows)s::json)"
        _hand_over(books, f"INSERT INTO {name} ({columns}) SELECT {columns} FROM {shape}{unless}", rows)
    else:
        marks = ", ".join("?" * len(told))
        statement = f"INSERT INTO {name} ({columns}) VALUES ({marks}){unless}"
        books.exec_driver_sql(statement, _values(books, kind, told, rows))


def change_rows(books: Connection, kind: type[Base], rows: Sequence[Row]) -> None:
    """Sets columns of rows that are there; each tells its `id`."""
    if not rows:
        return
    name, told = kind.__tablename__, tuple(column for column in rows[0] if column != "id")
    if books.dialect.name == "postgresql":
        shape = f"json_populate_recordset(NULL::{name}, %(rows)s::json)"
        columns = ", ".join(f'"{column}" = told."{column}"' for column in told)
        _hand_over(books, f"UPDATE {name} SET {columns} FROM {shape} AS told WHERE {name}.id = told.id", rows)
    else:
        columns = ", ".join(f'"{column}" = ?' for column in told)
        given = _values(books, kind, (*told, "id"), rows)
        books.exec_driver_sql(f"UPDATE {name} SET {columns} WHERE id = ?", given)


def _hand_over(books: Connection, statement: str, rows: Sequence[Row]) -> None:
    books.exec_driver_sql(statement, {"rows": json.dumps(rows, default=_told, separators=(",", ":"))})


def _told(value: Any) -> str:
    """What JSON has no form for, as PostgreSQL reads it."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a moment without time zone must not reach the store")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(f"{type(value).__name__} has no form in the books")


def _values(books: Connection, kind: type[Base], told: tuple[str, ...], rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """The rows as SQLite's driver takes them."""
    values, made = itemgetter(*told), _made(cast(Table, kind.__table__), told, books.dialect)
    plain = [list(values(row)) for row in rows]
    for place, make in made:
        for row in plain:
            row[place] = make(row[place])
    return [tuple(row) for row in plain]


@lru_cache(maxsize=128)
def _made(table: Table, told: tuple[str, ...], dialect: Dialect) -> tuple[tuple[int, Callable[[Any], Any]], ...]:
    """Places of values that are not stored as they are, and what makes them what is stored."""
    makers = (table.columns[column].type.dialect_impl(dialect).bind_processor(dialect) for column in told)
    return tuple((place, maker) for place, maker in enumerate(makers) if maker is not None)
