"""The listener: SMTP and LMTP ports on an event loop of their own, beside everything else of the process."""

import asyncio
import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import structlog

from gateway.errors import GatewayError, WrongSettings
from gateway.intake.book import AddressBook
from gateway.intake.door import Door
from gateway.intake.replies import SHUTTING_DOWN
from gateway.intake.session import LmtpSession, SmtpSession
from gateway.intake.writer import GroupWriter
from gateway.settings import Settings, SmtpSettings
from gateway.store.engine import Store

log = structlog.get_logger()

#: Seconds a shutdown waits for mails that are under way.
DRAIN = 10.0
#: Seconds for answers on their way.
LAST_WORDS = 1.0
BACKLOG = 512


class Listener:
    """`start` returns once the ports are open, `stop` once every mail under way has had its answer.

    `tls` offers STARTTLS. `folder` is where the books are, for the reserve of free space. `shared` lets several
    processes listen on the same ports.
    """

    def __init__(
        self,
        settings: SmtpSettings,
        store: Store,
        book: AddressBook,
        *,
        clock: Callable[[], datetime],
        tls: ssl.SSLContext | None = None,
        folder: Path | None = None,
        shared: bool = False,
    ) -> None:
        self.settings = settings
        self.shared = shared
        self.loop = asyncio.new_event_loop()
        self.door = Door(settings, book, GroupWriter(store, self.loop), clock, tls, folder)
        self.sockets: dict[str, socket.socket] = {}
        self.servers: list[asyncio.Server] = []
        self.thread = threading.Thread(target=self.run, name="intake-listener", daemon=True)

    @property
    def port(self) -> int:
        """The SMTP port in use; 0 where that door is closed."""
        return self.port_of("smtp")

    @property
    def lmtp_port(self) -> int:
        return self.port_of("lmtp")

    def port_of(self, channel: str) -> int:
        return int(self.sockets[channel].getsockname()[1]) if channel in self.sockets else 0

    def start(self) -> None:
        """Raises GatewayError where a port cannot be had."""
        try:
            for channel, port in (("smtp", self.settings.port), ("lmtp", self.settings.lmtp_port)):
                if port:
                    self.sockets[channel] = self.listening(port)
        except GatewayError:
            for opened in self.sockets.values():
                opened.close()
            raise
        self.door.writer.start()
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self.open(), self.loop).result()
        log.info("listening", smtp=self.port, lmtp=self.lmtp_port)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.drain(), self.loop).result()
        self.door.writer.stop()
        # Answers of the writer's last group are on their way to the loop: it speaks them before it ends.
        asyncio.run_coroutine_threadsafe(self.finish(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
        self.sockets.clear()
        log.info("listener stopped")

    def listening(self, port: int) -> socket.socket:
        """A listening socket; port -1 takes a free one."""
        family = socket.AF_INET6 if ":" in self.settings.host else socket.AF_INET
        opened = socket.socket(family)
        try:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if self.shared:
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            opened.bind((self.settings.host, max(port, 0)))
            opened.listen(BACKLOG)
        except OSError as error:
            opened.close()
            raise GatewayError(f"port {port} of {self.settings.host} cannot be opened: {error.strerror}") from error
        return opened

    def run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()

    async def open(self) -> None:
        for channel, opened in self.sockets.items():
            kind = LmtpSession if channel == "lmtp" else SmtpSession
            factory = partial(kind, self.door, self.loop)
            self.servers.append(await self.loop.create_server(factory, sock=opened, backlog=BACKLOG))

    async def drain(self) -> None:
        """No new sessions; those between commands are ended, those with a mail under way get some time."""
        self.door.closing = True
        for server in self.servers:
            server.close()
        for session in list(self.door.sessions):
            session.leave()
        await self.empty(DRAIN)
        for session in list(self.door.sessions):
            if not session.committing:
                session.hang_up(SHUTTING_DOWN)

    async def finish(self) -> None:
        await self.empty(LAST_WORDS)
        for session in list(self.door.sessions):
            session.hang_up(SHUTTING_DOWN)
        await self.empty(LAST_WORDS)

    async def empty(self, seconds: float) -> None:
        """Waits for the sessions to end, but not longer."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.door.quiet.wait(), seconds)


def build_listener(settings: Settings, store: Store, book: AddressBook, *, clock: Callable[[], datetime]) -> Listener:
    """The listener as the settings want it.

    Raises WrongSettings where the certificate cannot be read.
    """
    database = store.engine.url.database
    folder = Path(database).parent if store.embedded and database and database != ":memory:" else None
    return Listener(
        settings.smtp,
        store,
        book,
        clock=clock,
        tls=tls_context(settings),
        folder=folder,
        shared=settings.smtp.processes > 1,
    )


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    if not settings.smtp.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate, key = settings.path(settings.smtp.tls_certificate), settings.path(settings.smtp.tls_key)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as error:
        raise WrongSettings(f"smtp.tls_certificate {certificate} with key {key} cannot be used: {error}") from error
    return context
