"""The stamp that a post room puts on a letter: the day on which it reached the office, kept apart from the scan's day.

A stamp is a few words by themselves, one of them "received" and one a day. The same words inside a sentence of the
letter are no stamp. What is found askew or half is cut out, laid straight and read once more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PIL import Image
from rapidfuzz import fuzz

from classifiers.moments.words import MONTH_OF
from gateway.scans.ocr import Page, Word, recognised
from gateway.scans.pictures import paper, slope

#: How post rooms say that something came in, folded: nl, fr, de, en.
RECEIVED = (
    "ontvangen", "ingekomen", "binnengekomen", "aangekomen", "recu", "recue", "entree", "arrive", "arrivee",
    "eingegangen", "eingang", "empfangen", "received", "inkomend", "postontvangst", "ontvangstdatum",
)  # fmt: skip
#: How alike a word must be to one of these: OCR errs in stamps more than elsewhere.
ALIKE = 82
#: Words of a stamp: the day, "received", the name of the office, a number.
MOST_WORDS = 12
#: Lines over which a stamp's words are spread.
MOST_LINES = 3
#: Small words between the others; any other word in lower case belongs to a sentence, and a sentence is no stamp.
JOINTS = frozenset("op de den het te bij door le la les du des par am den der im bei on the by van en et und".split())
#: How long a letter may lie between the post room and the scanner.
LONGEST_WAY = timedelta(days=45)
#: How far a stamp may slant.
MOST_ASKEW = 16.0
#: Slants at which a stamp is looked for that was not seen while the letter was read.
SLANTS = (9, -9)
#: Share of the page, from above, in which a stamp is looked for closer where nothing was found.
UPPER = 0.45

#: Months as letters write them, and two that stand on stamps only.
_MONTH = MONTH_OF | {"fev": 2, "mar": 3}
_NUMERIC = re.compile(r"\b(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(20\d\d|\d\d)\b")
_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
# A look ahead: a misread "0ntvangen 02" must not swallow the day behind it.
_WORDED = re.compile(r"(?=\b(\d{1,2})(?:er|\.)?[\s.-]{0,2}([^\W\d_]{3,9})[\s.,-]{0,2}(20\d\d|['’]?\d\d)\b)")
_LETTER_DAY = re.compile(r"^[^\W\d_][^\d,\n]{2,30}, ?(?:le |den |de |op |am )?(?=\d{1,2}\D)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The day a stamp tells, and whether it can be true."""

    day: date
    words: str
    #: Empty where the day can be believed; else why not, in words for staff.
    doubt: str = ""


def read_stamp(page: Page, scanned: date) -> Stamp | None:
    """The arrival stamp of a letter's first page; None where there is none."""
    days: dict[date, str] = {}
    for words in (page.words, *_closer(page)):
        days = _days(words)
        if days:
            break
    if not days:
        return None
    written = _written(page.text, scanned)
    stamps = [Stamp(day, days[day], _doubt(day, scanned, written)) for day in sorted(days)]
    believed = [stamp for stamp in stamps if not stamp.doubt]
    if len(believed) > 1:
        told = ", ".join(stamp.day.isoformat() for stamp in believed)
        return Stamp(believed[0].day, believed[0].words, f"it bears stamps of several days: {told}")
    return (believed or stamps)[0]


def _doubt(day: date, scanned: date, written: date | None) -> str:
    if day > scanned:
        return f"its stamp says {day.isoformat()}, which is after the scan"
    if scanned - day > LONGEST_WAY:
        return f"its stamp says {day.isoformat()}, long before the scan"
    if written is not None and day < written:
        return f"its stamp says {day.isoformat()}, before the day that the letter bears ({written.isoformat()})"
    return ""


