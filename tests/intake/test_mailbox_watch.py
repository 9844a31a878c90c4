"""Mailboxes that are watched side by side: told by the server or polled, with passwords or tokens, well or ill."""

import socket
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gateway.intake import mailbox_visit
from gateway.intake.mailbox_login import MailboxRefused, Token, open_mailbox
from gateway.settings import MailboxSettings
from gateway.store.engine import Store
from gateway.store.mailboxes import MailboxHealth, MailboxMail
from gateway.store.tables import Inbox
from tests.intake import dovecot as imap_servers
from tests.intake.conftest import arrivals
from tests.intake.dovecot import PASSWORD, Dovecot
from tests.intake.proxy import CuttingProxy
from tests.intake.visits import eventually, health, mails, running, settings, subjects, visit

pytestmark = pytest.mark.dovecot


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
