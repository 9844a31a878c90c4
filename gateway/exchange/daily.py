"""What the exchange adds to the schedule: silent partners, new marks, the daily list. Twice does nothing more."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from gateway.exchange import talks
from gateway.exchange.circles import mark_cases, tell
from gateway.exchange.house import House
from gateway.exchange.silence import look_for_silence


def look(session: Session, now: datetime, *, houses: Mapping[str, House]) -> None:
    look_for_silence(session, now, houses=houses)
    talks.look_for_silence(session, now)
    talks.compare(session, mark_cases(session, now, houses=houses), now)
    tell(session, now, houses=houses)
