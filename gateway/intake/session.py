"""One SMTP or LMTP conversation: what is said, and when a mail counts as accepted.

250 after a mail's text means: it is on the disk.
"""

import asyncio
import os
import time
from typing import Final

import structlog
from aiosmtpd.smtp import TLSSetupException

from classifiers.mail.idn import ascii_domain
from gateway.intake import replies
from gateway.intake.arrivals import Arrival
from gateway.intake.book import Unknown
from gateway.intake.connection import Connection, Goodbye
from gateway.intake.paths import Path, is_address, read_path
from gateway.intake.trace import trace
from gateway.intake.wire import Cut, Wire
from gateway.intake.writer import TakenBack

log = structlog.get_logger()

#: Bytes of a command line: RFC 5321's 512 with room for long addresses and parameters.
COMMAND = 2048
#: Commands that bring no mail nearer, before a session is ended.
CHATTER = 100
#: Bytes a second below which a text comes too slowly, beside the idle time.
SLOWEST = 500
#: Seconds an arrival may still take once its commit is under way.
COMMIT_AT_MOST = 240.0

#: Programs that speak something else, or scripts in a browser made to speak to us: not one more word.
STRANGERS: Final = frozenset(
    {"GET", "POST", "PUT", "HEAD", "CONNECT", "OPTIONS", "DELETE", "PROXY", "HOST:", "USER-AGENT:"}
)


