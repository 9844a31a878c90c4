"""What the classifiers read in a message, each reading with its evidence."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")

#: From this confidence on a reading is shown as sure; below it as doubtful.
SURE = 0.9


class Language(StrEnum):
    NL = "nl"
    FR = "fr"
    DE = "de"
    EN = "en"


class Kind(StrEnum):
    COMPLAINT = "complaint"
    SERVICE_REPORT = "service-report"
    WHISTLEBLOWER_REPORT = "whistleblower-report"
    INFORMATION_REQUEST = "information-request"
    ACCESS_REQUEST = "access-request"
    POLICY_COMPLAINT = "policy-complaint"
    APPEAL = "appeal"
    FOLLOW_UP = "follow-up"
    STATUS_REQUEST = "status-request"
    WITHDRAWAL = "withdrawal"
    TRANSFER = "transfer"
    AUTOMATIC_REPLY = "automatic-reply"
    BOUNCE = "bounce"
    BULK = "bulk"
    SPAM = "spam"
    OTHER = "other"


class PriorContact(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Wish(StrEnum):
    WITHHOLD_IDENTITY = "withhold-identity"
    NO_FORWARDING = "no-forwarding"
    REPLY_BY_LETTER = "reply-by-letter"
    REPLY_BY_PHONE = "reply-by-phone"
    REPLY_BY_EMAIL = "reply-by-email"


class Signal(StrEnum):
    DISTRESS = "distress"
    THREAT = "threat"
    COURT_PENDING = "court-pending"
    APPEAL_PENDING = "appeal-pending"
    ANONYMOUS = "anonymous"
    URGENT = "urgent"


class Private(StrEnum):
    """Data that later steps can mask (GDPR art. 9 and 87, rijksregisternummer)."""

    NATIONAL_NUMBER = "national-number"
    BANK_ACCOUNT = "bank-account"
    HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Span:
    """Where the words stand: `texts[part][start:end]` of the message.

    Part "forwarded:<n>:<part>" points into the n-th forwarded message.

    `part` "from" is the display name of the From header, without offsets (0, 0).
    """

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """One value as read: how, how surely, and from which very words."""

    value: T
    #: 0..1, calibrated: of the readings with 0.9 and more, 98 in 100 are right.
    confidence: float
    #: Name of the rule or model.
    method: str
    span: Span | None = None
    words: str = ""
    #: What else it may be, with the chance of each; empty where nothing else was weighed.
    others: tuple[tuple[T, float], ...] = ()

    def chance_of(self, value: T) -> float:
        """How likely this value is, the one that was told or another."""
        return self.confidence if value == self.value else dict(self.others).get(value, 0.0)


@dataclass(frozen=True, slots=True)
class Person:
    """The complainant, never a forwarder, official, agency or lawyer. None where the mail does not tell."""

    name: Reading[str] | None = None
    street: Reading[str] | None = None
    number: Reading[str] | None = None
    box: Reading[str] | None = None
    postcode: Reading[str] | None = None
    municipality: Reading[str] | None = None
    #: E.164, "+32...".
    phone: Reading[str] | None = None
    email: Reading[str] | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    language: Reading[Language]
    kind: Reading[Kind]
    person: Person = Person()
    #: Catalogue ids of the bodies complained about, the likeliest first.
    services: tuple[Reading[str], ...] = ()
    #: Catalogue ids of bodies that are named but not complained about.
    mentioned: tuple[Reading[str], ...] = ()
    prior_contact: Reading[PriorContact] = field(
        default_factory=lambda: Reading(PriorContact.UNKNOWN, 0.5, "nothing said")
    )
    #: First day or month of the facts, "YYYY-MM-DD" or "YYYY-MM".
    happened: Reading[str] | None = None
    #: Last day or month of the facts where they go on or were several; age of facts counts from here.
    happened_until: Reading[str] | None = None
    #: Catalogue ids of the other ombuds services and complaint bodies that got it.
    recipients: tuple[Reading[str], ...] = ()
    #: Press, politicians, cabinets among the addressees: no complaint bodies.
    decoys: tuple[Reading[str], ...] = ()
    wishes: tuple[Reading[Wish], ...] = ()
    signals: tuple[Reading[Signal], ...] = ()
    #: The citizen's own sentences that carry the complaint.
    description: Reading[str] | None = None
    #: Case references named in the mail, ours or another body's, as written.
    references: tuple[Reading[str], ...] = ()
    #: Ids of the catalogue's routes (subjects such as "trein", "LEZ-boete") that the text speaks of.
    topics: tuple[Reading[str], ...] = ()
    #: A decision that can still be appealed is named (art. "beroepstermijn loopt" warning).
    appealable: Reading[str] | None = None
    #: The writer says that it is the very same complaint again, dealt with before.
    earlier_complaint: Reading[str] | None = None
    #: The matter is one between private persons, or a judgment: no complaint body is competent.
    private_dispute: Reading[str] | None = None
    private: tuple[Reading[Private], ...] = ()
    #: For whom somebody else writes: name of the writer where it is not the complainant.
    written_by: Reading[str] | None = None
    #: Required fields that are absent: "name", "address", "facts", "service".
    missing: tuple[str, ...] = ()

    def signalled(self, signal: Signal) -> bool:
        return any(reading.value is signal for reading in self.signals)

    def wished(self, wish: Wish) -> bool:
        return any(reading.value is wish for reading in self.wishes)
