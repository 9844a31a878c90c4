"""The admissibility checklist of a procedure: each ground with a verdict, the words it rests on, and its article.

A proposal for a person, never a refusal. UNKNOWN wherever the mail does not tell; "manifestly unfounded" and
"no interest" are for a person to find, and stay unknown here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from classifiers.earlier import BY_US
from classifiers.understanding import Kind, Language, PriorContact, Reading, Signal, Understanding
from routing.calendar import add_years
from routing.decision import Finding, Ground, Verdict
from routing.offices import Office
from routing.procedures import GroundRule, ProcedureRules

#: Messages that are no complaint about an act or the functioning of a service.
NO_COMPLAINTS = frozenset({Kind.SERVICE_REPORT, Kind.INFORMATION_REQUEST, Kind.ACCESS_REQUEST, Kind.APPEAL, Kind.OTHER})
#: How sure the kind must be for the ground that it is no complaint.
SURELY_NONE = 0.75
_LIMITS = {Language.NL: "{} jaar", Language.FR: "{} ans", Language.DE: "{} Jahre", Language.EN: "{} years"}
_ONE_YEAR = {Language.NL: "een jaar", Language.FR: "un an", Language.DE: "ein Jahr", Language.EN: "one year"}

Judged = tuple[Verdict, Reading[str] | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What the checklist is asked about."""

    understanding: Understanding
    rules: ProcedureRules
    received: date
    earlier_case: bool | None
    competent: bool | None
    body_first: bool = True


def check(
    understanding: Understanding,
    *,
    office: Office,
    received: date,
    earlier_case: bool | None,
    competent: bool | None,
    body_first: bool = True,
) -> tuple[Finding, ...]:
    """One finding for each ground of the office's procedure, in its order.

    `earlier_case`: a case of the same person about the same facts was dealt with here. `competent`: this office is
    competent for the body complained about. None where not known. `body_first`: this matter and this body ask for a
    complaint at the body itself before one here.
    """
    rules = office.procedure
    asked = Question(understanding, rules, received, earlier_case, competent, body_first)
    return tuple(_finding(rule, asked) for rule in rules.grounds)


def _finding(rule: GroundRule, asked: Question) -> Finding:
    verdict, words = (Verdict.UNKNOWN, None) if rule.never_inferred else JUDGES[rule.ground](asked)
    return Finding(
        ground=rule.ground,
        verdict=verdict,
        article=rule.article,
        discretionary=rule.discretionary,
        motivation=_motivation(rule, asked.rules),
        words=words,
    )


def _motivation(rule: GroundRule, rules: ProcedureRules) -> dict[Language, str]:
    """The sentences, with this office's age of facts in them."""
    years = rules.facts_years
    limits = _ONE_YEAR if years == 1 else {language: form.format(years) for language, form in _LIMITS.items()}
    return {language: text.replace("{limit}", limits[language]) for language, text in rule.motivation.items()}


def _no_complaint(asked: Question) -> Judged:
    kind = asked.understanding.kind
    if kind.value in NO_COMPLAINTS:
        # A letter that may well be a complaint is not said to be none.
        return (Verdict.YES if kind.confidence >= SURELY_NONE else Verdict.UNKNOWN), _as_text(kind)
    return Verdict.NO, None


def _earlier(asked: Question) -> Judged:
    """New facts may be in the second complaint: that the machine cannot tell, so a person reads both.

    At a second line "the same complaint" is the one made at the body itself, which is what it asks for; unless the
    writer says that this office decided on it.
    """
    said = asked.understanding.earlier_complaint
    if said is not None and (not asked.rules.prior_contact or said.method == BY_US):
        return Verdict.YES, said
    if asked.earlier_case is None:
        return Verdict.UNKNOWN, None
    return (Verdict.YES if asked.earlier_case else Verdict.NO), None


