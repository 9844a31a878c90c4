"""The facts of a case as an answer may say them: from its row, its clocks and the latest proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Kind, Language, Understanding, Wish
from gateway.answering.channel import PAPER
from gateway.answering.letterhead import body_contact
from gateway.store.desk import User
from gateway.store.forms import restored
from gateway.store.tables import Case, CaseMessage, ClockRow, MessageRow, Proposal
from outbound.draft import Answer
from outbound.facts import Contact, Facts, Track
from routing.catalogue import Catalogue
from routing.decision import Action, Clock, ClockState, Decision, Verdict
from routing.offices import Office

BRUSSELS = ZoneInfo("Europe/Brussels")
#: Clocks whose target day is promised as the day of the answer, the first that runs.
ANSWER_CLOCKS = ("expected-answer", "closing", "investigation")
DECISION_CLOCKS = ("admissibility",)
COMPLETION_CLOCKS = ("completion",)
#: Kinds that belong on another track than complaints.
TRACKS: Mapping[Kind, Track] = {
    Kind.INFORMATION_REQUEST: Track.INFORMATION,
    Kind.SERVICE_REPORT: Track.SERVICE_REPORT,
    Kind.ACCESS_REQUEST: Track.ACCESS,
    Kind.POLICY_COMPLAINT: Track.POLICY,
    Kind.APPEAL: Track.APPEAL,
}
#: Actions that send the citizen or his complaint to another body.
TO_BODY = frozenset({Action.FORWARD, Action.FIRST_LINE, Action.COORDINATE})


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of a case when an answer is written."""

    reference: str
    received_at: datetime
    first_received_at: datetime | None
    person: str
    subject: str
    kind: Kind
    understanding: Understanding
    decision: Decision | None
    clocks: tuple[Clock, ...]
    handler: Contact | None = None
    #: It came by mail, and `received_at` is the moment it arrived: nobody set another day.
    exact: bool = False


def facts_of(
    matter: Matter,
    answer: Answer,
    *,
    language: Language,
    office: Office,
    catalogue: Catalogue,
    offices: Sequence[Office] = (),
) -> Facts:
    """Facts for one answer; pure, so that the worker can write a receipt before the case is in the books."""
    understanding, decision = matter.understanding, matter.decision
    body = catalogue.bodies.get(decision.to or "") if decision and decision.action in TO_BODY else None
    motivations = _motivations(decision, language)
    return Facts(
        reference=matter.reference,
        received=_day(matter.received_at),
        received_at=matter.received_at if matter.exact else None,
        person=matter.person,
        subject=matter.subject,
        first_received=_day(matter.first_received_at) if matter.first_received_at else None,
        handler=matter.handler,
        answer_by=_running(matter.clocks, ANSWER_CLOCKS),
        decision_by=_running(matter.clocks, DECISION_CLOCKS),
        admissible=_admissible(answer, decision),
        motivations=motivations,
        missing=understanding.missing,
        expires=_running(matter.clocks, COMPLETION_CLOCKS),
        body=body_contact(body, language, offices=offices) if body else None,
        forwarded=bool(decision and decision.action is Action.FORWARD and not understanding.wished(Wish.NO_FORWARDING)),
        first_line_first=bool(body and body.takes_complaints and body.first_line_required),
        to_first_line=bool(decision and decision.action is Action.FIRST_LINE),
        appeal_running=understanding.appealable is not None,
        services=_recipients(understanding, language, catalogue),
        reason=" ".join(motivations) if body else "",
        track=TRACKS.get(matter.kind),
        identity_withheld=understanding.wished(Wish.WITHHOLD_IDENTITY),
        helplines=tuple(
            Contact(line.name, phone=line.number, website=line.website) for line in catalogue.helplines_in(language)
        ),
    )


def case_facts(
    session: Session,
    case: Case,
    answer: Answer,
    *,
    language: Language,
    office: Office,
    catalogue: Catalogue,
    offices: Sequence[Office] = (),
) -> Facts:
    """Facts of a case in the books. Use `dataclasses.replace` for what a person adds: findings, solution, message."""
    matter = matter_of(session, case)
    return facts_of(matter, answer, language=language, office=office, catalogue=catalogue, offices=offices)


def matter_of(session: Session, case: Case) -> Matter:
    opening = opening_message(session, case.id)
    proposal = session.scalars(
        select(Proposal).where(Proposal.case_id == case.id).order_by(Proposal.id.desc()).limit(1)
    ).first()
    understanding = restored(Understanding, opening.understanding) if opening else None
    return Matter(
        reference=case.reference,
        received_at=case.received_at,
        first_received_at=case.first_received_at,
        person=case.person_name,
        subject=opening.subject if opening else "",
        kind=Kind(case.kind),
        understanding=understanding or _nothing_read(case),
        decision=restored(Decision, proposal.decision) if proposal else None,
        clocks=tuple(_clock(row) for row in session.scalars(select(ClockRow).where(ClockRow.case_id == case.id))),
        handler=handler_contact(session, case.handler),
        exact=case.channel not in PAPER and opening is not None and opening.received_at == case.received_at,
    )


def opening_message(session: Session, case_id: int) -> MessageRow | None:
    """The message that opened a case."""
    return session.scalars(
        select(MessageRow)
        .join(CaseMessage, CaseMessage.message_id == MessageRow.id)
        .where(CaseMessage.case_id == case_id, CaseMessage.ended_at.is_(None))
        .order_by(CaseMessage.id)
        .limit(1)
    ).first()


def handler_contact(session: Session, name: str | None) -> Contact | None:
    """Who handles a case, as the citizen may know it."""
    user = session.scalars(select(User).where(User.name == name)).first() if name else None
    return Contact(user.full_name or user.name, email=user.email) if user else None


def _nothing_read(case: Case) -> Understanding:
    empty: dict[str, Any] = {"value": case.language, "confidence": 1.0, "method": "told", "span": None, "words": ""}
    return restored(Understanding, {"language": empty, "kind": {**empty, "value": case.kind}})


def _clock(row: ClockRow) -> Clock:
    return Clock(row.name, row.starts, row.nominal, row.legal_last, row.target, row.article, ClockState(row.state))


def _running(clocks: Sequence[Clock], names: tuple[str, ...]) -> date | None:
    """Target day of the first of these clocks that runs: what we promise never leans on a weekend.

    A citizen has until the nominal day.
    """
    running = {
        clock.name: clock.nominal if clock.name in COMPLETION_CLOCKS else clock.target
        for clock in clocks
        if clock.state in (ClockState.RUNNING, ClockState.EXTENDED)
    }
    return next((running[name] for name in names if name in running), None)


def _motivations(decision: Decision | None, language: Language) -> tuple[str, ...]:
    """Sentences of the grounds that seem to stand."""
    findings = decision.findings if decision else ()
    told = (f.motivation.get(language, "") for f in findings if f.verdict is Verdict.YES)
    return tuple(sentence for sentence in told if sentence)


def _admissible(answer: Answer, decision: Decision | None) -> bool | None:
    if answer is not Answer.RECEIPT_ADMISSIBILITY or decision is None:
        return None
    return decision.action is not Action.REFUSE


def _recipients(understanding: Understanding, language: Language, catalogue: Catalogue) -> tuple[str, ...]:
    ids = (reading.value for reading in understanding.recipients)
    return tuple(catalogue.bodies[one].named(language) for one in ids if one in catalogue.bodies)


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()
