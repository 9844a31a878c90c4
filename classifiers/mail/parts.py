"""The MIME tree walked once, bounded: each leaf with its path, decoded bytes and names."""

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mime
from email.parser import BytesHeaderParser
from email.policy import compat32
from email.utils import collapse_rfc2231_value

from classifiers.mail.decode import header_text, to_text
from classifiers.mail.limits import Limits
from classifiers.mail.wrapped import TNEF_TYPES, tnef_contents

UU_NAMES = ("x-uuencode", "uuencode", "uue", "x-uue")
HTML_START = re.compile(r"\s{0,20}(?:<!doctype html|<html|<body|<div|<p>)", re.IGNORECASE)
#: Uuencoded files that are looked for in one text.
MOST_UU = 30
BEGIN = re.compile(r"^begin [0-7]{3,4} (\S.{0,200})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part that holds content. `path` is the IMAP part number (RFC 3501 6.4.5)."""

    path: str
    mime: Mime
    content_type: str
    filename: str
    disposition: str
    content_id: str
    #: Content type of the multipart it stands in, e.g. "multipart/alternative".
    within: str

    @property
    def charset(self) -> str | None:
        value = self.mime.get_param("charset")
        return collapse_rfc2231_value(value) if value is not None else None

    def content(self) -> bytes:
        return decoded_payload(self.mime)


def parse(raw: bytes, defects: list[str] | None = None) -> Mime:
    """The stdlib parser with the policy that keeps headers as they are; an mbox line in front is dropped.

    A mail on which even that fails is read as headers and one part of plain text, which `defects` then says.
    """
    if raw.startswith(b"From ") and b"\n" in raw[:1000]:
        raw = raw.partition(b"\n")[2]
    try:
        return message_from_bytes(raw, policy=compat32)
    except Exception as error:  # the stdlib raises many kinds on hostile input
        if defects is not None:
            why = "nested too deep" if isinstance(error, RecursionError) else type(error).__name__
            defects.append(f"its parts could not be told apart ({why}): all of it is shown as text")
        return _flat(raw)


def _flat(raw: bytes) -> Mime:
    """Headers, and everything below them as text."""
    try:
        mime: Mime = BytesHeaderParser(policy=compat32).parsebytes(raw)
    except Exception:
        mime = Mime()
        mime.set_payload(raw.decode("ascii", "surrogateescape"))
    for name in ("Content-Type", "Content-Transfer-Encoding", "Content-Disposition"):
        del mime[name]
    mime["Content-Type"] = "text/plain"
    return mime


def leaves(mime: Mime, limits: Limits, defects: list[str]) -> Iterator[Leaf]:
    """Leaves in order. message/rfc822 is a leaf; what exceeds a limit is said in `defects`."""
    count = 0
    stack: list[tuple[Mime, str, str, int]] = [(mime, "", "", 0)]
    while stack:
        part, path, within, depth = stack.pop()
        kind = content_type(part)
        children = part.get_payload()
        if kind.startswith("multipart/") and isinstance(children, list):
            if depth >= limits.depth:
                defects.append(f"parts nested deeper than {limits.depth} were not opened")
                continue
            numbered = [(child, f"{path}.{n}" if path else str(n)) for n, child in enumerate(children, 1)]
            if len(numbered) > limits.parts:
                defects.append(f"{len(numbered)} parts: only the first {limits.parts} were opened")
            # Popped in order of the mail.
            stack += [(child, at, kind, depth + 1) for child, at in reversed(numbered[: limits.parts])]
            continue
        if kind.startswith("multipart/"):
            # Its border never comes: what it holds is text.
            kind = "text/html" if HTML_START.match(str(children or "")[:200]) else "text/plain"
        count += 1
        if count > limits.parts:
            defects.append(f"more than {limits.parts} parts: the rest was not opened")
            return
        disposition = str(part.get("Content-Disposition") or "").partition(";")[0].strip().lower()
        yield Leaf(
            path=path or "1",
            mime=part,
            content_type=kind,
            filename=filename(part),
            disposition=disposition,
            content_id=str(part.get("Content-ID") or "").strip().strip("<>")[:200],
            within=within,
        )


def content_type(part: Mime) -> str:
    try:
        return part.get_content_type()
    except Exception:
        return "application/octet-stream"


def filename(part: Mime) -> str:
    """The file's name as data: RFC 2231 and 2047 decoded, no path, no controls, bounded."""
    try:
        name = part.get_filename() or ""
    except Exception:
        name = ""
    name = header_text(str(name)).replace("\\", "/").rpartition("/")[2]
    return re.sub(r"[\x00-\x1f\x7f]", "", name).strip(" .")[:200]


def decoded_payload(part: Mime) -> bytes:
    """Content of a leaf, transfer encoding undone; broken base64 gives what can be had of it."""
    payload = part.get_payload()
    if isinstance(payload, list):
        try:
            return b"\n".join(child.as_bytes() for child in payload if isinstance(child, Mime))
        except Exception:
            return b""
    if str(part.get("Content-Transfer-Encoding") or "").strip().lower() not in ("base64", *UU_NAMES):
        # Asked for text, the stdlib would put question marks where the declared charset does not fit.
        data = part.get_payload(decode=True)
        return data if isinstance(data, bytes) else b""
    return transfer_decoded(part, str(payload or "").encode("utf-8", "surrogateescape"))


def transfer_decoded(part: Mime, data: bytes) -> bytes:
    """Transfer encoding undone (RFC 2045 6); what claims none or an unknown one is left as it is."""
    match str(part.get("Content-Transfer-Encoding") or "").strip().lower():
        case "base64":
            return _base64(data)
        case "quoted-printable":
            return quopri.decodestring(data)
        case name if name in UU_NAMES:
            return uudecoded(data.splitlines())
    return data


def _base64(data: bytes) -> bytes:
    stripped = re.sub(rb"[^A-Za-z0-9+/]", b"", data.partition(b"=")[0] if data.rstrip().endswith(b"=") else data)
    stripped = stripped[: len(stripped) - (len(stripped) % 4 == 1)]
    try:
        return base64.b64decode(stripped + b"=" * (-len(stripped) % 4))
    except (binascii.Error, ValueError):
        return data


def uudecoded(lines: Iterable[bytes]) -> bytes:
    """The bytes of uuencoded lines; the lines around them and broken ones are passed over."""
    out = []
    for line in lines:
        if line.startswith((b"begin ", b"end", b"`")) or not line.strip():
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text without the files that old clients write into it between "begin 644 name" and "end", and those files."""
    if "begin " not in text or not BEGIN.search(text):
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    lines = text.split("\n")
    number = tries = 0
    while number < len(lines):
        found = BEGIN.match(lines[number]) if tries < MOST_UU else None
        tries += found is not None
        end = _uu_end(lines, number + 1) if found else None
        if found is None or end is None:
            kept.append(lines[number])
            number += 1
            continue
        files.append((found.group(1).strip()[:200], uudecoded(line.encode() for line in lines[number + 1 : end])))
        number = end + 1
    return "\n".join(kept), files


def _uu_end(lines: list[str], number: int) -> int | None:
    """Line "end" of a file that starts at `number`; each line until there tells its own length, in signs below "a"."""
    for at in range(number, len(lines)):
        line = lines[at].rstrip("\r")
        if line == "end":
            return at
        if line and not (len(line) <= 62 and all(" " <= sign <= "`" for sign in line) and _uu_fits(line)):
            return None
    return None


def _uu_fits(line: str) -> bool:
    # Spaces at the end get lost on the way, and some clients add a check sign.
    expected = 1 + (((ord(line[0]) - 32) & 63) + 2) // 3 * 4
    return expected - 4 <= len(line) <= expected + 2


def part_bytes(raw: bytes, path: str) -> bytes:
    """The content of the part at `path` of a message's parts, for download. Empty where there is no such part.

    "2" is the second part of the mail, "1#1" the first file inside part 1 (uuencoded, or in a winmail.dat).
    """
    outer, _, inner = path.partition("#")
    leaf = next((leaf for leaf in leaves(parse(raw), Limits(), []) if leaf.path == outer), None)
    if leaf is None:
        return b""
    content = leaf.content()
    if not inner:
        return content
    files = inside(leaf, content)
    return files[int(inner) - 1][1] if inner.isdigit() and 0 < int(inner) <= len(files) else b""


def inside(leaf: Leaf, content: bytes) -> list[tuple[str, bytes]]:
    """Name and content of the files that one part holds. Raises ValueError where a winmail.dat is broken."""
    if leaf.content_type in TNEF_TYPES or leaf.filename.lower() == "winmail.dat":
        return tnef_contents(content)[1]
    return without_uuencoded(to_text(content, leaf.charset))[1]
