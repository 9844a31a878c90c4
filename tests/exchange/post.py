"""The post between houses: a real SMTP server that carries each mail on to the door of the house it is for.

It can lose mails, carry them twice, and refuse for now while a house is down, as relays do; what is for nobody it knows
it keeps, as the mailboxes of citizens would.
"""

import asyncio
import smtplib
import threading
from collections.abc import Callable
from typing import Any

from aiosmtpd.controller import Controller

from gateway.demo.world import Received, free_port

Choice = Callable[[Received], bool]


class Post:
    def __init__(self) -> None:
        #: Mail domain -> port of the house.
        self.doors: dict[str, int] = {}
        self.loses: Choice = lambda mail: False
        self.doubles: Choice = lambda mail: False
        self._carried: list[Received] = []
        self._lock = threading.Lock()
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    def calm(self) -> None:
        self.loses = self.doubles = lambda mail: False

    def carried(self, to: str, sender: str = "") -> list[Received]:
        """What reached an address, or a domain."""
        with self._lock:
            return [mail for mail in self._carried if mail.recipient.endswith(to) and sender in mail.sender]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        for recipient in envelope.rcpt_tos:
            mail = Received(envelope.mail_from or "", recipient, bytes(envelope.content))
            said = await asyncio.to_thread(self._carry, mail)
            if not said.startswith("250"):
                return said
        return "250 OK"

    def _carry(self, mail: Received) -> str:
        port = self.doors.get(mail.recipient.rpartition("@")[2].lower())
        if port is not None and not self.loses(mail):
            try:
                for _ in range(2 if self.doubles(mail) else 1):
                    with smtplib.SMTP("127.0.0.1", port, timeout=30) as door:
                        door.sendmail(mail.sender, [mail.recipient], mail.content)
            except smtplib.SMTPResponseException as error:
                return f"{error.smtp_code} {error.smtp_error!r}"
            except (OSError, smtplib.SMTPException) as error:
                return f"451 4.4.1 that house does not answer: {type(error).__name__}"
        with self._lock:
            self._carried.append(mail)
        return "250 OK"


def text_of(mail: Received) -> str:
    """What somebody reads in it, on one line."""
    body = mail.mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())
