"""Which senders are alive: each holds a lock in the database that is let go when its process ends, however it ends.

What a dead one had in its hands is taken up at once, not when its lease runs out.
"""

import secrets
from collections.abc import Collection

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gateway.store.engine import Store, answering

#: First half of the lock's number; the second is the sender's own.
SENDERS = 5_242_006


class Alive:
    """One sender's sign of life. Nothing to hold on SQLite, where one process works the outbox."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: Connection | None = None
        self.number = secrets.randbelow(2**31)

    def hold(self) -> None:
        """Takes the lock, or takes it again where the connection broke. Raises StoreUnavailable."""
        if self._store.embedded:
            return
        with answering(self._store.engine):
            if self._connection is None or not self._answers():
                connection = self._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text("SELECT pg_advisory_lock(:senders, :own)"), self._lock(self.number))
                self._connection = connection

    def let_go(self) -> None:
        if self._connection is not None:
            # Not back into the pool: the lock belongs to the connection.
            self._connection.invalidate()
            self._connection.close()
            self._connection = None

    def dead(self, session: Session, numbers: Collection[int]) -> set[int]:
        """Those of `numbers` whose senders are gone."""
        if self._store.embedded:
            return set(numbers)
        free = text("SELECT pg_try_advisory_xact_lock(:senders, :own)")
        return {number for number in sorted(numbers) if session.execute(free, self._lock(number)).scalar_one()}

    def _answers(self) -> bool:
        assert self._connection is not None
        try:
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self._connection.close()
            self._connection = None
            return False
        return True

    def _lock(self, number: int) -> dict[str, int]:
        return {"senders": SENDERS, "own": number}
