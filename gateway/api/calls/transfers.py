"""Cases under way between us and partners."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from gateway.api.call import Call
from gateway.api.models import Given, Shown, TransferLine
from gateway.api.whole import transfer_line
from gateway.exchange.shown import counts, transfers

#: Transfers in one answer.
MOST = 200


class TransferFilter(Given):
    group: Literal["to-answer", "waiting", "given-back", "taken-over", "ended"] = "to-answer"


class Transfers(Shown):
    transfers: list[TransferLine] = Field(description=f"At most {MOST}, those due first.")
    counts: dict[str, int]


def list_transfers(call: Call, asked: Annotated[TransferFilter, Query()]) -> Transfers:
    """Transfers of cases that the token sees, those due first."""
    rows = transfers(call.session, call.person, asked.group, MOST)
    return Transfers(
        transfers=[transfer_line(row, case) for row, case in rows], counts=dict(counts(call.session, call.person))
    )
