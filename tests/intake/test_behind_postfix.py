"""A real Postfix in front of the LMTP door: its queue empties whatever happens to us, nothing lost, nothing twice."""

import smtplib
import threading
import time

import pytest
from sqlalchemy import select

from gateway.errors import StoreUnavailable
from gateway.intake import writer as writer_module
from gateway.intake.arrivals import Arrival, take_in_all
from gateway.intake.listener import Listener
from gateway.store.engine import Store
from gateway.store.raw import raw_bytes
from gateway.store.tables import Inbox
from tests.conftest import without_server
from tests.intake import postfix as front_servers
from tests.intake.client import KLACHTEN, OMBUDS

pytestmark = pytest.mark.postfix
MAILS = 60


def test_the_queue_of_postfix_empties_while_our_database_comes_and_goes(
    store: Store, door: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    if reason := front_servers.missing():
        without_server(reason)
    turns = iter(range(10_000))

    def flapping(session: object, waiting: list[Arrival]) -> list[int]:
        if next(turns) % 3 == 0:
            raise StoreUnavailable("away")
        return take_in_all(session, waiting)  # type: ignore[arg-type]

    monkeypatch.setattr(writer_module, "take_in_all", flapping)
    with front_servers.running(f"lmtp:inet:127.0.0.1:{door.lmtp_port}") as postfix:
        with smtplib.SMTP("127.0.0.1", postfix.port) as client:
            for number in range(MAILS):
                tags = [f"klachten+{tag}@vlaamse.example" for tag in range(number % 20)]
                mail = f"From: els@example.org\r\nSubject: {number}\r\n\r\nDag.\r\n"
                client.sendmail("els@example.org", [KLACHTEN, OMBUDS, *tags], mail)
            client.sendmail("els@example.org", ["nobody@vlaamse.example"], "Subject: never\r\n\r\n")
        ends = time.monotonic() + 60
        while postfix.waiting() and time.monotonic() < ends:
            postfix.flush()
            threading.Event().wait(0.5)
        assert postfix.waiting() == 0, postfix.log[-2000:]
        assert "status=bounced (host 127.0.0.1[127.0.0.1] said: 550 5.1.1" in postfix.log
    with store.reading() as session:
        rows = session.scalars(select(Inbox)).all()
        numbers = [raw_bytes(session, row.sha256).partition(b"Subject: ")[2].split()[0] for row in rows]
    took = {number: set() for number in map(int, numbers)}  # type: dict[int, set[str]]
    for number, row in zip(map(int, numbers), rows, strict=True):
        assert not took[number] & set(row.envelope_to), "each recipient once"
        took[number] |= set(row.envelope_to)
    assert sorted(took) == list(range(MAILS))
    assert all(len(recipients) == 2 + number % 20 for number, recipients in took.items())
    assert {row.envelope_from for row in rows} == {"els@example.org"}
