"""The pages of a scan as grey pictures: drawn within limits, laid straight, cleaned, and told from empty sheets."""

import math
from collections.abc import Iterator

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter, ImageOps

DOTS_PER_INCH = 300
#: Longest side of a page in dots: larger pictures are made smaller, whatever the file claims.
LARGEST_SIDE = 5_000
#: A sheet may lie this far askew in the feeder, in degrees.
MOST_ASKEW = 8.0
#: Less than this much is left to Tesseract, which follows lines that slope a little.
LEAST_ASKEW = 0.3
#: Share of dark dots below which a sheet counts as empty: dust is less, two words are more.
LEAST_INK = 0.0001
#: Width to which a page is made smaller before its slope or its ink is measured.
MEASURED_WIDTH = 800
#: How far half of the dots may differ from those around them, of 255.
MOST_GRAIN = 12
#: Borders that are left out when ink is measured, as shares of width and height: dark edges, punched holes.
BORDERS = (0.09, 0.03)


def is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF-")


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """Raises ValueError for what is no PDF, is locked, or has no page."""
    try:
        document = pypdfium2.PdfDocument(content)  # type: ignore[no-untyped-call]
    except pypdfium2.PdfiumError as error:
        raise ValueError("the scan is no PDF that can be opened") from error
    if not len(document):
        raise ValueError("the scan has no page")
    return document


def drawn(document: pypdfium2.PdfDocument, number: int, dots: int = DOTS_PER_INCH) -> Image.Image:
    """One page. Raises ValueError where it cannot be drawn."""
    try:
        page = document[number]
        width, height = page.get_size()
        scale = min(dots / 72, LARGEST_SIDE / max(width, height, 1))
        picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"page {number + 1} of the scan cannot be drawn") from error
    return picture


def pictures(content: bytes, most: int, dots: int = DOTS_PER_INCH) -> Iterator[Image.Image]:
    """The first pages, one at a time. Raises ValueError."""
    document = opened(content)
    for number in range(min(len(document), most)):
        yield drawn(document, number, dots)


def is_empty(picture: Image.Image) -> bool:
    """The back of a sheet, or a divider without a word."""
    dark = _dark(picture)
    top, side = int(dark.shape[0] * BORDERS[1]), int(dark.shape[1] * BORDERS[0])
    inner = dark[top : dark.shape[0] - top, side : dark.shape[1] - side]
    return bool(inner.mean() < LEAST_INK)


def straight(picture: Image.Image) -> Image.Image:
    """The page turned until its lines lie level."""
    angle = slope(picture)
    return picture if abs(angle) < LEAST_ASKEW else picture.rotate(angle, expand=False, fillcolor=paper(picture))


def slope(picture: Image.Image, most: float = MOST_ASKEW) -> float:
    """By how many degrees the lines of a page hang to the right: the angle at which its rows part most sharply."""
    rows, columns = np.nonzero(_dark(picture))
    if len(rows) < 200:
        return 0.0
    if len(rows) > 60_000:
        keep = np.linspace(0, len(rows) - 1, 60_000).astype(int)
        rows, columns = rows[keep], columns[keep]
    best = max(np.arange(-most, most + 0.01, 0.5), key=lambda angle: _sharpness(rows, columns, angle))
    fine = max(np.arange(best - 0.5, best + 0.51, 0.1), key=lambda angle: _sharpness(rows, columns, angle))
    return float(fine)


def is_dusty(picture: Image.Image) -> bool:
    """Grain all over the paper, as of a bad copy: reading it as it is takes long and errs."""
    middle = picture.crop((picture.width // 4, picture.height // 4, picture.width // 2, picture.height // 2))
    smooth = np.asarray(middle.filter(ImageFilter.MedianFilter(3)), dtype=np.int16)
    return bool(np.median(np.abs(np.asarray(middle, dtype=np.int16) - smooth)) > MOST_GRAIN)


def cleaned(picture: Image.Image) -> Image.Image:
    """Dust taken off and grey paper made white."""
    return ImageOps.autocontrast(picture.filter(ImageFilter.MedianFilter(3)), cutoff=(1, 40))


def _sharpness(rows: "np.ndarray[tuple[int], np.dtype[np.int64]]", columns: object, angle: float) -> float:
    lines = np.rint(rows - np.asarray(columns) * math.tan(math.radians(angle))).astype(int)
    counts = np.bincount(lines - lines.min())
    return float((counts.astype(float) ** 2).sum())


def _dark(picture: Image.Image) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """Dots that are ink rather than paper, on a small copy in which dust is averaged away."""
    factor = max(1, picture.width // MEASURED_WIDTH)
    small = np.asarray(picture.reduce(factor) if factor > 1 else picture, dtype=np.int16)
    paper = int(np.percentile(small, 75))
    return np.asarray(small < paper - 60)


def paper(picture: Image.Image) -> int:
    """How light the paper is, 0..255."""
    return int(np.percentile(np.asarray(picture.reduce(8)), 75))
