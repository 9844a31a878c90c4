"""Mails a second of CPU from the inbox to the outbox: read, understood, matched, decided, answered, written down.

Reading happens in the worker's own process here, so that one figure holds all of our work; what a PostgreSQL server
burns is not in it, but in the wall-clock figure. Beside it, on the same mails: mail-parser alone, and reading alone.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import mailparser

from bench.archive import grow
from bench.mails import OFFICE, made
from gateway.assemble import Gateway, assemble
from gateway.intake.arrivals import Arrival, take_in_all
from gateway.pipeline.reading import Raw, Readers, read
from gateway.pipeline.worker import Worker
from gateway.settings import WorkerSettings
from tests import postgresql
from tests.road.house import settings_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MAILS, WARM = 128, 32
KNOWN = 20
EARLIER = (100, int(os.environ.get("BENCH_CASES", "20000")))


def run() -> Iterator[str]:
    yield f"{'':40}{'mails/CPU-s':>12}{'ms each':>9}{'mails/s':>9}"
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        home = Path(folder)
        yield from alone(home)
        yield from on("SQLite", lambda number: f"sqlite:///{home}/{number}.db", home)
        why = postgresql.missing()
        if why:
            yield f"PostgreSQL: left out, {why}"
        with postgresql.running(fsync=True) if not why else nullcontext() as server:
            if server:
                yield from on("PostgreSQL", lambda _: server.new_database(), home)
    yield f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"


def alone(home: Path) -> Iterator[str]:
    gateway = assemble(settings_of(home, f"sqlite:///{home}/reading.db", 25))
    mails = [made(number) for number in range(MAILS)]
    readers = Readers(gateway.offices, gateway.catalogue)

    def reading(mail: bytes) -> object:
        return read(Raw(mail, "smtp", NOW, envelope_to=(OFFICE,)), readers=readers)

    def parsing(mail: bytes) -> object:
        parsed = mailparser.parse_from_bytes(mail)
        return parsed.subject, parsed.from_, parsed.body, parsed.attachments

    for name, work in (("mail-parser alone", parsing), ("read and understood alone", reading)):
        for mail in mails[:20]:
            work(mail)
        yield line(name, lambda work=work: [work(mail) for mail in mails])
    gateway.close()


def on(name: str, url: Callable[[int], str], home: Path) -> Iterator[str]:
    number = 0
    for earlier in EARLIER:
        for known in (False, True):
            number += 1
            settings = replace(settings_of(home, url(number), 25), worker=WorkerSettings(processes=0))
            gateway = assemble(settings)
            grow(gateway.store, earlier)
            senders = "known senders" if known else "new senders"
            yield worked(f"{name}, {earlier:,} cases, {senders}", gateway, known)
            gateway.close()


def worked(name: str, gateway: Gateway, known: bool) -> str:
    with gateway.reading() as reading:
        worker = Worker(gateway.store, reading, gateway.desk, lambda: NOW, patient=False)

        def through() -> None:
            while worker.work():
                pass

        take(gateway, 0, WARM, known)
        through()
        take(gateway, WARM, WARM + MAILS, known)
        return line(name, through)


def take(gateway: Gateway, first: int, last: int, known: bool) -> None:
    mails = [made(number, number % KNOWN if known else None) for number in range(first, last)]
    with gateway.store.session() as session:
        take_in_all(session, [Arrival(mail, "smtp", NOW, envelope_to=(OFFICE,)) for mail in mails])


def line(name: str, work: Callable[[], object]) -> str:
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return f"{name:40}{MAILS / cpu:12.0f}{1000 * cpu / MAILS:9.2f}{MAILS / wall:9.0f}"


if __name__ == "__main__":
    for told in run():
        print(told, flush=True)
    sys.exit(0)
