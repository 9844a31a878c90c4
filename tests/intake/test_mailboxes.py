"""Mailboxes emptied from a real Dovecot: once each, whatever happens between server, network, books and ourselves."""

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientError, ProtocolError
from sqlalchemy import func, select

from gateway.errors import StoreUnavailable
from gateway.intake import mailbox_ledger, mailbox_visit
from gateway.intake.mailbox_login import MailboxRefused, Token, open_mailbox
from gateway.intake.mailbox_visit import Visit
from gateway.intake.mailboxes import Mailboxes
from gateway.settings import MailboxSettings
from gateway.store.engine import Store, open_store
from gateway.store.mailboxes import MailboxHealth, MailboxMail
from gateway.store.raw import raw_bytes
from gateway.store.tables import Inbox, Task
from tests.intake import dovecot as imap_servers
from tests.intake.conftest import arrivals
from tests.intake.dovecot import PASSWORD, Dovecot
from tests.intake.proxy import CuttingProxy

pytestmark = pytest.mark.dovecot
NUMBERS = itertools.count(1)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def user() -> str:
    """A mailbox that nobody has used."""
    return f"user{next(NUMBERS)}"


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


def test_mail_is_taken_once_as_it_is_and_stays_unseen_where_it_is(store: Store, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, *mails(3))
    for _ in range(3):
        visit(store, settings(dovecot, user))
    assert subjects(store) == mails(3)
    assert {(row.channel, row.office, row.source) for row in arrivals(store)} == {("imap", "ombuds-brussel", user)}
    with dovecot.as_user(user) as other:
        assert len(other.search("UNSEEN")) == 3
    row = health(store, user)
    assert (row.on_server, row.kept, row.quarantined, row.backlog, row.error) == (3, 3, 0, 0, "")


def test_seen_flags_and_dates_decide_nothing(store: Store, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, *mails(2))
    with dovecot.as_user(user) as other:
        other.add_flags(other.search("ALL"), [b"\\Seen", b"\\Answered"])
        other.append("INBOX", mails(1, first=9)[0], flags=[b"\\Seen"], msg_time=datetime(1999, 1, 1, tzinfo=UTC))
    visit(store, settings(dovecot, user))
    assert len(arrivals(store)) == 3
    assert min(row.received_at for row in arrivals(store)) == datetime(1999, 1, 1, tzinfo=UTC), "delivered, not fetched"


def test_mail_is_moved_to_its_folder_after_the_commit(store: Store, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, *mails(5))
    visit(store, settings(dovecot, user, move_to="Verwerkt"))
    with dovecot.as_user(user) as other:
        assert other.search("ALL") == []
    with dovecot.as_user(user, "Verwerkt") as other:
        assert len(other.search("ALL")) == 5
    assert health(store, user).on_server == 0
    assert len(arrivals(store)) == 5


def test_without_move_it_is_copied_and_only_our_own_mail_expunged(dovecot: Dovecot, store: Store, user: str) -> None:
    with imap_servers.running("IMAP4rev1 UIDPLUS IDLE") as plain:
        plain.deliver(user, *mails(3))
        with plain.as_user(user) as other:
            [first, *_] = other.search("ALL")
            other.append("INBOX", mails(1, first=50)[0])
            visit(store, settings(plain, user))
            other.select_folder("INBOX")
            other.add_flags([first], [b"\\Deleted"])
            with store.session() as session:
                session.query(MailboxMail).filter(MailboxMail.uid == first).update({"state": "quarantined"})
        visit(store, settings(plain, user, move_to="Done"))
        with plain.as_user(user) as other:
            assert other.search("ALL") == [first], "marked by somebody else: not ours to remove"
        with plain.as_user(user, "Done") as other:
            assert len(other.search("ALL")) == 3


