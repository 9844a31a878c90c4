import base64
import io
from datetime import UTC, datetime

import pytest
from docx import Document

from classifiers.mail import Limits, part_bytes, read_mail
from classifiers.message import Authentication, PartOutcome
from tests.mail.hostile import WORD, attachment

NOW = datetime(2026, 5, 5, tzinfo=UTC)
HEAD = b"From: An <an@post.example>\nSubject: klacht\nMIME-Version: 1.0\n"


def read(raw: bytes, **more):
    return read_mail(raw, received_at=NOW, **more)


@pytest.mark.parametrize(
    ("declared", "sent"),
    [
        ("utf-8", "één café".encode()),
        ("utf-8", "één café".encode("latin-1")),
        ("iso-8859-1", "één café".encode()),
        ("us-ascii", "één café".encode("windows-1252")),
        ("x-onbekend", "één café".encode()),
        ("utf-8", "één café".encode().decode("windows-1252").encode()),
        ("iso-8859-15", "één café".encode("iso-8859-15")),
    ],
)
def test_the_words_are_right_whatever_charset_was_declared(declared, sent):
    raw = HEAD + f"Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n".encode() + sent
    assert read(raw).body.strip() == "één café"


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "x-uuencode"])
def test_transfer_encodings_are_undone(encoding):
    import binascii
    import quopri

    words = "Een klacht over één bus.".encode()
    coded = {
        "base64": base64.encodebytes(words),
        "quoted-printable": quopri.encodestring(words),
        "x-uuencode": b"begin 644 x\n" + binascii.b2a_uu(words) + b"`\nend\n",
    }[encoding]
    raw = HEAD + f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n".encode() + coded
    assert read(raw).body.strip() == "Een klacht over één bus."


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        (b"Subject: caf\xe9\n\nx", "café"),
        (b"Subject: =?utf-8?q?caf=C3?=\n =?utf-8?q?=A9?=\n\nx", "café"),
        (b"Subject: =?utf-8?b?Y2Fmw6k?= x\n\nx", "café x"),
        (b"Subject: =?onbekend?q?caf=E9?=\n\nx", "café"),
        (b"Subject: twee\n  regels\n\nx", "twee regels"),
        (b"Subject:\nFrom: a@b.example\n\nx", ""),
        (b"From: a@b.example\n\nx", ""),
        (b"Subject: een\nSubject: twee\n\nx", "een"),
    ],
)
def test_subjects_are_read_as_people_see_them(raw, subject):
    assert read(raw).subject == subject


def test_addresses_hold_whatever_was_done_to_the_names():
    raw = b'From: "Claes, An" <An@Post.Example>\nTo: =?utf-8?q?J=C3=A9r=C3=B4me_=3Cspy=40evil.example=3E?= <jerome@post.example>, Bo;\nCc: bo@post.example (Bo)\n\nx'
    message = read(raw)
    assert [(a.name, a.email) for a in message.from_] == [("Claes, An", "an@post.example")]
    assert message.to[0].email == "jerome@post.example"
    assert message.cc[0].email == "bo@post.example"


def test_a_mail_without_any_header_still_says_its_words():
    message = read(b"\nDe bus kwam niet.\n")
    assert message.body.strip() == "De bus kwam niet."
    assert (message.from_, message.date, message.message_id) == ((), None, "")


def test_html_becomes_what_its_writer_saw():
    markup = "<html><head><style>p{color:red}</style><title>t</title></head><body><p>Beste,<br>één &euro; te veel.</p><script>x()</script><p style='display:none'>verborgen</p><ul><li>een<li>twee</ul><table><tr><td>Naam</td><td>An</td></tr></table></body>"
    body = read(HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + markup.encode()).body
    assert body.splitlines()[:2] == ["Beste,", "één € te veel."]
    assert "verborgen" not in body
    assert "x()" not in body
    assert "color" not in body
    assert "Naam" in body.splitlines()[-1]
    assert "An" in body.splitlines()[-1]