def _days(words: Sequence[Word]) -> dict[date, str]:
    """Days that stand in a stamp, with its words: those on the line of "received" before those on the lines around."""
    lines: dict[tuple[int, int, int], list[str]] = {}
    for word in words:
        lines.setdefault(word.place, []).append(word.text)
    # The letter's own "Gent, 26 februari 2026" may stand beside the stamp.
    rows = [row for row in lines.values() if not _LETTER_DAY.match(" ".join(row))]
    for count in range(1, MOST_LINES + 1):
        found: dict[date, str] = {}
        for at in range(len(rows) - count + 1):
            block = [text for row in rows[at : at + count] for text in row]
            if len(block) <= MOST_WORDS and any(map(_is_mark, block)) and all(map(_fits, block)):
                told = " ".join(block)
                found |= {day: told for day in days_in(told) if day not in found}
        if found:
            return found
    return {}


def _fits(text: str) -> bool:
    """A word that a stamp may hold: written large, a day's, or a joint."""
    word = text.strip(".,:;-–|_'’\"()[]*")
    lower = _fold(word)
    return (
        len(word) < 3
        or not word[0].isalpha()
        or word[0].isupper()
        or lower in JOINTS
        or _month(lower) is not None
        or _says_received(word)
    )


def _closer(page: Page) -> Iterator[tuple[Word, ...]]:
    """Where a stamp's word was seen: that corner, laid straight. Else the upper part, for words strewn about."""
    if page.picture is None:
        return
    marks = [word for word in page.words if _is_mark(word.text)]
    for mark in marks[:2]:
        yield _reread(page.picture, mark)
    if not marks:
        upper = page.picture.crop((0, 0, page.picture.width, int(page.picture.height * UPPER)))
        for slant in SLANTS:
            turned = upper.rotate(slant, expand=True, fillcolor=paper(upper))
            strewn = recognised(turned, layout=11)
            for mark in [word for word in strewn if _is_mark(word.text)][:1]:
                yield _reread(turned, mark)


def _reread(picture: Image.Image, mark: Word) -> tuple[Word, ...]:
    """The mark with the room a stamp takes, laid straight by the slope of the mark itself: the letter is straight."""
    left, top, width, height = mark.box
    angle = slope(picture.crop((left, top, left + width, top + height)), MOST_ASKEW)
    wide, high = max(width, 250) * 2, max(height, 60) * 3
    corner = picture.crop(
        (
            max(0, left - wide),
            max(0, top - high),
            min(picture.width, left + width + wide),
            min(picture.height, top + height + high),
        )
    )
    return recognised(corner.rotate(angle, expand=True, fillcolor=paper(corner)), layout=6)


def days_in(text: str) -> list[date]:
    """Days named in a text, in the forms of nl, fr, de and en."""
    folded = _fold(text)
    told = [(match[3], match[2], match[1]) for match in _NUMERIC.finditer(folded)]
    told += [(match[1], match[2], match[3]) for match in _ISO.finditer(folded)]
    for match in _WORDED.finditer(folded):
        month = _month(match[2])
        told += [(match[3].lstrip("'’"), str(month), match[1])] if month else []
    return [day for day in (_day(*parts) for parts in told) if day is not None]


def _month(word: str) -> int | None:
    """By its name; a name misread in one letter where only one month is that near."""
    if word in _MONTH:
        return _MONTH[word]
    near = {number for name, number in _MONTH.items() if len(name) > 3 and fuzz.ratio(name, word) >= 85}
    return near.pop() if len(near) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def _written(text: str, scanned: date) -> date | None:
    """The day that the letter itself bears ("Gent, 26 februari 2026")."""
    for match in _LETTER_DAY.finditer(text[:2_000]):
        rest = text[match.end() : match.end() + 30].split("\n")[0]
        days = [day for day in days_in(rest) if day <= scanned]
        if days:
            return days[0]
    return None


def _is_mark(word: str) -> bool:
    """ "Received" as stamps have it: written large. In lower case it belongs to a sentence."""
    return not word[:1].islower() and _says_received(word)


def _says_received(word: str) -> bool:
    folded = re.sub(r"[^a-z]", "", _fold(word))
    return len(folded) >= 4 and any(fuzz.ratio(folded, known) >= ALIKE for known in RECEIVED)


def _fold(text: str) -> str:
    lower = text.casefold()
    return lower.translate(str.maketrans("àâäáçéèêëîïíôöóûüúù", "aaaaceeeeiiiooouuuu"))
