"""One arrival that holds several letters: a batch of the scanner with separator sheets, or a mail of the scanner.

The parcel itself becomes no case; each letter in it is an arrival of its own, with its own picture.
"""

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from email.utils import getaddresses
from itertools import pairwise

import pypdfium2

from classifiers.mail.limits import Limits
from classifiers.mail.parts import leaves, parse
from gateway.scans.ocr import codes_on
from gateway.scans.pictures import drawn, is_empty, is_pdf, opened
from gateway.scans.separator import SEPARATORS

#: Pages of one batch that are looked through, and letters that come out of it.
MOST_PAGES, MOST_LETTERS = 400, 200
#: Dots an inch at which codes are looked for: half of what reading takes.
DOTS_FOR_CODES = 150


@dataclass(frozen=True, slots=True)
class Parcel:
    """Letters that came together, and in what."""

    letters: tuple[bytes, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Scanner:
    """A machine that mails its scans: to which address, from which ones, for which office."""

    address: str
    office: str
    #: Addresses it writes from; empty where any may.
    senders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Sheet:
    separator: bool
    empty: bool
    #: Signed addresses on it, as our letters bear them.
    codes: tuple[str, ...]


def split(content: bytes) -> Parcel | None:
    """The letters of a batch; None where the scan is one letter. Raises ValueError for what cannot be opened."""
    document = opened(content)
    if len(document) < 2 or len(document) > MOST_PAGES:
        return None
    sheets = [_sheet(document, number) for number in range(len(document))]
    groups = [group for group in _groups(sheets) if any(not sheets[page].empty for page in group)]
    if len(groups) < 2 and sum(map(len, groups)) == len(sheets):
        return None
    if not groups or len(groups) > MOST_LETTERS:
        return None
    return Parcel(tuple(_pdf(document, group) for group in groups), "a batch of the scanner")


def mailed(content: bytes, envelope_to: Sequence[str], scanners: Collection[Scanner]) -> tuple[Parcel, str] | None:
    """The scans in a mail that a scanner sent, and the office they are for; None for any other mail."""
    if not scanners:
        return None
    mail = parse(content)
    to = {*(one.lower() for one in envelope_to), *_addresses(mail, "to", "cc", "delivered-to", "x-original-to")}
    from_ = _addresses(mail, "from", "sender")
    scanner = next((one for one in scanners if one.address in to and (not one.senders or one.senders & from_)), None)
    if scanner is None:
        return None
    scans = tuple(part for part in (leaf.content() for leaf in leaves(mail, Limits(), [])) if is_pdf(part))
    return (Parcel(scans[:MOST_LETTERS], "a mail of the scanner"), scanner.office) if scans else None


def _sheet(document: pypdfium2.PdfDocument, number: int) -> _Sheet:
    picture = drawn(document, number, DOTS_FOR_CODES)
    codes = codes_on(picture)
    separator = any(code.upper() in SEPARATORS for code in codes)
    ours = tuple(code.lower() for code in codes if "@" in code and len(code) < 320)
    return _Sheet(separator, not codes and is_empty(picture), ours)


def _groups(sheets: Sequence[_Sheet]) -> list[list[int]]:
    """Pages of each letter: between separators; between the codes of two cases where there is no separator."""
    groups: list[list[int]] = [[]]
    for number, sheet in enumerate(sheets):
        if sheet.separator:
            groups.append([])
        elif not (sheet.empty and number and sheets[number - 1].separator):
            # The back of a separator belongs to nobody.
            groups[-1].append(number)
    return [part for group in groups if group for part in _by_code(sheets, group)]


def _by_code(sheets: Sequence[_Sheet], group: list[int]) -> list[list[int]]:
    """Copies of our letters lie all before, or all behind, the answers they belong to; else nobody can tell."""
    marked = [page for page in group if sheets[page].codes]
    starts = [page for before, page in pairwise([-1, *marked]) if before < 0 or _differ(sheets, before, page)]
    if len(starts) < 2:
        return [group]
    if starts[0] == group[0]:
        bounds = [*starts, group[-1] + 1]
    elif marked[-1] == group[-1]:
        ends = [marked[marked.index(start) - 1] for start in starts[1:]] + [group[-1]]
        bounds = [group[0], *(end + 1 for end in ends)]
    else:
        return [group]
    return [[page for page in group if start <= page < end] for start, end in pairwise(bounds)]


def _differ(sheets: Sequence[_Sheet], one: int, other: int) -> bool:
    return not set(sheets[one].codes) & set(sheets[other].codes)


def _pdf(document: pypdfium2.PdfDocument, pages: Sequence[int]) -> bytes:
    part = pypdfium2.PdfDocument.new()  # type: ignore[no-untyped-call]
    part.import_pages(document, list(pages))
    file = io.BytesIO()
    part.save(file)
    return file.getvalue()


def _addresses(mail: object, *names: str) -> set[str]:
    told = [str(value) for name in names for value in (mail.get_all(name) or [])]  # type: ignore[attr-defined]
    return {address.lower() for _, address in getaddresses(told) if "@" in address}
