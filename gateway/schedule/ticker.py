"""The clockwork that looks at the calendar again and again; of several nodes on one PostgreSQL only one at a time."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import text
from sqlalchemy.orm import Session

from gateway.errors import StoreUnavailable
from gateway.schedule.run import Done, run_due
from gateway.store.engine import Store
from routing.offices import Office

#: What other parts add to the schedule (transfers that nobody confirmed): must do nothing twice.
Hook = Callable[[Session, datetime], None]
#: Any number, the same on every node: who holds this lock runs the schedule.
LOCK = 5_242_002
log = logging.getLogger(__name__)


class Ticker:
    """Starts with `start`, ends with `stop`. A failure is logged and tried again at the next tick."""

    def __init__(
        self,
        store: Store,
        offices: Sequence[Office],
        clock: Callable[[], datetime],
        *,
        secret: bytes,
        seconds: float = 60.0,
        hooks: Sequence[Hook] = (),
    ) -> None:
        self.store = store
        self.offices = tuple(offices)
        self.clock = clock
        self.secret = secret
        self.hooks = tuple(hooks)
        #: Moment of the last look that went well.
        self.last_run: datetime | None = None
        self._scheduler: Any = BackgroundScheduler(timezone="Europe/Brussels", daemon=True)  # type: ignore[no-untyped-call]
        self._scheduler.add_job(  # type: ignore[no-untyped-call]
            self._tick, "interval", seconds=seconds, max_instances=1, coalesce=True, misfire_grace_time=None
        )

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        """Waits for a look under way."""
        self._scheduler.shutdown(wait=True)

    def look(self) -> Done | None:
        """One look now, then each hook in a transaction of its own; None where another node is at it."""
        now = self.clock()
        with self._turn() as session:
            if session is None:
                return None
            done = run_due(session, self.offices, now, secret=self.secret)
        for hook in self.hooks:
            self._run(hook, now)
        self.last_run = now
        return done

    def _run(self, hook: Hook, now: datetime) -> None:
        """What fails here leaves the schedule and the other hooks as they are, and is tried again at the next tick."""
        try:
            with self._turn() as session:
                if session is not None:
                    hook(session, now)
        except StoreUnavailable:
            raise
        except Exception:
            log.exception("schedule: a part of it failed; it is tried again")

    @contextmanager
    def _turn(self) -> Iterator[Session | None]:
        """A transaction in which no other node runs the schedule; None where one does."""
        with self.store.session() as session:
            ours = session.get_bind().dialect.name != "postgresql" or session.scalar(
                text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": LOCK}
            )
            yield session if ours else None

    def _tick(self) -> None:
        try:
            self.look()
        except StoreUnavailable as error:
            log.warning("schedule: %s", error)
        except Exception:
            log.exception("schedule: a look at the calendar failed; it is tried again")
