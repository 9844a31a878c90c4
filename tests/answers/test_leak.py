"""Withheld identity: what leaves to the body must not tell who complains."""

import io
import zipfile
import zlib
from dataclasses import replace
from datetime import date
from email.message import EmailMessage

import docx
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image

from classifiers.understanding import Language
from outbound.draft import Answer, Channel, Draft, Recipient
from outbound.facts import Procedure
from outbound.hidden import MOST
from outbound.leak import Leak, Told, leaks
from outbound.letter import render_letter
from tests.answers.samples import OFFICES

PERSON = {
    "name": "An Van den Broeck",
    "street": "Kerkstraat",
    "number": "4",
    "postcode": "1000",
    "municipality": "Brussel",
    "phone": "+32471234567",
    "email": "an.vdb@example.org",
}
DRAFT = Draft(
    Answer.FORWARDING_LETTER,
    Channel.MAIL,
    Recipient("Dienst", "dienst@example.be"),
    Language.NL,
    "Een klacht",
    "De bewonerskaart van een inwoner blijft al maanden uit.",
    needs_person=True,
)


def told(text: str) -> list[Told]:
    return [leak.told for leak in leaks(replace(DRAFT, text=text), PERSON)]


def test_a_text_that_says_nothing_of_the_person_passes() -> None:
    assert leaks(DRAFT, PERSON) == ()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Mevrouw VAN DEN BROECK vraagt", Told.NAME),
        ("de familie broeck", Told.NAME),
        ("zij woont Kerkstraat 4", Told.STREET),
        ("bel 0471 23 45 67", Told.PHONE),
        ("bel +32 471/23.45.67", Told.PHONE),
        ("mail naar An.VdB@Example.org", Told.EMAIL),
    ],
)
def test_each_way_to_tell_who_it_is_is_found(text: str, what: Told) -> None:
    assert told(text) == [what]


@pytest.mark.parametrize(
    "text", ["An apple", "een kerk in de straat", "Kerkstraat 40", "van den wagen", "0471 99 99 99"]
)
def test_words_that_only_look_alike_pass(text: str) -> None:
    assert told(text) == []


def test_a_number_of_the_complainants_papers_is_found_however_it_is_written() -> None:
    found = leaks(replace(DRAFT, text="dossier 85.07.30-033 28"), PERSON, numbers=["85073003328"])
    assert found == (Leak(Told.NUMBER, "text", "85073003328"),)


def test_file_names_and_hidden_data_of_files_are_searched() -> None:
    pdf = b"%PDF-1.7\n/Author (Broeck)\nstream\n" + zlib.compress(b"(an.vdb@example.org) Tj") + b"\nendstream"
    found = leaks(DRAFT, PERSON, files={"kaart.pdf": pdf, "brief-broeck.docx": b""})
    assert {(leak.told, leak.where) for leak in found} == {
        (Told.NAME, "kaart.pdf"),
        (Told.EMAIL, "kaart.pdf"),
        (Told.NAME, "brief-broeck.docx"),
    }


@given(st.text(), st.binary(max_size=300))
def test_any_text_and_any_file_can_be_searched(text: str, content: bytes) -> None:
    leaks(replace(DRAFT, text=text), PERSON, files={"x": content})


def told_in(name: str, content: bytes) -> set[Told]:
    return {leak.told for leak in leaks(DRAFT, PERSON, files={name: content})}


def test_the_author_of_a_word_file_is_found() -> None:
    document = docx.Document()
    document.add_paragraph("De bewonerskaart blijft uit.")
    document.core_properties.author = "An Van den Broeck"
    file = io.BytesIO()
    document.save(file)
    assert told_in("brief.docx", file.getvalue()) == {Told.NAME}


def test_a_name_that_word_cuts_in_pieces_is_found() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Mevrouw Bro")
    paragraph.add_run("eck").bold = True
    file = io.BytesIO()
    document.save(file)
    assert told_in("brief.docx", file.getvalue()) == {Told.NAME}


def test_the_author_and_the_words_of_a_pdf_are_found() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["An Van den Broeck"]
    pdf.docinfo["/Author"] = pikepdf.String("Broeck, An")
    file = io.BytesIO()
    pdf.save(file, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert told_in("scan.pdf", file.getvalue()) == {Told.NAME}
    letter = render_letter(
        replace(
            DRAFT, channel=Channel.LETTER, to=Recipient("x", "", ("An Van den Broeck", "Kerkstraat 4", "1000 BRUSSEL"))
        ),
        office=OFFICES[Procedure.VLAAMSE_OMBUDSDIENST],
        reference="2026-1",
        day=date(2026, 3, 2),
    )
    assert told_in("brief.pdf", letter) == {Told.NAME, Told.STREET}


def test_what_a_camera_wrote_into_a_photograph_is_found() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "An Van den Broeck"
    exif[ExifTags.Base.XPAuthor] = "An Van den Broeck".encode("utf-16-le")
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif)
    assert told_in("foto.jpg", file.getvalue()) == {Told.NAME}


def test_the_encoded_text_and_the_attachments_of_a_mail_are_found() -> None:
    mail = EmailMessage()
    mail["From"] = "iemand@example.org"
    mail["Subject"] = "Klacht"
    mail.set_content("Groeten, An Van den Broeck, bel 0471 23 45 67", cte="base64")
    document = docx.Document()
    document.core_properties.author = "Kerkstraat 4"
    file = io.BytesIO()
    document.save(file)
    mail.add_attachment(file.getvalue(), maintype="application", subtype="octet-stream", filename="x.docx")
    assert told_in("message 1", mail.as_bytes()) == {Told.NAME, Told.PHONE, Told.STREET}


def locked_zip() -> bytes:
    """A package whose only part says that it is encrypted (APPNOTE 4.4.4, bit 0)."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("brief.txt", "An Van den Broeck")
    content = bytearray(file.getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    return bytes(content)


def locked_pdf() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    file = io.BytesIO()
    pdf.save(file, encryption=pikepdf.Encryption(user="geheim", owner="geheim"))
    return file.getvalue()


def nested(times: int) -> bytes:
    content = b"An Van den Broeck"
    for _ in range(times):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("in.zip", content)
        content = file.getvalue()
    return content


@pytest.mark.parametrize("content", [locked_zip(), locked_pdf(), nested(1)[:-30], nested(6), b"x" * (MOST + 1)])
def test_what_nobody_can_look_into_is_stopped_as_well(content: bytes) -> None:
    assert Told.CLOSED in told_in("bijlage", content)


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xd8\xff", b"From: x\n"]))
def test_whatever_the_bytes_are_the_search_comes_to_an_end(content: bytes, head: bytes) -> None:
    told_in("x", head + content)


def test_files_that_tell_nothing_pass() -> None:
    file = io.BytesIO()
    docx.Document().save(file)
    assert told_in("leeg.docx", file.getvalue()) == set()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    assert told_in("foto.jpg", picture.getvalue()) == set()
