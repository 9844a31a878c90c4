"""The sheet that lies between two letters in the scanner's feeder."""

import io
from pathlib import Path

import segno
import typst

#: What the code on our sheet says, and the one on sheets that offices may have already (PATCH T).
MARK = "KLACHTENPOST:NEXT-LETTER"
SEPARATORS = frozenset({MARK, "PATCHT"})
FOLDER = Path(__file__).parent / "sheets"
#: What a person reads on it, in the four languages.
WORDS = (
    ("nl", "Scheidingsblad", "Leg dit blad tussen twee brieven. Daarachter begint een nieuwe brief."),
    ("fr", "Feuille intercalaire", "Placez cette feuille entre deux lettres. Une nouvelle lettre commence après elle."),
    ("de", "Trennblatt", "Legen Sie dieses Blatt zwischen zwei Briefe. Dahinter beginnt ein neuer Brief."),
    ("en", "Separator sheet", "Put this sheet between two letters. A new letter begins behind it."),
)  # fmt: skip


def separator_sheet() -> bytes:
    """One A4 page as PDF, the same bytes each time; print it as often as there are letters."""
    picture = io.BytesIO()
    segno.make(MARK, error="h", micro=False).save(picture, kind="svg", border=4, scale=10, xmldecl=False)
    pdf = typst.compile(
        FOLDER / "separator.typ",
        root=FOLDER,
        font_paths=typst.Fonts(include_system_fonts=False),
        format="pdf",
        sys_inputs={"code": picture.getvalue().decode(), "words": "\n".join("|".join(line) for line in WORDS)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=0,
    )
    assert isinstance(pdf, bytes)
    return pdf
