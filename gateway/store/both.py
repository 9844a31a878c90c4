"""What SQLite and PostgreSQL each write in a way of their own."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Integer, String, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Many(TypeDecorator[Sequence[Any]]):
    """Whole numbers, or texts, handed over as one value."""

    impl = String
    cache_ok = True

    def __init__(self, numbers: bool) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return ARRAY(BigInteger() if self.numbers else String())
        return String()

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        return value if dialect.name == "postgresql" else json.dumps(value)


class among(FunctionElement[Any]):
    """`among(column, "name")` holds where the column is one of the values bound to that name, or of `values`.

    One bound list (JSON for SQLite, an array for PostgreSQL): compiled once whatever the count, where `in_` is
    written anew for each.
    """

    # Of no type: a Boolean is written as `... = 1` for SQLite, and then no index serves.
    inherit_cache = True

    def __init__(self, column: ColumnElement[Any], name: str = "", values: Sequence[Any] | None = None) -> None:
        many = Many(numbers=isinstance(column.type, Integer))
        bound = bindparam(name, type_=many) if values is None else bindparam(None, values, type_=many, unique=True)
        super().__init__(column, bound)


@compiles(among, "sqlite")
def _in_json(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - of our own columns


@compiles(among, "postgresql")
def _in_array(element: among, compiler: SQLCompiler, **how: Any) -> str:
    column, values = (compiler.process(one, **how) for one in element.clauses)
    return f"{column} = ANY({values})"


class place_in(FunctionElement[int]):
    """Where in a text another stands, from 1; 0 where it does not.

    Not LIKE: PostgreSQL takes that for a rare find, fetches every open case, and sorts them.
    """

    type = Integer()
    inherit_cache = True


@compiles(place_in, "sqlite")
def _instr(element: place_in, compiler: SQLCompiler, **how: Any) -> str:
    return f"instr({compiler.process(element.clauses, **how)})"


@compiles(place_in, "postgresql")
def _strpos(element: place_in, compiler: SQLCompiler, **how: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **how)})"
