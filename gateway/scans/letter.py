"""A scan as a message: its text under the same eyes as a mail, the scan itself as its attachment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from email.message import EmailMessage
from statistics import fmean
from zoneinfo import ZoneInfo

from classifiers.mail import read_mail
from classifiers.message import Message, Part, PartOutcome
from classifiers.screen import AnswerVerdict, Screening
from gateway.scans.ocr import Page, read_pages
from gateway.scans.stamp import Stamp, read_stamp

BRUSSELS = ZoneInfo("Europe/Brussels")
#: A letter is a person's word; nothing in it speaks against an answer.
LETTER = Screening(None, True, AnswerVerdict.YES, "letter", "a letter that came by post")


class Unreadable(ValueError):
    """Handwriting, a photograph, an empty page: a person must look at the picture."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A word of the body and how surely it was read."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Letter:
    message: Message
    #: In the order of the body.
    stretches: tuple[Stretch, ...] = ()
    stamp: Stamp | None = None


def read_letter(content: bytes, *, received_at: datetime, typed: str = "") -> Letter:
    """`typed`: what a person typed over from the picture; it stands over what a machine makes of it.

    The day of a believable arrival stamp is the day on which the letter was received. Raises Unreadable where only a
    person can read it and no code on it names its case, NoOcr where there is no OCR, ValueError for no PDF.
    """
    if typed:
        return Letter(_message(content, (), (), (), received_at, typed))
    pages = read_pages(content)
    told = [page for page in pages if page.readable]
    codes = tuple(code.lower() for page in pages for code in page.codes if "@" in code and len(code) < 320)
    if not told and not codes:
        raise Unreadable("only a person can read this scan: look at the picture")
    stamp = read_stamp(pages[0], received_at.astimezone(BRUSSELS).date()) if pages else None
    message = _message(content, pages, told, codes, received_at)
    if stamp is not None:
        message = _stamped(message, stamp)
    return Letter(message, _stretches(message.body, told), stamp)


def _message(
    content: bytes,
    pages: Sequence[Page],
    told: Sequence[Page],
    codes: tuple[str, ...],
    at: datetime,
    typed: str = "",
) -> Message:
    mail = EmailMessage()
    mail["Subject"] = "Brief"
    mail.set_content(typed or "\n\n".join(page.text for page in told))
    message = read_mail(mail.as_bytes(), received_at=at)
    unread = sum(1 for page in pages if not page.readable and not page.empty)
    defects = [f"{unread} of {len(pages)} pages could not be read"] if unread else []
    return replace(
        message,
        channel="scan",
        text_confidence=1.0 if not told else round(fmean(page.confidence for page in told), 3),
        # The code on our own letters is a signed address: a paper answer finds its case like a mail to it.
        delivered_to=codes,
        parts=(*message.parts, Part("scan", "application/pdf", "scan.pdf", len(content), PartOutcome.STORED)),
        defects=(*message.defects, *defects),
    )


def _stamped(message: Message, stamp: Stamp) -> Message:
    """Received on the day of the stamp; a stamp that cannot be true is told to a person."""
    if stamp.doubt:
        return replace(message, defects=(*message.defects, f"day of arrival in doubt: {stamp.doubt}"))
    scanned = message.received_at.astimezone(BRUSSELS)
    if stamp.day == scanned.date():
        return message
    noon = datetime.combine(stamp.day, time(12), BRUSSELS)
    return replace(message, received_at=noon.astimezone(message.received_at.tzinfo))


def _stretches(body: str, pages: Sequence[Page]) -> tuple[Stretch, ...]:
    """Where the words of the pages stand in the body."""
    found, position = [], 0
    for word in (word for page in pages for word in page.words):
        start = body.find(word.text, position)
        if start < 0:
            continue
        position = start + len(word.text)
        found.append(Stretch(start, position, word.confidence))
    return tuple(found)
