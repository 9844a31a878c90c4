"""Several listener processes on one port, on PostgreSQL."""

import os
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.errors import GatewayError
from gateway.intake.book import address_book
from gateway.intake.processes import ListenerProcesses
from gateway.settings import DatabaseSettings, LogSettings, Settings, SmtpSettings
from gateway.store.engine import open_store
from tests.intake.client import Peer
from tests.intake.conftest import OFFICES, arrivals
from tests.postgresql import free_port

pytestmark = pytest.mark.alone


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.postgresql
def test_processes_share_the_port_and_one_that_dies_is_replaced(postgresql_url: str, tmp_path: Path) -> None:
    store = open_store(postgresql_url)
    smtp = SmtpSettings(port=free_port(), processes=2)
    settings = Settings(tmp_path, database=DatabaseSettings(postgresql_url), smtp=smtp, log=LogSettings("error"))
    listeners = ListenerProcesses(settings, address_book(OFFICES), clock=now)
    listeners.start()
    try:
        for number in range(20):
            with Peer(smtp.port) as peer:
                assert peer.mail(b"Subject: %d" % number).startswith("250")
        first = listeners.children[0][0]
        os.kill(first.pid or 0, signal.SIGKILL)
        while listeners.children[0][0] is first:
            threading.Event().wait(0.02)
        with Peer(smtp.port) as peer:
            assert peer.mail(b"after").startswith("250")
            peer.ask("NOOP")
    finally:
        listeners.stop()
    assert len(arrivals(store)) == 21
    with pytest.raises(ConnectionRefusedError):
        Peer(smtp.port)
    store.close()


@pytest.mark.postgresql
def test_a_database_that_is_away_at_the_start_is_told_in_one_sentence(tmp_path: Path) -> None:
    away = DatabaseSettings("postgresql://klacht:geheim@127.0.0.1:1/none")
    settings = Settings(tmp_path, database=away, smtp=SmtpSettings(port=free_port(), processes=2))
    with pytest.raises(GatewayError, match="does not answer") as caught:
        ListenerProcesses(settings, address_book(OFFICES), clock=now).start()
    assert "geheim" not in str(caught.value)
