"""What may be answered, and whether without a person: one ordered table (procedures: automatic or human)."""

from collections.abc import Callable, Mapping

from classifiers.screen import AnswerVerdict
from classifiers.understanding import Kind, Signal, Wish
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


#: Chance of a kind that gets no answer by itself, from which a person looks before anything leaves: set on labelled
#: mails, where a receipt too many and one too few are both counted.
MAY_BE_SILENT: Mapping[Kind, float] = {
    Kind.WHISTLEBLOWER_REPORT: 0.28,
    Kind.WITHDRAWAL: 0.18,
    Kind.FOLLOW_UP: 0.18,
    Kind.SPAM: 0.18,
    Kind.OTHER: 0.18,
}
#: Below this nobody knows what a mail is where nothing else was weighed.
UNKNOWN_KIND = 0.6
#: Below this only the harmless receipt leaves: no question for what is missing, no answer on a status.
DOUBTFUL_KIND = 0.75


def _may_be_report(s: Situation, action: Action) -> bool:
    """It speaks of wrongdoing as somebody would who works there or wants to stay unnamed, whatever it was taken for."""
    unnamed = s.understanding.signalled(Signal.ANONYMOUS)
    inside = "own-work" in s.matter
    secret = unnamed or s.understanding.wished(Wish.WITHHOLD_IDENTITY)
    return ("wrongdoing" in s.matter and (inside or secret)) or (inside and unnamed)


def _kind_below(limit: float) -> Callable[[Situation, Action], bool]:
    return lambda s, action: s.understanding.kind.confidence < limit


def _may_be_silent(s: Situation, action: Action) -> bool:
    """That it is unclear which first mail it is does no harm: all of them get the same receipt."""
    kind = s.understanding.kind
    if not kind.others:
        return kind.confidence < UNKNOWN_KIND
    return any(kind.chance_of(silent) >= limit for silent, limit in MAY_BE_SILENT.items())


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
        "may-be-report",
        _may_be_report,
        False,
        "receipt",
        "it may be a report of wrongdoing by somebody who works there: a person looks before anything leaves",
    ),
    (
        "unknown-kind",
        _may_be_silent,
        False,
        "receipt",
        "it may be a mail that gets no receipt (a report of wrongdoing, a withdrawal, a reply): a person looks first",
    ),
    (
        "doubtful-kind",
        _kind_below(DOUBTFUL_KIND),
        True,
        "receipt",
        "what kind of mail it is, is doubtful: only the receipt, which states known facts and binds nobody",
    ),
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
