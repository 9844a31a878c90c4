"""The partner takes back what it passed on to us: nobody here goes on with it, and nobody drops it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.exchange.answers import add_task, end_here, settle
from gateway.exchange.outgoing import WAITING
from gateway.store import history
from gateway.store.partners import TransferRow
from gateway.store.tables import Case
from outbound.exchange.document import Document, NotTaken, Refused
from outbound.exchange.handshake import TransferState, read_withdrawal


def hear_withdrawal(session: Session, document: Document, now: datetime) -> int:
    """Ends the transfer where we had not decided; else a person talks to the partner. The case it speaks of.

    Raises NotTaken for a transfer that this partner did not send us.
    """
    told = read_withdrawal(document.body)
    row = session.scalars(
        select(TransferRow)
        .where(
            TransferRow.direction == "in",
            TransferRow.partner_id == document.sender,
            TransferRow.document_id == told.transfer,
        )
        .with_for_update()
    ).one_or_none()
    if row is None:
        raise NotTaken(Refused.WRONG_BODY, "it takes back a transfer that did not reach us")
    case = session.get_one(Case, row.case_id)
    detail = {"partner": document.sender, "text": told.text}
    if row.state in WAITING:
        row.state, row.changed_at, row.due, row.text = TransferState.WITHDRAWN.value, now, None, told.text
        settle(session, f"transfer-in:{row.id}", document.sender, now)
        end_here(session, case, row, document.sender, now)
        text = f"{document.sender} took this back before we decided: nothing more is asked of us."
        add_task(session, case, row, "transfer-answered", f"transfer-withdrawn:{row.id}", text, now)
    elif row.state == TransferState.ACCEPTED.value:
        text = f"{document.sender} takes back what we took over already: talk to them."
        add_task(session, case, row, "transfer-returned", f"transfer-withdrawn:{row.id}", text, now)
    history.append(session, case.id, now, document.sender, "taken-back-by-partner", detail)
    return case.id
