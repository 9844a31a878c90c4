"""A case as the API shows it whole."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from gateway.api.call import Call
from gateway.api.models import (
    CaseNow,
    CaseWhole,
    CheckLine,
    ChoiceLine,
    ClockLine,
    ItemLine,
    MessageWhole,
    NoteLine,
    PartLine,
    ReasonLine,
    RelatedLine,
    StepLine,
    TaskLine,
    TransferLine,
)
from gateway.casework import tasks
from gateway.casework.acts import messages_of
from gateway.casework.choices import Card, cards_of
from gateway.casework.clockwork import clocks_of
from gateway.casework.deciding import open_proposal
from gateway.casework.roles import visible
from gateway.desk.shown import stored_message
from gateway.desk.timeline import details_of
from gateway.pipeline.counted import TIMES
from gateway.store.desk import Note
from gateway.store.partners import TransferRow
from gateway.store.tables import Campaign, Case, CaseMessage, History, MessageRow, Outbox, Proposal, Task

MOST_RELATED = 50
#: What a case holds and shows under the same name.
SAME = (
    "reference", "office", "procedure", "version", "state", "kind", "sealed", "language", "channel", "person",
    "services", "wishes", "signals", "description", "received_at", "first_received_at", "handler", "verdict",
    "closed_at", "due",
)  # fmt: skip


def whole(call: Call, case: Case) -> CaseWhole:
    session = call.session
    proposal = open_proposal(session, case.id)
    campaign = session.get(Campaign, case.campaign_id) if case.campaign_id else None
    open_tasks = select(Task).where(Task.case_id == case.id, Task.done_at.is_(None)).order_by(Task.due, Task.id)
    leaves = select(Outbox).where(Outbox.case_id == case.id).order_by(Outbox.id)
    notes = select(Note).where(Note.case_id == case.id).order_by(Note.id)
    transfers = select(TransferRow).where(TransferRow.case_id == case.id).order_by(TransferRow.id)
    steps = select(History).where(History.case_id == case.id).order_by(History.number)
    return CaseWhole(
        **{name: getattr(case, name) for name in SAME},
        campaign=case.campaign_id,
        campaign_label=campaign.label if campaign else None,
        messages=[message_whole(call, link, row) for link, row in messages_of(session, case.id)],
        clocks=[ClockLine.model_validate(row) for row in clocks_of(session, case.id)],
        choices=[choice_line(call, card) for card in cards_of(proposal)] if proposal else [],
        checklist=_checklist(call, case),
        tasks=task_lines(call, [(task, case) for task in session.scalars(open_tasks)]),
        outbox=[item_line(item, case) for item in session.scalars(leaves)],
        notes=[NoteLine.model_validate(note) for note in session.scalars(notes)],
        related=_related(call, case),
        transfers=[transfer_line(row, case) for row in session.scalars(transfers)],
        history=[_step_line(call, step) for step in session.scalars(steps)],
    )


def now_of(case: Case) -> CaseNow:
    return CaseNow.model_validate(case)


def message_whole(call: Call, link: CaseMessage, row: MessageRow) -> MessageWhole:
    message = stored_message(call.session, row)
    parts = [
        PartLine(path=part.path, name=part.filename, content_type=part.content_type, size=part.size)
        for part in (message.parts if message else ())
        if part.filename
    ]
    return MessageWhole(
        id=row.id,
        relation=link.relation,
        channel=row.channel,
        received_at=row.received_at,
        from_name=row.from_name,
        from_email=row.from_email,
        subject=row.subject,
        language=row.language,
        kind=row.kind,
        text=row.text,
        whole_text=message.body if message else None,
        parts=parts,
    )


def choice_line(call: Call, card: Card) -> ChoiceLine:
    reasons = [
        ReasonLine(
            code=reason.code,
            text=call.say(f"reason.{reason.code}")
            if call.say.known(f"reason.{reason.code}")
            else call.told(reason.text),
            article=call.say.article(reason.article) if reason.article else "",
        )
        for reason in card.reasons
    ]
    return ChoiceLine(
        action=card.action.value,
        to=card.to,
        to_name=call.body_name(card.to) if card.to else "",
        confidence=card.confidence,
        grounds=list(card.grounds),
        reasons=reasons,
    )


def task_lines(call: Call, rows: Sequence[tuple[Task, Case | None]]) -> list[TaskLine]:
    others = tasks.other_cases(call.session, call.person, [task for task, _ in rows])
    return [
        TaskLine(
            id=task.id,
            office=task.office,
            kind=task.kind,
            case=case.reference if case else None,
            text=call.told(task.text),
            times=int(task.data.get(TIMES, 1)),
            due=task.due,
            created_at=task.created_at,
            other_case=others[task.id].reference if task.id in others else None,
        )
        for task, case in rows
    ]


def item_line(item: Outbox, case: Case | None) -> ItemLine:
    return ItemLine(
        id=item.id,
        office=item.office,
        case=case.reference if case else None,
        answer=item.answer,
        channel=item.channel,
        to_address=item.to_address,
        subject=item.subject,
        language=item.language,
        state=item.state,
        reason=item.reason,
        approved_by=item.approved_by,
        created_at=item.created_at,
        not_before=item.not_before,
        sent_at=item.sent_at,
    )


def transfer_line(row: TransferRow, case: Case) -> TransferLine:
    return TransferLine(
        id=row.id,
        case=case.reference,
        office=row.office,
        direction=row.direction,
        partner=row.partner_id,
        state=row.state,
        their_reference=row.their_reference or None,
        created_at=row.created_at,
        changed_at=row.changed_at,
        due=row.due,
    )


def _step_line(call: Call, step: History) -> StepLine:
    return StepLine(
        number=step.number,
        at=step.at,
        actor=step.actor,
        step=step.step,
        text=call.say(f"step.{step.step}"),
        details=[detail.text for detail in details_of(step, call.say, call.body_name)],
    )


def _checklist(call: Call, case: Case) -> list[CheckLine]:
    """Of the last proposal, decided or not."""
    rows = select(Proposal).where(Proposal.case_id == case.id).order_by(Proposal.id.desc()).limit(1)
    latest = call.session.scalars(rows).first()
    return [
        CheckLine(
            ground=one["ground"],
            verdict=one["verdict"],
            discretionary=bool(one.get("discretionary")),
            article=call.say.article(one.get("article", "")),
            words=str((one.get("words") or {}).get("words") or ""),
        )
        for one in (latest.decision.get("findings", ()) if latest else ())
    ]


def _related(call: Call, case: Case) -> list[RelatedLine]:
    """Cases of the same complainant or campaign that the token sees."""
    same = [Case.person_email == case.person_email] if case.person_email else []
    same += [Case.campaign_id == case.campaign_id] if case.campaign_id else []
    if not same:
        return []
    rows = select(Case).where(visible(call.person), Case.id != case.id, Case.office == case.office, or_(*same))
    return [
        RelatedLine(
            reference=other.reference,
            state=other.state,
            received_at=other.received_at,
            why="complainant" if case.person_email and other.person_email == case.person_email else "campaign",
        )
        for other in call.session.scalars(rows.order_by(Case.received_at.desc()).limit(MOST_RELATED))
    ]