class SmtpSession(Connection):
    channel = "smtp"
    greetings: frozenset[str] = frozenset({"HELO", "EHLO"})

    async def _handle_client(self) -> None:
        self.door.began(self)
        self.wire = Wire(self._reader)
        peername = self.session.peer if self.session is not None else None
        self.peer = str(peername[0]) if isinstance(peername, tuple) else ""
        refused = self.door.enter(self.peer)
        try:
            if refused is not None:
                await self.end(refused)
            await self.converse(self.wire)
        except (Goodbye, EOFError, ConnectionError, TLSSetupException):
            pass
        finally:
            if refused is None:
                self.door.leave(self.peer)
            self._writer.close()
            self.door.ended(self)

    async def converse(self, wire: Wire) -> None:
        if wire.has_more:
            await self.end(replies.SPOKE_TOO_EARLY)
        self.say(f"220 {self.door.settings.hostname} {self.channel.upper().replace('SMTP', 'ESMTP')} klachtenpost")
        while True:
            if not wire.has_line:
                await self.flush()
            line = await wire.line(COMMAND)
            left = self.door.settings.session_seconds - (time.monotonic() - self.began)
            if self.door.closing:
                await self.end(replies.SHUTTING_DOWN)
            if left <= 0:
                await self.end(replies.SESSION_TOO_LONG)
            self._reset_timeout(min(self.door.settings.idle_seconds, left))
            try:
                await self.obey(line, wire)
            except (Goodbye, EOFError, ConnectionError, TLSSetupException):
                raise
            except Exception as error:
                log.error("command failed", error=type(error).__name__)
                self.say(replies.OUR_FAULT)
            if self.errors > self.door.settings.max_errors:
                await self.end(replies.TOO_MANY_ERRORS)
            if self.chatter > CHATTER:
                await self.end(replies.TOO_MUCH_CHATTER)

    async def obey(self, line: bytes | Cut, wire: Wire) -> None:
        if isinstance(line, Cut):
            self.say(replies.LINE_TOO_LONG)
            return
        command, _, argument = line.rstrip(b"\r\n").partition(b" ")
        verb = command.upper().decode("ascii", "replace")
        if verb in STRANGERS:
            await self.end(replies.NOT_A_MAIL_CLIENT)
        # A byte that is no UTF-8 stays what it is, and is no part of any address.
        text = argument.decode("utf-8", "surrogateescape")
        if not line.endswith(b"\r\n") or any(letter < 32 or letter == 127 for letter in line[:-2]):
            self.say({"MAIL": replies.BAD_SENDER, "RCPT": replies.BAD_RECIPIENT}.get(verb, replies.BAD_SYNTAX))
            return
        if not text.isascii() and verb not in ("MAIL", "RCPT"):
            self.say(replies.BAD_SYNTAX)
            return
        if verb == "MAIL":
            self.mail(text)
        elif verb == "RCPT":
            self.rcpt(text)
        elif verb == "DATA":
            await self.data(text, wire)
        elif verb == "QUIT":
            await self.end(replies.BYE)
        elif verb in ("HELO", "EHLO", "LHLO"):
            await self.greet(verb, text, wire)
        elif verb == "STARTTLS":
            await self.start_tls(text, wire)
        else:
            self.small_talk(verb)

    def small_talk(self, verb: str) -> None:
        self.chatter += 1
        if verb == "RSET":
            self.forget_mail()
            self.say(replies.OK)
        elif verb == "NOOP":
            self.say(replies.OK)
        elif verb == "VRFY":
            self.say(replies.CANNOT_VERIFY)
        elif verb == "HELP":
            self.say(replies.HELP)
        elif verb in ("EXPN", "AUTH", "BDAT", "TURN", "ETRN", "XCLIENT", "XFORWARD"):
            self.say(replies.NOT_IMPLEMENTED)
        else:
            self.say(replies.UNKNOWN_COMMAND)

    async def greet(self, verb: str, name: str, wire: Wire) -> None:
        self.chatter += 1
        if verb not in self.greetings:
            self.say(replies.UNKNOWN_COMMAND)
            return
        name = name.strip()
        if not name or " " in name or len(name) > 255:
            self.say(replies.BAD_ARGUMENTS)
            return
        if wire.has_more:
            await self.end(replies.SPOKE_TOO_EARLY)
        self.forget_mail()
        self.greeted_as, self.extended = name, verb != "HELO"
        hostname = self.door.settings.hostname
        if not self.extended:
            self.say(f"250 {hostname}")
            return
        offers = [f"SIZE {self.door.settings.max_size}", "8BITMIME", "SMTPUTF8", "PIPELINING"]
        if self.door.tls is not None and not self.secure:
            offers.append("STARTTLS")
        self.say("\r\n".join([f"250-{hostname}", *(f"250-{offer}" for offer in offers), "250 ENHANCEDSTATUSCODES"]))

    async def start_tls(self, argument: str, wire: Wire) -> None:
        if argument:
            self.say(replies.BAD_ARGUMENTS)
        elif self.door.tls is None:
            self.say(replies.NOT_IMPLEMENTED)
        elif self.secure:
            self.say(replies.WRONG_ORDER)
        else:
            # What came in plain text after the command was perhaps put there by somebody else (RFC 3207 6).
            wire.drop()
            await self.smtp_STARTTLS("")

    def mail(self, argument: str) -> None:
        path = read_path(argument, "FROM")
        if not self.greeted_as:
            self.say(replies.GREET_FIRST)
        elif self.sender is not None:
            self.say(replies.WRONG_ORDER)
        elif path is None:
            self.say(replies.BAD_ARGUMENTS)
        elif path.address and not is_address(path.address):
            self.say(replies.BAD_SENDER)
        else:
            self.say(self.judged(path) or replies.SENDER_OK)

    def judged(self, path: Path) -> str | None:
        """Takes the sender, or says what is wrong with the parameters."""
        size, body = path.parameters.get("SIZE", "0"), path.parameters.get("BODY", "7BIT")
        if path.parameters.keys() - {"SIZE", "BODY", "SMTPUTF8"} or (path.parameters and not self.extended):
            return replies.UNKNOWN_PARAMETER
        if size is None or not size.isdigit() or len(size) > 20:
            return replies.BAD_ARGUMENTS
        if (body or "").upper() not in ("7BIT", "8BITMIME") or path.parameters.get("SMTPUTF8"):
            return replies.BAD_ARGUMENTS
        if not path.address.isascii() and "SMTPUTF8" not in path.parameters:
            return replies.NOT_ASCII
        if int(size) > self.door.settings.max_size:
            return replies.TOO_BIG
        if self.door.disk_full() or self.door.held + int(size) > self.door.settings.max_held:
            return replies.NO_ROOM
        self.sender, self.international = ascii_domain(path.address), "SMTPUTF8" in path.parameters
        return None

    def rcpt(self, argument: str) -> None:
        path = read_path(argument, "TO")
        if self.sender is None:
            self.say(replies.WRONG_ORDER if self.greeted_as else replies.GREET_FIRST)
        elif path is None:
            self.say(replies.BAD_ARGUMENTS)
        elif path.parameters:
            self.say(replies.UNKNOWN_PARAMETER)
        elif path.address.casefold() != "postmaster" and not is_address(path.address):
            self.say(replies.BAD_RECIPIENT)
        elif not path.address.isascii() and not self.international:
            self.say(replies.NOT_ASCII)
        else:
            self.say(self.admitted(ascii_domain(path.address)))

    def admitted(self, address: str) -> str:
        office = self.door.book.office_of(address)
        if isinstance(office, Unknown):
            return replies.NO_SUCH_NAME if office is Unknown.NAME else replies.NO_RELAY
        if len(self.recipients) >= self.door.settings.max_recipients:
            return replies.TOO_MANY_RECIPIENTS
        self.recipients.append((address, office))
        return replies.RECIPIENT_OK

    async def data(self, argument: str, wire: Wire) -> None:
        if argument:
            self.say(replies.BAD_ARGUMENTS)
        elif self.sender is None:
            self.say(replies.WRONG_ORDER if self.greeted_as else replies.GREET_FIRST)
        elif not self.recipients:
            self.say(replies.NO_RECIPIENTS)
        elif wire.has_more:
            await self.end(replies.SPOKE_TOO_EARLY)
        else:
            self.in_text = True
            try:
                await self.receive(wire)
            finally:
                self.in_text = False
                self.forget_mail()

    async def receive(self, wire: Wire) -> None:
        self.say(replies.GO_ON)
        await self.flush()
        number = os.urandom(6).hex()
        held, started, slack = 0, time.monotonic(), self.door.settings.idle_seconds
        session_end = self.began + self.door.settings.session_seconds

        def keep(size: int) -> bool:
            nonlocal held
            held += size
            now = time.monotonic()
            patience = min(started + slack + held / SLOWEST, now + slack, session_end + slack) - now
            self._reset_timeout(max(patience, 0.001))
            return self.door.hold(size)

        try:
            content = await wire.text(self.top(number), self.door.settings.max_size, keep)
            if self._timeout_handle is not None:
                self._timeout_handle.cancel()
            reply = await self.verdict(content, number)
        finally:
            self.door.hold(-held)
        self._reset_timeout()
        self.door.figures[reply[:3]] += 1
        # LMTP answers for each recipient (RFC 2033 4.2).
        for _ in self.recipients if self.channel == "lmtp" else [None]:
            self.say(reply)

    def top(self, number: str) -> bytes:
        assert self.sender is not None
        protocol = "ESMTP" if self.extended and self.channel == "smtp" else self.channel.upper()
        if self.international:
            protocol = f"UTF8{self.channel.upper()}"
        return trace(
            sender=self.sender,
            recipients=[address for address, _ in self.recipients],
            greeted_as=self.greeted_as,
            peer=self.peer,
            host=self.door.settings.hostname,
            protocol=f"{protocol}S" if self.secure else protocol,
            number=number,
            now=self.door.clock(),
        )

    async def verdict(self, content: bytes | Cut, number: str) -> str:
        """What the peer hears about a text that has ended; 250 only for what is on the disk."""
        if isinstance(content, Cut):
            return replies.TOO_BIG if content is Cut.TOO_LONG else replies.NO_ROOM
        try:
            await self.commit(self.arrival(content))
        except Exception as error:
            log.error("mail not taken", number=number, error=type(error).__name__)
            return replies.OUR_FAULT
        self.errors = self.chatter = 0
        return f"250 2.0.0 Ok, kept as {number}"

    def arrival(self, content: bytes) -> Arrival:
        offices = {office for _, office in self.recipients}
        return Arrival(
            content=content,
            channel=self.channel,
            received_at=self.door.clock(),
            source=self.peer,
            # A mail to several offices is one mail: the worker finds them by the envelope.
            office=offices.pop() if len(offices) == 1 else None,
            envelope_from=self.sender,
            envelope_to=tuple(dict.fromkeys(address for address, _ in self.recipients)),
        )

    async def commit(self, arrival: Arrival) -> None:
        """Returns once the arrival is on the disk.

        A session that ends meanwhile leaves the writer to its work. Raises what the writer met, or TakenBack where it
        took too long: such an arrival never comes into the books later (RFC 5321 4.2.5).
        """
        slip = self.door.writer.hand_in(arrival)
        self.committing = True
        try:
            await asyncio.wait([slip.answer], timeout=self.door.settings.commit_seconds)
            if not slip.answer.done() and self.door.writer.take_back(slip):
                raise TakenBack
            if slip.answer.done():
                slip.answer.result()
                return
            # Its commit is under way: whatever is said now, a copy that is sent again is known by its content.
            await asyncio.wait_for(asyncio.shield(slip.answer), COMMIT_AT_MOST)
        finally:
            self.committing = False


class LmtpSession(SmtpSession):
    """RFC 2033: greeted with LHLO, one reply for each recipient after the text."""

    channel = "lmtp"
    greetings = frozenset({"LHLO"})
