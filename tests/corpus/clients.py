"""How mail programs of the world put a text on the wire: headers, parts, charsets and encodings.

Everything is drawn from a hash of the mail's name, so the same source always gives the same bytes.
"""

import base64
import binascii
import email.header
import hashlib
import html
import io
import quopri
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from tests.corpus.source import Mail, Part, address_of

BRUSSELS = ZoneInfo("Europe/Brussels")

OFFICE_ADDRESS = {
    "vlaamse-ombudsdienst": "klachten@vlaamseombudsdienst.be",
    "ombuds-brussel": "plaintes@ombuds.brussels",
    "vdab": "klachten@vdab.be",
    "de-lijn": "klachten@delijn.be",
    "vlabel": "klachten@belastingen.vlaanderen.be",
    "wonen-in-vlaanderen": "klachten.wonen@vlaanderen.be",
    "opgroeien": "klachtendienst@kindengezin.be",
    "vaph": "klachten@vaph.be",
    "vutg": "klachten@groeipakket.be",
    "awv": "klachten@wegenenverkeer.be",
    "de-watergroep": "klachten@dewatergroep.be",
    "vlm": "klachten@vlm.be",
    "anb": "klachten@natuurenbos.be",
    "agodi": "klachten@agodi.be",
    "ahovoks": "klachten@ahovoks.be",
    "inburgering": "klachten@integratie-inburgering.be",
    "departement-zorg": "klachten.departementzorg@vlaanderen.be",
    "vlaamse-waterweg": "klachten@vlaamsewaterweg.be",
    "veka": "klachten@veka.be",
    "omgeving": "klachten@omgevingvlaanderen.be",
    "zorginspectie": "klachten@zorginspectie.be",
    "digitaal-vlaanderen": "klachten@digitaal.vlaanderen.be",
}

SENT_FROM = {
    "nl": "Verstuurd vanaf mijn iPhone",
    "fr": "Envoyé de mon iPhone",
    "de": "Von meinem iPhone gesendet",
    "en": "Sent from my iPhone",
}
SENT_FROM_GALAXY = {
    "nl": "Verzonden vanaf mijn Galaxy",
    "fr": "Envoyé depuis mon smartphone Samsung Galaxy.",
    "de": "Von meinem Samsung Galaxy Smartphone gesendet.",
    "en": "Sent from my Galaxy",
}

Body = tuple[list[str], bytes]


def render(mail: Mail) -> bytes:
    """The raw bytes of a mail as they would arrive, with CRLF."""
    if mail.get("form") == "raw":
        return crlf(mail.text.encode())
    form = FORMS[mail.keys["form"]]
    head, payload = form(mail)
    headers, body = _with_parts(mail, head, payload)
    lines = [*_envelope(mail), *_addressed(mail), *_client_headers(mail), *headers]
    return crlf("\n".join(lines).encode() + b"\n\n" + body)


