"""What routing proposes, with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from classifiers.understanding import Language, Reading


class Action(StrEnum):
    """What to do with a message; `precedence` of several that fit stands in `routing.competence`."""

    HANDLE = "handle"
    FIRST_LINE = "first-line"
    FORWARD = "forward"
    COORDINATE = "coordinate"
    ASK = "ask"
    ANSWER = "answer"
    OTHER_TRACK = "other-track"
    SEAL = "seal"
    REFUSE = "refuse"
    ATTACH = "attach"
    FILE = "file"


class Ground(StrEnum):
    NO_COMPLAINT = "no-complaint"
    EARLIER_COMPLAINT = "earlier-complaint"
    FACTS_TOO_OLD = "facts-too-old"
    APPEALS_NOT_EXHAUSTED = "appeals-not-exhausted"
    COURT_PENDING = "court-pending"
    MANIFESTLY_UNFOUNDED = "manifestly-unfounded"
    NO_INTEREST = "no-interest"
    ANONYMOUS = "anonymous"
    POLICY_OR_REGULATION = "policy-or-regulation"
    NOT_COMPETENT = "not-competent"
    FIRST_LINE_NOT_CONTACTED = "first-line-not-contacted"


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the admissibility checklist. YES: the ground seems to stand. A proposal, never a refusal."""

    ground: Ground
    verdict: Verdict
    #: Article or seed line it rests on, e.g. "Bestuursdecreet art. II.77 §1, 4b".
    article: str
    #: The office may refuse but need not.
    discretionary: bool
    #: Sentence for the motivated letter.
    motivation: Mapping[Language, str]
    words: Reading[str] | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A code for us, a sentence for staff (English; the desk shows it translated by code), and the article."""

    code: str
    text: str
    article: str = ""


class ClockState(StrEnum):
    RUNNING = "running"
    MET = "met"
    BREACHED = "breached"
    STOPPED = "stopped"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Clock:
    """One legal or promised term. Days are calendar days in Europe/Brussels unless the procedure says working days.

    `nominal` = start + n; `legal_last` = rolled to the next working day (art. 1.7 BW);
    `target` = last working day on or before nominal: what staff work by.
    """

    name: str
    starts: date
    nominal: date
    legal_last: date
    target: date
    article: str
    state: ClockState = ClockState.RUNNING


@dataclass(frozen=True, slots=True)
class Reply:
    """What may leave. `automatic`: without a human. `answer` names the template, e.g. "receipt"; None for no answer."""

    automatic: bool
    answer: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What routing proposes for one message. `confidence` is 0..1; `decided_at` the moment it was asked for."""

    action: Action
    #: Catalogue id of the body it is for, None where the action has no target.
    to: str | None
    findings: tuple[Finding, ...]
    reasons: tuple[Reason, ...]
    reply: Reply
    clocks: tuple[Clock, ...]
    confidence: float
    decided_at: datetime
    #: Other actions that fit less well, best first.
    alternatives: tuple[tuple[Action, str | None, str], ...] = ()

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds that seem to stand."""
        return tuple(finding.ground for finding in self.findings if finding.verdict is Verdict.YES)
