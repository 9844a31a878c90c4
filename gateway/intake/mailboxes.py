"""All mailboxes: a thread for each, so that one that is broken, slow or refused never stops another."""

import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import structlog
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, ProtocolError

from gateway.errors import StoreUnavailable
from gateway.intake import mailbox_ledger as ledger
from gateway.intake.mailbox_login import MailboxRefused, Token, open_mailbox
from gateway.intake.mailbox_visit import Visit, words
from gateway.settings import MailboxSettings
from gateway.store.engine import Store

log = structlog.get_logger()

#: Seconds without a step after which a mailbox hangs: its connection is cut and a new thread takes over.
HANGS = 300.0
#: The longest pause after failures, in seconds.
LONGEST_PAUSE = 900.0
#: Failures of IDLE in a row after which the mailbox is only polled.
IDLE_TRIES = 3
#: Seconds in which all of them may end by themselves, and then without their connections.
LEAVING = 3.0
CUT_OFF = 1.0


class Stopped(Exception):
    """The poller is to end, or another one has taken over."""


class ConnectAgain(Exception):
    """The connection is no longer of use, though nothing is wrong."""


class MailboxPoller:
    """Empties one mailbox, again and again: at once when the server tells of new mail (IDLE), else by the clock."""

    def __init__(
        self,
        settings: MailboxSettings,
        store: Store,
        path: Callable[[str], Path],
        clock: Callable[[], datetime],
        stopping: threading.Event,
    ) -> None:
        self.settings = settings
        self.store = store
        self.path = path
        self.clock = clock
        self.stopping = stopping
        self.token = Token(settings)
        self.client: IMAPClient | None = None
        self.stepped = time.monotonic()
        self.failures = 0
        self.idle_failures = 0
        self.given_up = False
        self.thread = threading.Thread(target=self.run, name=f"mailbox-{settings.name}", daemon=True)

    def step(self) -> None:
        self.stepped = time.monotonic()
        if self.given_up or self.stopping.is_set():
            raise Stopped

    def seen(self, client: IMAPClient) -> None:
        self.client = client

    def cut(self) -> None:
        """Ends the connection from outside: whatever waits on it fails."""
        if self.client is not None:
            with suppress(OSError, IMAPClientError):
                self.client.shutdown()

    def run(self) -> None:
        while not self.stopping.is_set() and not self.given_up:
            try:
                self.stay()
            except Stopped:
                break
            except ConnectAgain:
                continue
            except Exception as error:
                if not self.given_up and not self.stopping.is_set():
                    self.fell_ill(error)
            finally:
                self.cut()
            self.stepped = time.monotonic() + self.pause()
            self.stopping.wait(self.pause())

    def stay(self) -> None:
        """Visits over one connection until it ends."""
        self.step()
        with self.store.session() as session:
            ledger.known_mailbox(session, self.settings.name, self.settings.office, self.clock())
        client = open_mailbox(self.settings, self.path, self.token, self.seen)
        while True:
            self.step()
            more = Visit(client, self.settings, self.store, self.clock, self.step).run()
            self.failures = 0
            if not more:
                self.wait_for_mail(client)

    def wait_for_mail(self, client: IMAPClient) -> None:
        """Until the server tells of new mail or the time to look anyway has come."""
        ends = time.monotonic() + self.settings.poll_seconds
        if self.idle_failures > IDLE_TRIES or not client.has_capability("IDLE"):
            self.stepped = ends
            self.stopping.wait(self.settings.poll_seconds)
            return
        try:
            client.idle()
        except IMAPClientError as error:
            # New mail told between our command and its answer confuses the library: a new connection finds that mail.
            self.idle_failures += 1
            raise ConnectAgain from error
        self.idle_failures = 0
        told = has_unread(client)
        while not told and (left := ends - time.monotonic()) > 0:
            self.step()
            told = bool(client.idle_check(timeout=min(1.0, left)))
        client.idle_done()

    def pause(self) -> float:
        if not self.failures:
            return 0.0
        return float(min(LONGEST_PAUSE, self.settings.poll_seconds * 2 ** min(self.failures - 1, 8)))

    def fell_ill(self, error: Exception) -> None:
        self.failures += 1
        expected = (MailboxRefused, IMAPClientError, ProtocolError, OSError, StoreUnavailable)
        told = words(error) if isinstance(error, expected) else f"our own fault ({type(error).__name__})"
        log.warning("mailbox failed", mailbox=self.settings.name, error=type(error).__name__)
        with suppress(StoreUnavailable), self.store.session() as session:
            ledger.unwell(session, self.settings.name, self.clock(), told)


def has_unread(client: IMAPClient) -> bool:
    """Whether news came in one piece with the answer to IDLE: the library has read it but waits on the socket."""
    line = client.socket()
    patience = line.gettimeout()
    line.settimeout(0)
    try:
        return bool(client._imap.file.peek(1))
    except (ssl.SSLWantReadError, BlockingIOError):
        return False
    finally:
        line.settimeout(patience)


class Mailboxes:
    """`start` begins with all of them, `stop` ends them; a mail under way is either in the books or comes again."""

    def __init__(
        self,
        settings: Sequence[MailboxSettings],
        store: Store,
        *,
        path: Callable[[str], Path],
        clock: Callable[[], datetime],
        hangs: float = HANGS,
    ) -> None:
        self.stopping = threading.Event()
        self.hangs = hangs
        self.pollers = [MailboxPoller(one, store, path, clock, self.stopping) for one in settings]
        self.watchdog = threading.Thread(target=self.watch, name="mailbox-watchdog", daemon=True)

    def start(self) -> None:
        for poller in self.pollers:
            poller.thread.start()
        self.watchdog.start()

    def stop(self) -> None:
        self.stopping.set()
        self.watchdog.join()
        self.join(LEAVING)
        for poller in self.pollers:
            poller.cut()
        self.join(CUT_OFF)

    def join(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        for poller in self.pollers:
            poller.thread.join(max(0.0, ends - time.monotonic()))

    def watch(self) -> None:
        while not self.stopping.wait(min(10.0, self.hangs / 4)):
            for place, poller in enumerate(self.pollers):
                if time.monotonic() - poller.stepped > self.hangs:
                    self.pollers[place] = self.replaced(poller)

    def replaced(self, old: MailboxPoller) -> MailboxPoller:
        log.error("mailbox hangs", mailbox=old.settings.name)
        old.given_up = True
        old.cut()
        fresh = MailboxPoller(old.settings, old.store, old.path, old.clock, self.stopping)
        fresh.failures = old.failures
        fresh.fell_ill(TimeoutError())
        fresh.thread.start()
        return fresh
