"""The scanner's folder: a scan is taken once it is whole, and moved aside only after it is in the books."""

import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from gateway.errors import GatewayError
from gateway.intake.arrivals import Arrival, take_in
from gateway.scans.ocr import is_pdf
from gateway.settings import TraySettings
from gateway.store.engine import Store

log = structlog.get_logger()

#: Folder beside the scans for those that are safely ours; files are kept there under their name and inbox number.
TAKEN = "taken"
#: Largest scan that is taken, in bytes.
LARGEST = 100_000_000


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
            except (GatewayError, OSError) as error:
                log.warning("tray", reason=type(error).__name__)
            stop.wait(self._settings.poll_seconds)

    def look(self) -> list[int]:
        """Takes what is whole; the inbox numbers of what was taken."""
        files = {path: _state(path) for path in sorted(self._folder.glob("*.pdf")) if path.is_file()}
        whole = [path for path, state in files.items() if self._seen.get(path) == state and _ends(path)]
        self._seen = files
        return [self._take(path) for path in whole]

    def _take(self, path: Path) -> int:
        content = path.read_bytes()
        arrival = Arrival(content, "scan", self._clock(), source=path.name, office=self._settings.office)
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
