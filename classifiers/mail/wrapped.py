"""Mails inside a wrapping that some clients cannot open: opaque S/MIME signatures and winmail.dat."""

from tnefparse.tnef import TNEF

from classifiers.mail.decode import to_text
from classifiers.mail.html import html_to_text

SIGNED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})

#: DER: SEQUENCE, OID 1.2.840.113549.1.7.2 (signedData), 1.2.840.113549.1.7.1 (data).
_DATA_OID = bytes.fromhex("06092a864886f70d010701")


def signed_content(der: bytes) -> bytes | None:
    """The content of a CMS SignedData (RFC 5652 5.2), unverified; None where there is none to be had."""
    at = der.find(_DATA_OID)
    if at < 0:
        return None
    try:
        tag, start, length = _element(der, at + len(_DATA_OID))
        if tag != 0xA0:
            return None
        return _octets(der, start, length)
    except (IndexError, ValueError, RecursionError):
        return None


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, start and length of the content; length -1 for the indefinite form (X.690 8.1.3.6)."""
    tag, first = data[at], data[at + 1]
    if first < 0x80:
        return tag, at + 2, first
    count = first & 0x7F
    if count == 0:
        return tag, at + 2, -1
    if count > 4:
        raise ValueError("length too long")
    return tag, at + 2 + count, int.from_bytes(data[at + 2 : at + 2 + count], "big")


def _octets(data: bytes, at: int, length: int) -> bytes:
    """OCTET STRING, whole or in pieces (BER constructed), inside [0]."""
    out = bytearray()
    end = len(data) if length < 0 else at + length
    while at < min(end, len(data) - 1):
        tag, start, size = _element(data, at)
        if tag == 0:
            break
        if tag == 0x24:
            if size >= 0:
                out += _octets(data, start, size)
                at = start + size
                continue
            at = start
            continue
        if tag != 0x04 or size < 0:
            break
        out += data[start : start + size]
        at = start + size
    return bytes(out)


def tnef_contents(data: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Body text and (name, content) of the files in a winmail.dat. Raises ValueError where it is broken."""
    try:
        opened = TNEF(data, do_checksum=False)
        body = opened.body or b""
        text = to_text(body, None) if isinstance(body, bytes) else str(body)
        markup = opened.htmlbody or b""
        if markup and not text.strip():
            text = html_to_text(to_text(markup, None) if isinstance(markup, bytes) else str(markup))
        return text, [(str(item.long_filename() or item.name), bytes(item.data or b"")) for item in opened.attachments]
    except Exception as error:
        raise ValueError(f"winmail.dat cannot be opened ({type(error).__name__})") from error
