"""What a peer may take of us: connections, recipients, errors, time, room. Beyond it others are still served."""

import contextlib
import resource
import socket
import threading
import time
from collections import namedtuple
from pathlib import Path

import pytest

from gateway.intake import door as door_module
from gateway.intake import session as session_module
from gateway.intake.door import neighbourhood
from gateway.store.engine import Store, open_store
from tests.intake.client import KLACHTEN, Peer
from tests.intake.conftest import OpenDoor, arrivals


def test_connections_of_one_peer_and_of_all_are_capped_and_free_again_after_they_end(
    store: Store, open_door: OpenDoor
) -> None:
    listener = open_door(store, max_connections_per_peer=3, max_connections=5)
    peers = [Peer(listener.port) for _ in range(3)]
    with Peer(listener.port, greet="") as fourth:
        assert fourth.greeting.startswith("421 4.7.0")
        assert fourth.is_closed()
    peers[0].ask("QUIT")
    assert peers[0].is_closed()
    with Peer(listener.port) as again:
        assert again.mail(b"x").startswith("250")
    for peer in peers:
        peer.socket.close()


def test_all_connections_together_are_capped(store: Store, open_door: OpenDoor) -> None:
    listener = open_door(store, max_connections=2)
    with Peer(listener.port), Peer(listener.lmtp_port, "LHLO x"), Peer(listener.port, greet="") as third:
        assert third.greeting.startswith("421 4.3.2")


def test_a_household_of_ipv6_addresses_is_one_peer() -> None:
    assert neighbourhood("2001:db8:1:2::a") == neighbourhood("2001:db8:1:2:ffff::b") != neighbourhood("2001:db8:1:3::a")
    assert neighbourhood("::ffff:192.0.2.1") == neighbourhood("192.0.2.1")


def test_recipients_beyond_the_cap_wait_for_another_transaction(store: Store, open_door: OpenDoor) -> None:
    with Peer(open_door(store, max_recipients=2).port) as peer:
        replies = peer.envelope(KLACHTEN, f"a{KLACHTEN}", "info@vlaamse.example", KLACHTEN)
        assert [reply[:9] for reply in replies] == ["250 2.1.5", "550 5.1.1", "250 2.1.5", "452 4.5.3"]
        assert peer.text(b"x").startswith("250")
    assert arrivals(store)[0].envelope_to == [KLACHTEN, "info@vlaamse.example"]


def test_a_hundred_recipients_are_no_mistake(store: Store, open_door: OpenDoor) -> None:
    with Peer(open_door(store).port) as peer:
        many = [f"klachten+{number}@vlaamse.example" for number in range(100)]
        assert {reply[:3] for reply in peer.envelope(*many)} == {"250"}
        assert peer.text(b"x").startswith("250")


def test_after_many_errors_the_session_ends(store: Store, open_door: OpenDoor) -> None:
    with Peer(open_door(store, max_errors=3).port) as peer:
        replies = [peer.ask("WHAT") for _ in range(3)]
        assert {reply[:9] for reply in replies} == {"500 5.5.1"}
        peer.send("WHAT\r\n")
        assert peer.reply().startswith("500")
        assert peer.reply().startswith("421 4.7.0")
        assert peer.is_closed()


def test_chatter_without_mail_ends_but_mail_after_mail_does_not(store: Store, open_door: OpenDoor) -> None:
    listener = open_door(store)
    with Peer(listener.port) as peer:
        peer.send("NOOP\r\n" * 5000)
        replies = iter(peer.line, "")
        assert list(replies)[-1].startswith("421 4.7.0")
    with Peer(listener.port) as peer:
        for number in range(150):
            assert peer.ask("RSET", "NOOP").startswith("250")
            assert peer.mail(f"Subject: {number}".encode()).startswith("250")


def test_a_mail_too_big_is_refused_at_its_size_or_at_its_end_and_not_kept(store: Store, open_door: OpenDoor) -> None:
    with Peer(open_door(store, max_size=100_000).port) as peer:
        assert peer.ask("MAIL FROM:<a@example.org> SIZE=100001").startswith("552 5.3.4")
        assert peer.ask("MAIL FROM:<a@example.org> SIZE=5").startswith("250"), "a size that lies"
        peer.ask(f"RCPT TO:<{KLACHTEN}>")
        assert peer.text(b"x\r\n" * 100_000).startswith("552 5.3.4")
        assert peer.mail(b"x" * 99_998).startswith("250"), "exactly what is allowed"
        assert peer.mail(b"x" * 99_999).startswith("552 5.3.4"), "one byte more"
    assert len(arrivals(store)) == 1


