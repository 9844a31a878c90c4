"""Arrivals that a worker has in hand: committed before it reads them, gone in the transaction that ends them.

What is left here was in the hands of a process that died. A row of its own, without a foreign key: the arrival's row
is locked by the worker that holds it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from gateway.store.base import Base, Key
from gateway.store.both import among


class Begun(Base):
    __tablename__ = "begun"

    inbox_id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    #: Processes that took it up and have not come to its end.
    times: Mapped[int]
    #: Should this process die too, the next one leaves it alone until then.
    rests_until: Mapped[datetime]


def _once_more(insert: Any) -> Any:
    plain = insert(Begun)
    again = {"times": Begun.times + 1, "rests_until": plain.excluded.rests_until}
    return plain.on_conflict_do_update(index_elements=["inbox_id"], set_=again)


#: Built once: building a statement costs more than running it.
ONCE_MORE = {"sqlite": _once_more(sqlite_insert), "postgresql": _once_more(postgresql_insert)}
ENDED = delete(Begun).where(among(Begun.__table__.c.inbox_id, "ended"))


def begin(session: Session, arrivals: Mapping[int, datetime]) -> None:
    """Counts one process more for each; `arrivals` also says until when it rests should that process die."""
    if not arrivals:
        return
    books = session.connection()
    rows = [{"inbox_id": number, "times": 1, "rests_until": until} for number, until in sorted(arrivals.items())]
    books.execute(ONCE_MORE[books.dialect.name], rows)


def end(session: Session, arrivals: Sequence[int]) -> None:
    session.connection().execute(ENDED, {"ended": list(arrivals)})
