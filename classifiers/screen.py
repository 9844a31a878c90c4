"""What is machine mail, and who may get an automatic answer (RFC 3834): one ordered table.

The first row that holds decides. Machine mail makes no case and gets no answer; a human mail under a misleading
header makes a case, and its receipt is withheld: that becomes a task with its legal day.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from classifiers import machine_mail as sign
from classifiers.message import Message
from classifiers.understanding import Kind


class AnswerVerdict(StrEnum):
    YES = "yes"
    NEVER = "never"
    #: A person wrote it, but a header speaks against answering by machine.
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Screening:
    #: None for what people wrote.
    kind: Kind | None
    makes_case: bool
    answer: AnswerVerdict
    rule: str
    #: For staff, in words.
    why: str


Test = Callable[[Message, Collection[str]], bool]
Row = tuple[str, Test, Kind | None, bool, AnswerVerdict, str]
_N, _W, _Y = AnswerVerdict.NEVER, AnswerVerdict.WITHHELD, AnswerVerdict.YES


def _no_letter(test: Test) -> Test:
    """The sign holds, and the words are not a citizen's letter."""
    return lambda message, owned: test(message, owned) and not sign.personal_letter(message)


#: rule, test, kind (None: people), makes a case, answer, why
TABLE: tuple[Row, ...] = (
    # D01-D06: delivery reports go to the outgoing item they speak of.
    ("delivery-report", sign.is_report, Kind.BOUNCE, False, _N, "a report of a mail system about a mail (RFC 3464)"),
    # A15: receipts of reading are no messages.
    ("disposition", sign.disposition, Kind.AUTOMATIC_REPLY, False, _N, "a reading receipt (RFC 8098)"),
    # An invitation accepted or declined by a click.
    ("calendar", sign.calendar, Kind.AUTOMATIC_REPLY, False, _N, "an answer to an invitation"),
    # D09: complaints of mail providers about our mail.
    ("feedback-report", sign.feedback, Kind.BULK, False, _N, "an abuse report of a mail provider (RFC 5965)"),
    # A04: our own mail coming back.
    ("own-loop", sign.loop, Kind.AUTOMATIC_REPLY, False, _N, "our own mail came back"),
    ("own-machine", sign.own_machine, Kind.AUTOMATIC_REPLY, False, _N, "an automatic mail of one of our own addresses"),
    # A01, A06: somebody's machine answers us; first by header, then by words where it has none.
    (
        "auto-replied",
        _no_letter(sign.auto_replied),
        Kind.AUTOMATIC_REPLY,
        False,
        _N,
        "Auto-Submitted: auto-replied (RFC 3834)",
    ),
    (
        "old-auto-header",
        _no_letter(sign.old_auto_headers),
        Kind.AUTOMATIC_REPLY,
        False,
        _N,
        "a header of automatic replies",
    ),
    ("away-subject", sign.away, Kind.AUTOMATIC_REPLY, False, _N, "the subject of an absence message"),
    ("away-text", sign.away_reply, Kind.AUTOMATIC_REPLY, False, _N, "a short answer that says somebody is away"),
    ("ticket-reply", sign.ticket_reply, Kind.AUTOMATIC_REPLY, False, _N, "an answer that calls itself automatic"),
    (
        "receipt",
        sign.receipt,
        Kind.AUTOMATIC_REPLY,
        False,
        _N,
        "a system's receipt of our mail, to which nobody answers",
    ),
    # A03: lists and newsletters; a list that carries a person's letter still makes a case.
    ("list", _no_letter(sign.listed), Kind.BULK, False, _N, "mail of a list (List-* headers)"),
    ("newsletter", sign.newsletter, Kind.BULK, False, _N, "a newsletter"),
    ("bulk", _no_letter(sign.bulk), Kind.BULK, False, _N, "Precedence: bulk"),
    # A05: a person behind a machine's address.
    ("form", sign.passed_on, None, True, _Y, "sent by a form or scanner for a person"),
    ("withheld-form", sign.passed_on_by_machine, None, True, _W, "a person's words in a mail marked as automatic"),
    # A01, A05: all other machines.
    ("auto-generated", _no_letter(sign.auto_generated), Kind.BULK, False, _N, "Auto-Submitted: auto-generated"),
    (
        "machine-about-person",
        sign.about_somebody,
        None,
        True,
        _N,
        "the address of a machine, but about a person whom it names: an answer in a case",
    ),
    ("machine-sender", sign.machine_sender, Kind.BULK, False, _N, "the address of a machine"),
    # From here on a person wrote it, but something forbids answering by machine: withheld, for staff to send.
    # A04: colleagues who write from an office's own mailbox.
    ("own-address", sign.own_address, None, True, _W, "written from one of our own addresses"),
    # A03, A01, A06, A02: a letter under a header that a list, a mailbox rule or a mail system set.
    ("withheld-list", sign.listed, None, True, _W, "a person's letter that came through a list"),
    ("withheld-bulk", sign.bulk, None, True, _W, "a person's letter with Precedence: bulk"),
    ("withheld-auto", sign.auto_generated, None, True, _W, "a person's letter marked as automatic (Auto-Submitted)"),
    (
        "withheld-old-auto",
        sign.old_auto_headers,
        None,
        True,
        _W,
        "a person's letter with a header of automatic replies",
    ),
    ("withheld-suppress", sign.suppressed, None, True, _W, "the sender's system asks for no automatic answer"),
    (
        "withheld-notice",
        sign.ticket,
        None,
        True,
        _W,
        "the mail calls itself automatic; it may pass on what a person wrote",
    ),
    ("withheld-null-path", sign.null_path, None, True, _W, "no return address on the envelope"),
    # A12: forged senders and spam get no answer that would reach somebody else.
    ("withheld-unproven", sign.unproven, None, True, _W, "the sender's domain says the mail is not its own (DMARC)"),
    ("withheld-flagged", sign.flagged, None, True, _W, "the mail server took it for spam"),
    # A07: neither To nor Cc names us.
    ("withheld-undisclosed", sign.undisclosed, None, True, _W, "sent to undisclosed recipients"),
    ("withheld-no-sender", sign.no_sender, None, True, _W, "no address to answer to"),
    # Everybody else is a person.
    ("person", lambda message, owned: True, None, True, _Y, "nothing speaks against a person"),
)


def screen(message: Message, *, own_addresses: Collection[str]) -> Screening:
    """The verdict of the first row that holds; `own_addresses` are those of all our offices, lower case."""
    for rule, test, kind, makes_case, answer, why in TABLE:
        if test(message, own_addresses):
            return Screening(kind, makes_case, answer, rule, why)
    raise AssertionError("the last row always holds")
