"""A scan as a message: its text under the same eyes as a mail, the scan itself as its attachment."""

from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from statistics import fmean

from classifiers.mail import read_mail
from classifiers.message import Message, Part, PartOutcome
from classifiers.screen import AnswerVerdict, Screening
from gateway.scans.ocr import Page, read_pages

#: A letter is a person's word; nothing in it speaks against an answer.
LETTER = Screening(None, True, AnswerVerdict.YES, "letter", "a letter that came by post")


class Unreadable(ValueError):
    """Handwriting, a photograph, an empty page: a person must look at the picture."""


def read_letter(content: bytes, *, received_at: datetime) -> Message:
    """Raises Unreadable, or NoOcr where there is no OCR."""
    pages = read_pages(content)
    told = [page for page in pages if page.readable]
    if not told:
        raise Unreadable("no page of the scan could be read: look at the picture")
    return _message(content, pages, told, received_at)


def _message(content: bytes, pages: list[Page], told: list[Page], received_at: datetime) -> Message:
    mail = EmailMessage()
    mail["Subject"] = "Brief"
    mail.set_content("\n\n".join(page.text for page in told))
    message = read_mail(mail.as_bytes(), received_at=received_at)
    codes = tuple(code.lower() for page in pages for code in page.codes if "@" in code and len(code) < 320)
    unread = len(pages) - len(told)
    return replace(
        message,
        channel="scan",
        text_confidence=round(fmean(page.confidence for page in told), 3),
        # The code on our own letters is a signed address: a paper answer finds its case like a mail to it.
        delivered_to=codes,
        parts=(*message.parts, Part("scan", "application/pdf", "scan.pdf", len(content), PartOutcome.STORED)),
        defects=(*message.defects, *([f"{unread} of {len(pages)} pages could not be read"] if unread else [])),
    )