def test_a_mailbox_made_anew_brings_nothing_twice_and_new_mail_once(store: Store, dovecot: Dovecot, user: str) -> None:
    wanted = settings(dovecot, user, folder="Klachten")
    with dovecot.as_user(user) as other:
        other.create_folder("Klachten")
        for mail in mails(4):
            other.append("Klachten", mail)
        visit(store, wanted)
        before = health(store, user).uid_validity
        other.delete_folder("Klachten")
        threading.Event().wait(1.1)  # Dovecot makes a UIDVALIDITY of the second it is made in.
        other.create_folder("Klachten")
        for mail in mails(6):
            other.append("Klachten", mail)
    visit(store, wanted)
    row = health(store, user)
    assert row.uid_validity != before
    assert (row.on_server, row.kept, row.backlog) == (6, 6, 0)
    assert subjects(store) == mails(6)


def test_a_crash_between_commit_and_move_brings_nothing_twice(
    store: Store, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.deliver(user, *mails(3))

    def crashes(*_: object) -> str:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(Visit, "move", crashes)
        with pytest.raises(ConnectionResetError):
            visit(store, settings(dovecot, user, move_to="Done"))
    assert len(arrivals(store)) == 3
    visit(store, settings(dovecot, user, move_to="Done"))
    assert len(arrivals(store)) == 3
    with dovecot.as_user(user) as other:
        assert other.search("ALL") == []


def test_a_crash_before_the_commit_leaves_the_mail_for_the_next_visit(
    store: Store, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.deliver(user, *mails(3))

    def away(*_: object) -> bool:
        raise StoreUnavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(mailbox_ledger, "keep", away)
        with pytest.raises(StoreUnavailable):
            visit(store, settings(dovecot, user, move_to="Done"))
    assert arrivals(store) == []
    visit(store, settings(dovecot, user, move_to="Done"))
    assert subjects(store) == mails(3)
    with store.reading() as session:
        assert session.scalars(select(Task)).all() == [], "a database that was away is not the mail's fault"


def test_a_connection_cut_anywhere_loses_nothing_and_brings_nothing_twice(
    store: Store, dovecot: Dovecot, user: str
) -> None:
    dovecot.deliver(user, *mails(6))
    proxy = CuttingProxy(dovecot.port)
    wanted = settings(proxy, user, move_to="Done")
    allowance = 1
    for _ in range(300):
        proxy.allowance = allowance
        try:
            visit(store, wanted)
        except (OSError, IMAPClientError, ProtocolError):
            allowance += 41
            continue
        break
    else:
        pytest.fail("no visit ever came to its end")
    proxy.allowance = None
    visit(store, wanted)
    proxy.close()
    assert subjects(store) == mails(6)
    with dovecot.as_user(user) as other:
        assert other.search("ALL") == []
    with dovecot.as_user(user, "Done") as other:
        assert len(other.search("ALL")) >= 6
    assert health(store, user).backlog == 0


def peak_memory(reset: bool = False) -> int:
    """Bytes this process has held at most, since the last reset."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def test_two_thousand_waiting_mails_in_bounded_memory_and_resumed_after_a_break(
    tmp_path: Path, dovecot: Dovecot, user: str
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    many = [mail + b"x" * 10_000 for mail in mails(2000)]
    dovecot.deliver(user, *many)
    proxy = CuttingProxy(dovecot.port)
    proxy.allowance = 9_000_000
    before = peak_memory(reset=True)
    with pytest.raises((OSError, IMAPClientError, ProtocolError)):
        visit(store, settings(proxy, user))
    half = len(arrivals(store))
    assert 500 < half < 1500
    proxy.allowance = None
    visit(store, settings(proxy, user))
    proxy.close()
    assert peak_memory() - before < 40 * 1024**2
    assert len({row.sha256 for row in arrivals(store)}) == len(arrivals(store)) == 2000
    assert (health(store, user).on_server, health(store, user).kept) == (2000, 2000)
    store.close()


def test_a_mail_that_cannot_be_had_is_left_to_a_person_after_three_tries_and_the_others_go_on(
    store: Store, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.deliver(user, *mails(5))
    genuine = Visit.arrival

    def poisoned(self: Visit, content: bytes, delivered: object) -> Any:
        if b"Subject: 2\r\n" in content:
            raise ValueError("no sense in that answer")
        return genuine(self, content, delivered)

    monkeypatch.setattr(Visit, "arrival", poisoned)
    visit(store, settings(dovecot, user))
    row = health(store, user)
    assert (row.on_server, row.kept, row.quarantined, row.backlog) == (5, 4, 0, 1)
    assert "no sense in that answer" in row.error
    visit(store, settings(dovecot, user))
    visit(store, settings(dovecot, user))
    visit(store, settings(dovecot, user))
    row = health(store, user)
    assert (row.on_server, row.kept, row.quarantined, row.backlog, row.error) == (5, 4, 1, 0, "")
    with store.reading() as session:
        [task] = session.scalars(select(Task)).all()
    assert (task.kind, task.office) == ("mailbox-mail", "ombuds-brussel")
    assert user in task.text


def test_a_mail_gone_while_we_fetch_is_nobodys_fault(
    store: Store, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dovecot.deliver(user, *mails(4))
    genuine = Visit.fetched

    def meanwhile(self: Visit, uids: list[int]) -> Any:
        with dovecot.as_user(user) as other:
            other.delete_messages(uids[:1])
            other.expunge()
        return genuine(self, uids)

    monkeypatch.setattr(Visit, "fetched", meanwhile)
    visit(store, settings(dovecot, user))
    row = health(store, user)
    assert (row.on_server, row.kept, row.error) == (3, 3, "")


def test_of_a_huge_mail_a_part_is_taken_and_the_whole_stays(store: Store, dovecot: Dovecot, user: str) -> None:
    huge = mails(1)[0] + b"x" * 300_000
    dovecot.deliver(user, huge, *mails(1, first=1))
    visit(store, settings(dovecot, user, move_to="Done"), largest=100_000)
    assert subjects(store) == sorted([huge[:100_000], *mails(1, first=1)])
    with dovecot.as_user(user) as other:
        assert len(other.search("ALL")) == 1
    with store.reading() as session:
        told = session.scalars(select(MailboxMail.reason).where(MailboxMail.reason != "")).one()
    assert "the whole is in the mailbox" in told


def test_new_mail_is_told_by_the_server_long_before_the_clock(store: Store, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, *mails(1))
    with running(store, settings(dovecot, user, poll_seconds=600.0)):
        eventually(lambda: len(arrivals(store)) == 1)
        with dovecot.as_user(user) as other:
            other.append("INBOX", mails(1, first=1)[0])
        eventually(lambda: len(arrivals(store)) == 2)


def test_a_server_without_idle_is_polled(store: Store, dovecot: Dovecot, user: str) -> None:
    with imap_servers.running("IMAP4rev1 UIDPLUS MOVE") as plain:
        plain.deliver(user, *mails(1))
        with running(store, settings(plain, user)):
            eventually(lambda: len(arrivals(store)) == 1)
            with plain.as_user(user) as other:
                other.append("INBOX", mails(1, first=1)[0])
            eventually(lambda: len(arrivals(store)) == 2)


def test_tokens_by_client_credentials_and_by_refresh_token(store: Store, dovecot: Dovecot) -> None:
    user, tokens = dovecot.tokens.user, dovecot.tokens
    dovecot.deliver(user, *mails(2))
    tokens.asked.clear()
    url = f"{tokens.url}/token"
    wanted = settings(dovecot, user, token_url=url, client_id="app", client_secret="s3", scope="imap", move_to="Done")
    visit(store, wanted)
    assert tokens.asked == [
        {"client_id": "app", "client_secret": "s3", "grant_type": "client_credentials", "scope": "imap"}
    ]
    assert len(arrivals(store)) == 2
    refreshing = Token(settings(dovecot, user, token_url=url, client_id="app", refresh_token="r0"))
    first = refreshing.current()
    assert refreshing.current() == first, "a token is used until it ends"
    refreshing.drop()
    refreshing.current()
    assert [asked["refresh_token"] for asked in tokens.asked[1:]] == ["r0", "refresh-2"], "rotated tokens are followed"


def test_a_token_that_is_refused_is_fetched_anew(dovecot: Dovecot) -> None:
    user, tokens = dovecot.tokens.user, dovecot.tokens
    wanted = settings(dovecot, user, token_url=f"{tokens.url}/token", client_id="app")
    token = Token(wanted)
    open_mailbox(wanted, Path, token, lambda _: None).shutdown()
    tokens.valid.clear()
    with pytest.raises(MailboxRefused):
        open_mailbox(wanted, Path, token, lambda _: None)
    open_mailbox(wanted, Path, token, lambda _: None).shutdown()


def test_a_password_may_stand_in_a_file(store: Store, dovecot: Dovecot, user: str, tmp_path: Path) -> None:
    dovecot.deliver(user, *mails(1))
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    visit(store, settings(dovecot, user, password_file=str(tmp_path / "password")))
    assert len(arrivals(store)) == 1


def test_one_broken_mailbox_token_or_server_never_stops_another(store: Store, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, *mails(3))
    tokens = dovecot.tokens
    tokens.refuse = "invalid_client"
    silent = socket.create_server(("127.0.0.1", 0))
    wrong = {"password": "wrong", "password_file": ""}
    boxes = [
        settings(dovecot, "b-password", **wrong),
        settings(dovecot, "c-token", token_url=f"{tokens.url}/token", client_id="app"),
        MailboxSettings("d-refused", "x", "127.0.0.1", "u", port=1, security="none", poll_seconds=0.2),
        MailboxSettings(
            "e-silent", "x", "127.0.0.1", "u", port=silent.getsockname()[1], security="none", poll_seconds=0.2
        ),
        settings(dovecot, "f-folder", folder="Nowhere"),
        settings(dovecot, user),
    ]
    told = {
        "b-password": "refuses our user and password",
        "c-token": "the token server refused us (400 invalid_client)",
        "d-refused": "refused",
        "e-silent": "does not answer in time",
        "f-folder": "Nowhere",
    }
    with running(store, *boxes, hangs=0.5):
        eventually(lambda: len(arrivals(store)) == 3)
        for name, words in told.items():
            eventually(lambda name=name, words=words: words in health(store, name).error)
    tokens.refuse = ""
    silent.close()
    errors = [health(store, name).error for name in told]
    assert not any(secret in error for secret in (PASSWORD, "wrong", "geheim") for error in errors)
    assert health(store, user).error == ""
    assert health(store, user).last_success is not None


def test_a_mailbox_that_was_ill_is_well_again_by_itself(store: Store, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, *mails(2))
    proxy = CuttingProxy(dovecot.port)
    proxy.allowance = 10
    with running(store, settings(proxy, user, poll_seconds=0.1)):
        eventually(lambda: health_or_none(store, user) not in (None, ""))
        proxy.allowance = None
        eventually(lambda: len(arrivals(store)) == 2)
        eventually(lambda: health(store, user).error == "")
    proxy.close()


def health_or_none(store: Store, name: str) -> str | None:
    with store.reading() as session:
        return session.execute(select(MailboxHealth.error).where(MailboxHealth.mailbox == name)).scalar_one_or_none()


def test_two_nodes_on_one_mailbox_bring_each_mail_once(store: Store, dovecot: Dovecot, user: str) -> None:
    dovecot.deliver(user, *mails(60))
    with running(store, settings(dovecot, user)), running(store, settings(dovecot, user)):
        eventually(lambda: len(arrivals(store)) == 60)
        eventually(lambda: health(store, user).kept == 60)
    assert subjects(store) == sorted(mails(60))
    with store.reading() as session:
        assert session.execute(select(func.count()).select_from(MailboxMail)).scalar_one() == 60
        assert session.execute(select(func.count()).select_from(Inbox)).scalar_one() == 60
    assert mailbox_visit.MOST < 60
