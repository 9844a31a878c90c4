"""One kept connection to the relay, and its verdict on each mail handed over."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

import aiosmtplib

from classifiers.mail.idn import ascii_domain
from gateway.settings import RelaySettings

#: Why a mail to such an address cannot leave (RFC 6531 3.2).
ASCII_ONLY = "before the @ of an address it takes plain letters only (it does not offer SMTPUTF8)"


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    #: Try again later (4yz, no connection).
    DEFERRED = "deferred"
    #: Never (5yz).
    REFUSED = "refused"
    #: The connection broke after the mail's text had begun to leave: nobody knows (RFC 1047).
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    #: SMTP reply code and enhanced status as the relay gave them; empty where there was no reply.
    code: str
    text: str


class Relay:
    """Hands mails to the relay one after the other over a connection that is opened when needed."""

    def __init__(self, settings: RelaySettings, password: str) -> None:
        self.settings = settings
        self.password = password
        self.client: aiosmtplib.SMTP | None = None

    async def hand_over(
        self, sender: str, recipient: str, content: bytes, before_text: Callable[[], Awaitable[None]]
    ) -> Verdict:
        """Sends one mail to one recipient. `before_text` is awaited before the first byte of its text leaves.

        Never raises for what the network or the relay does; an exception of `before_text` passes through.
        """
        sender, recipient = ascii_domain(sender), ascii_domain(recipient)
        beyond_ascii = not recipient.isascii()
        try:
            client = await self.connected()
            if beyond_ascii and client.is_ehlo_or_helo_needed:
                await client.ehlo()
            if beyond_ascii and not client.supports_extension("smtputf8"):
                return Verdict(Outcome.REFUSED, "", ASCII_ONLY)
            await client.mail(sender, options=["SMTPUTF8", "BODY=8BITMIME"] if beyond_ascii else [])
            await client.rcpt(recipient, encoding="utf-8")
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
            await self.after_failure(error)
            return verdict(error, Outcome.DEFERRED)
        try:
            await before_text()
        except BaseException:
            self.drop()
            raise
        try:
            reply = await client.data(content)
        except (aiosmtplib.SMTPException, OSError) as error:
            await self.after_failure(error)
            return verdict(error, Outcome.UNKNOWN)
        return Verdict(Outcome.ACCEPTED, str(reply.code), reply.message)

    async def connected(self) -> aiosmtplib.SMTP:
        if self.client is None or not self.client.is_connected:
            settings = self.settings
            client = aiosmtplib.SMTP(
                hostname=settings.host,
                port=settings.port,
                username=settings.user or None,
                password=self.password or None,
                local_hostname=settings.hostname or None,
                timeout=settings.timeout_seconds,
                use_tls=settings.security == "tls",
                # True demands STARTTLS and fails without it; False never tries: no silent fallback either way.
                start_tls=settings.security == "starttls",
            )
            await client.connect()
            self.client = client
        return self.client

    async def after_failure(self, error: Exception) -> None:
        """Keeps the connection after a plain reply, with its session wiped; drops it after anything else."""
        answered = isinstance(error, aiosmtplib.SMTPResponseException) and error.code != 421
        if not answered or self.client is None:
            self.drop()
            return
        try:
            await self.client.rset()
        except (aiosmtplib.SMTPException, OSError):
            self.drop()

    def drop(self) -> None:
        if self.client is not None:
            self.client.close()
            self.client = None

    async def quit(self) -> None:
        if self.client is not None and self.client.is_connected:
            try:
                await self.client.quit()
            except (aiosmtplib.SMTPException, OSError):
                self.client.close()
        self.client = None


def verdict(error: Exception, unanswered: Outcome) -> Verdict:
    """4yz waits, 5yz is final; `unanswered` where no reply came. A refused login is a matter of the relay, not of the
    mail, and waits."""
    recipients = getattr(error, "recipients", None)
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and recipients:
        error = recipients[0]
    if isinstance(error, UnicodeError):
        return Verdict(Outcome.REFUSED, "", "the address holds characters that the relay does not take")
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return Verdict(Outcome.DEFERRED, str(error.code), f"the relay refused our login: {error.message}")
    if isinstance(error, aiosmtplib.SMTPResponseException):
        permanent = 500 <= error.code < 600
        return Verdict(Outcome.REFUSED if permanent else Outcome.DEFERRED, str(error.code), error.message)
    return Verdict(unanswered, "", str(error) or type(error).__name__)
