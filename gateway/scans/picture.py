"""One page of a scan as a picture for a browser, drawn in a process of its own: a hostile PDF costs that process only.

`python -m gateway.scans.picture NUMBER` reads a PDF on standard input and writes a PNG.
"""

import io
import subprocess
import sys

from gateway.scans.pictures import drawn, opened

#: Dots an inch: a page fills a screen and small print can be read.
DOTS = 120
SECONDS = 20
MEMORY = 4_000_000
_BOUNDED = f'ulimit -t {SECONDS}; ulimit -v {MEMORY} 2>/dev/null; exec "$@"'


class NoPicture(ValueError):
    """The page is not there or cannot be drawn."""


def picture_of(content: bytes, number: int) -> bytes:
    """Page `number` (from 1) as PNG. Raises NoPicture."""
    command = ["/bin/sh", "-c", _BOUNDED, "picture", sys.executable, "-m", "gateway.scans.picture", str(number)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise NoPicture("the page takes too long to draw") from error
    if done.returncode or not done.stdout:
        raise NoPicture("the page cannot be drawn")
    return done.stdout


def pages_of(content: bytes) -> int:
    """How many pages a PDF says it has; 0 where it says nothing that can be understood."""
    # Read without opening: opening a stranger's file is for processes that may fall over.
    found = [int(number) for number in _counts(content) if number.isdigit() and len(number) < 6]
    return max(found, default=1) if content[:1024].lstrip().startswith(b"%PDF-") else 0


def _counts(content: bytes) -> list[bytes]:
    return [piece.lstrip()[:8].split()[0] for piece in content.split(b"/Count")[1:] if piece.strip()]


def main() -> int:
    number = int(sys.argv[1])
    document = opened(sys.stdin.buffer.read())
    if not 1 <= number <= len(document):
        return 1
    file = io.BytesIO()
    drawn(document, number - 1, DOTS).save(file, "PNG", optimize=False)
    sys.stdout.buffer.write(file.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
