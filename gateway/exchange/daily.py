"""What the exchange adds to the schedule: silent partners, new marks, the daily list. Twice does nothing more."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from gateway.exchange import talks
from gateway.exchange.circles import mark_cases, tell
from gateway.exchange.house import House
from gateway.exchange.silence import look_for_silence

Look = Callable[[Session, datetime], None]


def looks(houses: Mapping[str, House]) -> tuple[Look, ...]:
    """Each for a transaction of its own: a list that cannot be made keeps no reminder back."""

    def silence(session: Session, now: datetime) -> None:
        look_for_silence(session, now, houses=houses)

    def fresh_marks(session: Session, now: datetime) -> None:
        talks.compare(session, mark_cases(session, now, houses=houses), now)

    def lists(session: Session, now: datetime) -> None:
        tell(session, now, houses=houses)

    return silence, talks.look_for_silence, fresh_marks, lists
