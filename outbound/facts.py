"""What an answer may say: the office that speaks and the facts of the case. Values are data, never template code."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from routing.procedures import Outcome, Procedure

__all__ = ["Contact", "Facts", "Letterhead", "Outcome", "Procedure", "Step", "Track"]


class Track(StrEnum):
    """Where a message belongs that is no complaint."""

    INFORMATION = "information"
    SERVICE_REPORT = "service-report"
    ACCESS = "access"
    POLICY = "policy"
    APPEAL = "appeal"


class Step(StrEnum):
    """What a status answer may tell: steps that certainly happened."""

    RECEIVED = "received"
    ASKED = "asked"
    COMPLETED = "completed"
    ADMISSIBLE = "admissible"
    FORWARDED = "forwarded"
    INVESTIGATED = "investigated"
    SERVICE_ASKED = "service-asked"
    SERVICE_ANSWERED = "service-answered"
    EXTENDED = "extended"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to: a person or a body. Empty where not known; what is empty is not said."""

    name: str
    phone: str = ""
    email: str = ""
    website: str = ""
    postal: tuple[str, ...] = ()
    #: Opening hours, already in the language of the answer.
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The office that speaks, with names and addresses in the language of the answer."""

    contact: Contact
    procedure: Procedure
    #: Who keeps the complaints of a local government; its coordinates stand in the day-10 letter (seed step 7).
    coordinator: Contact | None = None
    #: The body to turn to after this office, e.g. the Vlaamse Ombudsdienst after a first-line service.
    next_step: Contact | None = None
    #: Place named in the date line of letters.
    place: str = ""
    #: Lines under an answer; "" for the name of the office.
    signature: str = ""
    #: Picture on top of its letters, as SVG; "" for its name.
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one case. Days are calendar days in Europe/Brussels."""

    reference: str
    #: Day the complaint reached this office: day 0 of the terms.
    received: date
    #: The moment it arrived by mail, proof of what was in time; None for paper and what was told: they have a day only.
    received_at: datetime | None = None
    #: Complainant's name. Automatic mails do not use it: it may be misread, and the sender may be forged.
    person: str = ""
    #: Subject of the citizen's own mail, for the thread.
    subject: str = ""
    #: Day another authority first received it, where it was passed on to us.
    first_received: date | None = None
    handler: Contact | None = None
    #: Who signs this answer.
    signed_by: str = ""
    #: Day by which the complainant may expect the answer.
    answer_by: date | None = None
    #: Day by which the office says whether it takes the complaint up.
    decision_by: date | None = None
    admissible: bool | None = None
    #: Sentences that motivate admissibility, refusal or verdict.
    motivations: tuple[str, ...] = ()
    #: Names of required fields that are absent: "name", "address", "facts", "service".
    missing: tuple[str, ...] = ()
    #: Day until which we wait for what is missing.
    expires: date | None = None
    #: The competent body of a referral or forwarding; the service complained about of a forwarding letter.
    body: Contact | None = None
    #: True: we passed it on. False: the citizen must turn to the body.
    forwarded: bool = False
    #: The body deals with a complaint only after the service complained about was given the chance to solve it.
    first_line_first: bool = False
    #: The body is that service itself: the complainant may come back to us afterwards.
    to_first_line: bool = False
    #: A decision that can be appealed is named: its term goes on running.
    appeal_running: bool = False
    #: Names of other services that got the same complaint.
    services: tuple[str, ...] = ()
    #: Why it takes longer, why it is passed on.
    reason: str = ""
    #: The new last day of an extended term.
    new_last_day: date | None = None
    steps: tuple[tuple[date, Step], ...] = ()
    outcome: Outcome | None = None
    findings: str = ""
    solution: str = ""
    track: Track | None = None
    #: The complainant asked that the body does not learn who complains.
    identity_withheld: bool = False
    #: Helplines, chosen by the language of the answer.
    helplines: tuple[Contact, ...] = field(default=())
    #: What the person at the desk writes.
    message: str = ""
