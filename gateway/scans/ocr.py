"""The words of a scanned page, by Tesseract, with how surely each was read. Runs in processes that can be killed."""

import csv
import io
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import zxingcpp
from PIL import Image

from gateway.scans.pictures import DOTS_PER_INCH, cleaned, is_dusty, is_empty, is_pdf, pictures, straight

__all__ = ["NoOcr", "Page", "Word", "codes_on", "is_pdf", "read_pages", "recognised"]

#: Pages of one letter that are read; what stands behind them is kept as picture only.
MOST_PAGES = 12
#: Seconds for one page, and for all pages of a letter: those left over are kept as picture only.
PATIENCE, PATIENCE_LETTER = 25, 200
#: Address space of the reading program, in kB, and seconds of its processor.
MEMORY, PROCESSOR = 2_000_000, 60
LANGUAGES = "nld+fra+deu+eng"
#: Below this mean confidence a page may lie upside down, on its side or under dust: it is turned, cleaned, read again.
UPRIGHT = 0.75
#: A word is read where it has so many letters and Tesseract is so sure of it. A page with fewer read words, or of whose
#: letters less than this share stands in them, is for a person: of handwriting and photographs a machine makes scraps.
LETTERS, SURE, LEAST_WORDS, LEAST_SHARE = 3, 0.7, 5, 0.5
_LETTERS = re.compile(r"[^\W\d_]")
_TURN = re.compile(r"Rotate: (90|180|270)")
#: The program under its limits; where a limit is not known to the system it is left out.
_BOUNDED = f'ulimit -t {PROCESSOR}; ulimit -v {MEMORY} 2>/dev/null; exec tesseract "$@"'


class NoOcr(RuntimeError):
    """Tesseract or its languages are not installed (Debian: tesseract-ocr, tesseract-ocr-nld, -fra, -deu)."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    #: 0..1, as Tesseract says.
    confidence: float
    #: Left, top, width, height in dots.
    box: tuple[int, int, int, int]
    #: Block, paragraph and line it stands in.
    place: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Page:
    words: tuple[Word, ...] = ()
    #: What QR codes and barcodes on it say.
    codes: tuple[str, ...] = ()
    empty: bool = False
    #: The page as it was read: upright and straight.
    picture: Image.Image | None = None

    @property
    def confidence(self) -> float:
        """0..1, mean over its words."""
        return fmean(word.confidence for word in self.words) if self.words else 0.0

    @property
    def text(self) -> str:
        """Lines and paragraphs as they lie on the page."""
        text, before = "", None
        for word in self.words:
            if before is not None:
                same = (word.place[:2] == before[:2], word.place == before)
                text += " " if same[1] else "\n" if same[0] else "\n\n"
            text += word.text
            before = word.place
        return text

    @property
    def readable(self) -> bool:
        letters = [(len(_LETTERS.findall(word.text)), word.confidence >= SURE) for word in self.words]
        read = [count for count, sure in letters if sure and count >= LETTERS]
        return len(read) >= LEAST_WORDS and sum(read) >= LEAST_SHARE * sum(count for count, _ in letters)


def read_pages(content: bytes) -> list[Page]:
    """Each page as read, within the limits. Raises NoOcr, or ValueError for a file whose pages cannot be drawn."""
    if shutil.which("tesseract") is None:
        raise NoOcr("tesseract is not installed")
    began = time.monotonic()
    pages = []
    for picture in pictures(content, MOST_PAGES):
        pages.append(_read(picture) if time.monotonic() - began < PATIENCE_LETTER else Page())
    return pages


def codes_on(picture: Image.Image) -> tuple[str, ...]:
    """What QR codes and barcodes on a page say."""
    return tuple(code.text for code in zxingcpp.read_barcodes(picture) if code.text)


def _read(picture: Image.Image) -> Page:
    """Turned upright where it lies otherwise: scanners take sheets as they come."""
    if is_empty(picture):
        return Page(empty=True)
    codes = codes_on(picture)
    clean = cleaned(picture) if is_dusty(picture) else picture
    # Letters are written on upright sheets; Tesseract reads one that lies on its side, but loses what is askew on it.
    level = straight(_upright(clean) if clean.width > clean.height else clean)
    words, seen = recognised(level), level
    if _mean(words) < UPRIGHT:
        again = straight(_upright(cleaned(picture)))
        other = recognised(again)
        if _mean(other) * len(other) > _mean(words) * len(words):
            words, seen = other, again
    return Page(words, codes, picture=seen)


def recognised(picture: Image.Image, *, layout: int = 3) -> tuple[Word, ...]:
    """The words on a picture. `layout`: Tesseract's page segmentation mode."""
    table = _tesseract(picture, "-l", LANGUAGES, "--dpi", str(DOTS_PER_INCH), "--psm", str(layout), "tsv")
    return tuple(_words(table))


def _upright(picture: Image.Image) -> Image.Image:
    """By what Tesseract thinks of the letters' direction; a smaller picture will do for that."""
    told = _TURN.search(_tesseract(picture.reduce(2), "--psm", "0", "--dpi", str(DOTS_PER_INCH // 2)))
    return picture.rotate(-int(told[1]), expand=True) if told else picture


def _tesseract(picture: Image.Image, *arguments: str) -> str:
    """Its output; empty where it ran out of time or gave up. Raises NoOcr where its languages are missing."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    command = ["/bin/sh", "-c", _BOUNDED, "ocr", "stdin", "stdout", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            command,
            input=file.getvalue(),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            # One page on one core: its threads double the work and halve nothing.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        return ""
    if done.returncode and b"loading language" in done.stderr:
        raise NoOcr("tesseract lacks a language: nld, fra, deu and eng are needed")
    return "" if done.returncode else done.stdout.decode("utf-8", "replace")


def _words(table: str) -> Iterator[Word]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, confidence = (row.get("text") or "").strip(), float(row.get("conf") or -1)
        if not text or confidence < 0:
            continue
        box = (int(row["left"]), int(row["top"]), int(row["width"]), int(row["height"]))
        place = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
        yield Word(text, confidence / 100, box, place)


def _mean(words: Sequence[Word]) -> float:
    return fmean(word.confidence for word in words) if words else 0.0
