"""Brings the tables of a database to today's shape."""

import pkgutil
from importlib import import_module

from sqlalchemy import Engine, MetaData

import gateway.store
from gateway.store.base import Base

#: Any number, the same on every node: who holds this lock brings the tables to today's shape.
LOCK = 5_242_001


def schema() -> MetaData:
    """The metadata with every table on it: all modules of `gateway.store`, and the search beside the messages."""
    for module in pkgutil.iter_modules(gateway.store.__path__):
        if module.name not in ("engine", "migrate"):
            import_module(f"gateway.store.{module.name}")
    import_module("gateway.casework.search")
    return Base.metadata


def upgrade(engine: Engine) -> None:
    """Creates what is missing. Several nodes may start at once."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        schema().create_all(connection)
