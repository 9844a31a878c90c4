"""A complaint in a real Dovecot mailbox becomes a case, its writer gets a receipt, and the mail is moved aside."""

from dataclasses import replace

import pytest
from imapclient import IMAPClient
from sqlalchemy import select

from gateway.assemble import assemble
from gateway.parts import build_parts
from gateway.settings import MailboxSettings, WorkerSettings
from gateway.store.tables import Case, Inbox
from gateway.supervisor import Supervisor
from tests.intake.conftest import dovecot  # noqa: F401
from tests.intake.dovecot import PASSWORD, Dovecot
from tests.road.house import complaint, outside, settings_of, until

pytestmark = pytest.mark.dovecot


def test_a_complaint_in_a_mailbox_becomes_a_case_with_a_receipt_and_is_moved(database_url, tmp_path, dovecot: Dovecot):  # noqa: F811
    user = f"road-{tmp_path.name[-40:]}"
    mailbox = MailboxSettings(
        name="klachten",
        office="vlaamse-ombudsdienst",
        host="127.0.0.1",
        port=dovecot.port,
        user=user,
        password=PASSWORD,
        security="none",
        move_to="Behandeld",
        poll_seconds=0.2,
    )
    with IMAPClient("127.0.0.1", dovecot.port, ssl=False) as client, outside() as world:
        client.login(user, PASSWORD)
        client.append("INBOX", complaint(3).as_bytes())
        settings = replace(
            settings_of(tmp_path, database_url, world.port), mailbox=(mailbox,), worker=WorkerSettings(processes=0)
        )
        gateway = assemble(settings)
        supervisor = Supervisor(build_parts(gateway, ("imap", "worker", "sender")))
        supervisor.start()
        try:
            until(lambda: world.received, "a receipt arrives")
            assert [mail.recipient for mail in world.received] == ["mens3@post.example"]
            with gateway.store.reading() as session:
                assert session.scalars(select(Case.office)).all() == ["vlaamse-ombudsdienst"]
                assert session.scalars(select(Inbox.channel)).all() == ["imap"]
            until(lambda: client.folder_exists("Behandeld"), "there is a folder for what was taken")
            until(lambda: client.select_folder("Behandeld")[b"EXISTS"] == 1, "the mail is moved")
            assert client.select_folder("INBOX")[b"EXISTS"] == 0
        finally:
            supervisor.drain(30)
            gateway.close()
