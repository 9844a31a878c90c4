"""Brings the tables of a database to today's shape, revision by revision (Alembic)."""

import pkgutil
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, inspect, text

import gateway.store
from gateway.store.base import Base

#: Any number, the same on every node: who holds this lock brings the tables to today's shape.
LOCK = 5_242_001
#: The latest revision in `migrations/versions`; a test holds it to that.
HEAD = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"


def schema() -> MetaData:
    """The metadata with every table on it: all modules of `gateway.store`, and the search beside the messages."""
    for module in pkgutil.iter_modules(gateway.store.__path__):
        if module.name not in ("engine", "migrate", "migrations"):
            import_module(f"gateway.store.{module.name}")
    import_module("gateway.casework.search")
    return Base.metadata


def upgrade(engine: Engine) -> None:
    """Runs what is missing. Several nodes may start at once: one does it, the others wait."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        if revision_of(connection) != HEAD:
            _run(connection)


def revision_of(connection: Connection) -> str | None:
    """The revision at which the tables are; None for a database that has none of them."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return revision


def _run(connection: Connection) -> None:
    # Loaded only where there is something to do: every command opens the books.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
