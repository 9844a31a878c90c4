"""What a proposal comes to when a person accepts it: which letter, which step of the procedure, by which road."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Kind, Wish
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Person
from gateway.casework.workflow import WITH_A_NAME, roles_of, standing_of
from gateway.store.partners import Partner
from gateway.store.tables import Case, Outbox, Proposal
from outbound.draft import Answer
from routing.catalogue import Catalogue
from routing.decision import Action, Reason
from routing.offices import Office
from routing.procedures import Procedure
from routing.workflow import IllegalMove, check_move, move_named

#: Action -> letter, and step of the procedure that goes with it. What an office does otherwise stands in `plan_for`.
TABLE: Mapping[Action, tuple[Answer | None, str]] = {
    Action.HANDLE: (Answer.RECEIPT, "take-up"),
    Action.FIRST_LINE: (Answer.REFERRAL, "pass-on"),
    Action.FORWARD: (Answer.FORWARDING_NOTICE, "pass-on"),
    Action.COORDINATE: (Answer.SEVERAL_SERVICES, ""),
    Action.ASK: (Answer.REQUEST_TO_COMPLETE, "ask"),
    Action.ANSWER: (Answer.FREE, ""),
    Action.OTHER_TRACK: (Answer.OTHER_TRACK, "refuse"),
    Action.SEAL: (None, ""),
    Action.REFUSE: (Answer.REFUSAL, "refuse"),
    Action.ATTACH: (None, ""),
    Action.FILE: (None, ""),
}
#: Mail that nobody wrote to complain: it is filed without a word why.
NOTHING = frozenset({Kind.SPAM, Kind.BULK, Kind.BOUNCE, Kind.AUTOMATIC_REPLY, Kind.OTHER})
#: State of what is filed.
FILED = "closed"
TO_BODY = frozenset({Action.FIRST_LINE, Action.FORWARD})
#: What a choice makes of the case without a step of the procedure.
BECOMES = {Action.SEAL: "sealed", Action.FILE: FILED}
#: The complainant has had a first word already, or it waits for a name.
FIRST_WORDS = (Answer.RECEIPT, Answer.REQUEST_TO_COMPLETE, Answer.RECEIPT_ADMISSIBILITY)


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that may be done, as it is offered."""

    action: Action
    to: str | None
    reasons: tuple[Reason, ...]
    #: 0..1; None for what only fits less well.
    confidence: float | None
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What follows from a choice."""

    action: Action
    to: str | None
    answer: Answer | None
    #: Step of the procedure; empty where the state stays.
    move: str
    #: State the case gets; empty where it stays.
    becomes: str = ""
    #: Why the step cannot be taken now, in words.
    blocked: str = ""
    #: The step is for another role: the letter waits for that one's name.
    needs_other: bool = False
    #: The partner's id, where it goes by signed document.
    partner: str = ""
    #: Nobody verified an address of the body: a person passes it on.
    by_hand: bool = False
    #: The complainant wants no forwarding.
    unwanted: bool = False
    #: The first word has left already.
    already: bool = False
    #: It closes a case in which somebody asked for something: a person says why.
    needs_why: bool = False


def cards_of(proposal: Proposal) -> list[Card]:
    """The proposal first, then what fits less well."""
    decision: dict[str, Any] = proposal.decision
    reasons = tuple(Reason(one["code"], one["text"], one.get("article", "")) for one in decision.get("reasons", ()))
    first = Card(
        Action(proposal.action), proposal.to_body, reasons, decision.get("confidence"), tuple(proposal.grounds)
    )
    others = [
        Card(Action(action), to, (Reason("", why),), None) for action, to, why in decision.get("alternatives", ()) or ()
    ]
    return [first, *(card for card in others if (card.action, card.to) != (first.action, first.to))][:9]


def plan_for(
    session: Session,
    person: Person,
    case: Case,
    office: Office,
    catalogue: Catalogue,
    action: Action,
    to: str | None,
) -> Plan:
    """Raises NotPossible where the choice names no body and needs one."""
    answer, move = TABLE[action]
    if action in TO_BODY and (not to or to not in catalogue.bodies):
        raise NotPossible("say first to which body it goes")
    already = partner = unwanted = by_hand = False
    if action is Action.HANDLE:
        already = _has_left(session, case, FIRST_WORDS)
        answer = None if already else answer
        if office.procedure.id is Procedure.LOKAAL_BESTUUR:
            answer, move = Answer.RECEIPT_ADMISSIBILITY, "declare-admissible"
            already = False
    if action is Action.ANSWER and case.campaign_id is not None:
        answer = Answer.CAMPAIGN
    if action is Action.FORWARD:
        unwanted = Wish.NO_FORWARDING.value in case.wishes
        known = session.get(Partner, to)
        partner = not unwanted and known is not None and known.open
        answer = Answer.REFERRAL if unwanted else answer
        by_hand = not unwanted and not partner
    if action is Action.SEAL and case.sealed:
        answer = Answer.WHISTLEBLOWER_RECEIPT
    becomes, blocked = _step(session, person, case, office, move, answer)
    if action is Action.OTHER_TRACK and blocked:
        move = blocked = ""
    other = bool(move) and not roles_of(person, case.office) & set(move_named(move, office.procedure).roles)
    return Plan(
        action=action,
        to=to,
        answer=answer,
        move=move,
        becomes="transferred" if partner else BECOMES.get(action, becomes),
        blocked="" if partner else blocked,
        needs_other=other,
        partner=to or "" if partner else "",
        by_hand=by_hand,
        unwanted=unwanted,
        already=already,
        needs_why=action is Action.FILE and case.kind not in NOTHING,
    )


def _step(
    session: Session, person: Person, case: Case, office: Office, name: str, answer: Answer | None
) -> tuple[str, str]:
    """The state the step leads to, or why it cannot be taken once its letter is written and motivated."""
    if not name:
        return "", ""
    standing = standing_of(session, case)
    try:
        wanted = move_named(name, office.procedure)
        letters = {*standing.letters, *([answer.value] if answer else [])}
        have = {*standing.have, "handler", "motivation", "target"} | (
            {"letter"} if letters & set(wanted.letters) else set()
        )
        check_move(
            name,
            office.procedure,
            state=case.state,
            roles=roles_of(person, case.office),
            have=have,
            actor=person.name,
            handlers=standing.handlers,
        )
    except IllegalMove as error:
        return "", str(error)
    return wanted.to or "", ""


def _has_left(session: Session, case: Case, answers: tuple[Answer, ...]) -> bool:
    found = select(Outbox.id).where(
        Outbox.case_id == case.id,
        Outbox.answer.in_([answer.value for answer in answers]),
        Outbox.state.in_((*WITH_A_NAME, "waiting-for-person")),
    )
    return session.scalars(found.limit(1)).first() is not None
