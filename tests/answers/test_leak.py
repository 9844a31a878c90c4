"""Withheld identity: what leaves to the body must not tell who complains."""

import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.understanding import Language
from outbound.draft import Answer, Channel, Draft, Recipient
from outbound.leak import Leak, Told, leaks

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
