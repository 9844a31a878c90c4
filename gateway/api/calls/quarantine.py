"""Arrivals that could not be worked through."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints
from starlette.responses import Response

from gateway.api.call import Call, number_of
from gateway.api.calls.messages import download
from gateway.api.models import Given, Shown, Text
from gateway.casework import quarantine
from gateway.store.raw import raw_bytes

#: Arrivals in one answer.
MOST = 200


class WaitingLine(Shown):
    id: int
    office: str | None
    channel: str
    source: str
    received_at: datetime
    reason: str
    meaning: str = Field(description="Code of what the reason means.")
    attempts: int


class Waiting(Shown):
    arrivals: list[WaitingLine] = Field(description=f"At most {MOST}, the oldest first.")


class Why(Given):
    why: Annotated[Text, StringConstraints(min_length=1, max_length=500)]


class Settled(Shown):
    id: int


def list_waiting(call: Call) -> Waiting:
    """Arrivals in quarantine, with what is wrong."""
    rows = quarantine.waiting(call.session, call.person, MOST)
    return Waiting(
        arrivals=[
            WaitingLine(
                id=row.id,
                office=row.office,
                channel=row.channel,
                source=row.source,
                received_at=row.received_at,
                reason=row.reason,
                meaning=quarantine.meaning(row.reason),
                attempts=row.attempts,
            )
            for row in rows
        ]
    )


def original(call: Call, item: int) -> Response:
    """The bytes of an arrival as they came."""
    row = quarantine.arrival(call.session, call.person, number_of(item))
    ending = "pdf" if row.channel == "scan" else "eml"
    return download(raw_bytes(call.session, row.sha256), f"arrival-{row.id}.{ending}", "application/octet-stream")


def retry(call: Call, item: int) -> Settled:
    """Sends an arrival through the whole road again."""
    quarantine.retry(call.session, call.act(), number_of(item))
    return Settled(id=item)


def set_aside(call: Call, item: int, given: Why) -> Settled:
    """Makes no case of an arrival; its bytes and the reason stay."""
    quarantine.set_aside(call.session, call.act(), number_of(item), given.why)
    return Settled(id=item)
