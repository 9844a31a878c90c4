"""Bytes to text, whatever the client did: declared charset, then UTF-8, then a detector, never an exception."""

import re
import unicodedata
from codecs import lookup
from email.header import decode_header

from charset_normalizer import from_bytes

#: Declared names that stand for a wider set in practice (WHATWG Encoding Standard).
WIDER = {
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "iso8859-1": "windows-1252",
    "ansi": "windows-1252",
    "unknown-8bit": "utf-8",
    "default": "utf-8",
    "utf8mb4": "utf-8",
}
#: UTF-7 hides markup from filters and is never decoded.
REFUSED = frozenset({"utf-7", "utf7", "csutf7", "unicode-1-1-utf-7"})
#: UTF-8 read as windows-1252 and written again: "Ã©" for "é", "â€™" for an apostrophe.
MOJIBAKE = re.compile(
    r"[ÃÂÅ][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2010-\u203a\u20ac\u2122]|â€[\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2010-\u203a\u20ac\u2122]|â‚¬"
)
#: Never shown: controls (except tab and newline) and marks that reorder what is read.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LINE_ENDS = re.compile(r"[\r\n\u0085\u2028\u2029]+")
#: Bytes that no charset explained (PEP 383).
SURROGATE = re.compile("[\ud800-\udfff]")


def to_text(data: bytes, charset: str | None) -> str:
    """The text of a body part. A wrong or missing charset is repaired."""
    declared = _known(charset)
    utf8 = _strict(data, "utf-8")
    if declared is None or declared == "utf-8":
        text = utf8 if utf8 is not None else _detected(data)
    elif utf8 is not None and not data.isascii() and declared == "windows-1252":
        # Text that is valid UTF-8 by accident in Latin-1 does not occur in prose of our languages.
        text = utf8
    else:
        text = _strict(data, declared) or data.decode(declared, "replace")
    return clean(_unmangled(text))


def header_text(value: str) -> str:
    """A header value as people read it: RFC 2047 words decoded, raw 8-bit repaired, one line."""
    if "=?" in value:
        value = _decoded_words(value)
    if not value.isascii() and SURROGATE.search(value):
        value = to_text(value.encode("utf-8", "surrogateescape"), None)
    return clean(one_line(value)).strip()


def one_line(value: str) -> str:
    """Folded lines joined by one space (RFC 5322 2.2.3), whatever sign ends them."""
    return " ".join(piece.strip() for piece in LINE_ENDS.split(value)) if LINE_ENDS.search(value) else value


def clean(text: str) -> str:
    """Without controls and reordering marks; line ends as \\n; accents composed; lone surrogates replaced."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = UNSEEN.sub("", text)
    if text.isascii():
        return text
    if SURROGATE.search(text):
        text = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFC", text)


def _known(charset: str | None) -> str | None:
    name = (charset or "").strip().strip("\"'").lower()
    if not name or name in REFUSED:
        return None
    name = WIDER.get(name, name)
    try:
        return lookup(name).name
    except (LookupError, ValueError):
        return None


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _detected(data: bytes) -> str:
    """Windows-1252 is what is meant nearly always; the detector is asked only where that leaves holes."""
    western = _strict(data, "windows-1252")
    if western is not None:
        return western
    best = from_bytes(data[:20_000]).best()
    return data.decode(best.encoding if best else "latin-1", "replace")


def _unmangled(text: str) -> str:
    return MOJIBAKE.sub(_repaired, text) if "Ã" in text or "Â" in text or "â" in text or "Å" in text else text


def _repaired(found: re.Match[str]) -> str:
    try:
        return found.group().encode("windows-1252").decode("utf-8")
    except UnicodeError:
        return found.group()


def _decoded_words(value: str) -> str:
    # Folding white space between two encoded words is no space (RFC 2047 6.2); decode_header minds that.
    try:
        pieces = decode_header(re.sub(r"(\?=)(=\?)", r"\1 \2", value))
    except Exception:
        return value
    decoded = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            decoded.append(piece)
        else:
            decoded.append(to_text(piece, charset) if charset else piece.decode("utf-8", "surrogateescape"))
    return "".join(decoded)
