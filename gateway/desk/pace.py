"""How often one address, or one program, may ask."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

WINDOW = timedelta(minutes=10)
#: Requests of one address within the window: a person reads, changes his mind and sends, a guesser is stopped.
MOST = 60
#: Documents of one address: a partner with a full outbox after a day without a network.
MOST_PUSHED = 600
#: Addresses that are remembered; those that asked longest ago are forgotten first.
MOST_ADDRESSES = 10_000


class Pace:
    def __init__(self, most: int = MOST, window: timedelta = WINDOW) -> None:
        self._most, self._window = most, window
        self._asked: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def allows(self, address: str, now: datetime) -> bool:
        """Whether this one more request is within the pace; it counts either way."""
        with self._lock:
            asked = self._asked.setdefault(address, deque(maxlen=self._most + 1))
            self._asked.move_to_end(address)
            while len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            asked.append(now)
            return sum(moment > now - self._window for moment in asked) <= self._most
