"""An answer not yet sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from classifiers.understanding import Language


class Channel(StrEnum):
    MAIL = "mail"
    LETTER = "letter"
    PHONE = "phone"


class Answer(StrEnum):
    """Every answer we give; each has a template in nl, fr, de and en."""

    RECEIPT = "receipt"
    RECEIPT_AGAIN = "receipt-again"
    RECEIPT_ADMISSIBILITY = "receipt-admissibility"
    REQUEST_TO_COMPLETE = "request-to-complete"
    REFERRAL = "referral"
    FORWARDING_NOTICE = "forwarding-notice"
    FORWARDING_LETTER = "forwarding-letter"
    SEVERAL_SERVICES = "several-services"
    COORDINATION_NOTE = "coordination-note"
    REFUSAL = "refusal"
    EXTENSION = "extension"
    STATUS = "status"
    CLOSING = "closing"
    WITHDRAWAL_CONFIRMED = "withdrawal-confirmed"
    WHISTLEBLOWER_RECEIPT = "whistleblower-receipt"
    OTHER_TRACK = "other-track"
    DISTRESS = "distress"
    CAMPAIGN = "campaign"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom it goes. For a mail `email` counts, for a letter the postal lines."""

    name: str
    email: str = ""
    postal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store that goes along; name and type are ours, never a stranger's."""

    name: str
    content_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One answer, ready to be shown and, where its nature allows or a person has put a name on it, sent."""

    answer: Answer
    channel: Channel
    to: Recipient
    language: Language
    subject: str
    #: Plain text, paragraphs parted by a blank line; HTML and letter are rendered from it.
    text: str
    #: True where a person must put a name on it before it leaves: whatever has legal effect.
    needs_person: bool
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    #: Names of stored messages (sha256) that go along as message/rfc822.
    attach_messages: tuple[str, ...] = ()
    attach_files: tuple[StoredFile, ...] = ()
    headers: Mapping[str, str] | None = None
