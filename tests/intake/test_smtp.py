"""The SMTP door as a peer sees it (RFC 5321 and its extensions); S.. are the cases of the threat list."""

import re
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.intake.book import address_book
from gateway.intake.listener import Listener
from gateway.settings import SmtpSettings
from gateway.store.engine import Store, open_store
from gateway.store.raw import raw_bytes
from tests.intake.client import KLACHTEN, OMBUDS, Peer
from tests.intake.conftest import MOMENT, OFFICES, OpenDoor, arrivals, kept


@pytest.fixture(scope="module")
def shared_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listener]:
    """For tests that put nothing into the books."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('shared')}/books.db")
    settings = SmtpSettings(port=-1, hostname="mx.vlaamse.example", max_size=100_000)
    listener = Listener(settings, store, address_book(OFFICES), clock=lambda: MOMENT)
    listener.start()
    yield listener
    listener.stop()
    store.close()


@pytest.fixture
def fresh(shared_door: Listener) -> Iterator[Peer]:
    with Peer(shared_door.port) as one:
        yield one


MAIL = b"From: els@example.org\r\nSubject: klacht\r\n\r\nDag.\r\n"


def test_a_mail_that_got_250_is_in_the_books_with_its_envelope(store: Store, door: Listener) -> None:
    with Peer(door.port) as peer:
        assert peer.mail(MAIL[:-2], f"{KLACHTEN}").startswith("250 2.0.0")
    [row] = arrivals(store)
    assert (row.channel, row.office, row.status) == ("smtp", "vlaamse-ombudsdienst", "waiting")
    assert (row.envelope_from, row.envelope_to) == ("els@example.org", [KLACHTEN])
    assert kept(store) == [MAIL]


def test_return_path_and_received_stand_on_top_and_the_mail_below_is_untouched(store: Store, door: Listener) -> None:
    sent = b"Return-Path: <forged@evil.example>\r\nReceived: by elsewhere; 1 Jan 2026 00:00:00 +0000\r\n" + MAIL
    with Peer(door.port) as peer:
        peer.mail(sent[:-2])
    with store.reading() as session:
        stored = raw_bytes(session, arrivals(store)[0].sha256)
    top, found, rest = stored.partition(b"Return-Path: <forged@evil.example>")
    assert found + rest == sent
    assert re.fullmatch(
        rb"Return-Path: <els@example.org>\r\nReceived: from peer.example \(\[127.0.0.1\]\)\r\n"
        rb"\tby mx.vlaamse.example with ESMTP id [0-9a-f]{12}\r\n\tfor <klachten@vlaamse.example>;\r\n"
        rb"\tMon, 02 Mar 2026 09:30:00 \+0000\r\n",
        top,
    )


def test_recipients_do_not_learn_of_each_other(store: Store, door: Listener) -> None:
    with Peer(door.port) as peer:
        peer.mail(MAIL, KLACHTEN, OMBUDS)
    [row] = arrivals(store)
    assert (row.office, row.envelope_to) == (None, [KLACHTEN, OMBUDS])
    with store.reading() as session:
        assert b"for <" not in raw_bytes(session, row.sha256)


@pytest.mark.parametrize(
    ("recipient", "reply"),
    [
        (KLACHTEN, "250 2.1.5"),
        ("Klachten@VLAAMSE.example", "250 2.1.5"),
        ("klachten+b3k-abcdefghijklmnop@vlaamse.example", "250 2.1.5"),
        ('"klachten"@vlaamse.example', "250 2.1.5"),
        ("@relay.example,@b.example:klachten@vlaamse.example", "250 2.1.5"),
        ("postmaster", "250 2.1.5"),
        ("Postmaster@brussel.example", "250 2.1.5"),
        ("abuse@vlaamse.example", "250 2.1.5"),
        ("somebody@vlaamse.example", "550 5.1.1"),
        ("victim%elsewhere.example@vlaamse.example", "550 5.1.1"),
        ("elsewhere.example!victim@vlaamse.example", "550 5.1.1"),
        ('"victim@elsewhere.example"@vlaamse.example', "550 5.1.1"),
        ("victim@elsewhere.example", "550 5.7.1"),
        ("klachten@vlaamse.example.elsewhere.example", "550 5.7.1"),
        ("@vlaamse.example:victim@elsewhere.example", "550 5.7.1"),
        ("klachten@[127.0.0.1]", "550 5.7.1"),
        ("klachten", "501 5.1.3"),
        ("klachten@", "501 5.1.3"),
        ("", "501 5.1.3"),
        ("klachten@vlaamse.example@elsewhere.example", "501 5.1.3"),
        ("a" * 300 + "@vlaamse.example" + "b" * 40, "501 5.1.3"),
    ],
)
def test_only_the_offices_addresses_are_taken(fresh: Peer, recipient: str, reply: str) -> None:
    assert fresh.envelope(recipient)[0].startswith(reply)


def test_the_null_sender_is_taken(store: Store, door: Listener) -> None:
    with Peer(door.port) as peer:
        assert peer.mail(MAIL, sender="").startswith("250")
    assert [row.envelope_from for row in arrivals(store)] == [""]


@pytest.fixture
def peer(tmp_path: Path, open_door: OpenDoor) -> Any:
    opened = open_store(f"sqlite:///{tmp_path}/books.db")
    with Peer(open_door(opened, max_size=100_000).port) as one:
        one.store = opened  # type: ignore[attr-defined]
        yield one
    opened.close()


def test_what_is_offered_is_what_works(fresh: Peer) -> None:
    offers = {re.sub(r"^250[- ]", "", line) for line in fresh.offers}
    assert {"SIZE 100000", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES"} <= offers
    assert not {"STARTTLS", "CHUNKING", "DSN", "AUTH"} & offers


@pytest.mark.parametrize(
    ("command", "reply"),
    [
        (b"MAIL FROM:<a\x00b@example.org>", "501 5.1.7"),
        (b"MAIL FROM:<a\rb@example.org>", "501 5.1.7"),
        (b"MAIL FROM:<a\x1bb@example.org>", "501 5.1.7"),
        (b"RCPT TO:<a\x7fb@example.org>", "501 5.1.3"),
        (b"MAIL FROM:<\xff\xfe@example.org>", "501 5.1.7"),
        (b"MAIL FROM:<\xff\xfe@example.org> SMTPUTF8", "501 5.1.7"),
        (b"MAIL FROM:<a@\xff\xfe.example> SMTPUTF8", "501 5.1.7"),
        ("MAIL FROM:<a\u0085b@example.org> SMTPUTF8".encode(), "501 5.1.7"),
        ("MAIL FROM:<a\u2028b@example.org> SMTPUTF8".encode(), "501 5.1.7"),
        ("MAIL FROM:<a\u202eb@example.org> SMTPUTF8".encode(), "501 5.1.7"),
        (("MAIL FROM:<" + "é" * 160 + "@example.org> SMTPUTF8").encode(), "501 5.1.7"),
        ("MAIL FROM:<zoë@example.org> SMTPUTF8".encode(), "250 2.1.0"),
        ("MAIL FROM:<els@müller.example> SMTPUTF8".encode(), "250 2.1.0"),
        ("MAIL FROM:<els@müller.example>".encode(), "553 5.6.7"),
        ("MAIL FROM:<δοκιμή@παράδειγμα.example> BODY=8BITMIME SMTPUTF8".encode(), "250 2.1.0"),
        ("MAIL FROM:<शिकायत@उदाहरण.example> SMTPUTF8".encode(), "250 2.1.0"),
        ("MAIL FROM:<zoë@example.org>".encode(), "553 5.6.7"),
        (b"MAIL FROM:<a@example.org> SMTPUTF8", "250 2.1.0"),
        (b"MAIL FROM:<a@example.org> SMTPUTF8=yes", "501 5.5.4"),
        (b"MAIL FROM:<a@example.org> RET=FULL", "555 5.5.4"),
        (b"MAIL FROM:<a@example.org> SIZE=100001", "552 5.3.4"),
        (b"MAIL FROM:<a@example.org> SIZE=x", "501 5.5.4"),
        (b"MAIL FROM:<a@example.org> SIZE=1 SIZE=1", "501 5.5.4"),
        (b"MAIL FROM:<a@example.org> BODY=8BITMIME SIZE=10", "250 2.1.0"),
        (b"MAIL FROM:<a@example.org> BODY=BINARYMIME", "501 5.5.4"),
        (b"mail from: <a@example.org>", "250 2.1.0"),
        (b"MAIL FROM:a@example.org", "501 5.5.4"),
        (b"MAIL TO:<a@example.org>", "501 5.5.4"),
        (b"MAIL", "501 5.5.4"),
        (b"RCPT TO:<klachten@vlaamse.example>", "503 5.5.1"),
        (b"DATA", "503 5.5.1"),
        (b"VRFY els", "252 2.0.0"),
        (b"EXPN staff", "502 5.5.1"),
        (b"HELP", "214 2.0.0"),
        (b"NOOP whatever", "250 2.0.0"),
        (b"BDAT 10 LAST", "502 5.5.1"),
        (b"AUTH PLAIN AGEAYg==", "502 5.5.1"),
        (b"XCLIENT ADDR=10.0.0.1", "502 5.5.1"),
        (b"STARTTLS", "502 5.5.1"),
        (b"WHAT", "500 5.5.1"),
        (b"\xc3\xa9", "500 5.5.1"),
        (b"", "500 5.5.1"),
        (b"NOOP " + b"x" * 5000, "500 5.5.2"),
        (b"LHLO peer.example", "500 5.5.1"),
        (b"EHLO", "501 5.5.4"),
        (b"QUIT", "221 2.0.0"),
    ],
)
def test_each_command_has_its_reply_with_an_enhanced_code_of_its_class(fresh: Peer, command: bytes, reply: str) -> None:
    assert fresh.ask(command).startswith(reply)


def test_a_command_that_ends_in_a_bare_line_feed_is_refused(fresh: Peer) -> None:
    fresh.send(b"MAIL FROM:<a@example.org>\n")
    assert fresh.reply().startswith("501 5.1.7")


def test_the_order_of_commands_is_kept(peer: Any) -> None:
    assert peer.ask("MAIL FROM:<a@example.org>").startswith("250")
    assert peer.ask("MAIL FROM:<b@example.org>").startswith("503 5.5.1")
    assert peer.ask("DATA").startswith("554 5.5.1")
    peer.ask(f"RCPT TO:<{KLACHTEN}>")
    assert peer.ask("RSET").startswith("250")
    assert peer.ask("DATA").startswith("503 5.5.1")
    assert peer.mail(MAIL).startswith("250")
    assert peer.ask("DATA").startswith("503 5.5.1"), "the envelope ends with its mail"
    assert peer.mail(b"Subject: two\r\n\r\nx").startswith("250")
    assert [row.envelope_to for row in arrivals(peer.store)] == [[KLACHTEN], [KLACHTEN]]


def test_nothing_goes_before_a_greeting(tmp_path: Path, store: Store, door: Listener) -> None:
    with Peer(door.port, greet="") as peer:
        assert peer.ask("MAIL FROM:<a@example.org>").startswith("503 5.5.1")
        assert peer.ask("HELO peer.example") == "250 mx.vlaamse.example"
        assert peer.ask("MAIL FROM:<a@example.org> SIZE=1").startswith("555"), "HELO has no parameters"
        assert peer.mail(MAIL).startswith("250")


@pytest.mark.parametrize(
    "first", ["GET / HTTP/1.1", "POST /x HTTP/1.0", "CONNECT a:25", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2"]
)
def test_other_protocols_are_shown_the_door(tmp_path: Path, store: Store, door: Listener, first: str) -> None:
    with Peer(door.port, greet="") as peer:
        assert peer.ask(first).startswith("554 5.5.0")
        assert peer.is_closed()


@pytest.mark.parametrize(
    "lines", [b"..\r\n", b"...\r\n..x\r\n", b"", b"\r\n", b"x", b"..\r\n..", b"a\r\n\r\n..\r\n\r\n"]
)
def test_dots_survive_and_a_last_line_is_ended(peer: Any, lines: bytes) -> None:
    assert peer.mail(b"Subject: dots\r\n\r\n" + lines).startswith("250")
    plain = (b"Subject: dots\r\n\r\n" + lines + b"\r\n").replace(b"\r\n.", b"\r\n")
    assert kept(peer.store) == [plain]


def test_a_mail_without_a_single_byte_is_a_mail(peer: Any) -> None:
    peer.envelope()
    peer.ask("DATA")
    peer.send(b".\r\n")
    assert peer.reply().startswith("250")
    assert kept(peer.store) == [b""]


@pytest.mark.parametrize("length", [998, 999, 1000, 2048, 65_536, 5_000_000])
def test_long_lines_are_taken_as_they_are(store: Store, door: Listener, length: int) -> None:
    sent = b"Subject: long\r\n\r\n" + b"x" * length + b"\r\n" + bytes(range(128, 256))
    with Peer(door.port) as peer:
        assert peer.mail(sent).startswith("250")
    assert kept(store) == [sent + b"\r\n"]


#: What other servers have taken for the end of a mail (SMTP smuggling); to us it is text like any other.
ENDS = [
    b"\n.\n",
    b"\n.\r\n",
    b"\r.\r",
    b"\r.\r\n",
    b"\r\n.\n",
    b"\r\n.\r",
    b"\n.\r",
    b"\r.\n",
    b"\r\n\x00.\r\n",
    b"\r\n.\x00\r\n",
    b"\r\r\n.\r\r\n",
    b"\n\n.\r\n",
    b"\r\n.\n\r\n",
    b"\r\n.\r\r\n",
]


@pytest.mark.parametrize("end", ENDS)
def test_no_other_end_of_data_smuggles_a_second_mail(peer: Any, end: bytes) -> None:
    hidden = b"MAIL FROM:<x@evil.example>\r\nRCPT TO:<klachten@vlaamse.example>\r\nDATA\r\nsmuggled"
    mails = [b"Subject: one\r\n\r\n" + b"x" * size + end + hidden for size in (20, 1001, 65_536)]
    for sent in mails:
        assert peer.mail(sent).startswith("250")
        assert peer.ask("NOOP").startswith("250")
    assert kept(peer.store) == [(sent + b"\r\n").replace(b"\r\n.", b"\r\n") for sent in mails]


def test_the_end_is_found_wherever_the_network_cuts_it(store: Store, door: Listener) -> None:
    sent = b"Subject: x\r\n\r\na\r\n..\r\nb\r\n.\r\n"
    with Peer(door.port) as peer:
        for at in range(1, len(sent)):
            peer.envelope()
            peer.ask("DATA")
            peer.send(sent[:at])
            peer.send(sent[at:])
            assert peer.reply().startswith("250")
        peer.envelope()
        peer.ask("DATA")
        for byte in sent:
            peer.send(bytes([byte]))
        assert peer.reply().startswith("250")
    assert set(kept(store)) == {b"Subject: x\r\n\r\na\r\n.\r\nb\r\n"}


@pytest.mark.parametrize("around", [65_536, 131_072, 262_144])
def test_the_end_is_found_at_the_edges_of_our_buffers(store: Store, door: Listener, around: int) -> None:
    with Peer(door.port) as peer:
        for size in range(around - 6, around + 6):
            assert peer.mail(b"x" * size).startswith("250")
    assert [len(content) for content in kept(store)] == [size + 2 for size in range(around - 6, around + 6)]


def test_pipelined_commands_are_answered_in_order_and_number(peer: Any) -> None:
    recipients = [KLACHTEN, "nobody@vlaamse.example", OMBUDS]
    peer.send("MAIL FROM:<a@example.org>\r\n" + "".join(f"RCPT TO:<{r}>\r\n" for r in recipients) + "DATA\r\n")
    assert [peer.reply()[:3] for _ in range(5)] == ["250", "250", "550", "250", "354"]
    peer.send(MAIL + b".\r\nMAIL FROM:<b@example.org>\r\nQUIT\r\n")
    assert [peer.reply()[:3] for _ in range(3)] == ["250", "250", "221"]
    assert [row.envelope_to for row in arrivals(peer.store)] == [[KLACHTEN, OMBUDS]]


def test_who_does_not_wait_for_our_replies_is_no_mail_server(store: Store, door: Listener) -> None:
    rush = f"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<{KLACHTEN}>\r\nDATA\r\nspam\r\n.\r\n"
    with Peer(door.port, greet="") as peer:
        peer.send(rush)
        assert peer.reply().startswith("554 5.5.0")
        assert peer.is_closed()
    with Peer(door.port) as peer:
        peer.envelope()
        peer.send("DATA\r\nMAIL FROM:<x@evil.example>\r\n.\r\n")
        assert peer.reply().startswith("554 5.5.0")
    assert arrivals(store) == []


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    subject = ["-subj", "/CN=mx.vlaamse.example", "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "crt")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "crt", tmp_path / "key")
    return context


def test_tls_starts_with_a_clean_session(store: Store, open_door: OpenDoor, certificate: ssl.SSLContext) -> None:
    with Peer(open_door(store, tls=certificate).port) as peer:
        assert any("STARTTLS" in offer for offer in peer.offers)
        peer.envelope()
        # What is slipped in behind the command in plain text must not be obeyed once the session is secret.
        peer.send("STARTTLS\r\nRSET\r\nNOOP\r\n")
        assert peer.reply().startswith("220 2.0.0")
        peer.start_tls()
        assert peer.ask("MAIL FROM:<a@example.org>").startswith("503 5.5.1"), "greet again"
        assert not any("STARTTLS" in offer for offer in peer.ask("EHLO peer.example").split("\n"))
        assert peer.ask("STARTTLS").startswith("503")
        assert peer.mail(MAIL).startswith("250")
        assert peer.ask("QUIT").startswith("221")
    with store.reading() as session:
        assert b"with ESMTPS id" in raw_bytes(session, arrivals(store)[0].sha256)


def test_plain_talk_where_tls_was_promised_ends_the_session(
    store: Store, open_door: OpenDoor, certificate: ssl.SSLContext
) -> None:
    listener = open_door(store, tls=certificate)
    with Peer(listener.port) as peer:
        assert peer.ask("STARTTLS").startswith("220")
        peer.send("MAIL FROM:<a@example.org>\r\n" * 3)
        assert peer.is_closed()
    with Peer(listener.port) as peer:
        assert peer.mail(MAIL).startswith("250")
