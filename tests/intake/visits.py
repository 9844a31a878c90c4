"""Visits to mailboxes of a real Dovecot, and what the books hold afterwards."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from gateway.intake import mailbox_ledger
from gateway.intake.mailbox_login import Token, open_mailbox
from gateway.intake.mailbox_visit import Visit
from gateway.intake.mailboxes import Mailboxes
from gateway.settings import MailboxSettings
from gateway.store.engine import Store
from gateway.store.mailboxes import MailboxHealth
from gateway.store.raw import raw_bytes
from tests.intake.conftest import arrivals
from tests.intake.dovecot import PASSWORD


def now() -> datetime:
    return datetime.now(UTC)


def mails(count: int, first: int = 0) -> list[bytes]:
    return [b"From: els@example.org\r\nSubject: %d\r\n\r\nDag.\r\n" % n for n in range(first, first + count)]


def settings(server: Any, user: str, **more: Any) -> MailboxSettings:
    password = {} if "token_url" in more or "password_file" in more else {"password": PASSWORD}
    base = {"name": user, "office": "ombuds-brussel", "host": "127.0.0.1", "port": server.port, "security": "none"}
    return MailboxSettings(**{**base, "user": user, "poll_seconds": 0.2, **password, **more})


def visit(store: Store, wanted: MailboxSettings, **more: Any) -> None:
    """One visit from connection to end, in this thread."""
    with store.session() as session:
        mailbox_ledger.known_mailbox(session, wanted.name, wanted.office, now())
    client = open_mailbox(wanted, Path, Token(wanted), lambda _: None)
    try:
        Visit(client, wanted, store, now, lambda: None, **more).run()
    finally:
        client.shutdown()


def health(store: Store, name: str) -> MailboxHealth:
    with store.reading() as session:
        return session.execute(select(MailboxHealth).where(MailboxHealth.mailbox == name)).scalar_one()


def subjects(store: Store) -> list[bytes]:
    with store.reading() as session:
        return sorted(raw_bytes(session, row.sha256) for row in arrivals(store))


@contextlib.contextmanager
def running(store: Store, *wanted: MailboxSettings, **more: Any) -> Iterator[Mailboxes]:
    boxes = Mailboxes(wanted, store, path=Path, clock=now, **more)
    boxes.start()
    try:
        yield boxes
    finally:
        boxes.stop()


def eventually(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "it did not come to pass in time"
        threading.Event().wait(0.02)
