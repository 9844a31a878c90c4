"""Everything a file says: its words, and what stands beside them unseen (authors, titles, comments, EXIF)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from PIL import ExifTags, Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from classifiers.mail.decode import to_text
from classifiers.mail.limits import Limits
from classifiers.mail.parts import leaves, parse

#: Bytes of one file, and of one part inside it, that are searched.
MOST = 20_000_000
#: Parts of one package, pages of one document, files inside files.
MOST_PARTS, MOST_PAGES, DEEPEST = 300, 60, 3
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TAG = re.compile(r"<[^>]{0,2000}>")
_HEADER = re.compile(rb"[A-Za-z-]{2,40}:[ \t]")


class Closed:
    """A part that cannot be searched: locked with a password, broken, too large, too deep, or too many."""


CLOSED = Closed()


def texts_of(content: bytes, depth: int = 0) -> Iterator[str | Closed]:
    """All that can be read in it, in pieces; the bytes themselves in the usual encodings, then what they hold.

    What holds more than is searched, or is locked, gives CLOSED: nobody can say that it tells nothing.
    """
    if len(content) > MOST:
        yield CLOSED
    content = content[:MOST]
    yield content.decode("utf-8", "replace")
    if b"\0" in content:
        yield content.decode("utf-16-le", "replace")
        yield content.decode("utf-16-be", "replace")
    head = content[:1024].lstrip()
    if depth >= DEEPEST:
        if head.startswith((b"%PDF-", b"PK\x03\x04")):
            yield CLOSED
    elif head.startswith(b"%PDF-"):
        yield from _pdf(content)
    elif head.startswith(b"PK\x03\x04"):
        yield from _package(content, depth)
    elif head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"RIFF")):
        yield from _picture(content)
    elif _HEADER.match(head):
        yield from _mail(content, depth)


def _pdf(content: bytes) -> Iterator[str | Closed]:
    for stream in _STREAM.finditer(content):
        try:
            yield zlib.decompressobj().decompress(stream[1], MOST).decode("latin-1")
        except zlib.error:
            continue
    try:
        reader = PdfReader(io.BytesIO(content))
        if (reader.is_encrypted and not reader.decrypt("")) or len(reader.pages) > MOST_PAGES:
            yield CLOSED
        yield " ".join(str(value) for value in (reader.metadata or {}).values())
        for page in reader.pages[:MOST_PAGES]:
            yield page.extract_text()
            notes = page.get("/Annots")
            for note in notes if isinstance(notes, list) else ():
                yield " ".join(str(value) for value in note.get_object().values() if isinstance(value, str))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        # Whatever a broken file holds was searched above as far as it goes.
        return


def _package(content: bytes, depth: int) -> Iterator[str | Closed]:
    """Word, Excel, OpenDocument and plain zip: the parts with their words, author and comments among them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if len(package.infolist()) > MOST_PARTS:
                yield CLOSED
            for item in package.infolist()[:MOST_PARTS]:
                yield item.filename
                if item.flag_bits & 1 or item.file_size > MOST:
                    yield CLOSED
                    continue
                part = package.read(item)
                if item.filename.lower().endswith((".xml", ".rels")):
                    # Words are cut by tags in the middle: once without a gap, once with.
                    marked = part.decode("utf-8", "replace")
                    yield _TAG.sub("", marked)
                    yield _TAG.sub(" ", marked)
                else:
                    yield from texts_of(part, depth + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError):
        # Broken, or packed in a way unknown here: whoever opens it may still read what we cannot.
        yield CLOSED


def _picture(content: bytes) -> Iterator[str]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            exif = picture.getexif()
            told = [*picture.info.values(), *exif.values()]
            for block in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
                told += list(exif.get_ifd(block).values())
    except (OSError, ValueError, SyntaxError, KeyError, TypeError):
        return
    for value in told:
        yield value.decode("utf-8", "replace").replace("\0", "") if isinstance(value, bytes) else str(value)


def _mail(content: bytes, depth: int) -> Iterator[str | Closed]:
    """Every part as it reads once decoded, and what is attached to it."""
    mail = parse(content)
    yield "\n".join(str(value) for _, value in mail.items())
    for leaf in leaves(mail, Limits(), []):
        yield leaf.filename
        part = leaf.content()
        if leaf.content_type.startswith("text/"):
            text = to_text(part, leaf.charset)
            yield text
            yield _TAG.sub(" ", text)
        else:
            yield from texts_of(part, depth + 1)
