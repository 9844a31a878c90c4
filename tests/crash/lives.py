"""Lives of a gateway: each is started, and ended by SIGKILL to its whole session of processes, as a power cut does."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol


class Lives(Protocol):
    def begin(self) -> None: ...

    def kill(self) -> None: ...


class Cold:
    """A new interpreter each time, which loads models into a reading process of its own: about three seconds."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(self.command, start_new_session=True, stdout=quiet, stderr=quiet)

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


class Warm:
    """Forked from a process in which everything is loaded: about a quarter of a second."""

    def __init__(self, nursery: subprocess.Popen[str]) -> None:
        self.nursery = nursery
        self.child = 0

    def begin(self) -> None:
        self._say("life")
        self.child = int(self._heard())

    def kill(self) -> None:
        if self.child:
            os.kill(self.child, signal.SIGKILL)
            assert self._heard() == "gone"
            self.child = 0

    def _say(self, word: str) -> None:
        assert self.nursery.stdin
        self.nursery.stdin.write(f"{word}\n")
        self.nursery.stdin.flush()

    def _heard(self) -> str:
        assert self.nursery.stdout
        return self.nursery.stdout.readline().strip()


@contextmanager
def lives(home: Path, url: str, port: int, relay: int, *, warm: bool) -> Iterator[Lives]:
    command = [sys.executable, "-m", "tests.crash.node", str(home), url, str(port), str(relay)]
    if not warm:
        cold = Cold(command)
        try:
            yield cold
        finally:
            cold.kill()
        return
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, "--nursery"], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    ) as nursery:
        assert nursery.stdout
        assert nursery.stdout.readline() == "ready\n"
        bred = Warm(nursery)
        try:
            yield bred
        finally:
            bred.kill()
            nursery.kill()
