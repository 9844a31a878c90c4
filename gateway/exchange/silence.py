"""Partners that say nothing: one reminder, then a task. The duty is ours all the while."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.exchange.answers import remind
from gateway.exchange.house import House
from gateway.exchange.outgoing import REMIND_AFTER, WAITING
from gateway.schedule.tasks import Wanted, add_tasks
from gateway.store.partners import Partner, TransferRow
from gateway.store.tables import Case
from outbound.exchange.cover import reminder_words
from routing.calendar import brussels_day

MOST_REMINDERS = 1


def look_for_silence(session: Session, now: datetime, *, houses: Mapping[str, House]) -> None:
    """For every transfer whose day is past: a reminder to the partner, then a task for us. Twice does nothing more."""
    today = brussels_day(now)
    overdue = select(TransferRow).where(
        TransferRow.direction == "out", TransferRow.state.in_(WAITING), TransferRow.due < today
    )
    for row in session.scalars(overdue.order_by(TransferRow.id).with_for_update(skip_locked=True)):
        case = session.get_one(Case, row.case_id)
        partner = session.get_one(Partner, row.partner_id)
        reachable = partner.verified_by is not None and partner.ended_at is None
        if row.reminders < MOST_REMINDERS and row.office in houses and reachable:
            row.reminders += 1
            row.due = today + timedelta(days=REMIND_AFTER)
            words = reminder_words(Language(partner.language), case.reference, brussels_day(row.created_at))
            remind(session, row, words, house=houses[row.office], now=now)
        else:
            text = (
                f"{row.partner_id} said nothing about {case.reference} since {brussels_day(row.created_at)}: "
                "call them, take it back, or handle it yourselves"
            )
            add_tasks(
                session, [Wanted("transfer-unanswered", f"silence:{row.id}", case.office, case.id, text, row.due)], now
            )
        session.flush()
