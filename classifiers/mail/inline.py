"""A forward written into the body: its header block read, its text taken as a message of its own."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from classifiers.mail.headers import ADDRESS, date_of
from classifiers.mail.segments import FORWARD, HEADER_BLOCK, segments_of
from classifiers.message import BODY, SUBJECT, Address, Message, Segment, SegmentKind

FORWARDED_SUBJECT = re.compile(r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:fwd?|doorst|tr|wg|i|rv|enc)\s*:", re.IGNORECASE)
REPLY_SUBJECT = re.compile(r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|antw|aw|sv|rép|rep)\s*(?:\[\d+\])?:", re.IGNORECASE)
FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"^[ \t>]*\**(?:{words})\**[ \t]?:\**[ \t]*([^\n]*)$", re.IGNORECASE | re.MULTILINE))
    for name, words in (
        ("from", "van|from|de|von|afzender|expéditeur|absender"),
        ("date", "verzonden|verstuurd|datum|date|sent|envoyé(?: le)?|gesendet(?: am)?"),
        ("to", "aan|to|à|an|naar|pour|destinataire|ontvanger"),
        ("cc", "cc|kopie|copie|copie à|kopie an"),
        ("subject", "onderwerp|subject|objet|sujet|betreff|betr\\.?"),
    )
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari janvier januar january jan janv",
            "februari février fevrier februar february feb févr",
            "maart mars märz march mrt mar",
            "april avril apr avr",
            "mei mai may",
            "juni juin june jun",
            "juli juillet july jul juil",
            "augustus août aout august aug",
            "september septembre sep sept",
            "oktober octobre october okt oct",
            "november novembre nov",
            "december décembre decembre dezember dec dez déc",
        ),
        1,
    )
    for name in names.split()
}
WRITTEN = re.compile(r"(\d{1,2})\.?(?:er)? ([a-zéûä]{3,9})\.? (\d{4})(?:\D{1,12}(\d{1,2})[:.h](\d{2}))?", re.IGNORECASE)
FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\D{1,8}(\d{1,2})[:.h](\d{2}))?")


@dataclass(frozen=True, slots=True)
class Split:
    """The body with its segments, and the forwarded message where there is one."""

    segments: tuple[Segment, ...]
    forwarded: Message | None


def split_forward(body: str, subject: str, received_at: datetime, depth: int) -> Split:
    """Tells a forward from a quotation: below a reply it is quoted, else somebody put it there to be read."""
    segments = segments_of(body)
    block = HEADER_BLOCK.search(body)
    mark = FORWARD.search(body)
    start = min((found.start() for found in (mark, block) if found), default=None)
    if start is None or depth <= 0:
        return Split(segments, None)
    marked = mark is not None or bool(FORWARDED_SUBJECT.match(subject))
    if not marked and REPLY_SUBJECT.match(subject):
        return Split(segments, None)
    head = block.group() if block and block.start() >= start - 1 else ""
    text_start = block.end() if head and block else (mark.end() if mark else start)
    inner = _unquoted(body[text_start:])
    if len(inner.split()) < 3:
        return Split(segments, None)
    before = tuple(Segment(s.kind, s.start, min(s.end, start)) for s in segments if s.start < start)
    whole = (*before, Segment(SegmentKind.FORWARDED, start, len(body)))
    return Split(whole, _message(head, inner, received_at, depth - 1))


def _message(head: str, text: str, received_at: datetime, depth: int) -> Message:
    found = {name: match.group(1).strip(" *\t") for name, pattern in FIELDS if (match := pattern.search(head))}
    subject = found.get("subject", "")
    split = split_forward(text, subject, received_at, depth)
    return Message(
        subject=subject,
        from_=_people(found.get("from", "")),
        to=_people(found.get("to", "")),
        cc=_people(found.get("cc", "")),
        texts={SUBJECT: subject, BODY: text},
        segments=split.segments,
        received_at=received_at,
        date=_date(found.get("date", "")),
        forwarded=(split.forwarded,) if split.forwarded else (),
    )


def _people(line: str) -> tuple[Address, ...]:
    """ "Name <address>; Name [mailto:address]; Name": what header blocks make of an address list."""
    people = []
    for piece in re.split(r";|,(?=[^,]*@)", line[:3000])[:50]:
        found = ADDRESS.search(piece.replace("mailto:", " "))
        name = re.sub(r"[<\[(][^>\])]*[>\])]?", "", piece).replace(found.group() if found else "\0", "")
        name = name.strip(" '\"*,;<>[]()\t")
        if name or found:
            people.append(Address(name[:200], found.group().lower() if found else ""))
    return tuple(people)


def _date(words: str) -> datetime | None:
    """The moment of a "Verzonden:" line; local time of Brussels is not known to be meant, so it counts as UTC."""
    moment = date_of(words)
    if moment:
        return moment
    written, figures = WRITTEN.search(words), FIGURES.search(words)
    try:
        if written and written.group(2).lower() in MONTHS:
            day, month, year = int(written.group(1)), MONTHS[written.group(2).lower()], int(written.group(3))
            hour, minute = int(written.group(4) or 12), int(written.group(5) or 0)
        elif figures:
            day, month, year = (int(figures.group(n)) for n in (1, 2, 3))
            hour, minute = int(figures.group(4) or 12), int(figures.group(5) or 0)
        else:
            return None
        return datetime(year, month, day, hour % 24, minute % 60, tzinfo=UTC)
    except ValueError:
        return None


def _unquoted(text: str) -> str:
    """Without the ">" that some clients put before every forwarded line."""
    lines = text.splitlines()
    full = [line for line in lines if line.strip()]
    if full and sum(line.lstrip().startswith(">") for line in full) > 0.8 * len(full):
        lines = [re.sub(r"^[ \t]*> ?", "", line) for line in lines]
    return "\n".join(lines).strip("\n") + "\n"
