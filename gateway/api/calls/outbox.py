"""What leaves: how far each answer is, exactly what it says, the name under it."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import Field
from sqlalchemy import func, select

from gateway.api.call import Call, number_of
from gateway.api.models import Given, ItemLine, Short, Shown
from gateway.api.whole import item_line
from gateway.casework import outgoing
from gateway.store.forms import restored
from gateway.store.tables import Case, Delivery, Outbox
from outbound.draft import Draft

#: Items on one page.
MOST = 100


class ItemFilter(Given):
    state: Short = Field(default="", description=f"One of {', '.join(outgoing.STATES)}; empty means all.")
    after: int | None = Field(default=None, ge=1, le=2**63 - 1, description="`next` of the page before.")


class Items(Shown):
    items: list[ItemLine] = Field(description="The newest first.")
    counts: dict[str, int] = Field(description="How many there are in each state.")
    next: int | None = Field(description="For `after`; null at the end.")


class EventLine(Shown):
    """What the world said about it."""

    at: datetime
    event: str
    code: str


class ItemWhole(ItemLine):
    to_postal: list[str]
    text: str
    events: list[EventLine]


def list_items(call: Call, asked: Annotated[ItemFilter, Query()]) -> Items:
    """Outgoing mails and letters that the token sees, the newest first."""
    seen = outgoing.scope(call.person)
    grouped = call.session.execute(select(Outbox.state, func.count(Outbox.id)).where(seen).group_by(Outbox.state))
    rows = select(Outbox, Case).outerjoin(Case, Case.id == Outbox.case_id).where(seen).order_by(Outbox.id.desc())
    if asked.state:
        rows = rows.where(Outbox.state == asked.state)
    if asked.after:
        rows = rows.where(Outbox.id < asked.after)
    found = [(item, case) for item, case in call.session.execute(rows.limit(MOST + 1))]
    lines = [item_line(item, case) for item, case in found[:MOST]]
    counts = {str(row[0]): int(row[1]) for row in grouped}
    return Items(items=lines, counts=counts, next=lines[-1].id if len(found) > MOST else None)


def one_item(call: Call, item: int) -> ItemWhole:
    """One outgoing mail or letter, word for word, with what the world said about it."""
    return _whole(call, _item(call, item, "outgoing"))


def approve(call: Call, item: int) -> ItemWhole:
    """Puts the name of the token's person on it; it leaves after the delay of the desk."""
    row = _item(call, item, "approve outgoing")
    delay = call.desk.gateway.settings.desk.send_delay_seconds
    return _whole(call, outgoing.approve(call.session, call.act(), row.id, call.office(row.office), delay))


def withdraw(call: Call, item: int) -> ItemWhole:
    """Calls it back, while it has certainly not left."""
    row = _item(call, item, "withdraw outgoing")
    return _whole(call, outgoing.withdraw(call.session, call.act(), row.id))


def _item(call: Call, number: int, what: str) -> Outbox:
    item = outgoing.item_of(call.session, call.person, number_of(number))
    if item.case_id is not None:
        call.case_of(item.case_id, f"{what} {item.id}")
    return item


def _whole(call: Call, item: Outbox) -> ItemWhole:
    case = call.session.get(Case, item.case_id) if item.case_id else None
    draft = restored(Draft, item.draft)
    events = select(Delivery).where(Delivery.outbox_id == item.id).order_by(Delivery.id)
    return ItemWhole(
        **item_line(item, case).model_dump(),
        to_postal=list(draft.to.postal),
        text=draft.text,
        events=[EventLine.model_validate(event) for event in call.session.scalars(events)],
    )
