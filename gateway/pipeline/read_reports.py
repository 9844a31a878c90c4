"""Delivery reports find the item they speak of: by the signed return address, else by our own Message-ID."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.answering.otherway import propose_other_way, what_now
from gateway.pipeline.work import Work
from gateway.sending.addresses import Purpose, read_token
from gateway.store.tables import Outbox
from outbound.reports import Action, DeliveryReport

EVENTS = {
    Action.FAILED: "bounced",
    Action.DELAYED: "delayed",
    Action.RELAYED: "delivered",
    Action.EXPANDED: "delivered",
    Action.DELIVERED: "delivered",
}


def note_report(session: Session, work: Work) -> bool:
    """Writes down what a report says of our item. False where it speaks of none of ours."""
    report = work.read.report
    item = _item(session, report, work.desk.secret) if report else None
    if report is None or item is None:
        return False
    event = EVENTS[report.action]
    said = report.gravest
    code = said.status[:40]
    work.sheet.deliveries.append(
        {"outbox_id": item.id, "at": work.now, "event": event, "code": code, "text": said.diagnostic[:500]}
    )
    if event == "bounced":
        _bounced(session, work, item, f"{code} {said.reason.value}".strip())
    if item.case_id is not None:
        detail = {"outbox": item.id, "event": event, "code": code, "reason": said.reason.value}
        work.sheet.tell(item.case_id, work.now, "delivery-report", detail)
    return True


def _bounced(session: Session, work: Work, item: Outbox, reason: str) -> None:
    session.execute(update(Outbox).where(Outbox.id == item.id).values(state="failed", reason=f"came back: {reason}"))
    offices = work.desk.offices
    other = propose_other_way(
        session,
        item,
        office=offices.office(item.office),
        offices=offices.served,
        catalogue=offices.catalogue,
        secret=work.desk.secret,
        now=work.now,
    )
    work.sheet.tasks.append(
        {
            "office": item.office,
            "kind": "bounced",
            "case_id": item.case_id,
            "inbox_id": work.arrived.id,
            "outbox_id": item.id,
            "text": f"An answer came back undelivered: {reason}. {what_now(other)}".strip(),
            "data": {"other_way": other.item} if other else {},
            "due": other.due if other else None,
            "dedupe_key": f"bounced:{item.id}",
            "created_at": work.now,
        }
    )


def _item(session: Session, report: DeliveryReport, secret: bytes) -> Outbox | None:
    """The signed address proves it; our Message-ID is believed for the address that we wrote to."""
    tokens = (read_token(secret, address) for address in report.returned_to[:50])
    number = next((t.number for t in tokens if t is not None and t.purpose is Purpose.RETURN), None)
    if number is not None:
        return session.get(Outbox, number)
    ids = list(report.original_ids)
    rows = session.scalars(select(Outbox).where(Outbox.message_id.in_(ids))).all() if ids else []
    named = _addresses(report)
    return next((row for row in rows if not named or row.to_address in named), None)


def _addresses(report: DeliveryReport) -> set[str]:
    told: Iterable[str] = (recipient.address for recipient in report.recipients)
    return {address for address in told if address}
