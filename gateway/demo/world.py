"""A stand-in for the outside world: an SMTP server that keeps what citizens and partners would receive."""

import socket
import threading
from collections.abc import Collection
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(frozen=True, slots=True)
class Received:
    sender: str
    recipient: str
    content: bytes

    @property
    def mail(self) -> EmailMessage:
        parsed = BytesParser(policy=policy.default).parsebytes(self.content)
        assert isinstance(parsed, EmailMessage)
        return parsed


class World:
    """Takes every mail, except for the addresses in `nobody`, which it refuses for ever."""

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, nobody: Collection[str] = (), international: bool = True
    ) -> None:
        """`international`: it takes addresses in letters of any script (SMTPUTF8)."""
        self._received: list[Received] = []
        self._lock = threading.Lock()
        self._nobody = {address.lower() for address in nobody}
        self.port = port or free_port()
        self._controller = Controller(self, hostname=host, port=self.port, enable_SMTPUTF8=international)

    @property
    def received(self) -> list[Received]:
        with self._lock:
            return list(self._received)

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.lower() in self._nobody:
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        with self._lock:
            for recipient in envelope.rcpt_tos:
                self._received.append(Received(envelope.mail_from or "", recipient, bytes(envelope.content)))
        return "250 OK"


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
