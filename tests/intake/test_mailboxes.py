"""Mailboxes emptied from a real Dovecot: once each, whatever happens between server, network, books and ourselves."""

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientError, ProtocolError
from sqlalchemy import select

from gateway.errors import StoreUnavailable
from gateway.intake import mailbox_ledger
from gateway.intake.mailbox_visit import Visit
from gateway.store.engine import Store, open_store
from gateway.store.mailboxes import MailboxMail
from gateway.store.tables import Task
from tests.intake import dovecot as imap_servers
from tests.intake.conftest import arrivals
from tests.intake.dovecot import Dovecot
from tests.intake.proxy import CuttingProxy
from tests.intake.visits import health, mails, settings, subjects, visit

pytestmark = pytest.mark.dovecot


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
