"""Case references that a mail names: ours by our pattern, other bodies' by the word before them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from classifiers.flat import flat
from classifiers.message import SUBJECT
from classifiers.prepared import House, Prepared
from classifiers.understanding import Reading, Span

#: "dossier nr. VP-2025-118834", "votre référence : 24/1123", "Aktenzeichen 12-44". On flat text; the number follows.
_NAMED = re.compile(
    r"\b(?:dossier(?:nummer|nr)?|zaak(?:nummer|nr)?|kenmerk|referentie(?:nummer)?|ref|refnr|klachtnummer|klachtnr|klacht|ticket(?:nummer)?|meldingsnummer|notanummer|onze referentie|uw referentie|"
    r"reference|numero de (?:dossier|plainte|reference)|dossier|plainte|aktenzeichen|az|geschaftszeichen|vorgangsnummer|akte|beschwerdenummer|case|file|complaint|case number|reference number|file number|ticket number)\b"
    r"(?: (?:bij|van|chez|aupres|bei|von|at|with|from)(?: \w{1,20}){1,3}?)?(?: (?:is|est|ist|was))?[ ]?(?:n(?:[°ºor]|umero|ummer|r)?\b\.?|number|no\.?|nr\.?|\.)?(?: (?:is|est|ist|was))?[ ]?[:#]?[ ]{0,2}(?:n[°ro]?\.?[ ]?|nr\.?[ ]?|no\.?[ ]?|#)?(?=[a-z0-9])"
)
#: How the words above begin.
_BEGINNING = re.compile(
    r"\b(?=[zkrtmnodpavgbcfu])(?:dos|zaa|ken|ref|kla|tic|mel|not|onz|uw |num|pla|akt|az|ges|vor|bes|cas|fil|com)"
)
_NUMBER = re.compile(r"(?=[\w./-]{0,30}\d)[A-Za-z]{0,6}[-_./ ]?\d[\w./-]{2,28}(?<![./-])")
_MONTHLY = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$|^(?:19|20)\d\d$")
MOST = 30


def read_references(prepared: Prepared, house: House) -> tuple[Reading[str], ...]:
    """As written, ours first; subject before text."""
    found: dict[str, Reading[str]] = {}
    for part, text, plain in (
        (f"{prepared.prefix}{SUBJECT}", prepared.subject, flat(prepared.subject)),
        (f"{prepared.prefix}{prepared.part}", prepared.text, prepared.flat),
    ):
        for reading in (*_ours(text, part, house), *_named(text, plain, part)):
            known = found.get(reading.value)
            if known is None or known.confidence < reading.confidence:
                found[reading.value] = reading
    return tuple(sorted(found.values(), key=lambda reading: -reading.confidence))


@lru_cache(maxsize=32)
def _pattern(written: str) -> re.Pattern[str] | None:
    try:
        return re.compile(written) if written else None
    except re.error:
        return None


def _ours(text: str, part: str, house: House) -> Iterator[Reading[str]]:
    pattern = _pattern(house.reference_pattern)
    if pattern is None:
        return
    for _, match in zip(range(MOST), pattern.finditer(text), strict=False):
        if match.group():
            yield Reading(match.group(), 0.95, "our reference", Span(part, *match.span()), match.group())


def _named(text: str, plain: str, part: str) -> Iterator[Reading[str]]:
    named = (m for word in _BEGINNING.finditer(plain) if (m := _NAMED.match(plain, word.start())))
    for _, match in zip(range(MOST), named, strict=False):
        number = _NUMBER.match(text, match.end())
        if number and not _MONTHLY.match(number.group()):
            yield Reading(number.group(), 0.8, "named a reference", Span(part, *number.span()), number.group())