def crlf(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def token(mail: Mail, salt: str, length: int = 12) -> str:
    return hashlib.sha256(f"{mail.get('seed')}{mail.name}/{mail.get('date')}/{salt}".encode()).hexdigest()[:length]


def when(mail: Mail) -> datetime:
    return datetime.strptime(mail.keys["date"], "%Y-%m-%d %H:%M").replace(tzinfo=BRUSSELS) + timedelta(
        seconds=int(token(mail, "second", 4), 16) % 60
    )


def language(mail: Mail) -> str:
    return mail.get("gold", mail.get("language", "nl")).split()[0]


def office_address(mail: Mail) -> str:
    office = mail.get("office", "vlaamse-ombudsdienst")
    if office.startswith("gemeente-"):
        return f"klachten@{office.removeprefix('gemeente-')}.be"
    if office == "ombuds-brussel" and language(mail) == "nl":
        return "klachten@ombuds.brussels"
    return OFFICE_ADDRESS[office]


def _envelope(mail: Mail) -> list[str]:
    """What the receiving servers wrote on top; a test harness reads X-Test-*."""
    lines = [
        f"X-Test-Envelope-{key[4:].title()}: {value}" for key, value in mail.keys.items() if key.startswith("env-")
    ]
    if mail.get("received") == "no":
        return lines
    ours = mail.get("env-to") or office_address(mail)
    domain = ours.partition("@")[2]
    host = f"mail-{token(mail, 'host', 4)}.{address_of(mail.keys['from']).partition('@')[2]}"
    moment = when(mail) + timedelta(seconds=int(mail.get("later", "3")))
    lines += [
        f"Received: from {host} ({host} [192.0.2.{int(token(mail, 'ip', 2), 16)}])",
        f"\tby mx1.{domain} (Postfix) with ESMTPS id {token(mail, 'queue' + mail.get('later'), 10).upper()}",
        f"\tfor <{ours}>; {format_datetime(moment)}",
    ]
    return lines


def _addressed(mail: Mail) -> list[str]:
    sender = mail.keys["from"]
    lines = [f"From: {_person(sender)}", f"To: {', '.join(_person(one) for one in _to(mail))}"]
    if mail.get("cc"):
        lines.append("Cc: " + ", ".join(_person(one.strip()) for one in mail.get("cc").split(",")))
    lines += [f"Subject: {encoded(mail.get('subject'), mail.get('form'))}", f"Date: {format_datetime(when(mail))}"]
    ident = mail.get("message-id") or f"{token(mail, 'id', 20)}@{address_of(sender).partition('@')[2]}"
    if ident != "none":
        lines.append(f"Message-ID: <{ident}>")
    return lines + [
        f"{key[2:]}: {value}" for key, value in mail.keys.items() if key.startswith("h-") and key != "h-Content-Type"
    ]


def _to(mail: Mail) -> list[str]:
    return [one.strip() for one in (mail.get("to") or office_address(mail)).split(",")]


def _person(text: str) -> str:
    name, found, address = text.rpartition("<")
    if not found:
        return text
    name = name.strip().strip('"')
    if not name:
        return f"<{address}"
    if name.isascii():
        return f'"{name}" <{address}' if re.search(r"[^\w '-]", name) else f"{name} <{address}"
    return f"{encoded(name, '')} <{address}"


def encoded(text: str, form: str) -> str:
    """As encoded words where it is not ASCII; a placeholder of a sequence stays readable."""
    if text.isascii():
        return text
    if "@@REF" in text:
        return " ".join(word if word.isascii() else encoded(word, form) for word in text.split(" "))
    charset = "iso-8859-1" if form in ("latin1", "telenet", "outlook") else "utf-8"
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    return email.header.Header(text, charset, maxlinelen=200).encode(linesep="\n")


def _client_headers(mail: Mail) -> list[str]:
    spoken = {"nl": "nl-BE", "fr": "fr-BE", "de": "de-DE", "en": "en-GB"}[language(mail)]
    own = {
        "outlook": [
            f"Thread-Topic: {encoded(mail.get('subject'), 'outlook')}",
            f"Accept-Language: {spoken}, en-US",
            "X-MS-Has-Attach:",
        ],
        "gmail": [],
        "iphone": ["X-Mailer: iPhone Mail (23A355)"],
        "galaxy": ["X-Mailer: Samsung Email 6.2"],
        "flowed": ["User-Agent: Mozilla Thunderbird", f"Content-Language: {spoken}"],
        "telenet": ["X-Priority: 3", "Importance: Normal", "X-Mailer: Open-Xchange Mailer v8.20.51"],
        "webform": ["X-Mailer: PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)"],
        "html": ["X-Mailer: WebService/1.1.22"],
    }.get(mail.keys["form"], [])
    return [*own, "MIME-Version: 1.0"]


def quoted(text: str, charset: str) -> bytes:
    return quopri.encodestring(text.encode(charset), quotetabs=False)


def plain(mail: Mail, text: str, charset: str, how: str, extra: str = "") -> Body:
    """One text/plain part. Placeholders must stay readable, so such a text is never encoded."""
    if "@@" in text and how != "8bit":
        how, charset = "8bit", "utf-8"
    raw = text.encode(charset, "replace")
    payload = {
        "8bit": lambda: raw,
        "7bit": lambda: raw,
        "quoted-printable": lambda: quoted(text, charset),
        "base64": lambda: base64.encodebytes(raw),
    }[how]()
    return [f"Content-Type: text/plain; charset={charset}{extra}", f"Content-Transfer-Encoding: {how}"], payload


def as_html(text: str, style: str) -> str:
    """The text as a mail program writes it in HTML: a quote in a block of its own, an Outlook header above a rule."""
    kept, depth = [], 0
    for line in text.split("\n"):
        level = len(re.match(r"(?:> ?)*", line).group().replace(" ", ""))  # type: ignore[union-attr]
        kept.append("</blockquote>" * (depth - level) + '<blockquote type="cite">' * (level - depth))
        depth = level
        bare = html.escape(re.sub(r"^(?:> ?)+", "", line), quote=False)
        if re.match(r"(?:Van|De|Von|From)\s?: ", bare) and style == "outlook":
            kept.append('<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"></div>')
        tag = {
            "outlook": '<p class="MsoNormal">%s</p>',
            "gmail": "<div>%s</div>",
            "telenet": '<div class="default-style">%s</div>',
        }
        kept.append(tag.get(style, "<p>%s</p>") % (bare or {"gmail": "<br>"}.get(style, "&nbsp;")) + "\n")
    return "".join(kept) + "</blockquote>" * depth


def alternative(mail: Mail, text: str, charset: str, how: str, style: str) -> Body:
    boundary = f"----=_{token(mail, 'alternative', 16)}"
    own = [part.text for part in mail.parts if part.kind == "html"]
    page = (
        own[0] if own else f'<html><head><meta charset="{charset}"></head><body>\n{as_html(text, style)}</body></html>'
    )
    first, one = plain(mail, text, charset, how)
    second, two = plain(mail, page, charset, how)
    second[0] = second[0].replace("text/plain", "text/html")
    mark = f"--{boundary}".encode()
    body = b"\n".join(
        [mark, "\n".join(first).encode(), b"", one, mark, "\n".join(second).encode(), b"", two, mark + b"--", b""]
    )
    return [f'Content-Type: multipart/alternative; boundary="{boundary}"'], body


def _signed(mail: Mail, signature: dict[str, str]) -> str:
    return mail.text if mail.get("sig") == "no" else f"{mail.text}\n\n{signature[language(mail)]}\n"


def _wrapped(text: str, width: int, soft: bool) -> str:
    """Long lines broken; `soft` with the trailing blank of format=flowed."""
    out = []
    for line in text.split("\n"):
        while len(line) > width and " " in line[1:width] and not line.startswith(">"):
            cut = line.rindex(" ", 1, width)
            out.append(line[:cut] + (" " if soft else ""))
            line = line[cut + 1 :]
        out.append(line)
    return "\n".join(out)


def _flowed(mail: Mail) -> Body:
    return plain(mail, _wrapped(mail.text, 72, True) + "\n", "utf-8", "8bit", "; format=flowed")


def _gmail(mail: Mail) -> Body:
    how = "base64" if int(token(mail, "how", 1), 16) < 5 else "quoted-printable"
    return alternative(mail, mail.text + "\n", "utf-8", how, "gmail")


def _html_only(mail: Mail) -> Body:
    head, body = plain(
        mail, f"<!doctype html>\n<html><body>\n{as_html(mail.text, 'p')}</body></html>\n", "utf-8", "quoted-printable"
    )
    own = [part.text for part in mail.parts if part.kind == "html"]
    if own:
        head, body = plain(mail, own[0] + "\n", "utf-8", "quoted-printable")
    head[0] = head[0].replace("text/plain", "text/html")
    return head, body


def _broken(mail: Mail) -> Body:
    """Says UTF-8 and sends Windows-1252, as old newsletters and scripts do."""
    return ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"], mail.text.encode(
        "cp1252", "replace"
    ) + b"\n"


