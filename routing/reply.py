"""What may be answered, and whether without a person: one ordered table (procedures: automatic or human)."""

from collections.abc import Callable

from classifiers.screen import AnswerVerdict
from classifiers.understanding import Kind, Signal
from routing.decision import Action, Reply
from routing.matching import Relation
from routing.situation import Situation

#: First mails of a person or partner: these get an answer at once.
FIRST_MAILS = frozenset(
    {
        Kind.COMPLAINT,
        Kind.SERVICE_REPORT,
        Kind.INFORMATION_REQUEST,
        Kind.ACCESS_REQUEST,
        Kind.POLICY_COMPLAINT,
        Kind.APPEAL,
        Kind.TRANSFER,
        Kind.STATUS_REQUEST,
    }
)


def _relation(*wanted: Relation) -> Callable[[Situation, Action], bool]:
    return lambda s, action: s.linked and s.match is not None and s.match.relation in wanted


Row = tuple[str, Callable[[Situation, Action], bool], bool, str | None, str]

#: What it is called, test, without a person, answer, why.
TABLE: tuple[Row, ...] = (
    (
        "seal",
        lambda s, a: a is Action.SEAL,
        False,
        "whistleblower-receipt",
        "a whistleblower report: nothing leaves by itself",
    ),
    (
        "machine",
        lambda s, a: s.screening.answer is AnswerVerdict.NEVER,
        False,
        None,
        "machine mail gets no answer (RFC 3834)",
    ),
    (
        "distress",
        lambda s, a: s.understanding.signalled(Signal.DISTRESS),
        False,
        "distress",
        "somebody may be in despair: a person answers",
    ),
    (
        "threat",
        lambda s, a: s.understanding.signalled(Signal.THREAT),
        False,
        "receipt",
        "a threat was read: a person answers",
    ),
    ("same-mail", _relation(Relation.SAME_MAIL), False, None, "the same mail again was answered already"),
    (
        "unreadable",
        lambda s, a: a is Action.ASK and not s.readable,
        False,
        "request-to-complete",
        "no words could be read in it: a person looks first",
    ),
    ("file", lambda s, a: a is Action.FILE, False, None, "nothing to answer"),
    (
        "withdrawal",
        lambda s, a: s.kind is Kind.WITHDRAWAL,
        False,
        "withdrawal-confirmed",
        "closing after a withdrawal is for a person",
    ),
    ("again", _relation(Relation.RESENT, Relation.COPY), False, "receipt-again", "the complaint is known already"),
    ("attach", lambda s, a: a is Action.ATTACH, False, None, "it joins its case; who handles it answers"),
    (
        "withheld",
        lambda s, a: s.screening.answer is AnswerVerdict.WITHHELD,
        False,
        "receipt",
        "a person sends the receipt",
    ),
    (
        "nowhere-to-answer",
        lambda s, a: not s.answerable,
        False,
        "receipt",
        "sent by a machine that reads no answers, and no address of the writer is told: by letter or telephone",
    ),
    ("not-first", lambda s, a: s.kind not in FIRST_MAILS, False, None, "nothing to answer"),
    (
        "status",
        lambda s, a: s.kind is Kind.STATUS_REQUEST,
        True,
        "status",
        "known facts, to a verified party of the case only",
    ),
    ("ask", lambda s, a: a is Action.ASK, True, "request-to-complete", "asks for what is missing, once"),
    ("receipt", lambda s, a: True, True, "receipt", "a receipt states known facts and binds nobody"),
)


def reply(situation: Situation, action: Action) -> Reply:
    """What the first row that holds says."""
    for _, holds, automatic, answer, why in TABLE:
        if holds(situation, action):
            return Reply(automatic, answer, why)
    raise AssertionError("the last row always holds")