def test_below_the_reserve_of_the_disk_mail_waits_at_its_sender(
    store: Store, open_door: OpenDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = namedtuple("room", "f_bavail f_frsize f_files f_favail")
    free = {"blocks": 10}
    monkeypatch.setattr(door_module, "DISK_LOOK", 0.0)
    monkeypatch.setattr("gateway.intake.door.os.statvfs", lambda _: room(free["blocks"], 4096, 1000, 1000))
    listener = open_door(store, folder=tmp_path, disk_reserve=1_000_000)
    with Peer(listener.port) as peer:
        assert peer.ask("MAIL FROM:<a@example.org>").startswith("452 4.3.1")
        free["blocks"] = 1000
        assert peer.mail(b"x").startswith("250")


def test_memory_for_mails_under_way_is_capped_and_given_back(store: Store, open_door: OpenDoor) -> None:
    with Peer(open_door(store, max_held=1_000_000).port) as peer:
        assert peer.mail(b"x" * 2_000_000).startswith("452 4.3.1")
        assert peer.ask("MAIL FROM:<a@example.org> SIZE=2000000").startswith("452 4.3.1")
        assert peer.mail(b"x" * 500_000).startswith("250")
        assert peer.mail(b"y" * 900_000).startswith("250")
    assert len(arrivals(store)) == 2


def test_silence_ends_a_session_with_a_word(store: Store, open_door: OpenDoor) -> None:
    with Peer(open_door(store, idle_seconds=0.2).port) as peer:
        assert peer.reply().startswith("421 4.4.2")
        assert peer.is_closed()


def test_a_session_has_an_end_and_may_begin_anew(store: Store, open_door: OpenDoor) -> None:
    listener = open_door(store, session_seconds=0.3, idle_seconds=0.2)
    with Peer(listener.port) as peer:
        replies = []
        while (reply := peer.ask("RSET")) and len(replies) < 90:
            replies.append(reply[:9])
            if not reply.startswith("250"):
                break
            threading.Event().wait(0.02)
        assert replies[-1] == "421 4.4.2"


def test_a_text_that_drips_is_ended_while_others_are_served(
    store: Store, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "SLOWEST", 1_000_000)
    listener = open_door(store, idle_seconds=0.4)
    with Peer(listener.port) as slow, Peer(listener.port) as good:
        slow.envelope()
        slow.ask("DATA")
        drip = threading.Timer(0.0, dripping, [slow])
        drip.start()
        assert good.mail(b"x").startswith("250")
        assert slow.reply().startswith("421 4.4.2"), "each byte comes in time, the text does not"
        drip.join()
    assert len(arrivals(store)) == 1


def dripping(peer: Peer) -> None:
    try:
        for _ in range(100):
            peer.send(b"x")
            threading.Event().wait(0.05)
    except OSError:
        return


def test_a_peer_that_never_reads_our_replies_is_ended(store: Store, open_door: OpenDoor) -> None:
    listener = open_door(store, idle_seconds=0.5)
    with Peer(listener.port) as deaf:
        deaf.send("HELP\r\n" * 90)
        with Peer(listener.port) as good:
            assert good.mail(b"x").startswith("250")
    assert len(arrivals(store)) == 1


def test_crowds_of_idle_connections_leave_room_for_a_good_client(store: Store, open_door: OpenDoor) -> None:
    listener = open_door(store, max_connections=400, max_connections_per_peer=300)
    crowd = [Peer(listener.port, greet="", wait=False) for _ in range(250)]
    with Peer(listener.port) as good:
        assert good.mail(b"x").startswith("250")
    for peer in crowd:
        peer.socket.close()


#: More than most systems let a process open; the test raises its own limit.
CROWD = 2_000


def test_two_thousand_connections_take_a_bounded_place_and_end_while_others_are_served(
    tmp_path: Path, open_door: OpenDoor
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 3 * CROWD:
        pytest.skip(f"this system lets a process open {hard} files only")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 3 * CROWD), hard))
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    listener = open_door(store, max_connections=200, max_connections_per_peer=50, idle_seconds=3.0)
    before = memory()
    with contextlib.ExitStack() as stack:
        crowd = []
        for number in range(CROWD):
            # Three addresses: each has its share of the door, together they leave room for others.
            line = socket.create_connection(("127.0.0.1", listener.port), 30, (f"127.0.0.{2 + number % 3}", 0))
            stack.enter_context(line)
            crowd.append(line)
        began = time.monotonic()
        with Peer(listener.port) as good:
            assert good.mail(b"x").startswith("250")
        assert time.monotonic() - began < 10
        assert listener.door.peers.total() <= 3 * 50 + 1
        told = [b"".join(iter(lambda line=line: line.recv(200), b"")) for line in crowd]
    turned_away = [words for words in told if words.startswith(b"421 4.7.0")]
    silent = [words for words in told if words.startswith(b"220 ") and b"\r\n421 4.4.2" in words]
    assert len(turned_away) + len(silent) == CROWD, "those that came in and said nothing were ended"
    assert len(turned_away) >= CROWD - 300
    assert memory() - before < 100 * 1024 * 1024
    assert len(arrivals(store)) == 1
    store.close()


def memory() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
