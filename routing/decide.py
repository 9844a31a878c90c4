"""What the gateway proposes for a message: facts, then one ordered table of rules, then the proposal with its reasons.

The machine proposes; a person decides whatever has legal effect. Only a receipt, the question for what is missing and
a status answer may leave alone.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from classifiers.message import Message
from classifiers.screen import Screening
from classifiers.understanding import Kind, PriorContact, Understanding
from routing.admissibility import check
from routing.calendar import brussels_day
from routing.catalogue import Catalogue
from routing.channels import ARTICLE, external_channels
from routing.clocks import opening_clocks
from routing.competence import Standing
from routing.confidence import DOUBTFUL, confidence
from routing.decision import Action, Decision, Finding, Reason
from routing.matching import Match
from routing.matter import Matter
from routing.offices import Office
from routing.reply import reply
from routing.rules import RULES, Rule
from routing.situation import COMPLAINTS, Situation, gather

#: Kinds that are held against the checklist of admissibility.
CHECKED = COMPLAINTS | {
    Kind.SERVICE_REPORT,
    Kind.INFORMATION_REQUEST,
    Kind.ACCESS_REQUEST,
    Kind.POLICY_COMPLAINT,
    Kind.APPEAL,
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """A decision with what led to it: for the desk and `explain`."""

    situation: Situation
    #: The rules tried and found not to hold, in order.
    passed_over: tuple[Rule, ...]
    rule: Rule
    decision: Decision


def decide(
    message: Message,
    understanding: Understanding,
    screening: Screening,
    *,
    office: Office,
    catalogue: Catalogue,
    match: Match | None,
    now: datetime,
    earlier_closed: bool = False,
    matter: Matter | None = None,
) -> Decision:
    """The proposal. Never raises on content; what is not known makes it less sure, never wrong without saying so.

    `earlier_closed`: the case that it is matched with was closed before it came. `matter`: what `read_matter` told of
    the message, where it was asked before.
    """
    return weigh(
        message,
        understanding,
        screening,
        office=office,
        catalogue=catalogue,
        match=match,
        now=now,
        earlier_closed=earlier_closed,
        matter=matter,
    ).decision


def weigh(
    message: Message,
    understanding: Understanding,
    screening: Screening,
    *,
    office: Office,
    catalogue: Catalogue,
    match: Match | None,
    now: datetime,
    earlier_closed: bool = False,
    matter: Matter | None = None,
) -> Weighing:
    """Gathers the facts, checks the grounds, tries the rules in order, and states the reply and the clocks."""
    situation = gather(
        message,
        understanding,
        screening,
        office=office,
        catalogue=catalogue,
        match=match,
        now=now,
        earlier_closed=earlier_closed,
        matter=matter,
    )
    situation = replace(situation, findings=_checklist(situation))
    holding = [rule for rule in RULES if rule.holds(situation)]
    rule = holding[0]
    sure = confidence(situation, rule.action)
    decision = Decision(
        action=rule.action,
        to=rule.to(situation),
        findings=situation.findings,
        reasons=_reasons(situation, rule, sure),
        reply=reply(situation, rule.action),
        clocks=opening_clocks(
            office,
            received_at=message.received_at,
            kind=understanding.kind.value,
            decision_named=understanding.appealable is not None,
        )
        if rule.action not in (Action.ATTACH, Action.FILE)
        else (),
        confidence=sure,
        decided_at=now,
        alternatives=_alternatives(situation, rule, holding[1:]),
    )
    return Weighing(situation, RULES[: RULES.index(rule)], rule, decision)


def _checklist(situation: Situation) -> tuple[Finding, ...]:
    """The office's grounds, held against what was read; none for what is no request of a citizen to this office."""
    if situation.kind not in CHECKED:
        return ()
    message = situation.message
    return check(
        situation.understanding,
        office=situation.office,
        received=brussels_day(message.date or message.received_at),
        earlier_case=situation.repeats,
        competent=situation.competent,
        body_first=situation.body_first,
    )


def _reasons(situation: Situation, rule: Rule, sure: float) -> tuple[Reason, ...]:
    said = [Reason(rule.name, rule.because(situation), rule.article(situation))]
    main = situation.main
    if main is not None and rule.action in (Action.HANDLE, Action.FIRST_LINE, Action.FORWARD, Action.REFUSE):
        said.append(Reason(main.standing.rule, f"{main.question.body.id}: {main.standing.why}", main.standing.article))
    for other in situation.about[1:]:
        said.append(Reason("also-about", f"{other.question.body.id}: {other.standing.why}", other.standing.article))
    if rule.action is Action.SEAL:
        said.append(_channels(situation))
    if situation.earlier_closed:
        said.append(_closed(situation))
    if situation.understanding.appealable is not None:
        said.append(
            Reason("appeal-running", "a decision that can be appealed is named: the term of appeal goes on running")
        )
    if sure < DOUBTFUL:
        said.append(Reason("doubtful", f"the readings it rests on are not sure ({sure:.2f}): staff decide"))
    return tuple(said)


def _closed(situation: Situation) -> Reason:
    """It carries on, or repeats, what was closed: reopening and the ground of repetition are for a person."""
    if situation.linked:
        text = "the case it carries on is closed: a person decides whether it is opened again"
        return Reason("case-closed", text)
    return Reason("closed-alike", "the mail may be the same complaint again: a person reads both")


def _channels(situation: Situation) -> Reason:
    """Where a report of wrongdoing can go outside the house; whoever keeps the sealed reports tells the reporter."""
    catalogue = situation.catalogue
    bodies = (*(about.question.body for about in situation.about), catalogue.bodies.get(situation.office.id))
    names = [catalogue.body(channel).named("en") for channel in external_channels(bodies, catalogue)]
    return Reason("external-channels", f"external channels to name to the reporter: {', '.join(names)}", ARTICLE)


def _alternatives(situation: Situation, rule: Rule, others: list[Rule]) -> tuple[tuple[Action, str | None, str], ...]:
    """What fits less well: the later rules that hold too, and what the untold would change."""
    found = [(other.action, other.to(situation), other.because(situation)) for other in others]
    main = situation.main
    if (
        rule.action is Action.HANDLE
        and situation.second_line
        and situation.prior is PriorContact.UNKNOWN
        and main is not None
    ):
        found.insert(0, (Action.FIRST_LINE, main.question.body.id, "if the body itself was not asked yet"))
    for about in situation.about[1:]:
        if about.standing.standing is Standing.ELSEWHERE:
            found.append((Action.FORWARD, about.standing.to, about.standing.why))
        elif about.standing.standing is Standing.FIRST:
            found.append((Action.FIRST_LINE, about.standing.to, about.standing.why))
    taken = (rule.action, rule.to(situation))
    unlike = {(action, to): why for action, to, why in reversed(found) if (action, to) != taken}
    return tuple((action, to, why) for (action, to), why in reversed(unlike.items()))[:4]
