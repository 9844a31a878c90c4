"""Which grounds seem to stand for a message: the office's checklist, held against what was read.

Proposals only. What never may be inferred (manifestly unfounded, no interest) stays unknown; a ground whose facts the
mail does not tell stays unknown too.
"""

from collections.abc import Callable
from datetime import date

from classifiers.understanding import Kind, PriorContact, Reading, Signal
from routing.calendar import brussels_day
from routing.competence import Standing
from routing.decision import Finding, Ground, Verdict
from routing.situation import Situation

#: A verdict, and the words it rests on.
Answer = tuple[Verdict, Reading[str] | None]
_NOT_COMPLAINTS = frozenset({Kind.SERVICE_REPORT, Kind.INFORMATION_REQUEST, Kind.ACCESS_REQUEST})


def findings(situation: Situation) -> tuple[Finding, ...]:
    """One line for each ground of the office's procedure, in its order."""
    found = []
    for rule in situation.office.procedure.grounds:
        ask = CHECKS.get(rule.ground)
        verdict, words = (Verdict.UNKNOWN, None) if ask is None or rule.never_inferred else ask(situation)
        found.append(Finding(rule.ground, verdict, rule.article, rule.discretionary, rule.motivation, words))
    return tuple(found)


def _said(yes: bool, words: Reading[str] | None = None) -> Answer:
    return (Verdict.YES if yes else Verdict.NO), words if yes else None


def _signal(signal: Signal) -> Callable[[Situation], Answer]:
    def ask(s: Situation) -> Answer:
        read = next((r for r in s.understanding.signals if r.value is signal), None)
        words = Reading(read.words, read.confidence, read.method, read.span, read.words) if read else None
        return _said(s.is_complaint and read is not None, words)

    return ask


def _no_complaint(s: Situation) -> Answer:
    return _said(s.kind in _NOT_COMPLAINTS)


def _policy(s: Situation) -> Answer:
    return _said(s.kind is Kind.POLICY_COMPLAINT)


def _appeals(s: Situation) -> Answer:
    if s.kind is Kind.APPEAL:
        return _said(True)
    return _signal(Signal.APPEAL_PENDING)(s)


def _too_old(s: Situation) -> Answer:
    """Facts count by the latest; a month counts by its last day. Unknown dates are no ground."""
    last = s.understanding.happened_until or s.understanding.happened
    if not s.is_complaint or last is None:
        return Verdict.UNKNOWN, None
    moment = s.message.date or s.message.received_at
    return _said(_is_older(last.value, brussels_day(moment), s), last)


def _is_older(told: str, filed: date, s: Situation) -> bool:
    rules = s.office.procedure
    years = rules.facts_years
    oldest = date(filed.year - years, filed.month, 28 if (filed.month, filed.day) == (2, 29) else filed.day)
    if len(told) == 7:
        return told < oldest.isoformat()[:7]
    return told <= oldest.isoformat() if rules.facts_strictly else told < oldest.isoformat()


def _not_competent(s: Situation) -> Answer:
    if not s.is_complaint or s.standing is Standing.UNTOLD:
        return Verdict.UNKNOWN, None
    about = s.main
    return _said(about is not None and not about.standing.ours, about.reading if about else None)


def _first_line(s: Situation) -> Answer:
    prior = s.understanding.prior_contact
    if not s.is_complaint or prior.value is PriorContact.UNKNOWN:
        return Verdict.UNKNOWN, None
    words = Reading(prior.words, prior.confidence, prior.method, prior.span, prior.words)
    return _said(
        s.second_line and prior.value is PriorContact.NO and s.standing in (Standing.FIRST, Standing.OURS), words
    )


def _earlier(s: Situation) -> Answer:
    """The writer says that the very same complaint was answered before, to a first-line office."""
    said = s.matter.words("same-complaint-again")
    return _said(
        s.is_complaint and not s.second_line and bool(said), Reading(said, 0.8, "words of the subject", None, said)
    )


CHECKS: dict[Ground, Callable[[Situation], Answer]] = {
    Ground.NO_COMPLAINT: _no_complaint,
    Ground.EARLIER_COMPLAINT: _earlier,
    Ground.FACTS_TOO_OLD: _too_old,
    Ground.APPEALS_NOT_EXHAUSTED: _appeals,
    Ground.COURT_PENDING: _signal(Signal.COURT_PENDING),
    Ground.ANONYMOUS: _signal(Signal.ANONYMOUS),
    Ground.POLICY_OR_REGULATION: _policy,
    Ground.NOT_COMPETENT: _not_competent,
    Ground.FIRST_LINE_NOT_CONTACTED: _first_line,
}
