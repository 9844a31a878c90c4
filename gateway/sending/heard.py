"""What the relay said, on this machine's disk before it is in the books.

The books may be busy for a while; a line at the end of a file is not. A sender that is killed in between finds here
what became of its mail, and nothing is in doubt but what left in the few milliseconds before that line.

Each sender has a file of its own, locked while it lives: whoever can lock it reads what a dead one heard.
"""

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from gateway.sending.relay import Outcome, Verdict

SUFFIX = ".heard"


@dataclass(frozen=True, slots=True)
class Heard:
    """The last word about one try of one item."""

    item: int
    attempts: int
    message_id: str
    verdict: Verdict


class Notebook:
    def __init__(self, folder: Path) -> None:
        """Raises OSError where the folder cannot be written."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._path = folder / f"{secrets.token_hex(8)}{SUFFIX}"
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._empty = True

    def note(self, heard: Heard) -> None:
        """Returns once it is on the disk."""
        os.write(self._file, (json.dumps(asdict(heard), separators=(",", ":")) + "\n").encode())
        os.fdatasync(self._file)
        self._empty = False

    def forget(self) -> None:
        """All of it is in the books."""
        if not self._empty:
            os.ftruncate(self._file, 0)
            self._empty = True

    def own(self) -> list[Heard]:
        return [] if self._empty else read(self._path)

    def left_by_dead(self) -> dict[Path, list[Heard]]:
        """Files whose senders are gone, with what they heard; delete each once that is in the books."""
        found = {}
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            if path != self._path and _is_free(path):
                found[path] = read(path)
        return found

    def close(self) -> None:
        if self._empty:
            self._path.unlink(missing_ok=True)
        os.close(self._file)


def read(path: Path) -> list[Heard]:
    """Its whole lines; a last one that was torn by the end of the process says nothing."""
    heard = []
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return []
    for line in lines:
        told = json.loads(line)
        verdict = told.pop("verdict")
        heard.append(Heard(**told, verdict=Verdict(**{**verdict, "outcome": Outcome(verdict["outcome"])})))
    return heard


def _is_free(path: Path) -> bool:
    try:
        file = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(file)
    return True
