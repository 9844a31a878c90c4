"""ClamAV before a download: clamd's INSTREAM over a socket of its own (man clamd), and what it said, kept for a day."""

import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.store.desk import FileVerdict

CHUNK = 65_536
TIMEOUT = 20.0
#: Signatures change every few hours.
KEPT = timedelta(days=1)
#: Path of the whole message among the paths of its parts.
WHOLE = ""


class Found(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    #: No answer, or none that says either: held, never let through.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    found: Found
    #: Name of what was found, or why there is no verdict.
    why: str = ""


def scan(address: str, content: bytes) -> Verdict:
    """What clamd at a socket path or host:port says of these bytes."""
    try:
        with _connected(address) as connection:
            connection.sendall(b"zINSTREAM\0")
            for piece in _pieces(content):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            said = _answer(connection)
    except (OSError, ValueError) as error:
        return Verdict(Found.UNKNOWN, type(error).__name__)
    if said == "stream: OK":
        return Verdict(Found.CLEAN)
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return Verdict(Found.INFECTED, said.removeprefix("stream: ").removesuffix(" FOUND"))
    return Verdict(Found.UNKNOWN, said[:100])


def kept(session: Session, message: int, path: str, now: datetime) -> Verdict | None:
    """The verdict of the last day, if there is one."""
    rows = select(FileVerdict).where(FileVerdict.message_id == message, FileVerdict.path == path)
    row = session.scalars(rows).one_or_none()
    return Verdict(Found(row.found), row.why) if row is not None and row.at > now - KEPT else None


def keep(session: Session, message: int, path: str, verdict: Verdict, now: datetime) -> None:
    """Only what clamd said: what it did not say is asked again."""
    if verdict.found is Found.UNKNOWN:
        return
    rows = select(FileVerdict).where(FileVerdict.message_id == message, FileVerdict.path == path)
    row = session.scalars(rows).one_or_none() or FileVerdict(message_id=message, path=path)
    row.found, row.why, row.at = verdict.found.value, verdict.why[:200], now
    session.add(row)


def _connected(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=TIMEOUT)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(TIMEOUT)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), CHUNK):
        yield content[start : start + CHUNK]


def _answer(connection: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\0") and len(found) < 4_096:
        more = connection.recv(4_096)
        if not more:
            break
        found += more
    return found.rstrip(b"\0\n").decode("utf-8", "replace")
