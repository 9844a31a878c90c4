"""One connection on aiosmtpd's protocol (stream, timer, STARTTLS): its life, and how replies leave."""

import asyncio
import time

from aiosmtpd.smtp import SMTP

from gateway.intake import replies
from gateway.intake.door import Door
from gateway.intake.wire import Wire


class Nobody:
    """The base class looks for hooks on a handler; there are none."""

    def __dir__(self) -> tuple[str, ...]:
        return ()


class Goodbye(Exception):
    """The conversation is over; the last reply has been given."""


class Connection(SMTP):
    #: Buffer of the reader: large pieces make a text cheap to read.
    line_length_limit = 131_072

    def __init__(self, door: Door, loop: asyncio.AbstractEventLoop) -> None:
        self.door = door
        self.peer = ""
        self.wire: Wire | None = None
        self.said = bytearray()
        self.began = time.monotonic()
        self.secure = False
        self.greeted_as = ""
        self.extended = False
        self.sender: str | None = None
        self.recipients: list[tuple[str, str | None]] = []
        #: The mail may hold UTF-8 in addresses and headers (RFC 6531).
        self.international = False
        self.errors = 0
        self.chatter = 0
        #: A mail's text is under way or being written: a shutdown lets it end.
        self.in_text = False
        self.committing = False
        super().__init__(
            Nobody(),
            hostname=door.settings.hostname,
            data_size_limit=door.settings.max_size,
            timeout=door.settings.idle_seconds,
            tls_context=door.tls,
            loop=loop,
        )

    def __dir__(self) -> tuple[str, ...]:
        # The base class lists all members of each new session, twice, to find its commands and logins: a tenth of a
        # millisecond for tables that nothing here reads.
        return ()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.secure = self._original_transport is not None
        self.greeted_as, self.extended = "", False
        self.forget_mail()
        if self.wire is not None:
            self.wire.drop()
        super().connection_made(transport)

    def eof_received(self) -> bool | None:
        # A peer that half-closes after its last dot still hears our answer; the base class would stop the commit.
        asyncio.StreamReaderProtocol.eof_received(self)
        return not self.secure

    def _set_rset_state(self) -> None:
        """The base class keeps an envelope; ours is `sender` and `recipients`."""

    def _timeout_cb(self) -> None:
        self.hang_up(replies.TOO_SLOW)

    def hang_up(self, reply: str) -> None:
        """Says a last word to a peer that may not listen, and closes."""
        transport = self.transport
        if not isinstance(transport, asyncio.WriteTransport) or transport.is_closing():
            return
        transport.write(reply.encode("ascii") + b"\r\n")
        if transport.get_write_buffer_size():
            transport.abort()
        else:
            transport.close()

    def leave(self) -> None:
        """A shutdown: at once between commands, after the mail in the middle of one."""
        if not self.in_text:
            self.hang_up(replies.SHUTTING_DOWN)

    def say(self, reply: str) -> None:
        """Replies leave together once no further command waits (RFC 2920 3.2)."""
        self.said += reply.encode("ascii") + b"\r\n"
        if reply[0] == "5":
            self.errors += 1

    async def flush(self) -> None:
        if self.said:
            self._writer.write(bytes(self.said))
            self.said.clear()
            await self._writer.drain()

    async def push(self, status: str | bytes) -> None:
        """Only STARTTLS of the base class speaks through here."""
        self.say(replies.TLS_READY)
        await self.flush()

    async def end(self, reply: str) -> None:
        self.say(reply)
        await self.flush()
        raise Goodbye

    def forget_mail(self) -> None:
        self.sender = None
        self.recipients = []
        self.international = False
