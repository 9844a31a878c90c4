"""Opens the database so that what it says is committed is on the disk."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from gateway.errors import StoreUnavailable
from gateway.store.migrate import upgrade

#: First versions in which the reset of the write-ahead log can no longer lose a commit (sqlite.org, WAL-reset bug).
WAL_IS_SAFE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))


@dataclass(frozen=True, slots=True)
class Store:
    engine: Engine
    sessions: sessionmaker[Session]

    @property
    def embedded(self) -> bool:
        """SQLite: one process works the queue."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A writing transaction: commits at the end of the block, rolls back on any exception.

        Raises StoreUnavailable where the database is away, full or locked for too long.
        """
        with answering(self.engine), self.sessions() as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The same without a session, for who writes a few rows and waits for the disk. Raises StoreUnavailable."""
        with answering(self.engine), self.engine.begin() as books:
            yield books

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads; on SQLite it does not wait for a writer's turn."""
        with answering(self.engine), self.engine.connect() as connection:
            connection = connection.execution_options(reads_only=True)
            with Session(bind=connection, autoflush=False, expire_on_commit=False) as session:
                yield session

    def close(self) -> None:
        self.engine.dispose()


def open_store(url: str) -> Store:
    """Opens (creating the SQLite file where needed) and brings the tables to today's shape.

    Raises StoreUnavailable, without the password in its text.
    """
    engine = engine_of(url)
    with answering(engine):
        upgrade(engine)
    return Store(engine, sessionmaker(engine, autoflush=False, expire_on_commit=False))


def engine_of(url: str) -> Engine:
    parsed = make_url(url)
    return sqlite_engine(parsed) if parsed.get_backend_name() == "sqlite" else postgresql_engine(parsed)


@contextmanager
def answering(engine: Engine) -> Iterator[None]:
    """Turns the driver's failures into one sentence; bugs (wrong SQL, broken constraints) pass through."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig).strip().partition("\n")[0]
        raise StoreUnavailable(f"database {shown(engine.url)} does not answer: {reason}") from error
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise StoreUnavailable(f"database {shown(engine.url)} hung up; try again") from error


def shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def sqlite_engine(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreUnavailable(f"folder of the database {url.database} cannot be made: {error.strerror}") from error
    engine = create_engine(url, connect_args={"timeout": 60, "check_same_thread": False})
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(connection: Any, record: object) -> None:
    # The driver's own transaction guessing is switched off: `begin_sqlite` says when one starts.
    connection.isolation_level = None
    cursor = connection.cursor()
    if wal_is_safe(sqlite3.sqlite_version_info):
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
    else:
        # The journal's file stays and its header is wiped: as durable as deleting it, for a quarter less time a commit,
        # because no folder changes. EXTRA, should it have to be deleted all the same.
        cursor.execute("PRAGMA journal_mode=PERSIST")
        cursor.execute("PRAGMA journal_size_limit=16777216")
        cursor.execute("PRAGMA synchronous=EXTRA")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-65536")
    cursor.close()


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    newest = WAL_IS_SAFE[0]
    return version >= newest or any(version[:2] == fixed[:2] and version >= fixed for fixed in WAL_IS_SAFE)


def begin_sqlite(connection: Connection) -> None:
    # A writer takes its turn at the start: two readers that both want to write later would deadlock.
    reads_only = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def postgresql_engine(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=20,
        connect_args={"connect_timeout": 10, "options": "-c synchronous_commit=on -c timezone=UTC"},
    )
