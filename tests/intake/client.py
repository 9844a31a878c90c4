"""A peer that says exactly the bytes a test wants, and reads whole replies."""

import contextlib
import socket
import ssl
from types import TracebackType
from typing import Self


class Peer:
    def __init__(self, port: int, greet: str = "EHLO peer.example", *, wait: bool = True) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.offers: list[str] = []
        if wait:
            self.greeting = self.reply()
        if greet:
            self.offers = self.ask(greet)[4:].split("\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    def send(self, data: bytes | str) -> None:
        self.socket.sendall(data.encode() if isinstance(data, str) else data)

    def line(self) -> str:
        """One line without its end; "" where the connection has ended."""
        while b"\r\n" not in self.buffer:
            try:
                piece = self.socket.recv(65536)
            except ConnectionResetError:
                piece = b""
            if not piece:
                return ""
            self.buffer += piece
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line.decode("ascii")

    def reply(self) -> str:
        lines = [self.line()]
        while lines[-1][3:4] == "-":
            lines.append(self.line())
        return "\n".join(lines)

    def ask(self, *commands: str | bytes) -> str:
        """Sends the commands one after the other; the reply to the last one."""
        answer = ""
        for command in commands:
            self.send((command.encode() if isinstance(command, str) else command) + b"\r\n")
            answer = self.reply()
        return answer

    def envelope(self, *recipients: str, sender: str = "els@example.org") -> list[str]:
        self.ask(f"MAIL FROM:<{sender}>")
        return [self.ask(f"RCPT TO:<{recipient}>") for recipient in recipients or (KLACHTEN,)]

    def text(self, content: bytes) -> str:
        """DATA with `content`, which holds its own dots and line ends; the reply to its end."""
        go_on = self.ask("DATA")
        if not go_on.startswith("354"):
            return go_on
        self.send(content + b"\r\n.\r\n")
        return self.reply()

    def mail(self, content: bytes, *recipients: str, sender: str = "els@example.org") -> str:
        self.envelope(*recipients, sender=sender)
        return self.text(content)

    def start_tls(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)
        self.buffer = b""

    def is_closed(self) -> bool:
        """Nothing more comes, not even late."""
        with contextlib.suppress(ConnectionResetError):
            while piece := self.socket.recv(65536):
                self.buffer += piece
        return True


KLACHTEN = "klachten@vlaamse.example"
OMBUDS = "ombuds@brussel.example"
