"""The scanner's folder: a scan is taken once it is whole, and moved aside only after it is in the books."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from gateway.errors import GatewayError
from gateway.intake.arrivals import Arrival, take_in
from gateway.scans.pictures import is_pdf
from gateway.settings import TraySettings
from gateway.store.engine import Store

log = structlog.get_logger()

#: Folder beside the scans for those that are safely ours; files are kept there under their name and inbox number.
TAKEN = "taken"
#: Largest scan that is taken, in bytes.
LARGEST = 100_000_000
#: A file that lay longer was put there by hand: what its time says is not when the letter came.
LONGEST = timedelta(days=30)


class Tray:
    """Looks at one folder. A file is whole when it ends as a PDF does and did not grow since the look before."""

    def __init__(self, settings: TraySettings, folder: Path, store: Store, clock: Callable[[], datetime]) -> None:
        self._settings, self._folder, self._store, self._clock = settings, folder, store, clock
        self._seen: dict[Path, tuple[int, int]] = {}

    def run(self, stop: threading.Event) -> None:
        """Looks until told to stop; what cannot be taken stays where it is and is tried again."""
        while not stop.is_set():
            try:
                self.look()
            except OSError as error:
                log.warning("tray", reason=type(error).__name__)
            stop.wait(self._settings.poll_seconds)

    def look(self) -> list[int]:
        """Takes what is whole; the inbox numbers of what was taken."""
        scans = (path for path in sorted(self._folder.iterdir()) if path.suffix.lower() == ".pdf" and path.is_file())
        files = {path: _state(path) for path in scans}
        still = [path for path, state in files.items() if self._seen.get(path) == state]
        self._seen = files
        taken = []
        for path in still:
            try:
                if _ends(path):
                    taken.append(self._take(path))
            except (GatewayError, OSError) as error:
                # One file that cannot be read or moved does not hold up the others.
                log.warning("scan not taken", reason=type(error).__name__)
        return taken

    def _take(self, path: Path) -> int:
        content = path.read_bytes()
        scanned = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        now = self._clock()
        arrival = Arrival(
            content,
            "scan",
            scanned if now - LONGEST <= scanned <= now else now,
            source=path.name,
            office=self._settings.office,
        )
        with self._store.session() as session:
            number = take_in(session, arrival)
        # A crash here leaves the file: it is taken again, and its content key makes nothing twice.
        taken = self._folder / TAKEN
        taken.mkdir(exist_ok=True)
        os.replace(path, taken / f"{number}-{path.name}")
        return number


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _ends(path: Path) -> bool:
    """The scanner has written the end of the PDF."""
    if not 0 < path.stat().st_size <= LARGEST:
        return False
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(max(0, path.stat().st_size - 2048))
        return is_pdf(head) and b"%%EOF" in file.read()
