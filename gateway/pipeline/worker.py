"""The worker: takes waiting arrivals in order, has them read, and writes down what becomes of each.

Reading happens outside the books. What is written is one transaction for a batch; where it fails, each arrival gets
a transaction of its own, so that one bad mail never holds up another. After three tries it waits in quarantine.

An arrival that was in hand when the process died is worked alone after the restart, so that of a batch only the one
that kills its worker is left under suspicion. The more processes died over it the longer it rests, so that a machine
that is killed many times within a minute puts no good mail aside; after five it waits in quarantine.
"""

import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Select, bindparam, func, insert, or_, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from gateway.answering.texts import all_own_texts
from gateway.errors import StoreUnavailable
from gateway.exchange import road as exchange
from gateway.exchange.encryption import open_arrival
from gateway.exchange.incoming import partner_wrote
from gateway.killable import Failed
from gateway.pipeline.reading import ForPerson, Parcelled, Raw, Read, Reading, Seen
from gateway.pipeline.record import record
from gateway.pipeline.scanned import open_parcel, show_to_person
from gateway.pipeline.work import Arrived, Desk
from gateway.store.base import UtcDateTime
from gateway.store.begun import Begun, begin, end
from gateway.store.both import among
from gateway.store.engine import Store
from gateway.store.scans import TypedScan
from gateway.store.tables import Inbox, Task
from gateway.store.tables import Raw as RawRow

log = structlog.get_logger()

TRIES = 3
#: Processes that may die with an arrival in hand. More than tries: a machine that is switched off dies with good mail.
DEATHS = 5
#: Seconds that an arrival rests after so many deaths, while the others go on.
RESTS = (0, 0, 1, 10, 30)
#: One node writes at a time, so that what two nodes got at once is still matched with each other.
RECORDING = 5_242_005
#: Bytes of mail that are in hand at once, unless one mail alone is more.
MOST_BYTES = 64 * 1024 * 1024
#: Seconds between looks at an empty inbox.
IDLE = 0.2
#: Seconds of patience after the database went away.
AWAY = 2.0

# Built once: building a statement costs more than running it.
_row, _begun = Inbox.__table__.c, Begun.__table__.c
STILL = select(_row.id).where(among(_row.id, "ids"), _row.status == "waiting").order_by(_row.id).with_for_update()

_raw = RawRow.__table__.c
CONTENTS = select(_raw.sha256, _raw.compressed).where(among(_raw.sha256, "names"))


def _waiting(*, patient: bool, embedded: bool) -> Select[Any]:
    """Rows to take up; those that others have in hand are left out."""
    told = (_row.id, _row.sha256, _row.channel, _row.source, _row.office, _row.envelope_from, _row.envelope_to)
    statement = (
        select(*told, _row.received_at, _row.attempts, RawRow.size)
        .add_columns(func.coalesce(_begun.times, 0).label("deaths"), func.coalesce(TypedScan.text, "").label("typed"))
        .select_from(Inbox)
        .join(RawRow, RawRow.sha256 == _row.sha256)
        .outerjoin(Begun, _begun.inbox_id == _row.id)
        .outerjoin(TypedScan, TypedScan.inbox_id == _row.id)
        .where(_row.status == "waiting")
        .order_by(_row.not_before, _row.id)
        .limit(bindparam("most"))
    )
    if patient:
        now = bindparam("now", type_=UtcDateTime())
        rested = or_(_begun.rests_until.is_(None), _begun.rests_until <= now, among(_begun.inbox_id, "in_hand"))
        statement = statement.where(_row.not_before <= now, rested)
    return statement if embedded else statement.with_for_update(skip_locked=True, of=Inbox)