def test_an_html_quotation_is_quoted():
    markup = '<div>Ik ga niet akkoord.</div><div class="gmail_quote"><div>Op ma 4 mei 2026 om 09:12 schreef Dienst &lt;d@stad.example&gt;:<br></div><blockquote><div>Geweigerd.</div><blockquote>Mijn vraag</blockquote></blockquote></div>'
    message = read(b"Subject: Re: x\n" + b"Content-Type: text/html\n\n" + markup.encode())
    assert message.own_words().split() == ["Ik", "ga", "niet", "akkoord."]
    assert "> Geweigerd." in message.body


def test_of_alternatives_the_one_that_says_something_is_read():
    raw = (
        HEAD
        + b"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nUw programma toont geen HTML.\n--b\nContent-Type: text/html\n\n<p>"
        + b"De bus kwam alweer niet. " * 8
        + b"</p>\n--b--\n"
    )
    assert "De bus kwam" in read(raw).body


def test_flowed_lines_are_joined_and_quote_depth_kept():
    raw = HEAD + b"Content-Type: text/plain; format=flowed\n\nEen zin die \nverder gaat.\n> oud \n> woord\n-- \nAn\n"
    assert read(raw).body == "Een zin die verder gaat.\n> oud woord\n-- \nAn\n"


def test_files_written_into_the_text_are_listed_and_can_be_had():
    raw = HEAD + b"\nZie foto.\n\nbegin 644 nota.txt\n#0V%T\n`\nend\n\nGroeten\n"
    message = read(raw)
    assert "begin 644" not in message.body
    assert "Groeten" in message.body
    [part] = [part for part in message.parts if part.filename]
    assert (part.filename, part.path) == ("nota.txt", "1#1")
    assert part_bytes(raw, "1#1") == b"Cat"
    assert message.texts[part.text_key] == "Cat"


def test_a_sentence_that_begins_stays_text():
    raw = HEAD + b"\nHet verhaal\nbegin 2024 is dit gestart\nen het loopt nog.\nend\n"
    assert "begin 2024" in read(raw).body


def test_a_word_file_is_read_with_its_tables():
    document = Document()
    document.add_paragraph("De bus kwam niet.")
    document.add_table(1, 2).cell(0, 1).text = "lijn 71"
    packed = io.BytesIO()
    document.save(packed)
    for kind in (WORD, "application/octet-stream"):
        message = read(attachment(kind, "brief.docx", packed.getvalue()))
        assert "De bus kwam niet." in message.texts["attachment:2"]
        assert "lijn 71" in message.texts["attachment:2"]


def test_every_part_has_an_outcome_and_its_bytes():
    raw = attachment("image/jpeg", "foto.jpg", b"\xff\xd8 beeld")
    message = read(raw)
    assert [(part.path, part.outcome) for part in message.parts] == [("1", PartOutcome.BODY), ("2", PartOutcome.STORED)]
    assert part_bytes(raw, "2") == b"\xff\xd8 beeld"
    assert part_bytes(raw, "9") == b""


def test_a_signed_mail_shows_what_it_says():
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs7

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "An Claes")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start.replace(year=2030))
        .sign(key, hashes.SHA256())
    )
    inner = b"Content-Type: text/plain; charset=utf-8\r\n\r\nDe bus kwam alweer niet.\r\n"
    signed = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(inner)
        .add_signer(certificate, key, hashes.SHA256())
        .sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )
    raw = (
        HEAD
        + b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\nContent-Transfer-Encoding: base64\n\n'
        + base64.encodebytes(signed)
    )
    message = read(raw)
    assert message.body.strip() == "De bus kwam alweer niet."
    assert any("signature not checked" in part.note for part in message.parts)


RECEIVED = b"Received: from evil.example by mx.ombuds.example with ESMTPS; Tue, 5 May 2026 10:00:00 +0200\n"


@pytest.mark.parametrize(
    ("headers", "dmarc"),
    [
        (b"Authentication-Results: mx.ombuds.example; dmarc=pass\n" + RECEIVED, "pass"),
        (RECEIVED + b"Authentication-Results: mx.ombuds.example; dmarc=pass\n", ""),
        (b"Authentication-Results: elsewhere.example; dmarc=pass\n" + RECEIVED, ""),
        (
            b"Received: from mx by gateway.ombuds.example; Tue, 5 May 2026 10:00:01 +0200\nAuthentication-Results: mx.ombuds.example; dmarc=fail\n"
            + RECEIVED,
            "fail",
        ),
        (
            b"Received: from x by relay.evil.example; Tue, 5 May 2026 10:00:01 +0200\nAuthentication-Results: mx.ombuds.example; dmarc=pass\n"
            + RECEIVED,
            "",
        ),
    ],
)
def test_only_our_own_hosts_are_believed_and_only_above_what_came_from_outside(headers, dmarc):
    message = read(headers + HEAD + b"\nx\n", boundary_hosts=["ombuds.example", "mx.ombuds.example"])
    assert message.authentication == Authentication(dmarc=dmarc)


