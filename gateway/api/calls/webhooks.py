"""Addresses that are told of steps in cases."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from pydantic import Field
from sqlalchemy import select

from gateway.api import webhooks
from gateway.api.call import Call, number_of
from gateway.api.models import Given, Short, Shown, Text
from gateway.casework.errors import NotPossible
from gateway.store.api import Webhook, WebhookDelivery

#: Deliveries on one page.
MOST = 100


class NewWebhook(Given):
    office: Short
    url: Text = Field(max_length=500, description="https; http only to this very machine.")
    events: list[Short] = Field(default=[], max_length=100, description="Steps of the history; none means every step.")
    sealed: bool = Field(default=False, description="Told of sealed cases too; only for a sealed-channel officer.")


class WebhookLine(Shown):
    id: int
    office: str
    url: str
    events: list[str]
    sealed: bool
    state: str = Field(description="`on`, `paused` or `ended`")
    failures: int = Field(description="Calls that failed since the last one that did not.")
    created_by: str
    created_at: datetime


class WebhookMade(WebhookLine):
    secret: str = Field(description="What signs each call. It is shown now and never again.")


class Webhooks(Shown):
    webhooks: list[WebhookLine]


class DeliveryLine(Shown):
    event: int = Field(description="`id` of the event.")
    state: str = Field(description="`waiting`, `delivered` or `withheld`")
    attempts: int
    not_before: datetime
    outcome: str
    delivered_at: datetime | None


class DeliveryFilter(Given):
    after: int | None = Field(default=None, ge=1, le=2**63 - 1, description="`next` of the page before.")


class Deliveries(Shown):
    deliveries: list[DeliveryLine] = Field(description="The newest first.")
    next: int | None = Field(description="For `after`; null at the end.")


def list_webhooks(call: Call) -> Webhooks:
    """The addresses that are told of events at the offices of the token's person."""
    rows = webhooks.webhooks_of(call.session, call.person)
    return Webhooks(webhooks=[WebhookLine.model_validate(row) for row in rows])


def make(call: Call, given: NewWebhook) -> WebhookMade:
    """Has an address told of what happens from now on. The answer holds the secret, once."""
    row, key = webhooks.make(
        call.session,
        call.person,
        given.office,
        given.url,
        given.events,
        sealed=given.sealed,
        secret=call.desk.gateway.secret,
        now=call.now,
    )
    return WebhookMade(**WebhookLine.model_validate(row).model_dump(), secret=key)


def deliveries(call: Call, webhook: int, asked: Annotated[DeliveryFilter, Query()]) -> Deliveries:
    """The calls of one address, the newest first."""
    row = webhooks.webhook_of(call.session, call.person, number_of(webhook))
    rows = select(WebhookDelivery).where(WebhookDelivery.webhook_id == row.id)
    if asked.after:
        rows = rows.where(WebhookDelivery.history_id < asked.after)
    found = list(call.session.scalars(rows.order_by(WebhookDelivery.history_id.desc()).limit(MOST + 1)))
    lines = [
        DeliveryLine(
            event=one.history_id,
            state=one.state,
            attempts=one.attempts,
            not_before=one.not_before,
            outcome=one.outcome,
            delivered_at=one.delivered_at,
        )
        for one in found[:MOST]
    ]
    return Deliveries(deliveries=lines, next=lines[-1].event if len(found) > MOST else None)


def pause(call: Call, webhook: int) -> WebhookLine:
    """Stops the calls; what happens meanwhile is told once they go on."""
    return _set(call, webhook, "paused")


def resume(call: Call, webhook: int) -> WebhookLine:
    """Goes on with the calls, those that waited first."""
    line = _set(call, webhook, "on")
    row = call.session.get_one(Webhook, webhook)
    row.failures = 0
    waiting = select(WebhookDelivery).where(WebhookDelivery.webhook_id == row.id, WebhookDelivery.state == "waiting")
    for one in call.session.scalars(waiting.order_by(WebhookDelivery.history_id).limit(1)):
        one.not_before = call.now
    return line.model_copy(update={"failures": 0})


def end(call: Call, webhook: int) -> WebhookLine:
    """Ends the calls for good."""
    return _set(call, webhook, "ended")


def _set(call: Call, number: int, state: str) -> WebhookLine:
    row = webhooks.webhook_of(call.session, call.person, number_of(number))
    if row.state == state:
        raise NotPossible("somebody did this already")
    row.state = state
    call.session.flush()
    return WebhookLine.model_validate(row)
