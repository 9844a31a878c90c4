"""Mails made to hurt their reader (research names: bombs, depth, floods, broken encodings, injection)."""

import base64
import io
import zipfile
import zlib
from collections.abc import Callable

HEAD = b"From: x@post.example\nSubject: klacht\nMIME-Version: 1.0\n"


def multiparts(depth: int) -> bytes:
    opened = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return HEAD + opened + b"Content-Type: text/plain\n\ndiep\n"


def messages(depth: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\nSubject: x\n" * depth + b"\ndiep\n"


def parts(count: int) -> bytes:
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\n\n'
        + b"--b\nContent-Type: text/plain\n\nx\n" * count
        + b"--b--\n"
    )


def headers(count: int) -> bytes:
    return HEAD + b"".join(b"X-%d: y\n" % n for n in range(count)) + b"\nklacht over de bus\n"


def long_header(size: int) -> bytes:
    return HEAD + b"X-Lang: " + b"a" * size + b"\n\nklacht over de bus\n"


def folded_header(count: int) -> bytes:
    return HEAD + b"References: <a@b>\n" + b" <a@b.example>\n" * count + b"\nklacht over de bus\n"


def people(count: int) -> bytes:
    return (
        HEAD
        + b"To: "
        + b", ".join(b'"N %d" <n%d@post.example>' % (n, n) for n in range(count))
        + b"\n\nklacht over de bus\n"
    )


def comments(count: int) -> bytes:
    return HEAD + b"To: " + b"(" * count + b"x@y.example\nCc: " + b'"' * count + b"\n\nklacht over de bus\n"


def encoded_words(count: int) -> bytes:
    return (
        b"Subject: "
        + b"=?utf-8?q?" * count
        + b"\nFrom: "
        + b"=?utf-8?b?w6k=?= " * count
        + b"<x@y.example>\n\nklacht over de bus\n"
    )


def boundary_prefix(count: int) -> bytes:
    return HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b" * count + b"\n\nklacht\n"


def never_ending(count: int) -> bytes:
    return HEAD + b'Content-Type: multipart/mixed; boundary=""\n\n' + b"--\n" * count


def bad_base64(size: int) -> bytes:
    return (
        HEAD + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + b"=A*b\xff==" * size
    )


def bad_quoted(size: int) -> bytes:
    return HEAD + b"Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n" + b"=G=\x00=" * size


def html(markup: bytes) -> bytes:
    return HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + markup


def nested_html(depth: int) -> bytes:
    return html(b"<div><blockquote>" * depth + b"klacht over de bus</blockquote>" * depth)


def nested_tables(depth: int) -> bytes:
    return html(b"<table><tr><td>" * depth + b"klacht over de bus" + b"</td></tr></table>" * depth)


def open_brackets(count: int) -> bytes:
    return html(b"<" * count + b"klacht")


def hidden_html(count: int) -> bytes:
    return html(b'<p style="display:none">x</p>' * count + b"<p>klacht over de bus</p>")


def wide_table(count: int) -> bytes:
    return html(b"<table>" + b'<tr><td colspan="999999" width="9999999">x</td></tr>' * count + b"</table>")


def text(line: bytes, count: int) -> bytes:
    return HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + line * count


def attachment(content_type: str, name: str, content: bytes) -> bytes:
    coded = base64.encodebytes(content)
    return (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nZie bijlage, klacht over de bus.\n--b\n'
        + f'Content-Type: {content_type}; name="{name}"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="{name}"\n\n'.encode()
        + coded
        + b"\n--b--\n"
    )


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_bomb(megabytes: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"a" * megabytes * 1_000_000)
    return attachment(WORD, "brief.docx", packed.getvalue())


def docx_laughs() -> bytes:
    lol = (
        '<!DOCTYPE d [<!ENTITY a "'
        + "ha" * 1000
        + '">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
        + "]>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml",
            lol
            + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&h;</w:t></w:r></w:p></w:body></w:document>',
        )
    return attachment(WORD, "lach.docx", packed.getvalue())


def pdf_bomb(megabytes: int) -> bytes:
    """One page whose content unpacks to `megabytes` of text operators."""
    content = zlib.compress(b"BT /F1 9 Tf (klacht klacht) Tj ET\n" * (megabytes * 1_000_000 // 34), 9)
    return attachment("application/pdf", "brief.pdf", pdf([content]))


def pdf(contents: list[bytes]) -> bytes:
    """A PDF with one page for each deflated content stream."""
    pages = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{pages}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * n} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content) + content + b"\nendstream")
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in offsets
    )
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def looping_pdf() -> bytes:
    return attachment(
        "application/pdf",
        "kring.pdf",
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>\nendobj\ntrailer << /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n",
    )


