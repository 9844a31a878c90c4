"""Mails a second that are accepted durably, beside a bare aiosmtpd that throws mail away and Postfix, in one run.

One mail a connection, as mail servers send to somebody they seldom write to. The load is Postfix's `smtp-source` where
it is installed, else a generator of our own. Every server runs in a process of its own; load and servers share the
machine.
"""

import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import postgresql
from tests.intake import postfix


@dataclass(frozen=True, slots=True)
class Served:
    port: int
    #: Processes whose CPU time is counted; none where the server starts others at will.
    processes: tuple[int, ...] = ()

    def cpu(self) -> float:
        """Seconds of CPU used so far."""
        ticks = 0
        for process in self.processes:
            numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(numbers[11]) + int(numbers[12])
        return ticks / os.sysconf("SC_CLK_TCK")


SESSIONS = (1, 8, 32)
SIZES = (4_096, 40_960)
SOURCE = "/usr/sbin/smtp-source"
RECIPIENT = "klachten@vlaamse.example"
ROUNDS = 3

OURS = """
import sys, threading
from datetime import UTC, datetime
from types import SimpleNamespace
from gateway.intake.book import address_book
from gateway.intake.listener import Listener
from gateway.logs import start_logging
from gateway.settings import SmtpSettings
from gateway.store.engine import open_store

start_logging("warning")
office = SimpleNamespace(id="a", addresses=("klachten@vlaamse.example",))
shared = len(sys.argv) > 3
listener = Listener(
    SmtpSettings(port=int(sys.argv[2])), open_store(sys.argv[1]), address_book([office]),
    clock=lambda: datetime.now(UTC), shared=shared,
)
listener.start()
threading.Event().wait()
"""

BARE = """
import logging, sys, threading
from aiosmtpd.controller import Controller

class Away:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"

logging.disable(logging.CRITICAL)
Controller(Away(), hostname="127.0.0.1", port=int(sys.argv[1]), server_hostname="mx.example").start()
threading.Event().wait()
"""

LOAD = """
import socket, sys, threading, time
port, sessions, mails, size = map(int, sys.argv[1:])
text = b"Subject: x\\r\\n\\r\\n" + (b"x" * 70 + b"\\r\\n") * (size // 72) + b".\\r\\n"
left, lock = [mails], threading.Lock()

def work():
    while True:
        with lock:
            if not left[0]:
                return
            left[0] -= 1
        line = socket.create_connection(("127.0.0.1", port))
        answers = line.makefile("rb")
        for words in (b"", b"HELO x\\r\\n", b"MAIL FROM:<a@b.example>\\r\\n", b"RCPT TO:<%s>\\r\\n", b"DATA\\r\\n", text, b"QUIT\\r\\n"):
            line.sendall(words.replace(b"%s", b"klachten@vlaamse.example"))
            answer = answers.readline()
            assert answer[:1] in b"23", answer
        line.close()

workers = [threading.Thread(target=work) for _ in range(sessions)]
[worker.start() for worker in workers]
[worker.join() for worker in workers]
"""


def run(seconds: float = 1.5) -> Iterator[str]:
    """Lines of a table: mails a second (median of three) for each server, size and number of sessions."""
    rates: dict[str, dict[tuple[int, int], float]] = {}
    costs: dict[str, dict[tuple[int, int], float]] = {}
    with contextlib.ExitStack() as stack:
        ports = {name: stack.enter_context(server()) for name, server in servers().items()}
        for size in SIZES:
            for sessions in SESSIONS:
                # Turn by turn, so that a busy moment of the machine meets all of them.
                taken: dict[str, list[float]] = {name: [] for name in ports}
                spent: dict[str, list[float]] = {name: [] for name in ports}
                for _ in range(ROUNDS):
                    for name, served in ports.items():
                        speed, cost = rate(served, sessions, size, seconds / ROUNDS)
                        taken[name].append(speed)
                        spent[name].append(cost)
                for name in ports:
                    rates.setdefault(name, {})[size, sessions] = statistics.median(taken[name])
                    if ports[name].processes:
                        costs.setdefault(name, {})[size, sessions] = statistics.median(spent[name])
    columns = [(size, sessions) for size in SIZES for sessions in SESSIONS]
    yield "mails/s accepted".ljust(34) + "".join(
        f"{size // 1024} kB x{sessions}".rjust(11) for size, sessions in columns
    )
    for name, found in rates.items():
        yield name.ljust(34) + "".join(f"{found[column]:.0f}".rjust(11) for column in columns)
    yield "ms of CPU a mail, of the server"
    for name, found in costs.items():
        yield name.ljust(34) + "".join(f"{found[column] * 1000:.2f}".rjust(11) for column in columns)
    yield "ratios of mails/s"
    for base in ("bare aiosmtpd, keeps nothing", "Postfix, throws away after queue"):
        for name in (name for name in rates if name.startswith("klachtenpost") and base in rates):
            ratios = "".join(f"{rates[name][column] / rates[base][column]:.2f}".rjust(11) for column in columns)
            yield f"{name.removeprefix('klachtenpost, ')} / {base.partition(',')[0]}".ljust(34) + ratios


