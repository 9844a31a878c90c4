"""A listener on each of the two databases, on free ports, with two offices behind it."""

import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from gateway.intake.book import address_book
from gateway.intake.listener import Listener
from gateway.settings import SmtpSettings
from gateway.store.engine import Store
from gateway.store.raw import raw_bytes
from gateway.store.tables import Inbox
from tests.conftest import without_server
from tests.intake import dovecot as imap_servers
from tests.intake.client import KLACHTEN, OMBUDS
from tests.intake.dovecot import Dovecot

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OFFICES = (
    SimpleNamespace(id="vlaamse-ombudsdienst", addresses=(KLACHTEN, "info@vlaamse.example")),
    SimpleNamespace(id="ombuds-brussel", addresses=(OMBUDS,)),
)
OpenDoor = Callable[..., Listener]
NUMBERS = itertools.count(1)


@pytest.fixture
def open_door() -> Iterator[OpenDoor]:
    opened: list[Listener] = []

    def open_one(store: Store, *, tls: Any = None, folder: Path | None = None, **settings: Any) -> Listener:
        wanted = SmtpSettings(**{"port": -1, "lmtp_port": -1, "hostname": "mx.vlaamse.example", **settings})
        listener = Listener(wanted, store, address_book(OFFICES), clock=lambda: MOMENT, tls=tls, folder=folder)
        listener.start()
        opened.append(listener)
        return listener

    yield open_one
    for listener in opened:
        if listener.thread.is_alive():
            listener.stop()


@pytest.fixture
def door(store: Store, open_door: OpenDoor) -> Listener:
    return open_door(store)


def arrivals(store: Store) -> list[Inbox]:
    with store.reading() as session:
        return list(session.scalars(select(Inbox).order_by(Inbox.id)))


def kept(store: Store) -> list[bytes]:
    """The texts in the books, without the two lines we put on top."""
    with store.reading() as session:
        stored = [raw_bytes(session, row.sha256) for row in arrivals(store)]
    return [content.partition(b"+0000\r\n")[2] for content in stored]


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    reason = imap_servers.missing()
    if reason:
        without_server(reason)
    with imap_servers.running() as server:
        yield server


@pytest.fixture
def user() -> str:
    """A mailbox that nobody has used."""
    return f"user{next(NUMBERS)}"
