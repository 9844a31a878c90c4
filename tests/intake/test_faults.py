"""What a peer hears, and what the books hold, when something of ours breaks: always 4yz, never our words, never half."""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from gateway.errors import StoreUnavailable
from gateway.intake import listener as listener_module
from gateway.intake import session as session_module
from gateway.intake import writer as writer_module
from gateway.intake.arrivals import Arrival, take_in_all
from gateway.intake.listener import Listener
from gateway.store.engine import Store, open_store
from tests.conftest import without_server
from tests.intake.client import Peer
from tests.intake.conftest import OpenDoor, arrivals, kept
from tests.postgresql import Postgresql

MAIL = b"Subject: x\r\n\r\nx"


def test_a_bug_in_a_command_is_told_as_ours_without_its_words(
    store: Store, door: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("host=db1 password=geheim")

    monkeypatch.setattr(session_module, "read_path", broken)
    with Peer(door.port) as peer:
        assert peer.ask("MAIL FROM:<a@example.org>") == "451 4.3.0 Our fault, try again later"
        assert peer.ask("NOOP").startswith("250")


@pytest.mark.parametrize("half", [True, False])
def test_a_peer_that_leaves_after_its_last_dot_does_not_stop_the_commit(
    store: Store, door: Listener, monkeypatch: pytest.MonkeyPatch, half: bool
) -> None:
    reached, go_on, done = threading.Event(), threading.Event(), threading.Event()

    def slowly(session: Any, waiting: Any) -> list[int]:
        reached.set()
        go_on.wait(60)
        rows = take_in_all(session, waiting)
        done.set()
        return rows

    monkeypatch.setattr(writer_module, "take_in_all", slowly)
    with Peer(door.port) as peer:
        peer.envelope()
        peer.ask("DATA")
        peer.send(MAIL + b"\r\n.\r\n")
        assert reached.wait(60)
        if half:
            peer.socket.shutdown(socket.SHUT_WR)
            go_on.set()
            assert peer.reply().startswith("250"), "who still listens hears it"
        else:
            peer.socket.close()
    go_on.set()
    assert done.wait(60)
    door.stop()
    assert len(arrivals(store)) == 1


def test_a_mail_cut_before_its_end_leaves_nothing(store: Store, door: Listener) -> None:
    sent = b"MAIL FROM:<a@example.org>\r\nRCPT TO:<klachten@vlaamse.example>\r\nDATA\r\n"
    for at in range(0, len(MAIL) + 4, 2):
        with Peer(door.port) as peer:
            for command in sent.split(b"\r\n")[:3]:
                peer.ask(command)
            peer.send((MAIL + b"\r\n.\r\n")[:at])
    door.stop()
    assert arrivals(store) == []


def test_one_bad_arrival_of_a_group_fails_alone(store: Store, door: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    together = threading.Barrier(9, timeout=60)
    first = threading.Event()

    def picky(session: Any, waiting: list[Arrival]) -> list[int]:
        if not first.is_set():
            first.set()
            together.wait()
        rows = take_in_all(session, waiting)
        if any(b"poison" in one.content for one in waiting):
            raise ValueError("poison")
        return rows

    monkeypatch.setattr(writer_module, "take_in_all", picky)
    replies: dict[int, str] = {}

    def send(number: int) -> None:
        with Peer(door.port) as peer:
            peer.envelope()
            peer.ask("DATA")
            peer.send((b"poison" if number == 3 else b"mail %d" % number) + b"\r\n.\r\n")
            if number:
                together.wait()
            replies[number] = peer.reply()[:9]

    threads = [threading.Thread(target=send, args=[number]) for number in range(8)]
    threads[0].start()
    assert first.wait(60)
    for thread in threads[1:]:
        thread.start()
    together.wait()
    for thread in threads:
        thread.join(60)
    assert replies.pop(3) == "451 4.3.0"
    assert set(replies.values()) == {"250 2.0.0"}
    assert len(replies) == len(arrivals(store)) == 7


def test_the_commits_of_concurrent_sessions_are_grouped(
    store: Store, door: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    held = threading.Event()

    def counted(session: Any, waiting: list[Arrival]) -> list[int]:
        sizes.append(len(waiting))
        if len(sizes) == 1:
            held.wait(60)
        return take_in_all(session, waiting)

    monkeypatch.setattr(writer_module, "take_in_all", counted)
    peers = [Peer(door.port) for _ in range(12)]
    writer = door.door.writer
    for number, peer in enumerate(peers):
        peer.envelope()
        peer.ask("DATA")
        peer.send(b"mail %d\r\n.\r\n" % number)
        while not sizes:
            threading.Event().wait(0.005)
    while len(writer.waiting) < 11:
        threading.Event().wait(0.005)
    held.set()
    assert {peer.reply()[:3] for peer in peers} == {"250"}
    assert sizes == [1, 11]
    for peer in peers:
        peer.socket.close()


def test_an_arrival_given_back_to_its_sender_never_comes_into_the_books(tmp_path: Path, open_door: OpenDoor) -> None:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    listener = open_door(store, commit_seconds=0.3)
    locker = sqlite3.connect(tmp_path / "books.db", isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    with Peer(listener.port) as peer:
        assert peer.mail(b"first").startswith("451 4.3.0"), "the books are locked for too long"
        locker.execute("ROLLBACK")
        assert peer.mail(b"second").startswith("250")
    listener.stop()
    assert kept(store) == [b"second\r\n"]
    store.close()


def test_a_full_disk_is_temporary_and_the_next_mail_goes_in(tmp_path: Path, open_door: OpenDoor) -> None:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    listener = open_door(store)
    with store.session() as session:
        pages = session.execute(text("PRAGMA page_count")).scalar_one()
    with Peer(listener.port) as peer:
        with store.reading() as session:
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
        replies = {peer.mail(os.urandom(200_000).hex().encode())[:9]}
        with store.reading() as session:
            session.execute(text("PRAGMA max_page_count = 1000000"))
        replies_after = peer.mail(b"small")[:9]
    assert replies <= {"451 4.3.0"}
    assert replies_after == "250 2.0.0"
    assert kept(store) == [b"small\r\n"]
    store.close()


def test_after_a_broken_write_nothing_is_taken_until_a_new_start(
    tmp_path: Path, open_door: OpenDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    listener = open_door(store)

    def breaks(*_: object) -> list[int]:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
        raise StoreUnavailable("disk I/O error") from OperationalError("", {}, error)

    with Peer(listener.port) as peer:
        monkeypatch.setattr(writer_module, "take_in_all", breaks)
        assert peer.mail(b"x").startswith("451")
        monkeypatch.undo()
        assert peer.mail(b"x").startswith("451"), "nobody knows what the disk holds now"
    listener.stop()
    with Peer(open_door(store).port) as peer:
        assert peer.mail(b"x").startswith("250")
    assert len(arrivals(store)) == 1
    store.close()


@pytest.mark.postgresql
def test_a_database_that_goes_away_is_4yz_and_comes_back(
    postgresql: Postgresql, postgresql_url: str, open_door: OpenDoor
) -> None:
    store = open_store(postgresql_url)
    name = postgresql_url.rpartition("/")[2]
    with (
        Peer(open_door(store).port) as peer,
        psycopg.connect(postgresql.url("postgres"), autocommit=True) as other,
    ):
        assert peer.mail(b"one").startswith("250")
        other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        reply = peer.mail(b"two")
        assert reply == "451 4.3.0 Our fault, try again later"
        other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
        assert peer.mail(b"two").startswith("250")
    assert kept(store) == [b"one\r\n", b"two\r\n"]
    store.close()


def test_a_shutdown_ends_idle_sessions_finishes_a_mail_under_way_and_takes_no_half_mail(
    store: Store, door: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener_module, "DRAIN", 1.0)
    port = door.port
    with Peer(door.port) as idle, Peer(door.port) as busy, Peer(door.port) as stuck:
        for peer in (busy, stuck):
            peer.envelope()
            assert peer.ask("DATA").startswith("354")
            peer.send(b"Subject: half\r\n")
        stopper = threading.Thread(target=door.stop)
        stopper.start()
        assert idle.reply().startswith("421 4.3.2")
        assert idle.is_closed()
        busy.send(b"\r\nwhole\r\n.\r\n")
        assert busy.reply().startswith("250")
        assert stuck.reply().startswith("421")
        stopper.join(20)
        assert not stopper.is_alive()
    assert kept(store) == [b"Subject: half\r\n\r\nwhole\r\n"]
    with pytest.raises(ConnectionRefusedError):
        Peer(port)


LISTENER = """
import sys
from datetime import UTC, datetime
from types import SimpleNamespace
from gateway.intake.book import address_book
from gateway.intake.listener import Listener
from gateway.logs import start_logging
from gateway.settings import SmtpSettings
from gateway.store.engine import open_store

start_logging("error")
office = SimpleNamespace(id="a", addresses=("klachten@vlaamse.example",))
listener = Listener(
    SmtpSettings(port=-1), open_store(sys.argv[1]), address_book([office]), clock=lambda: datetime.now(UTC)
)
listener.start()
print(listener.port, flush=True)
sys.stdin.read()
"""


def started(url: str, *before: str) -> tuple[subprocess.Popen[str], int]:
    command = [*before, sys.executable, "-c", LISTENER, url]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def test_what_got_250_survives_kill_9_and_what_did_not_is_whole_or_absent(database_url: str) -> None:
    accepted: list[bytes] = []
    unsure: list[bytes] = []
    for life in range(3):
        process, port = started(database_url)

        def talk(number: int, life: int = life, port: int = port) -> None:
            with contextlib.suppress(OSError), Peer(port) as peer:
                for turn in range(1000):
                    mail = b"Subject: %d-%d-%d" % (life, number, turn)
                    unsure.append(mail + b"\r\n")
                    if not peer.mail(mail).startswith("250"):
                        return
                    accepted.append(mail + b"\r\n")

        threads = [threading.Thread(target=talk, args=[number]) for number in range(6)]
        for thread in threads:
            thread.start()
        aim = len(accepted) + 40
        while len(accepted) < aim and any(thread.is_alive() for thread in threads):
            threading.Event().wait(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for thread in threads:
            thread.join(20)
    store = open_store(database_url)
    found = kept(store)
    store.close()
    assert set(accepted) <= set(found) <= set(unsure)
    assert len(found) == len(set(found))


def test_the_disk_has_the_mail_before_the_peer_hears_250(tmp_path: Path) -> None:
    needs_strace()
    trace = tmp_path / "trace"
    calls = "trace=fsync,fdatasync,sendto,sendmsg,write"
    process, port = started(f"sqlite:///{tmp_path}/books.db", "strace", "-f", "-o", str(trace), "-e", calls)
    with Peer(port) as peer:
        peer.envelope()
        peer.ask("DATA")
        before = trace.read_text().count("\n")
        peer.send(MAIL + b"\r\n.\r\n")
        assert peer.reply().startswith("250")
    # A killed strace would leave what it watched alone: it ends with its input.
    process.communicate(timeout=30)
    after = trace.read_text().split("\n")[before:]
    syncs = [place for place, line in enumerate(after) if "sync(" in line and "= 0" in line]
    syncs += [place for place, line in enumerate(after) if "sync resumed" in line and "= 0" in line]
    [answer] = [place for place, line in enumerate(after) if "250 2.0.0 Ok, kept" in line]
    assert syncs
    assert max(syncs) < answer


#: What a call of the operating system answers while a mail is written, and the calls through which SQLite writes.
@pytest.mark.parametrize(
    ("calls", "error"),
    [("openat", "EMFILE"), ("openat", "EROFS"), ("pwrite64", "ENOSPC"), ("openat", "ENOMEM")],
)
def test_a_system_call_that_fails_while_a_mail_is_written_is_4yz_and_loses_nothing(
    tmp_path: Path, calls: str, error: str
) -> None:
    needs_strace()
    url = f"sqlite:///{tmp_path}/books.db"
    process, port = started(url)
    with Peer(port) as peer:
        assert peer.mail(b"before").startswith("250")
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}"]
        tracing = [*command, "-e", f"inject={calls}:error={error}", "-p", str(process.pid)]
        with subprocess.Popen(tracing, stderr=subprocess.DEVNULL) as strace:
            until_traced(process.pid)
            reply = peer.mail(b"meanwhile")
            strace.terminate()
        assert reply == "451 4.3.0 Our fault, try again later"
        assert peer.mail(b"after").startswith("250")
    process.communicate(timeout=30)
    store = open_store(url)
    assert kept(store) == [b"before\r\n", b"after\r\n"]
    store.close()


def needs_strace() -> None:
    if shutil.which("strace") is None:
        without_server("strace is not installed")


def until_traced(process: int) -> None:
    """All its threads are watched."""
    while any("TracerPid:\t0" in (one / "status").read_text() for one in Path(f"/proc/{process}/task").iterdir()):
        threading.Event().wait(0.01)
