"""Partners that say nothing: one reminder, then a task. The duty is ours all the while."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.casework.errors import CaseworkError
from gateway.errors import GatewayError
from gateway.exchange.answers import add_task, remind, silence_key, silence_told
from gateway.exchange.house import House
from gateway.exchange.outgoing import REMIND_AFTER, WAITING
from gateway.store.partners import Partner, TransferRow
from gateway.store.tables import Case
from outbound.exchange.cover import reminder_words
from routing.calendar import brussels_day

MOST_REMINDERS = 1
log = structlog.get_logger()


def look_for_silence(session: Session, now: datetime, *, houses: Mapping[str, House]) -> None:
    """For every transfer whose day is past: a reminder to the partner, then a task for us. Twice does nothing more."""
    today = brussels_day(now)
    overdue = select(TransferRow).where(
        TransferRow.direction == "out", TransferRow.state.in_(WAITING), TransferRow.due < today
    )
    for row in session.scalars(overdue.order_by(TransferRow.id).with_for_update(skip_locked=True)):
        case = session.get_one(Case, row.case_id)
        partner = session.get_one(Partner, row.partner_id)
        if row.reminders < MOST_REMINDERS and row.office in houses and partner.open:
            row.reminders += 1
            row.due = today + timedelta(days=REMIND_AFTER)
            words = reminder_words(Language(partner.language), case.reference, brussels_day(row.created_at))
            if _reminded(session, row, words, houses[row.office], now):
                continue
        if silence_told(session, row):
            continue
        text = (
            f"{row.partner_id} said nothing about {case.reference} since {brussels_day(row.created_at)}: "
            "call them, take it back, or handle it yourselves"
        )
        # One that somebody called done is told again while the partner goes on saying nothing.
        week = (today - row.due).days // REMIND_AFTER if row.due is not None else 0
        add_task(session, case, row, "transfer-unanswered", f"{silence_key(row)}{row.due}:{week}", text, now)


def _reminded(session: Session, row: TransferRow, words: str, house: House, now: datetime) -> bool:
    """False where the mail cannot be made: then somebody here is told at once, and the other transfers go on."""
    try:
        with session.begin_nested():
            remind(session, row, words, house=house, now=now)
    except (GatewayError, CaseworkError, ValueError) as error:
        log.warning("no reminder", transfer=row.id, error=type(error).__name__)
        return False
    return True