WAITING = {
    (patient, embedded): _waiting(patient=patient, embedded=embedded)
    for patient in (True, False)
    for embedded in (True, False)
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A claimed row with its raw bytes."""

    id: int
    sha256: str
    source: str
    attempts: int
    #: Processes that died with it in hand, as far as is known.
    deaths: int
    raw: Raw


class Worker:
    def __init__(
        self,
        store: Store,
        reading: Reading,
        desk: Desk,
        clock: Callable[[], datetime],
        *,
        batch: int = 64,
        patient: bool = True,
    ) -> None:
        """`patient`: a row that failed is tried again after a pause; else at once (for `ingest`)."""
        self._store, self._reading, self._desk, self._clock = store, reading, desk, clock
        self._batch, self._patient = batch, patient
        #: Arrivals that this process has counted as in hand.
        self._in_hand: set[int] = set()

    def run(self, stop: threading.Event) -> None:
        """Works until told to stop; what was begun is finished."""
        self._reading.warm(self._clock())
        while not stop.is_set():
            try:
                worked = self.work()
            except StoreUnavailable as error:
                log.warning("database away", reason=str(error))
                stop.wait(AWAY)
                continue
            if not worked:
                stop.wait(IDLE)

    def work(self) -> int:
        """One batch; the number of rows it took up."""
        waiting = self._worked()
        self._in_hand.difference_update(row.id for row in waiting)
        return len(waiting)

    def _worked(self) -> Sequence[Waiting]:
        if self._store.embedded:
            with self._store.reading() as session:
                waiting = self._claimed(session)
            if waiting:
                self._finish(waiting)
            return waiting
        with self._store.session() as session:
            waiting = self._claimed(session)
            if not waiting:
                return waiting
            results = self._results(waiting)
            if not any(isinstance(result, Failed) for result in results) and self._together(session, waiting, results):
                return waiting
        self._singly(waiting, results)
        return waiting

    def _results(self, waiting: Sequence[Waiting]) -> Sequence[Seen | Failed]:
        """Read, after it is committed that they are in hand; none is read over which too many processes died."""
        if any(row.deaths >= DEATHS for row in waiting):
            return [Failed(f"{row.deaths} processes ended while they worked on it") for row in waiting]
        now = self._clock()
        fresh = {
            row.id: now + timedelta(seconds=rest(row.deaths + 1)) for row in waiting if row.id not in self._in_hand
        }
        if fresh:
            with self._store.session() as session:
                begin(session, fresh)
            self._in_hand.update(fresh)
        return self._reading.read([row.raw for row in waiting])

    def _finish(self, waiting: Sequence[Waiting]) -> None:
        """SQLite: one process works the queue, so nobody else takes a row while it is read."""
        results = self._results(waiting)
        done = False
        if not any(isinstance(result, Failed) for result in results):
            with self._store.session() as session:
                done = self._together(session, waiting, results)
        if not done:
            self._singly(waiting, results)

    def _together(self, session: Session, waiting: Sequence[Waiting], results: Sequence[Seen | Failed]) -> bool:
        """False where the batch failed as a whole and nothing of it is in the books."""
        try:
            with session.begin_nested():
                self._record(session, waiting, results)
        except StoreUnavailable:
            raise
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            log.warning("batch failed", error=type(error).__name__)
            return False
        except Exception as error:
            log.warning("batch failed", error=type(error).__name__)
            return False
        return True

    def _singly(self, waiting: Sequence[Waiting], results: Sequence[Seen | Failed]) -> None:
        for row, result in zip(waiting, results, strict=True):
            if isinstance(result, Failed):
                self._failed(row, result.reason)
                continue
            try:
                with self._store.session() as session:
                    self._record(session, [row], [result])
            except StoreUnavailable:
                raise
            except Exception as error:
                log.exception("arrival failed", inbox=row.id)
                self._failed(row, f"{type(error).__name__} while it was written down")

    def _record(self, session: Session, waiting: Sequence[Waiting], results: Sequence[Seen | Failed]) -> None:
        if not self._store.embedded:
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": RECORDING})
        ids = [row.id for row in waiting]
        end(session, ids)
        still = set(session.connection().scalars(STILL, {"ids": ids}))
        arrivals = [
            Arrived(row.id, row.sha256, row.raw.channel, row.source, result.message.received_at, result)
            for row, result in zip(waiting, results, strict=True)
            if row.id in still and isinstance(result, Read)
        ]
        for row, result in zip(waiting, results, strict=True):
            if row.id in still and isinstance(result, Parcelled | ForPerson):
                self._scanned(session, session.get_one(Inbox, row.id), result)
        if arrivals:
            self._write_down(session, arrivals, {row.id: row.raw.content for row in waiting})

    def _scanned(self, session: Session, row: Inbox, seen: Parcelled | ForPerson) -> None:
        now = self._clock()
        if isinstance(seen, Parcelled):
            open_parcel(session, row, seen, now)
        else:
            show_to_person(session, row, seen, self._desk.offices.served[0].id, now)

    def _write_down(self, session: Session, arrivals: Sequence[Arrived], contents: Mapping[int, bytes]) -> None:
        """What partners say in signed documents is heard first; all else goes the common road."""
        now, desk = self._clock(), replace(self._desk, texts=all_own_texts(session))
        arrivals = [one for one in arrivals if not open_arrival(session, one.id, contents[one.id], desk.secret, now)]
        houses = exchange.houses_of(desk.offices.served, desk.offices.catalogue, desk.secret)
        heard = exchange.hear_all(session, {one.id: contents[one.id] for one in arrivals}, houses, now)
        ended = {number for number, one in heard.items() if exchange.ends_here(one)}
        for number in ended:
            exchange.end(session, number, heard[number], now)
        on_the_road = [exchange.as_transfer(session, one, heard.get(one.id)) for one in arrivals if one.id not in ended]
        if on_the_road:
            record(session, on_the_road, desk=desk, now=now)
            partner_wrote(session, [one.id for one in on_the_road], now)
        for number in sorted(heard.keys() - ended):
            exchange.after(session, number, heard[number], houses, now)

    def _claimed(self, session: Session) -> list[Waiting]:
        now = self._clock()
        asked = {"most": self._batch, "now": now, "in_hand": sorted(self._in_hand)}
        books = session.connection()
        rows = within(books.execute(WAITING[self._patient, self._store.embedded], asked))
        names = sorted({row.sha256 for row in rows})
        contents = {row.sha256: row.compressed for row in books.execute(CONTENTS, {"names": names})} if rows else {}
        waiting = [
            Waiting(
                row.id,
                row.sha256,
                row.source,
                row.attempts,
                row.deaths - (row.id in self._in_hand),
                Raw(
                    content=zlib.decompress(contents[row.sha256]),
                    channel=row.channel,
                    received_at=row.received_at,
                    envelope_from=row.envelope_from,
                    envelope_to=tuple(row.envelope_to),
                    office=row.office,
                    typed=row.typed,
                ),
            )
            for row in rows
        ]
        suspect = next((row for row in waiting if row.deaths > 0), None)
        return [suspect] if suspect else waiting

    def _failed(self, row: Waiting, reason: str) -> None:
        """Once more later, or into quarantine with a task for somebody."""
        now = self._clock()
        with self._store.session() as session:
            attempts = TRIES if row.deaths >= DEATHS else row.attempts + 1
            end(session, [row.id])
            values = {"attempts": attempts, "reason": reason, "not_before": now + timedelta(seconds=20 * attempts)}
            if attempts >= TRIES:
                values |= {"status": "quarantine"}
                session.execute(insert(Task).values(_quarantined(row, self._desk, reason, now)))
            session.execute(update(Inbox).where(Inbox.id == row.id, Inbox.status == "waiting").values(**values))
        log.warning("arrival put off", inbox=row.id, attempts=row.attempts + 1, reason=reason)


def within(rows: Iterable[Any]) -> list[Any]:
    """The first rows whose mails are no more than so many bytes together; one at least."""
    taken: list[Any] = []
    size = 0
    for row in rows:
        size += row.size
        if taken and size > MOST_BYTES:
            break
        taken.append(row)
    return taken


def rest(deaths: int) -> int:
    """Seconds, after so many processes died over an arrival."""
    return RESTS[min(deaths, len(RESTS) - 1)]


def _quarantined(row: Waiting, desk: Desk, reason: str, now: datetime) -> dict[str, object]:
    tries = max(TRIES, row.deaths)
    return {
        "office": row.raw.office or desk.offices.served[0].id,
        "kind": "unreadable",
        "inbox_id": row.id,
        "text": f"An arrival could not be worked through after {tries} tries: {reason}. Its raw form is kept.",
        "data": {"sha256": row.sha256},
        "created_at": now,
    }
