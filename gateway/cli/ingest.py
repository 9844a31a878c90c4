"""`klachtenpost ingest`: puts mails into the inbox and works them through to the end."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from gateway.assemble import Gateway, assemble
from gateway.errors import WrongCall
from gateway.intake.arrivals import Arrival, take_in_all
from gateway.logs import start_logging
from gateway.pipeline.worker import Worker
from gateway.scans.ocr import is_pdf
from gateway.settings import load_settings
from gateway.store.tables import Inbox

#: Arrivals that share a commit.
TOGETHER = 200


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "ingest",
        help="put mails into the inbox and work them through",
        description="Puts mails (files, folders of files, or - for one mail on standard input) into the inbox in the "
        "order of their names and works them through to the end, as if they arrived now. Answers stand in the outbox "
        "and leave with `klachtenpost serve`.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a mail, a folder of mails, or -")
    parser.add_argument("--now", metavar="TIME", help="as if they arrived at this moment, e.g. 2026-03-02T09:00+01:00")
    return parser


def run(args: argparse.Namespace) -> int:
    moment = told_moment(args.now)
    settings = load_settings()
    start_logging(settings.log.level)
    gateway = assemble(settings)
    try:
        arrivals = [_arrival(name, content, moment) for name, content in mails(args.paths)]
        first = _taken(gateway, arrivals)
        work_through(gateway, moment)
        return _told(gateway, first, len(arrivals))
    finally:
        gateway.close()


def told_moment(text: str | None) -> datetime:
    """The moment a person named, in UTC where no zone is told; now where nothing is."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongCall(f"--now {text} is no moment; write it as 2026-03-02T09:00+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def mails(paths: list[str]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each mail, in name order."""
    for path in paths:
        if path == "-":
            yield "-", sys.stdin.buffer.read()
            continue
        place = Path(path)
        files = sorted(one for one in place.rglob("*") if one.is_file()) if place.is_dir() else [place]
        for file in files:
            try:
                yield file.name, file.read_bytes()
            except OSError as error:
                raise WrongCall(f"{file} cannot be read: {error.strerror}") from error


def work_through(gateway: Gateway, now: datetime) -> None:
    """Everything that waits, until nothing does."""
    with gateway.reading() as reading:
        worker = Worker(
            gateway.store, reading, gateway.desk, lambda: now, batch=gateway.settings.worker.batch, patient=False
        )
        while worker.work():
            pass


def _arrival(name: str, content: bytes, moment: datetime) -> Arrival:
    return Arrival(content, "scan" if is_pdf(content) else "file", moment, source=name)


def _taken(gateway: Gateway, arrivals: list[Arrival]) -> int:
    """Commits them; returns the last inbox row before them."""
    with gateway.store.session() as session:
        last = session.scalar(select(func.max(Inbox.id))) or 0
    for start in range(0, len(arrivals), TOGETHER):
        with gateway.store.session() as session:
            take_in_all(session, arrivals[start : start + TOGETHER])
    return last


def _told(gateway: Gateway, first: int, count: int) -> int:
    with gateway.store.reading() as session:
        rows = session.execute(select(Inbox.status, func.count()).where(Inbox.id > first).group_by(Inbox.status))
        became: dict[str, int] = {row[0]: row[1] for row in rows}
    words = ", ".join(f"{number} {status}" for status, number in sorted(became.items()))
    print(f"{count} mails taken in: {words or 'nothing'}. See `klachtenpost inbox`, `cases` and `outbox`.")
    return 1 if became.get("quarantine") else 0
