"""What is known outside the process that dies: which mails got a 250, and which receipts the world received.

Both are kept in files that only grow, so that a campaign that was broken off goes on where it was.
"""

import asyncio
import random
import smtplib
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gateway.demo.world import World
from tests.road.house import OFFICE, complaint


class Lines:
    """A set of lines that only grows, on the disk."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        known = path.read_text(encoding="ascii").splitlines() if path.exists() else []
        self.counts = Counter(known)
        self._file = path.open("a", encoding="ascii")

    def add(self, line: str) -> None:
        with self._lock:
            self._file.write(f"{line}\n")
            self._file.flush()
            self.counts[line] += 1

    def __len__(self) -> int:
        return self.counts.total()

    def close(self) -> None:
        self._file.close()


class Sink(World):
    """Writes down who received a receipt; `moody` is slow to confirm, and now and then hangs up instead."""

    def __init__(self, receipts: Lines, *, moody: random.Random | None = None) -> None:
        super().__init__()
        self.receipts, self.moody = receipts, moody

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.moody and self.moody.random() < 0.01:
            # Half of these have it and say nothing, half have not.
            if self.moody.random() < 0.5:
                self._received_by(envelope.rcpt_tos)
            server.transport.abort()
            return "421 gone"
        self._received_by(envelope.rcpt_tos)
        if self.moody:
            await asyncio.sleep(self.moody.uniform(0, 0.1))
        return "250 OK"

    def _received_by(self, recipients: list[str]) -> None:
        for recipient in recipients:
            self.receipts.add(recipient)


class Senders:
    """Sends every mail again and again until it gets its 250: what mail servers in front of us do."""

    def __init__(self, port: int, mails: int, accepted: Lines, *, sessions: int) -> None:
        self.port, self.accepted = port, accepted
        #: Mails below this number may be sent.
        self.released = 0
        self.left = iter([number for number in range(mails) if str(number) not in accepted.counts])
        self.tries = 0
        self.stop = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(sessions)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def release(self, mails: int) -> None:
        self.released = mails

    def end(self) -> None:
        self.stop.set()
        for thread in self._threads:
            thread.join(10)

    def _run(self) -> None:
        while True:
            with self._lock:
                number = next(self.left, None)
            if number is None:
                return
            while number >= self.released and not self.stop.is_set():
                self.stop.wait(0.02)
            while not self.stop.is_set() and not self._sent(number):
                self.stop.wait(0.05)

    def _sent(self, number: int) -> bool:
        with self._lock:
            self.tries += 1
        try:
            with smtplib.SMTP("127.0.0.1", self.port, timeout=10) as client:
                client.send_message(complaint(number), f"mens{number}@post.example", [OFFICE])
                # From here on it is theirs, whatever comes of QUIT.
                self.accepted.add(str(number))
            return True
        except (OSError, smtplib.SMTPException):
            return str(number) in self.accepted.counts


@contextmanager
def lines(path: Path) -> Iterator[Lines]:
    opened = Lines(path)
    try:
        yield opened
    finally:
        opened.close()