def _unlabelled(mail: Mail) -> Body:
    """UTF-8 that calls itself US-ASCII."""
    return ["Content-Type: text/plain; charset=us-ascii", "Content-Transfer-Encoding: 7bit"], mail.text.encode() + b"\n"


FORMS: dict[str, Callable[[Mail], Body]] = {
    "outlook": lambda mail: alternative(
        mail, mail.text + "\n", _narrow(mail.text, "windows-1252"), "quoted-printable", "outlook"
    ),
    "gmail": _gmail,
    "iphone": lambda mail: plain(mail, _signed(mail, SENT_FROM), "utf-8", "quoted-printable"),
    "galaxy": lambda mail: plain(mail, _signed(mail, SENT_FROM_GALAXY), "utf-8", "base64"),
    "flowed": _flowed,
    "telenet": lambda mail: alternative(
        mail, mail.text + "\n", _narrow(mail.text, "iso-8859-1"), "quoted-printable", "telenet"
    ),
    "latin1": lambda mail: plain(mail, _wrapped(mail.text, 76, False) + "\n", _narrow(mail.text, "iso-8859-1"), "8bit"),
    "plain": lambda mail: plain(mail, mail.text + "\n", "utf-8", "8bit"),
    "wrapped": lambda mail: plain(mail, _wrapped(mail.text, 72, False) + "\n", "utf-8", "quoted-printable"),
    "base64": lambda mail: plain(mail, mail.text + "\n", "utf-8", "base64"),
    "webform": lambda mail: plain(mail, mail.text + "\n", "utf-8", "quoted-printable"),
    "html": _html_only,
    "broken": _broken,
    "unlabelled": _unlabelled,
}


