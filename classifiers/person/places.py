"""Postcodes and places in a text: "9000 Gent", "B-1000 Bruxelles", "Etterbeek, 1040", a place alone."""

import re
from dataclasses import dataclass
from functools import lru_cache

from classifiers.flat import flat
from classifiers.places import Places, key

POSTCODE = re.compile(r"(?P<code>[1-9]\d{3})(?![\d/]|[.,]\d|[ ]?(?:€|euro|eur\b|uur\b))(?<!\d\d{4})", re.IGNORECASE)
#: What may stand directly before a postcode: a blank, a bracket, "B-".
_LEAD = re.compile(r"(?:^|[^\w.,:€/+-])(?:BE?[ ]?[-–]?[ ]?)?$", re.IGNORECASE)
#: "52072 Aachen", "F-59000 Lille", "D-52062 Aachen", "1012 AB Amsterdam": on a line of its own only.
ABROAD = re.compile(
    r"^[ ]*(?:(?:[A-Z]{1,3}-)?(?P<code>\d{5})|(?:NL-)?(?P<dutch>[1-9]\d{3}[ ]?[A-Z]{2}))[ ]{1,2}(?P<place>[^\W\d_][^\d\n,;(|]{1,30}?)[ ]*(?:[,(-].{0,30})?$"
)
_WORD = re.compile(r"(?:['’][sStT][- ])?[^\W\d_]+(?:['’.][^\W\d_]+)*\.?")
_AFTER = re.compile(r"[ \n]?[ ,–-]{0,3}(?:(?:te|in|à|a)[ ])?[ ]?")
LONGEST = 5
#: Characters around a postcode in which its place may be named apart from it.
REACH = 200
_key = lru_cache(maxsize=4096)(key)


@dataclass(frozen=True, slots=True)
class Locality:
    """Spans in the text that was searched."""

    postcode: tuple[int, int] | None
    municipality: tuple[int, int] | None
    #: The postcode is of that place by the table.
    fits: bool

    @property
    def start(self) -> int:
        return min(span[0] for span in (self.postcode, self.municipality) if span)

    @property
    def end(self) -> int:
        return max(span[1] for span in (self.postcode, self.municipality) if span)


def place_at(text: str, at: int, places: Places, *, capital: bool = True) -> tuple[int, int] | None:
    """The longest known place name that begins at `at`."""
    spans: list[tuple[int, int]] = []
    position = at
    while len(spans) < LONGEST:
        word = _WORD.match(text, position)
        if not word:
            break
        spans.append(word.span())
        position = word.end()
        if text[position : position + 1] in (" ", "-", "‑", "'", "’") and text[position + 1 : position + 2].isalpha():
            position += 1
        else:
            break
    if not spans or (capital and not text[at].isupper() and not text.startswith(("'s", "’s"), at)):
        return None
    for count in range(len(spans), 0, -1):
        end = spans[count - 1][1]
        name = _key(text[at:end])
        if len(name) > 2 and name in places.by_name:
            return at, end - (text[end - 1] == ".")
    return None


def localities(text: str, places: Places, *, whole_lines: bool = False) -> list[Locality]:
    """Every postcode that has its place beside it, in order. On whole lines an unknown place will do."""
    found: list[Locality] = []
    for match in POSTCODE.finditer(text):
        if len(found) >= 60:
            break
        code = match.span("code")
        if match["code"] not in places.by_postcode or not _LEAD.search(text[max(0, match.start() - 5) : match.start()]):
            continue
        behind = _AFTER.match(text, match.end())
        at = behind.end() if behind else match.end()
        near = at - match.end() <= 4 and at > match.end()
        span = (place_at(text, at, places, capital=False) or _of_two(text, at, match["code"], places)) if near else None
        if span and (text[span[0]].isupper() or places.fits(match["code"], text[slice(*span)])):
            found.append(Locality(code, span, places.fits(match["code"], text[slice(*span)])))
            continue
        before = _place_before(text, match.start(), match["code"], places)
        if before and places.fits(match["code"], text[slice(*before)]):
            found.append(Locality(code, before, True))
        elif near and (unknown := _unknown(text, at, whole_lines)):
            found.append(Locality(code, unknown, False))
        else:
            found.append(Locality(code, None, False))
    return found


def _of_two(text: str, at: int, code: str, places: Places) -> tuple[int, int] | None:
    """ "3665 As": a place of two letters counts behind its own postcode only."""
    word = re.compile(r"[A-ZÀ-Ý][a-zà-ÿ](?![\w'’-])").match(text, at)
    return word.span() if word and places.fits(code, word.group()) else None


def _unknown(text: str, at: int, whole: bool) -> tuple[int, int] | None:
    """A place with a typing error, or a hamlet that the table does not have."""
    match = re.compile(
        r"[A-ZÀ-Ý][\w'’-]{2,24}(?:[ ](?:[A-ZÀ-Ý]|[a-z]{2,3}[ -][A-ZÀ-Ý])[\w'’-]{2,20})?(?=[ ]*(?:[\n,.;)(|]|$))"
    ).match(text, at)
    return match.span() if match and (whole or text[at].isupper()) else None


def _place_before(text: str, end: int, code: str, places: Places) -> tuple[int, int] | None:
    """ "Etterbeek 1040", "Gent (9000": the place of that postcode whose name ends before `end`."""
    low = max(0, end - 45)
    chunk = text[low:end].rstrip(" ,(–-B\n")
    words = [m.start() for m in _WORD.finditer(chunk)][-LONGEST:]
    for start in words:
        span = place_at(chunk, start, places, capital=False)
        if span and len(chunk) - span[1] <= 1 and (chunk[span[0]].isupper() or places.fits(code, chunk[slice(*span)])):
            return low + span[0], low + span[1]
    return None


def named_town(text: str, postcode: tuple[int, int], places: Places) -> tuple[int, int] | None:
    """ "À Wemmel, où j'habite (..., 1780)": the nearest place of that postcode that the text names elsewhere."""
    code = text[slice(*postcode)]
    low = max(0, postcode[0] - REACH)
    names = {key(name) for place in places.by_postcode.get(code, ()) for name in (*place.names, *place.municipality)}
    found = [
        span
        for word in _WORD.finditer(text, low, postcode[1] + REACH)
        if word.group()[0].isupper()
        and (span := place_at(text, word.start(), places))
        and _key(text[slice(*span)]) in names
    ]
    return min(found, key=lambda span: abs(span[0] - postcode[0]), default=None)


def place_near(text: str, at: int, places: Places) -> tuple[int, int] | None:
    """A place behind a street: "Nieuwstraat 3 Zonnebeke", "44 à Schaerbeek", "40 bus 17, Leuven", on the next line."""
    gap = re.compile(r"[ ]{0,3}[,–(-]?[ ]{0,2}\n?[ ]{0,3}(?:(?:in|te|à|a|at|zu|aan)[ ])?").match(text, at)
    start = gap.end() if gap else at
    if start == at:
        return None
    known = place_at(text, start, places, capital=False)
    if known is None:
        return None
    behind = text[known[1] : known[1] + 1]
    lower = not text[known[0]].isupper()
    return (
        None
        if lower
        and (
            behind.isalpha()
            or len(key(text[slice(*known)])) < 4
            or flat(text[slice(*known)]) in ("over", "bus", "mal", "rue", "loo", "haute")
        )
        else known
    )
