"""A proposal told in plain sentences: the facts, the rules tried in order, the articles, and what would change it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from classifiers.understanding import SURE, Kind, PriorContact, Reading, Signal, Understanding
from routing.calendar import add_years, brussels_day
from routing.decide import Weighing, weigh
from routing.decision import Verdict
from routing.situation import Situation

T = TypeVar("T")

#: Other bodies that are tried as the one complained about.
OTHER_BODIES = 3


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    sentences: tuple[str, ...]


def explain(weighing: Weighing) -> tuple[Section, ...]:
    made = (
        Section("Facts", tuple(_facts(weighing.situation))),
        Section("Rules tried, in order", tuple(_rules(weighing))),
        Section("Grounds of the checklist", tuple(_grounds(weighing))),
        Section("Terms", tuple(_terms(weighing))),
        Section("What would change it", tuple(_changes(weighing))),
    )
    return tuple(section for section in made if section.sentences)


def _facts(s: Situation) -> Iterator[str]:
    u = s.understanding
    name = s.office.name
    yield f"The office is {next(iter(name.values()), s.office.id)}; its procedure is {s.office.procedure.id}."
    yield f"It arrived on {brussels_day(s.message.received_at).isoformat()}; terms count from that day."
    yield f"It is read as {u.kind.value}{_on(u.kind)}."
    if u.person.name is not None:
        yield f"The complainant is {u.person.name.value}{_on(u.person.name)}."
    for about in s.about:
        yield (
            f"It is about {about.question.named_as(about.question.body.id)}{_on(about.reading)}: {about.standing.why}."
        )
    if not s.about and s.is_complaint:
        yield "The mail does not tell which body it is about."
    asked = {
        PriorContact.YES: "The body itself was asked already",
        PriorContact.NO: "The body itself was not asked",
        PriorContact.UNKNOWN: "Whether the body itself was asked is not told",
    }
    if s.is_complaint:
        yield f"{asked[s.prior]}{_on(u.prior_contact)}."
    if u.happened is not None:
        until = f" until {u.happened_until.value}" if u.happened_until else ""
        yield f"The facts are of {u.happened.value}{until}{_on(u.happened)}."
    for other in u.recipients:
        known = s.catalogue.bodies.get(other.value)
        yield f"{known.named('en') if known else other.value} got it too{_on(other)}."
    for signal in u.signals:
        yield f"A signal was read: {signal.value}{_on(signal)}."
    for wish in u.wishes:
        yield f"The writer wishes: {wish.value}{_on(wish)}."
    if s.missing:
        yield f"Not told: {', '.join(s.missing)}."


def _on(reading: Reading[T]) -> str:
    """On which words, and whether that is sure."""
    words = " ".join(reading.words.split())[:80]
    quoted = f' ("{words}")' if words else ""
    return quoted if reading.confidence >= SURE else f"{quoted}, which is not sure ({reading.confidence:.2f})"


def _rules(weighing: Weighing) -> Iterator[str]:
    for rule in weighing.passed_over:
        yield f"{rule.asks[:1].upper()}{rule.asks[1:]} No."
    rule, decision = weighing.rule, weighing.decision
    target = f" to {weighing.situation.catalogue.body(decision.to).named('en')}" if decision.to else ""
    yield f"{rule.asks[:1].upper()}{rule.asks[1:]} Yes: {rule.because(weighing.situation)}."
    yield f"So the proposal is: {decision.action}{target}. A person decides."
    for reason in decision.reasons:
        article = f" ({reason.article})" if reason.article else ""
        yield f"{reason.code}: {reason.text}{article}."
    alone = "leaves without a person" if decision.reply.automatic else "does not leave without a person"
    yield f"The answer ({decision.reply.answer or 'none'}) {alone}: {decision.reply.why}."


def _grounds(weighing: Weighing) -> Iterator[str]:
    said = {
        Verdict.YES: "seems to stand",
        Verdict.NO: "does not stand",
        Verdict.UNKNOWN: "cannot be told from the mail",
    }
    for finding in weighing.decision.findings:
        may = (
            "; the office may refuse, but need not" if finding.discretionary and finding.verdict is Verdict.YES else ""
        )
        words = f', on "{finding.words.words[:80]}"' if finding.words is not None and finding.words.words else ""
        yield f"{finding.ground} {said[finding.verdict]}{words}{may} ({finding.article})."


def _terms(weighing: Weighing) -> Iterator[str]:
    for clock in weighing.decision.clocks:
        last = clock.legal_last.isoformat()
        yield f"{clock.name}: by {clock.target.isoformat()}, at the latest {last} ({clock.article})."


def _changes(weighing: Weighing) -> Iterator[str]:
    """What else would have been proposed, had one thing been read otherwise."""
    s, was = weighing.situation, weighing.decision
    for condition, changed in _otherwise(s):
        now = weigh(
            s.message,
            changed,
            s.screening,
            office=s.office,
            catalogue=s.catalogue,
            match=s.match,
            now=s.now,
        ).decision
        if (now.action, now.to) != (was.action, was.to):
            yield f"{condition}: {now.action}{f' to {now.to}' if now.to else ''}."
        elif now.reply.automatic != was.reply.automatic:
            yield f"{condition}: the answer would {'leave by itself' if now.reply.automatic else 'wait for a person'}."


def _otherwise(s: Situation) -> Iterator[tuple[str, Understanding]]:
    u = s.understanding
    for kind, condition in (
        (Kind.COMPLAINT, "If it were a complaint"),
        (Kind.INFORMATION_REQUEST, "If it only asked for information"),
        (Kind.FOLLOW_UP, "If it carried on an earlier case"),
    ):
        if u.kind.value is not kind and u.kind.confidence < SURE:
            yield condition, replace(u, kind=replace(u.kind, value=kind))
    if not s.is_complaint:
        return
    for asked, condition in (
        (PriorContact.YES, "If the body itself was asked already"),
        (PriorContact.NO, "If the body itself was not asked yet"),
    ):
        if s.prior is not asked:
            yield condition, replace(u, prior_contact=Reading(asked, 1.0, "supposed"))
    if u.recipients:
        yield "If no other service had got it", replace(u, recipients=())
    for signal in u.signals:
        rest = tuple(r for r in u.signals if r.value is not signal.value)
        yield f"Without the signal {signal.value}", replace(u, signals=rest)
    if not any(signal.value is Signal.COURT_PENDING for signal in u.signals):
        pending = Reading(Signal.COURT_PENDING, 1.0, "supposed")
        yield "If a court had the case", replace(u, signals=(*u.signals, pending))
    yield from _other_dates(s)
    if u.person.name is None:
        yield "If the writer gave a name", replace(u, person=replace(u.person, name=Reading("N.", 1.0, "supposed")))
    named = {about.question.body.id for about in s.about}
    for other in [r for r in u.mentioned if r.value not in named and r.value in s.catalogue.bodies][:OTHER_BODIES]:
        about = s.catalogue.body(other.value).named("en")
        yield f"If it were about {about}", replace(u, services=(other,), private_dispute=None)


def _other_dates(s: Situation) -> Iterator[tuple[str, Understanding]]:
    years = s.office.procedure.facts_years
    limit = add_years(brussels_day(s.message.date or s.message.received_at), -years)
    old = Reading(add_years(limit, -1).isoformat(), 1.0, "supposed")
    fresh = Reading(brussels_day(s.message.received_at).isoformat(), 1.0, "supposed")
    u = s.understanding
    yield f"If the facts were older than {limit.isoformat()}", replace(u, happened=old, happened_until=None)
    if u.happened is not None:
        yield "If the facts were recent", replace(u, happened=fresh, happened_until=None)