def _narrow(text: str, charset: str) -> str:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return "utf-8"
    return charset


def _with_parts(mail: Mail, head: list[str], payload: bytes) -> Body:
    """The text, and whatever hangs on it, in a multipart/mixed (or the report of a mail server)."""
    parts = [part for part in mail.parts if part.kind != "html"]
    if not parts:
        return head, payload
    boundary = f"=_mixed_{token(mail, 'mixed', 16)}"
    mark = f"--{boundary}".encode()
    pieces = [mark, "\n".join(head).encode(), b"", payload]
    for part in parts:
        lines, body = _attached(part)
        pieces += [mark, "\n".join(lines).encode(), b"", body]
    kind = mail.get("h-Content-Type") or "multipart/mixed"
    return [f'Content-Type: {kind}; boundary="{boundary}"'], b"\n".join([*pieces, mark + b"--", b""])


def _attached(part: Part) -> Body:
    if part.kind == "mail":
        return ["Content-Type: message/rfc822", "Content-Disposition: attachment"], part.text.encode() + b"\n"
    if part.kind == "status":
        return ["Content-Type: message/delivery-status"], part.text.encode() + b"\n"
    kind, data = {
        "pdf": ("application/pdf", pdf),
        "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
        "txt": ("text/plain; charset=utf-8", lambda text: text.encode() + b"\n"),
        "image": ("image/png", png),
        "calendar": ("text/calendar; charset=utf-8; method=REQUEST", lambda text: text.encode() + b"\n"),
    }[part.kind]
    name = part.name if part.name.isascii() else email.header.Header(part.name, "utf-8", maxlinelen=200).encode()
    lines = [f'Content-Type: {kind}; name="{name}"', "Content-Transfer-Encoding: base64"]
    where = "inline" if part.kind == "image" else "attachment"
    return [*lines, f'Content-Disposition: {where}; filename="{name}"'], base64.encodebytes(data(part.text))


def pdf(text: str) -> bytes:
    """A PDF of plain text, a page for every 46 lines."""
    lines = _wrapped(text, 88, False).split("\n")
    pages = [lines[at : at + 46] for at in range(0, len(lines), 46)]
    first = 4
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, page in enumerate(pages):
        shown = b"".join(
            b"(" + re.sub(rb"([()\\])", rb"\\\1", line.encode("cp1252", "replace")) + b") Tj T*\n" for line in page
        )
        stream = b"BT /F1 11 Tf 15 TL 60 780 Td\n" + shown + b"ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * at + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream",
        ]
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets))
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def docx(text: str) -> bytes:
    """A Word document of plain paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{html.escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    relation = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{relation}"><Relationship Id="rId1" Target="word/document.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(
                zipfile.ZipInfo(name), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content
            )
    return out.getvalue()


def png(text: str) -> bytes:
    """A small grey picture; what it shows is only told in the source."""
    shade = bytes([binascii.crc32(text.encode()) % 200 + 30])
    rows = (b"\0" + shade * 24) * 16

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", binascii.crc32(kind + data))

    packed = zlib.compressobj(0)
    data = packed.compress(rows) + packed.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 24, 16, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )
