"""A forward written into the body: its header block read, its text taken as a message of its own."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from classifiers.mail.headers import ADDRESS, date_of
from classifiers.mail.openers import MAILBOX, WROTE, Opener, OpenerKind, openers
from classifiers.mail.segments import joined, kinds_of_lines, stays_open
from classifiers.message import BODY, SUBJECT, Address, Message, Segment, SegmentKind

FORWARDED_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:fwd?|fw|doorst|doorgest|dst|tr|trans|wg|rv|enc|i)\s*:", re.IGNORECASE
)
REPLY_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:re|antw|antwoord|aw|betr|sv|rép|rep|réf)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari janvier januar jänner january jan janv",
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
_HOUR = r"(?:[^\d\n]{1,14}(?P<hour>\d{1,2}) ?[:.hu] ?(?P<minute>\d{2})(?:[:.]\d{2})?(?: ?(?P<half>[ap])\.?m\b)?)?"
#: "4 mei 2026 om 09:12", "May 4, 2026 9:12 AM", "2026-05-04 09:12", "04/05/2026 à 09:12", "04.05.26 um 9.12".
DATES = (
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:\.|er|e)? (?P<month>[a-zéûäô]{{3,9}})\.?,? (?P<year>\d{{4}}){_HOUR}", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<month>[a-zéûäô]{{3,9}})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_HOUR}", re.IGNORECASE
    ),
    re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_HOUR}", re.IGNORECASE),
    re.compile(rf"(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d\d){_HOUR}", re.IGNORECASE),
)
#: Header blocks tell no zone; in Belgium they mean this one.
LOCAL = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Split:
    """The body with its segments, and the forwarded message where there is one."""

    segments: tuple[Segment, ...]
    forwarded: Message | None


def split_forward(body: str, subject: str, received_at: datetime, depth: int, *, in_thread: bool = False) -> Split:
    """Tells a forward from a quotation: below a reply it is quoted, else somebody put it there to be read."""
    lines = body.splitlines(keepends=True)
    opened = list(openers(lines))
    kinds = kinds_of_lines(lines, opened)
    first = next((one for one in opened if _is_whole(lines, one)), None)
    if first is None or depth <= 0 or not _is_forward(first, subject, in_thread):
        return Split(joined(lines, kinds), None)
    inner = _without_marks(lines[first.last + 1 :])
    if len(inner.split()) < 3:
        return Split(joined(lines, kinds), None)
    kinds[first.first :] = [SegmentKind.FORWARDED] * (len(lines) - first.first)
    return Split(joined(lines, kinds), _message(first, inner, received_at, depth - 1))


def _is_whole(lines: list[str], opener: Opener) -> bool:
    """Whether all below the opener is the earlier message: no marks in front of its lines, or marks up to the end."""
    if stays_open(lines, opener):
        return True
    below = [line for line in lines[opener.last + 1 :] if line.strip()]
    return sum(line.lstrip().startswith(">") for line in below) >= 0.9 * len(below)


def _is_forward(opener: Opener, subject: str, in_thread: bool) -> bool:
    """In a reply an earlier mail is quoted; who starts a mail of his own with one in it passes it on."""
    if opener.kind is OpenerKind.FORWARD or FORWARDED_SUBJECT.match(subject):
        return True
    return not (in_thread or REPLY_SUBJECT.match(subject))


def _message(opener: Opener, text: str, received_at: datetime, depth: int) -> Message:
    subject = opener.fields.get("subject", "")[:1000]
    split = split_forward(text, subject, received_at, depth)
    sender, sent = opener.fields.get("from", ""), opener.fields.get("sent", "")
    if opener.words:
        sender, sent = sender or _writer(opener.words), sent or opener.words
    return Message(
        subject=subject,
        from_=_people(sender)[:1],
        to=_people(opener.fields.get("to", "")),
        cc=_people(opener.fields.get("cc", "")),
        texts={SUBJECT: subject, BODY: text},
        segments=split.segments,
        received_at=received_at,
        date=_date(sent),
        forwarded=(split.forwarded,) if split.forwarded else (),
    )


def _writer(words: str) -> str:
    """Who wrote, of an attribution: what is neither date nor verb, and the address."""
    person = MAILBOX.search(words)
    if person is None:
        after = re.search(rf"\b{WROTE}\b[ ,]*([^:\n]{{2,100}}):$", words, re.IGNORECASE)
        return after.group(1) if after and not re.search(r"\d", after.group(1)) else ""
    name = re.search(r"([^\W\d_][^\d<>:,]{1,80})$", words[: person.start()])
    shown = re.sub(
        rf"^.*\b(?:{WROTE}|heeft|hat|um|om|à|at|cest|cet|uhr|am|pm)\b[ ,]*",
        "",
        name.group(1) if name else "",
        flags=re.IGNORECASE,
    )
    return f"{shown.strip()} {person.group()}"


def _people(line: str) -> tuple[Address, ...]:
    """ "Name <address>; Name [mailto:address]; Name": what header blocks make of an address list."""
    people = []
    line = line[:3000]
    # One address is one person: "Claes, An <an@post.example>".
    for piece in re.split(r";|,(?=[^,]{0,200}@)" if line.count("@") > 1 else ";", line)[:50]:
        found = ADDRESS.search(piece.replace("mailto:", " "))
        name = re.sub(r"[<\[(][^>\])]{0,300}[>\])]?", "", piece).replace(found.group() if found else "\0", "")
        name = re.sub(r"\bmailto:", "", name).strip(" '\"*,;<>[]()\t\u00a0")
        if name or found:
            people.append(Address(name[:200], found.group().lower() if found else ""))
    return tuple(people)


def _date(words: str) -> datetime | None:
    """The moment of a "Verzonden:" line or an attribution; noon where it tells no hour."""
    moment = date_of(words)
    if moment:
        return moment
    for pattern in DATES:
        found = pattern.search(words[:300])
        if found is None:
            continue
        month = found["month"].lower()
        number = int(month) if month.isdigit() else MONTHS.get(month, 0)
        year, hour = int(found["year"]), int(found["hour"] or 12)
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0) if found["half"] else hour
        try:
            return datetime(
                year + 2000 if year < 100 else year,
                number,
                int(found["day"]),
                hour,
                int(found["minute"] or 0),
                tzinfo=LOCAL,
            )
        except ValueError:
            continue
    return None


def _without_marks(lines: list[str]) -> str:
    """Without the ">" that some clients put before every forwarded line."""
    full = [line for line in lines if line.strip()]
    if full and sum(line.lstrip().startswith(">") for line in full) > 0.8 * len(full):
        lines = [re.sub(r"^[ \t]*> ?", "", line) for line in lines]
    return "".join(lines).strip("\n") + "\n"
