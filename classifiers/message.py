"""A message as read: what every later step works on instead of raw bytes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

_NO_LINE_END = re.compile(r"[^\n]")

#: Name of the text part that holds the citizen's own text (body of the mail, OCR text of a letter, note of a call).
BODY = "body"
SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address header (RFC 5322 3.4). `email` is lower case; empty where the header had none."""

    name: str
    email: str


class SegmentKind(StrEnum):
    NEW = "new"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the body, `text[start:end]`. The segments of a message cover its body without gap or overlap."""

    kind: SegmentKind
    start: int
    end: int


class PartOutcome(StrEnum):
    """What became of one MIME part; every part has one, so that nothing disappears unseen."""

    BODY = "body"
    ALTERNATIVE = "alternative"
    READ = "read"
    MESSAGE = "message"
    STORED = "stored"
    TOO_LARGE = "too-large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Part:
    """One attachment or alternative. `path` is the IMAP part number (RFC 3501 6.4.5), e.g. "2.1"."""

    path: str
    content_type: str
    filename: str
    size: int
    outcome: PartOutcome
    content_id: str = ""
    #: Key of its text in `Message.texts`, empty where it was not read.
    text_key: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Authentication:
    """Verdicts of the boundary host (RFC 8601): `pass`, `fail`, `none`, ...; empty where nobody we trust said so."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One mail, letter or note as read. Raw bytes stay in the store; this is what they say."""

    subject: str
    from_: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    #: Part name -> text: "subject", "body", and "attachment:<path>" for each attachment that was read.
    texts: Mapping[str, str]
    segments: tuple[Segment, ...]
    #: Arrival at the organisation, aware (UTC). Clocks start here, never at `date`.
    received_at: datetime
    #: The header Date, aware, or None where it is missing or senseless.
    date: datetime | None = None
    #: Without angle brackets; empty where the mail has none.
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    reply_to: tuple[Address, ...] = ()
    sender: Address | None = None
    return_path: str | None = None
    delivered_to: tuple[str, ...] = ()
    #: All headers in order, decoded; repeated ones stay repeated. Names as written.
    headers: tuple[tuple[str, str], ...] = ()
    parts: tuple[Part, ...] = ()
    #: Messages inside this one: message/rfc822 parts and inline forwards, each with its own sender and text.
    forwarded: tuple["Message", ...] = ()
    authentication: Authentication = Authentication()
    #: What was wrong with the mail, in words for staff.
    defects: tuple[str, ...] = ()
    #: 0..1, below 1 only for text from OCR.
    text_confidence: float = 1.0
    channel: str = "mail"
    #: When our own boundary host took the mail over, by its Received header; None where none of our hosts says so.
    handed_over: datetime | None = None
    #: Raw headers and machine parts kept for delivery reports: content type -> decoded text.
    report_parts: tuple[tuple[str, str], ...] = field(default=())

    @property
    def body(self) -> str:
        return self.texts.get(BODY, "")

    def header(self, name: str) -> str:
        """First value of a header, case-insensitive; empty where absent."""
        wanted = name.casefold()
        return next((value for key, value in self.headers if key.casefold() == wanted), "")

    def own_words(self) -> str:
        """The body with everything that is not the writer's own new text blanked out, so that offsets still fit."""
        body, pieces, position = self.body, [], 0
        for segment in self.segments:
            if segment.kind in (SegmentKind.NEW, SegmentKind.SIGNATURE):
                pieces += [_NO_LINE_END.sub(" ", body[position : segment.start]), body[segment.start : segment.end]]
                position = segment.end
        return "".join([*pieces, _NO_LINE_END.sub(" ", body[position:])])