def _too_old(asked: Question) -> Judged:
    """Facts that go on count by their latest; an unknown day raises no flag."""
    told = asked.understanding.happened_until or asked.understanding.happened
    days = month_or_day(told.value) if told else None
    if told is None or days is None:
        return Verdict.UNKNOWN, None
    first, last = days
    limit = add_years(asked.received, -asked.rules.facts_years)
    strictly = asked.rules.facts_strictly
    if last < limit or (strictly and last == limit):
        return Verdict.YES, told
    if first < limit or (strictly and first == limit):
        return Verdict.UNKNOWN, told
    return Verdict.NO, told


def month_or_day(text: str) -> tuple[date, date] | None:
    """First and last day of "YYYY-MM-DD", "YYYY-MM" or "YYYY"; None for anything else."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        first = date(year, month or 1, 1)
        after = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    except ValueError:
        return None
    return first, date.fromordinal(after.toordinal() - 1)


def _appeals(asked: Question) -> Judged:
    """A pending appeal says that appeals are not exhausted; a decision that can be appealed leaves it open."""
    pending = _signal(asked, Signal.APPEAL_PENDING)
    if pending is not None:
        return Verdict.YES, pending
    return (Verdict.UNKNOWN, asked.understanding.appealable) if asked.understanding.appealable else (Verdict.NO, None)


def _court(asked: Question) -> Judged:
    pending = _signal(asked, Signal.COURT_PENDING)
    return (Verdict.YES, pending) if pending is not None else (Verdict.NO, None)


def _anonymous(asked: Question) -> Judged:
    """Somebody who wants to stay unknown; a wish not to be named to the service is another thing (seed 002)."""
    wanted = _signal(asked, Signal.ANONYMOUS)
    if wanted is not None:
        return Verdict.YES, wanted
    return (Verdict.NO, asked.understanding.person.name) if asked.understanding.person.name else (Verdict.UNKNOWN, None)


def _policy(asked: Question) -> Judged:
    kind = asked.understanding.kind
    return (Verdict.YES, _as_text(kind)) if kind.value is Kind.POLICY_COMPLAINT else (Verdict.NO, None)


def _competence(asked: Question) -> Judged:
    words = next(iter(asked.understanding.services), None) or asked.understanding.private_dispute
    if asked.competent is None:
        return Verdict.UNKNOWN, words
    return (Verdict.NO if asked.competent else Verdict.YES), words


def _first_line(asked: Question) -> Judged:
    told = asked.understanding.prior_contact
    verdicts = {
        PriorContact.YES: Verdict.NO,
        PriorContact.NO: Verdict.YES,
        PriorContact.UNKNOWN: Verdict.UNKNOWN,
    }
    if not asked.rules.prior_contact or not asked.body_first:
        return Verdict.NO, None
    return verdicts[told.value], _as_text(told) if told.span else None


def _never(asked: Question) -> Judged:
    return Verdict.UNKNOWN, None


#: How each ground is read. Grounds that only a person may find are not among those read at all.
JUDGES: dict[Ground, Callable[[Question], Judged]] = {
    Ground.NO_COMPLAINT: _no_complaint,
    Ground.EARLIER_COMPLAINT: _earlier,
    Ground.FACTS_TOO_OLD: _too_old,
    Ground.APPEALS_NOT_EXHAUSTED: _appeals,
    Ground.COURT_PENDING: _court,
    Ground.MANIFESTLY_UNFOUNDED: _never,
    Ground.NO_INTEREST: _never,
    Ground.ANONYMOUS: _anonymous,
    Ground.POLICY_OR_REGULATION: _policy,
    Ground.NOT_COMPETENT: _competence,
    Ground.FIRST_LINE_NOT_CONTACTED: _first_line,
}


def _signal(asked: Question, wanted: Signal) -> Reading[str] | None:
    found = next((r for r in asked.understanding.signals if r.value is wanted), None)
    return _as_text(found) if found is not None else None


def _as_text(
    reading: Reading[Kind] | Reading[Signal] | Reading[PriorContact],
) -> Reading[str]:
    return Reading(str(reading.value), reading.confidence, reading.method, reading.span, reading.words)
