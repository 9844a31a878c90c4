"""What hangs on a mail: PDF, Word, pictures, other mails, as bytes that are always the same."""

import base64
import binascii
import email.header
import html
import io
import re
import struct
import zipfile
import zlib

from tests.corpus.source import Part

#: Headers of a part, and its bytes.
Body = tuple[list[str], bytes]


def attached(part: Part) -> Body:
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


def wrapped(text: str, width: int, soft: bool) -> str:
    """Long lines broken; `soft` with the trailing blank of format=flowed."""
    out = []
    for line in text.split("\n"):
        while len(line) > width and " " in line[1:width] and not line.startswith(">"):
            cut = line.rindex(" ", 1, width)
            out.append(line[:cut] + (" " if soft else ""))
            line = line[cut + 1 :]
        out.append(line)
    return "\n".join(out)


def pdf(text: str) -> bytes:
    """A PDF of plain text, a page for every 46 lines."""
    lines = wrapped(text, 88, False).split("\n")
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
