"""A proposal told in plain sentences: the facts, the rules tried in order, the articles, and what would change it."""

from collections.abc import Callable, Iterator
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
#: Characters of the mail that are quoted.
MOST_QUOTED = 80


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    sentences: tuple[str, ...]


#: Tells an English sentence in the reader's language.
Say = Callable[[str], str]


def explain(weighing: Weighing, say: Say = str, cite: Say = str) -> tuple[Section, ...]:
    """Every sentence by itself through `say`, every article through `cite`; the words of the mail stay as they are."""
    made = (
        Section(say("Facts"), tuple(_facts(weighing.situation, say))),
        Section(say("Rules tried, in order"), tuple(_rules(weighing, say, cite))),
        Section(say("Grounds of the checklist"), tuple(_grounds(weighing, say, cite))),
        Section(say("Terms"), tuple(_terms(weighing, say, cite))),
        Section(say("What would change it"), tuple(_changes(weighing, say))),
    )
    return tuple(section for section in made if section.sentences)


def _facts(s: Situation, say: Say) -> Iterator[str]:
    u = s.understanding
    office = next(iter(s.office.name.values()), s.office.id)
    yield say(f"The office is {office}; its procedure is {s.office.procedure.id}.")
    yield say(f"It arrived on {brussels_day(s.message.received_at).isoformat()}; terms count from that day.")
    yield _on(say(f"It is read as {u.kind.value}."), u.kind, say)
    if u.person.name is not None:
        yield _on(say(f"The complainant is {u.person.name.value}."), u.person.name, say)
    for about in s.about:
        name = about.question.named_as(about.question.body.id)
        yield f"{_on(say(f'It is about {name}.'), about.reading, say)[:-1]}: {say(about.standing.why)}."
    if not s.about and s.is_complaint:
        yield say("The mail does not tell which body it is about.")
    asked = {
        PriorContact.YES: "The body itself was asked already.",
        PriorContact.NO: "The body itself was not asked.",
        PriorContact.UNKNOWN: "Whether the body itself was asked is not told.",
    }
    if s.is_complaint:
        yield _on(say(asked[s.prior]), u.prior_contact, say)
    if u.happened is not None:
        until = f" until {u.happened_until.value}" if u.happened_until else ""
        yield _on(say(f"The facts are of {u.happened.value}{until}."), u.happened, say)
    for other in u.recipients:
        known = s.catalogue.bodies.get(other.value)
        yield _on(say(f"{known.named('en') if known else other.value} got it too."), other, say)
    for signal in u.signals:
        yield _on(say(f"A signal was read: {signal.value}."), signal, say)
    for wish in u.wishes:
        yield _on(say(f"The writer wishes: {wish.value}."), wish, say)
    if s.missing:
        yield say(f"Not told: {', '.join(s.missing)}.")


def _on(sentence: str, reading: Reading[T], say: Say) -> str:
    """The sentence with the words it rests on, and whether that is sure, before its full stop."""
    doubt = "" if reading.confidence >= SURE else f", {say(f'which is not sure ({reading.confidence:.2f})')}"
    return f"{sentence.removesuffix('.')}{_quoted(reading)}{doubt}."


def _quoted(reading: Reading[T]) -> str:
    """The words it rests on, cut where they go on."""
    words = " ".join(reading.words.split())
    shown = words if len(words) <= MOST_QUOTED else words[:MOST_QUOTED].rsplit(" ", 1)[0] + " ..."
    return f' ("{shown}")' if shown else ""


def _rules(weighing: Weighing, say: Say, cite: Say) -> Iterator[str]:
    for rule in weighing.passed_over:
        yield f"{say(_capital(rule.asks))} {say('No.')}"
    rule, decision, s = weighing.rule, weighing.decision, weighing.situation
    yield f"{say(_capital(rule.asks))} {say(f'Yes: {rule.because(s)}.')}"
    target = f" to {s.catalogue.body(decision.to).named('en')}" if decision.to else ""
    yield f"{say(f'So the proposal is: {decision.action}{target}.')} {say('A person decides.')}"
    told = ""
    for reason in decision.reasons:
        article = f" ({cite(reason.article)})" if reason.article else ""
        if not told or not reason.text.endswith(told):
            yield f"{_capital(say(reason.text))}{article}."
        told = reason.text
    answer, alone = decision.reply.answer, decision.reply.automatic
    leaves = f"The answer ({answer}) {'leaves' if alone else 'does not leave'} without a person."
    yield f"{say(leaves if answer else 'No answer leaves.')[:-1]}: {say(decision.reply.why)}."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _grounds(weighing: Weighing, say: Say, cite: Say) -> Iterator[str]:
    said = {
        Verdict.YES: "seems to stand",
        Verdict.NO: "does not stand",
        Verdict.UNKNOWN: "cannot be told from the mail",
    }
    for finding in weighing.decision.findings:
        discretion = finding.discretionary and finding.verdict is Verdict.YES
        may = f"; {say('the office may refuse, but need not')}" if discretion else ""
        words = _quoted(finding.words) if finding.words is not None else ""
        yield f"{_capital(say(f'{finding.ground}: {said[finding.verdict]}'))}{words}{may} ({cite(finding.article)})."


def _terms(weighing: Weighing, say: Say, cite: Say) -> Iterator[str]:
    for clock in weighing.decision.clocks:
        last = "" if clock.legal_last == clock.target else f", at the latest {clock.legal_last.isoformat()}"
        told = _capital(say(f"{clock.name}: by {clock.target.isoformat()}{last}."))
        yield f"{told[:-1]} ({cite(clock.article)})."


def _changes(weighing: Weighing, say: Say) -> Iterator[str]:
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
            earlier_closed=s.earlier_closed,
        ).decision
        if (now.action, now.to) != (was.action, was.to):
            yield f"{say(condition)}: {say(f'{now.action} to {now.to}' if now.to else str(now.action))}."
        elif now.reply.automatic != was.reply.automatic:
            leaves = "leave by itself" if now.reply.automatic else "wait for a person"
            yield f"{say(condition)}: {say(f'the answer would {leaves}')}."


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
