"""Brings the tables of a database to today's shape."""

from sqlalchemy import Engine

from gateway.store import tables
from gateway.store.base import Base


def upgrade(engine: Engine) -> None:
    """Creates what is missing. Several nodes may start at once."""
    assert tables.Inbox.metadata is Base.metadata
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5242001)")
        Base.metadata.create_all(connection)
