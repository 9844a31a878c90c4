"""The lists that the command line prints, as plain dictionaries with the keys that tools rely on."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.store.tables import Campaign, Case, CaseMessage, ClockRow, History, Inbox, MessageRow, Outbox, Proposal

#: Cases whose parts are fetched together.
PAGE = 500


def inbox_rows(session: Session) -> Iterator[dict[str, Any]]:
    """One dictionary for each arrival, in order of arrival."""
    statement = (
        select(Inbox, Case.reference, MessageRow.header_message_id)
        .outerjoin(Case, Inbox.case_id == Case.id)
        .outerjoin(MessageRow, Inbox.message_id == MessageRow.id)
        .order_by(Inbox.id)
    )
    for row, reference, header_message_id in session.execute(statement).yield_per(PAGE):
        yield {
            "id": row.id,
            "mail": mail_name(row.channel, row.source, header_message_id),
            "channel": row.channel,
            "office": row.office,
            "received_at": moment(row.received_at),
            "status": row.status,
            "reason": row.reason,
            "case": reference,
            "relation": row.relation,
            "sha256": row.sha256,
        }


def case_rows(session: Session, reference: str | None = None) -> Iterator[dict[str, Any]]:
    """One dictionary for each case, in order of opening; only those with `reference` where it is given."""
    statement = select(Case).order_by(Case.id)
    if reference is not None:
        statement = statement.where(Case.reference == reference)
    last = 0
    while True:
        page = session.execute(statement.where(Case.id > last).limit(PAGE)).scalars().all()
        if not page:
            return
        last = page[-1].id
        ids = [case.id for case in page]
        messages, clocks, proposals = messages_of(session, ids), clocks_of(session, ids), proposals_of(session, ids)
        campaigns = campaign_labels(session, {case.campaign_id for case in page if case.campaign_id})
        for case in page:
            yield {
                "reference": case.reference,
                "office": case.office,
                "state": case.state,
                "kind": case.kind,
                "sealed": case.sealed,
                "language": case.language,
                "person": case.person,
                "services": case.services,
                "wishes": case.wishes,
                "signals": case.signals,
                "received_at": moment(case.received_at),
                "campaign": campaigns.get(case.campaign_id or 0),
                "messages": messages[case.id],
                "clocks": clocks[case.id],
                "proposal": proposals.get(case.id),
            }
        session.expunge_all()


def outbox_rows(session: Session, reference: str | None = None) -> Iterator[dict[str, Any]]:
    """One dictionary for each outgoing item, in order of making."""
    statement = select(Outbox, Case.reference).outerjoin(Case, Outbox.case_id == Case.id).order_by(Outbox.id)
    if reference is not None:
        statement = statement.where(Case.reference == reference)
    for row, own_reference in session.execute(statement).yield_per(PAGE):
        yield {
            "id": row.id,
            "case": own_reference,
            "office": row.office,
            "answer": row.answer,
            "channel": row.channel,
            "to": row.to_address or ", ".join(row.draft.get("to", {}).get("postal", ())),
            "subject": row.subject,
            "message_id": row.message_id,
            "in_reply_to": row.in_reply_to,
            "language": row.language,
            "state": row.state,
            "reason": row.reason,
            "created_at": moment(row.created_at),
            "sent_at": moment(row.sent_at),
        }


def history_rows(session: Session, case_id: int) -> list[History]:
    return list(session.execute(select(History).where(History.case_id == case_id).order_by(History.number)).scalars())


def messages_of(session: Session, case_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """For each case its arrivals: every message with each road on which it came."""
    statement = (
        select(CaseMessage.case_id, CaseMessage.relation, MessageRow.header_message_id, Inbox)
        .join(MessageRow, MessageRow.id == CaseMessage.message_id)
        .join(Inbox, Inbox.message_id == MessageRow.id)
        .where(CaseMessage.case_id.in_(case_ids), CaseMessage.ended_at.is_(None))
        .order_by(Inbox.id)
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for case_id, relation, header_message_id, arrival in session.execute(statement):
        again = arrival.relation == "same-mail"
        found[case_id].append(
            {
                "mail": mail_name(arrival.channel, arrival.source, header_message_id),
                "relation": "same-mail" if again else relation,
                "channel": arrival.channel,
                "received_at": moment(arrival.received_at),
            }
        )
    return found


def clocks_of(session: Session, case_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    statement = select(ClockRow).where(ClockRow.case_id.in_(case_ids)).order_by(ClockRow.target, ClockRow.id)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for clock in session.execute(statement).scalars():
        days = {name: getattr(clock, name).isoformat() for name in ("starts", "nominal", "legal_last", "target")}
        found[clock.case_id].append({"name": clock.name, **days, "state": clock.state, "article": clock.article})
    return found


def proposals_of(session: Session, case_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """For each case its latest proposal."""
    statement = select(Proposal).where(Proposal.case_id.in_(case_ids)).order_by(Proposal.id)
    return {
        row.case_id: {"action": row.action, "to": row.to_body, "grounds": row.grounds, "state": row.state}
        for row in session.execute(statement).scalars()
    }


def campaign_labels(session: Session, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return {row.id: row.label for row in session.execute(select(Campaign).where(Campaign.id.in_(ids))).scalars()}


def mail_name(channel: str, source: str, header_message_id: str | None) -> str:
    """File name for what came as a file, else the Message-ID."""
    return source if channel in ("file", "scan") else header_message_id or source


def moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).isoformat(timespec="seconds") if value else None
