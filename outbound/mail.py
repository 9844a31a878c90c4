"""A draft as the bytes of a mail (RFC 5322, 2045, 2046, 2047, 3834): plain text and simple HTML, nothing remote."""

import quopri
import re
from base64 import encodebytes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.charset import QP, Charset
from email.header import Header
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from classifiers.mail.idn import ascii_domain
from outbound.blocks import Block, BlockKind, blocks, plain
from outbound.clean import SUBJECT_LENGTH, clean_line, clean_message_id
from outbound.draft import Draft

#: RFC 5322 2.1.1: longest line in octets, without CRLF.
LINE = 998
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_ATEXT = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"\\@]{1,64}@[^\s<>()\[\],;:\"\\@]{1,255}")
#: No colours: a mail program that shows dark pages must be free to write light letters on them.
_STYLE = "font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;max-width:40em;color-scheme:light dark"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that goes along; name and type are ours, never a stranger's."""

    name: str
    content_type: str
    content: bytes


def render_mail(
    draft: Draft,
    *,
    from_name: str,
    from_address: str,
    message_id: str,
    date: datetime,
    reply_to: str = "",
    attached: Sequence[bytes] = (),
    files: Sequence[AttachedFile] = (),
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """The mail with CRLF line ends, the same bytes for the same values.

    `attached`: raw mails that go along unchanged but for line ends. `files`: other attachments. `headers`: further
    ones; names that are none are left out, values are cleaned. Raises ValueError when an address is none: such a mail
    could not leave anyhow. Domains are written in ASCII; letters beyond that before the @ stand there in UTF-8
    (RFC 6532), and such a mail leaves only where SMTPUTF8 is offered.
    """
    from_address, to_address, reply_to = map(ascii_domain, (from_address, draft.to.email, reply_to))
    for address in (from_address, to_address, *([reply_to] if reply_to else [])):
        if not _ADDRESS.fullmatch(address):
            raise ValueError(f"not a mail address: {clean_line(address, 100)!r}")
    lines = [
        _header("From", _mailbox(from_name, from_address)),
        _header("To", _mailbox(draft.to.name, to_address)),
        *([_header("Reply-To", _mailbox("", reply_to))] if reply_to else []),
        _header("Subject", _encoded("Subject", clean_line(draft.subject, SUBJECT_LENGTH))),
        _header("Date", format_datetime(date)),
        _header("Message-ID", f"<{clean_message_id(message_id)}>"),
        *([_header("In-Reply-To", f"<{draft.in_reply_to}>")] if draft.in_reply_to else []),
        *([_header("References", "\r\n ".join(f"<{i}>" for i in draft.references))] if draft.references else []),
        *(
            _header(name, _encoded(name, clean_line(value, 500)))
            for name, value in {**(draft.headers or {}), **(headers or {})}.items()
            if _HEADER_NAME.fullmatch(name)
        ),
        _header("Content-Language", str(draft.language)),
        "MIME-Version: 1.0\r\n",
    ]
    return "".join(lines).encode("utf-8") + _body(draft, message_id, attached, files)


def html(draft: Draft) -> str:
    """The draft as a small HTML page: no scripts, no images, no links, readable without style."""
    paragraphs = "\n".join(_block(block) for block in blocks(draft.text))
    return (
        f'<!DOCTYPE html>\n<html lang="{draft.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(draft.subject)}</title>\n</head>\n"
        f'<body style="{_STYLE}">\n{paragraphs}\n</body>\n</html>\n'
    )


def _block(block: Block) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f'<h2 style="font-size:18px;margin:1.4em 0 .4em">{escape(block.lines[0])}</h2>'
        case BlockKind.LIST:
            return "<ul>\n" + "\n".join(f"<li>{escape(line)}</li>" for line in block.lines) + "\n</ul>"
        case BlockKind.PARAGRAPH:
            return "<p>" + "<br>\n".join(escape(line) for line in block.lines) + "</p>"


def _body(draft: Draft, message_id: str, attached: Sequence[bytes], files: Sequence[AttachedFile]) -> bytes:
    text = _text_part("plain", plain(draft.text) + "\n")
    page = _text_part("html", html(draft))
    letter = _multipart("alternative", f"{message_id}:a", [text, page])
    more = [
        *(_message_part(number, raw) for number, raw in enumerate(attached, 1)),
        *(_file_part(file.name, file.content, file.content_type) for file in files),
    ]
    return _multipart("mixed", f"{message_id}:m", [letter, *more]) if more else letter


def _text_part(subtype: str, text: str) -> bytes:
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + quopri.encodestring(text.encode("utf-8")).replace(b"\n", b"\r\n")


def _message_part(number: int, raw: bytes) -> bytes:
    """A stored mail as message/rfc822 (RFC 2046 5.2.1); as a plain file where its lines would not survive the way."""
    whole = re.sub(rb"\r\n|\r|\n", b"\r\n", raw)
    if b"\0" in whole or any(len(line) > LINE for line in whole.split(b"\r\n")):
        return _file_part(f"original-{number}.eml", raw)
    encoding = "7bit" if whole.isascii() else "8bit"
    head = (
        f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f'Content-Disposition: attachment; filename="original-{number}.eml"\r\n\r\n'
    )
    return head.encode() + whole


def _file_part(filename: str, raw: bytes, content_type: str = "application/octet-stream") -> bytes:
    head = (
        f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-Disposition: attachment; filename="{filename}"\r\n\r\n'
    )
    return head.encode() + encodebytes(raw).replace(b"\n", b"\r\n")


def _multipart(subtype: str, seed: str, parts: Sequence[bytes]) -> bytes:
    """Parts behind a boundary that none of them holds, and that is the same each time."""
    boundary = sha256(seed.encode("utf-8", "replace")).hexdigest()[:32]
    while any(boundary.encode() in part for part in parts):
        boundary = sha256(boundary.encode()).hexdigest()[:32]
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    mark = f"--{boundary}".encode()
    return head + b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"


def _header(name: str, value: str) -> str:
    return f"{name}: {value}\r\n"


def _encoded(name: str, value: str) -> str:
    """A header's text, folded, as encoded words where it is not plain ASCII (RFC 2047)."""
    charset = Charset("utf-8")
    charset.header_encoding = QP
    return Header(value, "us-ascii" if value.isascii() else charset, maxlinelen=76, header_name=name).encode(
        linesep="\r\n"
    )


def _mailbox(name: str, address: str) -> str:
    """`Name <address>` with a cleaned, quoted or encoded name; an address inside a name stays a name."""
    shown = clean_line(name, 100)
    if not shown:
        return address
    if not shown.isascii():
        return f"{_encoded('From', shown)}\r\n <{address}>"
    phrase = shown if _ATEXT.fullmatch(shown) else '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{phrase} <{address}>"
