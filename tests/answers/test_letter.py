import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from classifiers.understanding import Language
from outbound.draft import Draft, Recipient
from outbound.facts import Procedure
from outbound.letter import WINDOW, render_letter
from tests.answers.golden import drafts
from tests.answers.samples import HANDLER, OFFICES

LETTERS = {name.removesuffix(".letter"): draft for name, draft in drafts() if name.endswith(".letter")}
CODE = "mailto:klachten+r2f-abcdefghijklmnop@ombudsdienst.example"
#: A point of PDF in millimetres.
MM = 25.4 / 72


def pdf_of(draft: Draft) -> bytes:
    return render_letter(
        draft,
        office=OFFICES[Procedure.VLAAMSE_OMBUDSDIENST],
        reference="2026-0042",
        day=date(2026, 3, 2),
        code=CODE,
        contact=HANDLER,
    )


@lru_cache
def pdf(name: str) -> bytes:
    return pdf_of(LETTERS[name])


def words_of(raw: bytes) -> str:
    document = pypdfium2.PdfDocument(raw)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_says_all_that_the_draft_says(name: str) -> None:
    shown = re.sub(r"\W", "", words_of(pdf(name)))
    for line in LETTERS[name].text.splitlines()[:8]:
        assert re.sub(r"\W", "", line) in shown


@pytest.mark.parametrize("language", Language)
def test_a_letter_is_archival_accessible_and_self_contained(language: Language) -> None:
    with pikepdf.open(BytesIO(pdf(f"{language}/receipt.ombuds-brussel"))) as document:
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert str(document.Root.Lang).startswith(str(language))
        assert document.Root.MarkInfo.Marked
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "/StructTreeRoot" in document.Root
        assert "/OpenAction" not in document.Root
        assert "/OutputIntents" in document.Root
        for page in document.pages:
            assert "/Annots" not in page
            for font in page.resources.get("/Font", {}).values():
                for descendant in font.DescendantFonts:
                    assert "/FontFile3" in descendant.FontDescriptor or "/FontFile2" in descendant.FontDescriptor


def test_the_code_has_an_alternative_and_headings_are_headings() -> None:
    with pikepdf.open(BytesIO(pdf("fr/receipt.ombuds-brussel"))) as document:
        roles, alternatives = set(), []
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/K" in item:
                roles.add(str(item.S))
                if "/Alt" in item:
                    alternatives.append(str(item.Alt))
        assert {"/H1", "/H2", "/P", "/L", "/LI", "/Figure"} <= roles
        assert alternatives == ["Code QR contenant le numéro de votre dossier"]


@pytest.mark.parametrize("language", Language)
def test_only_the_address_can_be_seen_through_the_window(language: Language) -> None:
    """The window of a right-hand envelope shows x 95-205, y 24-80 mm in some position of the sheet (bpost)."""
    page = pypdfium2.PdfDocument(pdf(f"{language}/refusal"))[0]
    height = page.get_height()
    text = page.get_textpage()
    seen = ""
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        character = text.get_text_range(index, 1)
        if not character.strip():
            continue
        x, y = (left * MM, right * MM), ((height - top) * MM, (height - bottom) * MM)
        if x[1] > 95 and y[0] < 80 and y[1] > 24:
            seen += character
            assert x[0] >= 105
            assert x[1] <= 195
            assert y[0] >= 35
            assert y[1] <= 69
    assert seen == "NoorDeSmedtKerkstraat7bus38400Oostende"
    assert WINDOW["x"] >= 105


def test_the_code_on_paper_can_be_read_back() -> None:
    picture = pypdfium2.PdfDocument(pdf("nl/refusal"))[0].render(scale=150 / 72, grayscale=True).to_numpy()
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [CODE]


def test_pages_are_numbered_and_carry_the_reference() -> None:
    long = replace(LETTERS["de/free"], text="\n\n".join(["Ein Absatz mit einigen Worten. " * 12] * 20))
    document = pypdfium2.PdfDocument(pdf_of(long))
    assert len(document) > 1
    last = document[len(document) - 1].get_textpage().get_text_range()
    assert f"Seite {len(document)} von {len(document)}" in last
    assert "2026-0042" in last


def test_the_same_letter_is_the_same_bytes() -> None:
    assert pdf_of(LETTERS["nl/refusal"]) == pdf_of(LETTERS["nl/refusal"])


def test_a_name_the_fonts_cannot_show_does_not_stop_the_letter() -> None:
    draft = replace(
        LETTERS["nl/refusal"],
        to=Recipient("x", "", ("李小龙 🚀 Žofie Łukasz", "Kerkstraat 7", "8400 Oostende")),
        text='Beste 李 🚀,\n\n#let x = read("/etc/passwd") $a$ [b] \\ *c* @d <e>\n\nGroeten',
    )
    shown = words_of(pdf_of(draft))
    assert "Žofie Łukasz" in shown
    assert '#let x = read("/etc/passwd") $a$ [b]' in shown


def test_a_letter_without_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="postal address"):
        pdf_of(replace(LETTERS["nl/refusal"], to=Recipient("Noor", "noor@post.example")))


def test_the_picture_of_the_letterhead_stands_in_the_place_of_the_name_and_says_it_to_who_cannot_see() -> None:
    draft = LETTERS["fr/receipt.ombuds-brussel"]
    head = OFFICES[Procedure.VLAAMSE_OMBUDSDIENST]
    square = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="#c00"/></svg>'
    letter = render_letter(draft, office=replace(head, picture=square), reference="2026-1", day=date(2026, 3, 2))
    page = pypdfium2.PdfDocument(letter)[0].render(scale=1).to_pil()
    at = (round(30 / MM), round(16 / MM))
    assert page.getpixel(at)[0] > 150 > page.getpixel(at)[2]
    with pikepdf.open(BytesIO(letter)) as document:
        assert document.open_metadata()["pdfuaid:part"] == "1"
