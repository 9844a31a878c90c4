"""The text of an attachment where it is cheap to have: txt, HTML, Word, PDF. Bounded in size, pages and characters."""

import io
import zipfile
from collections.abc import Callable
from itertools import islice

from docx import Document
from pypdf import PdfReader

from classifiers.mail.decode import clean, to_text
from classifiers.mail.html import html_to_text
from classifiers.mail.limits import Limits
from classifiers.mail.parts import Leaf

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BY_ENDING = {"txt": "text/plain", "htm": "text/html", "html": "text/html", "pdf": PDF, "docx": DOCX}
#: Unpacked bytes of drawing operators of the pages of a PDF.
MOST_DRAWN = 10_000_000
#: Unpacked bytes a Word file may have; more is a bomb.
MOST_UNPACKED = 50_000_000


def attachment_text(leaf: Leaf, content: bytes, limits: Limits) -> str | None:
    """The text, None where this kind has none that is cheap. Raises ValueError with the reason where it cannot be had."""
    kind = leaf.content_type
    ending = leaf.filename.rpartition(".")[2].lower()
    if kind in ("application/octet-stream", "application/x-download", "binary/octet-stream"):
        kind = BY_ENDING.get(ending, kind)
    if kind == "text/plain" and ending in BY_ENDING:
        kind = BY_ENDING[ending]
    if kind not in _READERS:
        return None
    if len(content) > limits.attachment_size:
        raise ValueError(f"larger than {limits.attachment_size // 1_000_000} MB")
    try:
        return clean(_READERS[kind](leaf, content, limits))[: limits.attachment_length]
    except ValueError:
        raise
    except Exception as error:  # pypdf and docx raise many kinds on broken files
        raise ValueError(f"cannot be read ({type(error).__name__})") from error


def _plain(leaf: Leaf, content: bytes, limits: Limits) -> str:
    return to_text(content, leaf.charset)


def _html(leaf: Leaf, content: bytes, limits: Limits) -> str:
    return html_to_text(to_text(content, leaf.charset))


def _docx(leaf: Leaf, content: bytes, limits: Limits) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED or len(packed.infolist()) > 2_000:
            raise ValueError("unpacks to more than we open")
    document = Document(io.BytesIO(content))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables[:20]:
        lines += ["\t".join(cell.text for cell in row.cells) for row in table.rows[:200]]
    return "\n".join(lines)


def _pdf(leaf: Leaf, data: bytes, limits: Limits) -> str:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("locked with a password")
    texts: list[str] = []
    drawn = 0
    for page in islice(reader.pages, limits.pdf_pages):
        content = page.get_contents()
        drawn += len(content.get_data()) if content is not None else 0
        if drawn > MOST_DRAWN:
            if not texts:
                raise ValueError("draws more than we read")
            break
        texts.append(page.extract_text())
        if sum(map(len, texts)) > limits.attachment_length:
            break
    return "\n".join(texts)


_READERS: dict[str, Callable[[Leaf, bytes, Limits], str]] = {
    "text/plain": _plain,
    "text/html": _html,
    DOCX: _docx,
    PDF: _pdf,
}
