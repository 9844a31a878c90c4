"""When to try again."""

from collections.abc import Sequence
from datetime import datetime, timedelta


def next_try(now: datetime, attempts: int, minutes: Sequence[int], spread: float) -> datetime | None:
    """The moment of the next try after `attempts` that were deferred; None when the table is used up.

    `spread` (0..1) lengthens the pause by up to a tenth, so that a relay that comes back is not hit by all at once.
    """
    if attempts > len(minutes):
        return None
    return now + timedelta(minutes=minutes[attempts - 1]) * (1 + spread / 10)