def nested_ber(depth: int) -> bytes:
    inside = b"\x24\x80" * depth + b"\x04\x02hi"
    signed = (
        bytes.fromhex("30800609 2a864886f70d010702".replace(" ", ""))
        + bytes.fromhex("06092a864886f70d010701a080")
        + inside
    )
    return (
        HEAD
        + b"Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(signed)
    )


def nested_signed(depth: int) -> bytes:
    inner = b"Content-Type: text/plain\n\nklacht over de bus\n"
    for _ in range(depth):
        octets = b"\x04\x83" + len(inner).to_bytes(3, "big") + inner
        data = bytes.fromhex("06092a864886f70d010701") + b"\xa0\x83" + len(octets).to_bytes(3, "big") + octets
        inner = (
            b"Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(data)
        )
    return HEAD + inner


def forwards(count: int) -> bytes:
    block = b"Van: An <an@post.example>\nVerzonden: maandag 4 mei 2026 21:12\nAan: B\nOnderwerp: FW: bus\n\n"
    return b"Subject: FW: bus\n" + HEAD + b"\n" + block * count + b"De bus kwam niet.\n"


#: name -> maker of a mail of size n, and the n that hurts.
GROWING: dict[str, tuple[Callable[[int], bytes], int]] = {
    "multiparts in multiparts": (multiparts, 400),
    "messages in messages": (messages, 400),
    "many parts": (parts, 10_000),
    "many headers": (headers, 25_000),
    "one long header": (long_header, 1_000_000),
    "endless references": (folded_header, 20_000),
    "many recipients": (people, 10_000),
    "open comments": (comments, 20_000),
    "encoded words": (encoded_words, 3_000),
    "boundary prefixes": (boundary_prefix, 100_000),
    "a boundary without a name": (never_ending, 50_000),
    "broken base64": (bad_base64, 100_000),
    "broken quoted-printable": (bad_quoted, 100_000),
    "nested html": (nested_html, 2_000),
    "nested tables": (nested_tables, 300),
    "open brackets": (open_brackets, 200_000),
    "hidden html": (hidden_html, 10_000),
    "wide table": (wide_table, 500),
    "attributions": (lambda n: text(b"Op 4 mei 2026 om 09:12 schreef An:\n", n), 5_000),
    "half attributions": (lambda n: text(b"op 1 schreef ", n), 50_000),
    "header blocks": (lambda n: text(b"Van: An <an@post.example>\nAan: B\n", n), 5_000),
    "quote marks": (lambda n: text(b"> " * 40 + b"\n", n), 5_000),
    "spaces": (lambda n: text(b" ", n), 500_000),
    "dashes": (lambda n: text(b"-", n), 500_000),
    "colons": (lambda n: text(b"a:", n), 200_000),
    "at signs": (lambda n: text(b"a@", n), 200_000),
    "closings": (lambda n: text(b"Met vriendelijke groeten\n", n), 10_000),
    "notices": (lambda n: text(b"Dit bericht is vertrouwelijk\n", n), 10_000),
    "encoded mojibake": (lambda n: text("Ã©Ã«".encode(), n), 50_000),
    "inline forwards": (forwards, 2_000),
    "a header of spaces": (lambda n: b"Subject: x" + b" " * n + b"y\nTo: x" + b" " * n + b"\n\nklacht\n", 100_000),
    "hard spaces in html": (lambda n: html(b"&nbsp;" * n + b"x"), 50_000),
    "files that never end": (lambda n: text(b"begin 644 x\n", n), 50_000),
    "nested ber": (nested_ber, 50_000),
}
#: name -> a mail of its own kind.
SINGLE: dict[str, Callable[[], bytes]] = {
    "depth of 5,000 multiparts": lambda: multiparts(5_000),
    "depth of 5,000 messages": lambda: messages(5_000),
    "word file of 200 MB in 200 kB": lambda: docx_bomb(200),
    "word file that laughs": docx_laughs,
    "pdf of 60 MB in one page": lambda: pdf_bomb(60),
    "pdf whose pages are its pages": looping_pdf,
    "signed in signed in signed": lambda: nested_signed(30),
    "winmail that is none": lambda: attachment(
        "application/ms-tnef", "winmail.dat", b"\x78\x9f\x3e\x22" + b"\xff" * 5_000
    ),
    "nothing": lambda: b"",
    "only zeros": lambda: b"\x00" * 100_000,
    "only line ends": lambda: b"\n" * 100_000,
    "only carriage returns": lambda: b"\r" * 100_000,
    "all bytes": lambda: bytes(range(256)) * 400,
    "no header end": lambda: b"Subject: x" * 10_000,
}
