"""A pile of letters for the printer: a cover sheet that lists them, then the letters, as one PDF."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pypdfium2
import typst

from classifiers.understanding import Language
from outbound.clean import clean_line
from outbound.letter import FOLDER, FONTS, fonts
from outbound.words import words


@dataclass(frozen=True, slots=True)
class Listed:
    """One letter as the cover sheet lists it."""

    reference: str
    name: str
    town: str
    #: What it is, in the language of the cover sheet.
    answer: str
    pages: int


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has. Raises pypdfium2.PdfiumError for what is none."""
    return len(pypdfium2.PdfDocument(pdf))  # type: ignore[no-untyped-call]


def cover_sheet(
    letters: Sequence[Listed], *, office: str, number: int, made_by: str, made_at: datetime, language: Language
) -> bytes:
    """The list that goes with a pile: who gets what, on how many sheets, and room for the day of posting."""
    say = words(language)
    day: date = made_at.date()
    data = {
        "language": str(language),
        "office": clean_line(office, 100),
        "title": say.batch["title"].format(number=number),
        "made": say.batch["made"].format(name=clean_line(made_by, 80), day=say.day(day), time=f"{made_at:%H:%M}"),
        "count": say.batch["count"].format(letters=len(letters), pages=sum(one.pages for one in letters)),
        "heads": [say.batch[key] for key in ("place", "reference", "to", "answer", "pages")],
        "rows": [
            [str(place), one.reference, f"{one.name}, {one.town}".strip(", "), one.answer, str(one.pages)]
            for place, one in enumerate(letters, 1)
        ],
        "posted": say.batch["posted"],
        "signed": say.batch["signed"],
        "page": say.letter["page"],
        "fonts": FONTS,
    }
    pdf = typst.compile(
        FOLDER / "batch.typ",
        root=FOLDER,
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"batch": json.dumps(data, ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def joined(pdfs: Sequence[bytes]) -> bytes:
    """One PDF of all pages in order. It is for the printer; the letters themselves stay what they are."""
    whole = pypdfium2.PdfDocument.new()  # type: ignore[no-untyped-call]
    for pdf in pdfs:
        whole.import_pages(pypdfium2.PdfDocument(pdf))  # type: ignore[no-untyped-call]
    file = io.BytesIO()
    whole.save(file)
    return file.getvalue()