def servers() -> dict[str, Callable[[], contextlib.AbstractContextManager[Served]]]:
    known: dict[str, Callable[[], contextlib.AbstractContextManager[Served]]] = {
        "bare aiosmtpd, keeps nothing": bare,
        "klachtenpost, SQLite": on_sqlite,
    }
    if not postgresql.missing():
        known["klachtenpost, PostgreSQL"] = on_postgresql
        known["klachtenpost, PostgreSQL, 2 proc."] = on_postgresql_twice
    if not postfix.missing():
        known["Postfix, throws away after queue"] = front
    return known


def rate(served: Served, sessions: int, size: int, seconds: float) -> tuple[float, float]:
    """Mails a second over a run of about `seconds`, sized by a short one before it, and seconds of CPU a mail."""
    mails = max(sessions * 4, 20)
    speed = mails / load(served.port, sessions, mails, size)
    mails = max(mails, int(speed * seconds))
    before = served.cpu()
    took = load(served.port, sessions, mails, size)
    return mails / took, (served.cpu() - before) / mails


def load(port: int, sessions: int, mails: int, size: int) -> float:
    """Seconds until all mails are accepted."""
    if Path(SOURCE).exists():
        numbers = ["-s", str(sessions), "-m", str(mails), "-l", str(size)]
        command = [SOURCE, *numbers, "-f", "els@example.org", "-t", RECIPIENT, f"inet:127.0.0.1:{port}"]
    else:
        command = [sys.executable, "-c", LOAD, *map(str, (port, sessions, mails, size))]
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


@contextlib.contextmanager
def program(text: str, *arguments: str) -> Iterator[int]:
    """The id of the process."""
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", text, *arguments])
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()


def answering(port: int) -> int:
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            if line.recv(3) == b"220":
                return port
        time.sleep(0.05)
    raise TimeoutError(f"nobody answers on port {port}")


@contextlib.contextmanager
def bare() -> Iterator[Served]:
    port = postgresql.free_port()
    with program(BARE, str(port)) as process:
        yield Served(answering(port), (process,))


@contextlib.contextmanager
def on_sqlite() -> Iterator[Served]:
    folder = tempfile.mkdtemp(prefix="klachtenpost-bench-", dir=os.environ.get("BENCH_DIR"))
    port = postgresql.free_port()
    try:
        with program(OURS, f"sqlite:///{folder}/books.db", str(port)) as process:
            yield Served(answering(port), (process,))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def on_postgresql() -> Iterator[Served]:
    port = postgresql.free_port()
    with postgresql.running(fsync=True) as server, program(OURS, server.new_database(), str(port)) as process:
        yield Served(answering(port), (process,))


@contextlib.contextmanager
def on_postgresql_twice() -> Iterator[Served]:
    port = postgresql.free_port()
    with postgresql.running(fsync=True) as server:
        url = server.new_database()
        with program(OURS, url, str(port), "shared") as first:
            answering(port)
            with program(OURS, url, str(port), "shared") as second:
                time.sleep(3)
                yield Served(port, (first, second))


@contextlib.contextmanager
def front() -> Iterator[Served]:
    with postfix.running() as server:
        yield Served(answering(server.port))


if __name__ == "__main__":
    for line in run():
        print(line)
