"""A draft as a letter: PDF/A-2a and PDF/UA-1, on the office's letterhead, rendered offline by Typst."""

import io
import json
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import segno
import typst

from outbound.blocks import blocks
from outbound.clean import clean_line
from outbound.draft import Draft
from outbound.facts import Contact, Letterhead
from outbound.words import line_start, words

FOLDER = Path(__file__).parent / "letters"

#: Where the address stands on the sheet, in mm from its top left corner.
#:
#: Belgian envelopes for a sheet folded in three (110 or 114 x 220 or 229 mm) have the window on the right: 100 mm wide,
#: 45 mm high, 15 to 20 mm from the right edge, 30 mm above the lower edge (bpost, MassPost guide: the sorting machine's
#: code is printed there). The sheet slides 10 to 19 mm sideways and 11 to 15 mm up and down; this block is seen in
#: every position, and nothing else of the page ever is.
WINDOW = {"x": 108, "y": 43, "width": 80, "height": 25}
#: Kept together on one page: the last paragraph, the greeting and the signature that end every answer.
ENDING = 3

#: Lines that fit the block; bpost reads at most six.
ADDRESS_LINES = 6

#: Both come inside the renderer: a letter needs no font of the machine. The second has what the first lacks.
FONTS = ["Libertinus Serif", "DejaVu Sans Mono"]


class LetterNotRendered(Exception):
    """The engine refused the letter; the text says why."""


def render_letter(
    draft: Draft, *, office: Letterhead, reference: str, day: date, code: str = "", contact: Contact | None = None
) -> bytes:
    """The letter as PDF; the same bytes for the same values.

    `day`: date of the letter. `code`: what the QR code on the first page says (a signed address that finds the case),
    or "" for none. `contact`: named beside the date. Raises LetterNotRendered, and ValueError without an address.
    """
    if not draft.to.postal:
        raise ValueError("a letter needs a postal address")
    data = _data(draft, office, reference, day, code, contact)
    try:
        return _compile(data, day)
    except typst.TypstError:
        return _compile(_printable(data), day)


def _compile(data: str, day: date) -> bytes:
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    try:
        pdf = typst.compile(
            FOLDER / "letter.typ",
            root=FOLDER,
            font_paths=fonts(),
            format="pdf",
            sys_inputs={"letter": data},
            # Both at once: archived for ever and readable with a screen reader (ISO 19005-2, ISO 14289-1).
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(moment.timestamp()),
        )
    except typst.TypstError as error:
        if data == _printable(data):
            raise LetterNotRendered(str(error)) from error
        raise
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts that come inside the renderer, never those of the machine."""
    return typst.Fonts(include_system_fonts=False)


def _data(draft: Draft, office: Letterhead, reference: str, day: date, code: str, contact: Contact | None) -> str:
    say = words(draft.language)
    details = [[say.letter["reference"], clean_line(reference, 60)], [say.letter["date"], _dated(office, say.day(day))]]
    if contact:
        details.append([say.letter["contact"], "\n".join([contact.name, *([contact.phone] if contact.phone else [])])])
    phone = [line_start(say.contact["phone"].format(office.contact.phone))] if office.contact.phone else []
    ways = [*phone, *(way for way in (office.contact.email, office.contact.website) if way)]
    parts = [{"kind": str(block.kind), "lines": list(block.lines)} for block in blocks(draft.text)]
    return json.dumps(
        {
            "language": str(draft.language),
            "subject": draft.subject,
            "reference": clean_line(reference, 60),
            "day": [day.year, day.month, day.day],
            "fonts": FONTS,
            "window": WINDOW,
            "to": [clean_line(line, 45) for line in draft.to.postal[:ADDRESS_LINES]],
            "office": {
                "name": office.contact.name,
                "picture": office.picture,
                "lines": [*office.contact.postal, *ways],
                "foot": " · ".join([office.contact.name, *office.contact.postal]),
            },
            "details": details,
            "labels": dict(say.letter),
            "blocks": parts[:-ENDING],
            "ending": parts[-ENDING:],
            "signed": draft.needs_person,
            "code": _square(code) if code else "",
        },
        ensure_ascii=False,
    )


def _dated(office: Letterhead, day: str) -> str:
    return f"{office.place}, {day}" if office.place else day


def _square(text: str) -> str:
    """QR code as SVG, error correction Q: it still reads after a copy, a fold or a stamp on a quarter of it."""
    out = io.BytesIO()
    segno.make(text, error="q", micro=False).save(out, kind="svg", border=2, scale=4, xmldecl=False)
    return out.getvalue().decode("utf-8")


def _printable(data: str) -> str:
    """The same with every character beyond the fonts (emoji, unusual scripts) as a question mark.

    PDF/A forbids glyphs that cannot be shown, and a letter must leave on time.
    """
    return "".join(
        c if ord(c) < 0x0590 or unicodedata.category(c) in ("Pd", "Pi", "Pf", "Po", "Sc") else "?" for c in data
    )
