"""What certainly happened in a case, for a status answer."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.store.tables import Case, History
from outbound.facts import Step

BRUSSELS = ZoneInfo("Europe/Brussels")
#: Steps of the history that a party may know.
TOLD: Mapping[str, Step] = {
    "received": Step.RECEIVED,
    "asked": Step.ASKED,
    "completed": Step.COMPLETED,
    "admissible": Step.ADMISSIBLE,
    "forwarded": Step.FORWARDED,
    "investigated": Step.INVESTIGATED,
    "service-asked": Step.SERVICE_ASKED,
    "service-answered": Step.SERVICE_ANSWERED,
    "extended": Step.EXTENDED,
    "closed": Step.CLOSED,
}


def steps_of(session: Session, case: Case) -> tuple[tuple[date, Step], ...]:
    """Each once, in order; the receipt on the day the complaint came in, whenever it was put into the books."""
    rows = session.execute(
        select(History.at, History.step)
        .where(History.case_id == case.id, History.step.in_(TOLD))
        .order_by(History.number)
    )
    found: dict[Step, date] = {Step.RECEIVED: case.received_at.astimezone(BRUSSELS).date()}
    for at, step in rows:
        found.setdefault(TOLD[step], at.astimezone(BRUSSELS).date())
    return tuple((day, step) for step, day in found.items())
