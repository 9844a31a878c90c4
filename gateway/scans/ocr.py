"""The text of a scanned letter, by Tesseract, with how surely it was read. Runs in processes that can be killed."""

import csv
import io
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import pypdfium2
import zxingcpp
from PIL import Image

#: Pages of one letter that are read; what stands behind them is kept as picture only.
MOST_PAGES = 12
DOTS_PER_INCH = 300
#: Longest side of a page in dots: larger pictures are made smaller, whatever the file claims.
LARGEST_SIDE = 5_000
#: Seconds for one page.
PATIENCE = 25
LANGUAGES = "nld+fra+deu+eng"
#: Below this mean confidence a page may lie upside down or on its side: it is turned and read again.
UPRIGHT = 0.75
#: Below this mean confidence, or with fewer words, a page counts as unreadable (handwriting, a photograph).
LEAST_CONFIDENCE, LEAST_WORDS = 0.45, 8
_WORD = re.compile(r"[^\W\d_]{2,}")


class NoOcr(RuntimeError):
    """Tesseract or its languages are not installed (Debian: tesseract-ocr, tesseract-ocr-nld, -fra, -deu)."""


@dataclass(frozen=True, slots=True)
class Page:
    text: str
    #: 0..1, mean over its words.
    confidence: float
    #: What QR codes and barcodes on it say.
    codes: tuple[str, ...] = ()

    @property
    def readable(self) -> bool:
        return self.confidence >= LEAST_CONFIDENCE and len(_WORD.findall(self.text)) >= LEAST_WORDS


def is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF-")


def read_pages(content: bytes) -> list[Page]:
    """Each page as read. Raises NoOcr, or ValueError for a file that is no PDF or whose pages cannot be drawn."""
    if shutil.which("tesseract") is None:
        raise NoOcr("tesseract is not installed")
    return [_read(picture) for picture in pictures(content)]


def pictures(content: bytes) -> list[Image.Image]:
    """The first pages as grey pictures. Raises ValueError."""
    try:
        document = pypdfium2.PdfDocument(content)
        return [_drawn(document[number]) for number in range(min(len(document), MOST_PAGES))]
    except pypdfium2.PdfiumError as error:
        raise ValueError("the scan is no PDF that can be drawn") from error


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / 72, LARGEST_SIDE / max(width, height, 1))
    picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    return picture


def _read(picture: Image.Image) -> Page:
    """With the page turned upright first: scanners take sheets as they lie."""
    codes = tuple(code.text for code in zxingcpp.read_barcodes(picture) if code.text)
    page = _recognised(picture)
    if page.confidence < UPRIGHT:
        turned = [_recognised(picture.rotate(angle, expand=True)) for angle in (180, 90, 270)]
        page = max([page, *turned], key=lambda one: (one.readable, one.confidence * len(one.text)))
    return Page(page.text, page.confidence, codes)


def _recognised(picture: Image.Image) -> Page:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    command = ["tesseract", "stdin", "stdout", "-l", LANGUAGES, "--dpi", str(DOTS_PER_INCH), "--psm", "3", "tsv"]
    try:
        done = subprocess.run(command, input=file.getvalue(), capture_output=True, timeout=PATIENCE)  # noqa: S603, PLW1510 - a fixed command
    except subprocess.TimeoutExpired:
        return Page("", 0.0)
    if done.returncode:
        raise NoOcr("tesseract failed: are its languages nld, fra, deu and eng installed?")
    return _page(done.stdout.decode("utf-8", "replace"))


def _page(table: str) -> Page:
    """Lines and paragraphs as they lie on the page, from Tesseract's table of words."""
    lines: dict[tuple[int, int, int], list[str]] = {}
    sure: list[float] = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        word, confidence = (row.get("text") or "").strip(), float(row.get("conf") or -1)
        if not word or confidence < 0:
            continue
        place = (int(row["block_num"]), int(row["par_num"]), int(row["line_num"]))
        lines.setdefault(place, []).append(word)
        sure.append(confidence / 100)
    return Page(_joined(lines), fmean(sure) if sure else 0.0)


def _joined(lines: Mapping[tuple[int, int, int], Sequence[str]]) -> str:
    text, before = "", None
    for (block, paragraph, _), words in lines.items():
        if before is not None:
            text += "\n" if (block, paragraph) == before else "\n\n"
        text += " ".join(words)
        before = (block, paragraph)
    return text