def test_the_moment_of_handing_over_is_that_of_our_own_host():
    inner = b"Received: from gateway by gateway.ombuds.example; Tue, 5 May 2026 10:30:00 +0200\n"
    forged = b"Received: from x by far.example; Tue, 5 May 2020 10:30:00 +0200\n"
    message = read(inner + RECEIVED + forged + HEAD + b"\nx\n", boundary_hosts=["ombuds.example"])
    assert message.handed_over == datetime(2026, 5, 5, 8, 0, tzinfo=UTC)
    assert read(inner + HEAD + b"\nx\n").handed_over is None


@pytest.mark.parametrize(
    "written", ["", "Mon, 99 Foo 2026", "Thu, 01 Jan 1970 00:00:00 +0000", "Mon, 4 May 99999 10:00:00", "4 mei"]
)
def test_a_senseless_date_is_no_date(written):
    assert read(b"Date: " + written.encode() + b"\n\nx").date is None


def test_a_mail_beyond_the_size_is_read_from_its_beginning():
    message = read(HEAD + b"\nDe bus kwam niet.\n" + b"x" * 5000, limits=Limits(raw_size=200))
    assert "De bus kwam niet." in message.body
    assert "only the beginning was read" in message.defects[0]


def test_a_mail_whose_border_never_comes_is_read_as_text_and_says_so():
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\nDe bus kwam niet.\n'
    message = read(raw)
    assert message.body.strip() == "De bus kwam niet."
    assert "the border between its parts is missing: all of it is shown as text" in message.defects


def test_a_mail_cut_off_in_the_middle_is_read_and_says_so():
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nDe bus kwam niet.\n'
    message = read(raw)
    assert message.body.strip() == "De bus kwam niet."
    assert message.defects == ("it stops in the middle: its end may be missing",)


def test_a_sound_mail_has_no_defects():
    assert read(attachment("image/jpeg", "foto.jpg", b"x")).defects == ()


def winmail(body: bytes, name: bytes, content: bytes) -> bytes:
    """A winmail.dat with one file (MS-OXTNEF 2.1.3)."""

    def attribute(level: int, identity: int, data: bytes) -> bytes:
        return (
            bytes([level])
            + identity.to_bytes(4, "little")
            + len(data).to_bytes(4, "little")
            + data
            + (sum(data) & 0xFFFF).to_bytes(2, "little")
        )

    return (
        bytes.fromhex("789f3e220100")
        + attribute(1, 0x00089006, bytes.fromhex("00000100"))
        + attribute(1, 0x0002800C, body + b"\x00")
        + attribute(2, 0x00069002, bytes(14))
        + attribute(2, 0x00018010, name + b"\x00")
        + attribute(2, 0x0006800F, content)
    )


def test_a_winmail_is_unpacked_its_files_listed_and_to_be_had():
    packed = winmail(b"De bus kwam niet.", b"nota.txt", b"lijn 71")
    raw = attachment("application/ms-tnef", "winmail.dat", packed).replace(b"Zie bijlage, klacht over de bus.", b"")
    message = read(raw)
    assert "De bus kwam niet." in message.body
    [part] = [part for part in message.parts if part.filename == "nota.txt"]
    assert message.texts[part.text_key] == "lijn 71"
    assert part_bytes(raw, part.path) == b"lijn 71"


def test_a_broken_winmail_is_named_and_kept():
    message = read(attachment("application/ms-tnef", "winmail.dat", b"\x78\x9f\x3e\x22" + b"\xff" * 500))
    [part] = [part for part in message.parts if part.filename == "winmail.dat"]
    assert part.outcome in (PartOutcome.UNREADABLE, PartOutcome.READ)
    assert "klacht over de bus" in message.body
