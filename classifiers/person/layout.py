"""A letter laid out: its lines, where the letter head ends, where the writer signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.flat import flat
from classifiers.mail.segments import CLOSING, DEVICE, POSTSCRIPT, SIGNATURE_MARK, THANKS
from classifiers.prepared import Prepared

GREETING = re.compile(
    r"^[ >*]*(?:geachte|beste\b|dag\b|hallo|hoi|hey|goeiedag|goeiemorgen|goeie(?:n)?avond|goede(?:n|r)?(?:dag|morgen|middag|avond)|goeden? (?:dag|morgen|middag|avond)|"
    r"mijnheer|meneer|mevrouw|mijne heren|dames|waarde\b|l\.?s\.?$|bonjour|bonsoir|bjr|salut|madame|monsieur|mesdames|messieurs|chere?s?\b|"
    r"sehr geehrte|guten (?:tag|morgen|abend)|grus gott|liebe|dear|hello|hi\b|good (?:morning|afternoon|evening)|to whom|yo\b)"
)
#: Longest line of a signature or letter head.
SHORT = 75
#: Lines below a closing that may be name, details and small print.
SMALL_PRINT = 8
#: Lines from this length on were wrapped by the mail program.
WRAPPED = 50


@dataclass(frozen=True, slots=True)
class Line:
    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Layout:
    text: str
    #: Wrapped lines joined by a blank: letter for letter as long as the text.
    joined: str
    #: The same, flat.
    flat: str
    lines: tuple[Line, ...]
    #: Characters before the salutation; 0 where there is no letter head.
    head: int
    #: Where the writer signs: (start, end); empty where he does not.
    tail: tuple[int, int]

    def in_head(self, at: int) -> bool:
        return at < self.head

    def in_tail(self, at: int) -> bool:
        return self.tail[0] <= at < self.tail[1]

    def line_at(self, at: int) -> int:
        low, high = 0, len(self.lines) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.lines[middle].start <= at else (low, middle - 1)
        return low

    def above(self, number: int) -> Iterator[Line]:
        """Full lines above in the same paragraph, the nearest first."""
        for line in reversed(self.lines[max(0, number - 6) : number]):
            if line.blank:
                return
            yield line


def lay_out(prepared: Prepared) -> Layout:
    text = prepared.text
    lines = tuple(_lines(text))
    joined = _joined(text)
    return Layout(text, joined, flat(joined), lines, _head(lines), _tail(prepared, lines))


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for piece in text.split("\n"):
        yield Line(start, start + len(piece), piece)
        start += len(piece) + 1


def _joined(text: str) -> str:
    pieces = text.split("\n")
    longest = max(map(len, pieces))
    wrapped = min(WRAPPED, int(0.6 * longest))
    out = []
    for piece, follower in zip(pieces, [*pieces[1:], ""], strict=True):
        out.append(piece)
        goes_on = (
            len(piece) >= wrapped
            and longest > 45
            and "   " not in piece.strip()
            and follower.strip()
            and ":" not in follower[:22]
        )
        out.append(" " if goes_on else "\n")
    return "".join(out[:-1])


def _head(lines: tuple[Line, ...]) -> int:
    full = [line for line in lines[:60] if not line.blank][:30]
    for number, line in enumerate(full):
        if GREETING.match(flat(line.text.strip())) and len(line.text) < 110:
            return line.start if number >= 2 and all(len(above.text) < 130 for above in full[:number]) else 0
    return 0


def _tail(prepared: Prepared, lines: tuple[Line, ...]) -> tuple[int, int]:
    """The signature as segmented, else the short lines with which the text ends."""
    signed = prepared.signature
    end = len(prepared.text)
    if signed and len(prepared.text[signed[0] : signed[1]].split("\n")) < 30:
        first = prepared.text[signed[0] : signed[1]].lstrip().split("\n", 1)[0].strip()
        if not SIGNATURE_MARK.match(first or "x"):
            return signed
        end = signed[0]
    start, taken = end, 0
    for line in reversed(lines):
        bare = line.text.strip()
        if line.start >= end or not bare or DEVICE.match(bare) or POSTSCRIPT.match(bare):
            continue
        if taken >= 9 or _is_sentence(bare):
            start = _closed(lines, line.start, start)
            break
        start, taken = line.start, taken + 1
        if CLOSING.match(bare) or THANKS.match(bare):
            break
    last = signed[1] if signed and signed[0] == end else len(prepared.text)
    return (start, last) if start > 0 or taken <= 4 else (end, last)


def _closed(lines: tuple[Line, ...], at: int, start: int) -> int:
    """A closing some lines above small print ("Our terms apply.") begins the signature all the same."""
    above = [line for line in lines if line.start <= at and not line.blank][-SMALL_PRINT:]
    return next((x.start for x in reversed(above) if CLOSING.match(x.text.strip()) and len(x.text) < SHORT), start)


def _is_sentence(bare: str) -> bool:
    """No line of a signature: long, unless figures and dashes part it, or ended as sentences are."""
    if len(bare) > SHORT:
        return len(bare) > 130 or not (len(re.findall(r"\s[-|•·]\s|,", bare)) >= 2 and any(c.isdigit() for c in bare))
    return bare.endswith((".", "?", "!")) and len(bare.split()) > 3
