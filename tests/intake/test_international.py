"""Addresses and headers in letters of any script (RFC 6531, RFC 6532), from the door to the receipt."""

import smtplib
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select

from classifiers.mail.reader import read_mail
from gateway.intake.book import address_book
from gateway.intake.listener import Listener
from gateway.store.engine import Store
from gateway.store.raw import raw_bytes
from gateway.store.tables import Case, Inbox, Outbox, Task
from tests.conftest import without_server
from tests.intake import postfix as front_servers
from tests.intake.client import KLACHTEN, Peer
from tests.intake.conftest import MOMENT, arrivals
from tests.road.house import House, complaint, house, outside, until

WRITER = "zoë@müller.example"
ON_THE_WIRE = "zoë@xn--mller-kva.example"


def test_an_address_in_any_script_is_kept_with_its_domain_as_on_the_wire(store: Store, door: Listener) -> None:
    with Peer(door.port) as peer:
        assert peer.ask(f"MAIL FROM:<{WRITER}> SMTPUTF8").startswith("250")
        assert peer.ask(f"RCPT TO:<{KLACHTEN}>").startswith("250")
        assert peer.text("Subject: größte Verspätung".encode()).startswith("250")
    [row] = arrivals(store)
    assert row.envelope_from == ON_THE_WIRE
    with store.reading() as session:
        stored = raw_bytes(session, row.sha256).decode()
    assert stored.startswith(f"Return-Path: <{ON_THE_WIRE}>\r\n")
    assert "with UTF8SMTP id" in stored
    assert stored.endswith("Subject: größte Verspätung\r\n")


def test_an_office_at_a_domain_in_letters_of_its_own_is_reached_by_either_name(store: Store, door: Listener) -> None:
    class Office:
        id = "genk"
        addresses = ("klachten@bürger.example",)

    door.door.book = address_book([Office()])
    with Peer(door.port) as peer:
        peer.ask("MAIL FROM:<els@example.org> SMTPUTF8")
        assert peer.ask("RCPT TO:<klachten@bürger.example>").startswith("250")
        assert peer.ask("RCPT TO:<klachten@xn--brger-kva.example>").startswith("250")
        assert peer.ask("RCPT TO:<zoë@bürger.example>").startswith("550 5.1.1")
        assert peer.ask("RCPT TO:<els@andere-bürger.example>").startswith("550 5.7.1")
        assert peer.text(b"x").startswith("250")
        peer.ask("MAIL FROM:<els@example.org>")
        assert peer.ask("RCPT TO:<klachten@bürger.example>").startswith("553 5.6.7"), "without SMTPUTF8"
    assert [row.envelope_to for row in arrivals(store)] == [["klachten@xn--brger-kva.example"]]


@pytest.mark.postfix
def test_postfix_in_front_hands_such_a_mail_on(store: Store, door: Listener) -> None:
    if reason := front_servers.missing():
        without_server(reason)
    with front_servers.running(f"lmtp:inet:127.0.0.1:{door.lmtp_port}") as postfix:
        with smtplib.SMTP("127.0.0.1", postfix.port) as client:
            client.ehlo("peer.example")
            mail = f"From: {WRITER}\r\nSubject: größte\r\n\r\nDag.\r\n".encode()
            client.sendmail(WRITER, [KLACHTEN], mail, mail_options=["SMTPUTF8", "BODY=8BITMIME"])
        ends = time.monotonic() + 30
        while postfix.waiting() and time.monotonic() < ends:
            threading.Event().wait(0.1)
        [row] = arrivals(store)
    assert row.envelope_from in (WRITER, ON_THE_WIRE)
    with store.reading() as session:
        assert b"with UTF8LMTP id" in raw_bytes(session, row.sha256)


def written(running: House, sender: str) -> None:
    """A complaint of `sender` with addresses and names in raw UTF-8."""
    mail = complaint(1)
    del mail["From"]
    content = f"From: Zoë Müller <{sender}>\r\n".encode() + mail.as_bytes().replace(b"\n", b"\r\n")
    with smtplib.SMTP("127.0.0.1", running.gateway.settings.smtp.port, timeout=30) as client:
        client.ehlo("peer.example")
        client.sendmail(sender, ["klachten@vlaamseombudsdienst.be"], content, mail_options=["SMTPUTF8"])


def test_its_receipt_leaves_where_the_relay_takes_such_addresses(database_url: str, tmp_path: Path) -> None:
    with outside() as world, house(tmp_path, database_url, world) as running:
        written(running, WRITER)
        until(lambda: world.received, "the receipt arrives")
        with running.gateway.store.reading() as session:
            assert session.scalars(select(Case.person_email)).one() == ON_THE_WIRE
    [receipt] = world.received
    assert receipt.recipient == ON_THE_WIRE
    assert receipt.sender.isascii()
    top = receipt.content.partition(b"\r\n\r\n")[0].decode()
    assert f"To: {ON_THE_WIRE}" in top
    assert all(line.isascii() for line in top.splitlines() if ON_THE_WIRE not in line)


def test_a_domain_alone_needs_no_such_relay(database_url: str, tmp_path: Path) -> None:
    with outside(international=False) as world, house(tmp_path, database_url, world) as running:
        written(running, "zoe@müller.example")
        until(lambda: world.received, "the receipt arrives")
    [receipt] = world.received
    assert receipt.recipient == "zoe@xn--mller-kva.example"
    assert receipt.content.isascii()


def test_where_the_relay_does_not_take_it_a_person_is_told_and_the_letter_is_proposed(
    database_url: str, tmp_path: Path
) -> None:
    with outside(international=False) as world, house(tmp_path, database_url, world) as running:
        written(running, WRITER)
        store = running.gateway.store
        until(lambda: "failed" in states(store), "the receipt has failed")
        with store.reading() as session:
            mail, letter = session.scalars(select(Outbox).order_by(Outbox.id))
            task = session.scalars(select(Task).where(Task.kind == "failed-send")).one()
            assert session.scalars(select(Inbox.status)).all() == ["done"]
    assert world.received == []
    assert "before the @" in mail.reason
    assert (letter.channel, letter.state) == ("letter", "waiting-for-person")
    assert "does not offer SMTPUTF8" in task.text
    assert f"The same by letter waits for a name (outgoing {letter.id})" in task.text
    assert task.data == {"other_way": letter.id}


def states(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Outbox.state).order_by(Outbox.id)))


def test_raw_utf8_in_headers_is_read_as_it_was_written() -> None:
    raw = (
        f"From: Zoë Müller <{WRITER}>\r\nTo: Büro <klachten@vlaamse.example>\r\n"
        "Reply-To: δοκιμή@παράδειγμα.example\r\nSubject: größte Verspätung\r\n\r\nDag.\r\n"
    )
    message = read_mail(raw.encode(), received_at=MOMENT)
    assert [(one.name, one.email) for one in message.from_] == [("Zoë Müller", ON_THE_WIRE)]
    assert [one.email for one in message.reply_to] == ["δοκιμή@xn--hxajbheg2az3al.example"]
    assert [one.name for one in message.to] == ["Büro"]
    assert message.subject == "größte Verspätung"
