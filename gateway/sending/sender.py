"""The sender: hands queued items to the relay over a few kept connections, and writes down what became of each.

Before the first byte of a mail's text leaves, the item is marked as in doubt in the books; the relay's word is noted
on the disk at once, and then concluded in the books. Marks and conclusions of all connections share commits.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gateway.errors import StoreUnavailable
from gateway.exchange.push import push, push_address
from gateway.sending.alive import Alive
from gateway.sending.caps import sent_within_hour
from gateway.sending.heard import Heard, Notebook
from gateway.sending.outcome import Propose, conclude, failed, mark_in_doubt, recover, remembered
from gateway.sending.relay import Outcome, Relay, Verdict
from gateway.sending.rendering import Stationery
from gateway.settings import RelaySettings, SendingSettings
from gateway.store.engine import Store
from gateway.store.raw import keep_raw, raw_bytes
from gateway.store.tables import Outbox
from outbound.draft import Channel

log = structlog.get_logger()
T = TypeVar("T")

#: How long an item is ours before another sender may take it.
LEASE = timedelta(minutes=10)
#: Items taken at once for each connection.
PER_CONNECTION = 8
IDLE = 0.2
AWAY = 2.0


@dataclass(frozen=True, slots=True)
class Leased:
    id: int
    attempts: int
    message_id: str
    sender: str
    recipient: str
    content: bytes
    #: Address of the partner's own gateway, where it has one.
    push: str = ""


class LeaseLost(Exception):
    """Another sender took the item over while we were slow."""


class Scribe:
    """Runs small writings of many tasks in one transaction, in a thread of its own."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[tuple[Callable[[Session], object], asyncio.Future[object]]] = []
        self._busy = asyncio.Lock()

    async def write(self, writing: Callable[[Session], T]) -> T:
        """The value of `writing`, once it is on the disk."""
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting.append((writing, future))
        async with self._busy:
            if not future.done():
                await self._commit()
        return await future  # type: ignore[return-value]

    async def _commit(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            values = await asyncio.to_thread(self._together, [writing for writing, _ in batch])
        except Exception as error:
            for _, future in batch:
                future.set_exception(error)
            return
        for (_, future), value in zip(batch, values, strict=True):
            future.set_result(value)

    def _together(self, writings: Sequence[Callable[[Session], object]]) -> list[object]:
        with self._store.session() as session:
            return [writing(session) for writing in writings]


class Sender:
    def __init__(
        self,
        store: Store,
        stationery: Stationery,
        relay: RelaySettings,
        password: str,
        sending: SendingSettings,
        clock: Callable[[], datetime],
        notes: Path,
        propose: Propose,
    ) -> None:
        """`notes`: folder for what the relay said and the books do not hold yet."""
        self._store, self._stationery, self._clock, self._notes = store, stationery, clock, notes
        self._relay_settings, self._password, self._sending = relay, password, sending
        self._alive = Alive(store)
        self._propose = propose

    def run(self, stop: threading.Event) -> None:
        """Sends until told to stop; what was begun is finished. Without a relay nothing leaves."""
        if not self._relay_settings.host:
            stop.wait()
            return
        asyncio.run(self._run(stop))

    def send_waiting(self) -> int:
        """Everything that is due now, once; the number of items that were tried."""
        return asyncio.run(self._once())

    async def _run(self, stop: threading.Event) -> None:
        async with self._at_work() as (relays, scribe, notebook):
            resting = True
            while not stop.is_set():
                try:
                    if resting:
                        await self._recover(scribe, notebook)
                    resting = not await self._round(relays, scribe, notebook)
                except StoreUnavailable as error:
                    log.warning("database away", reason=str(error))
                    resting = True
                    await asyncio.sleep(AWAY)
                if resting:
                    await asyncio.to_thread(stop.wait, IDLE)

    async def _once(self) -> int:
        async with self._at_work() as (relays, scribe, notebook):
            await self._recover(scribe, notebook)
            total = 0
            while tried := await self._round(relays, scribe, notebook):
                total += tried
            return total

    @asynccontextmanager
    async def _at_work(self) -> AsyncIterator[tuple[list[Relay], Scribe, Notebook]]:
        relays, notebook = self._relays(), Notebook(self._notes)
        try:
            yield relays, Scribe(self._store), notebook
        finally:
            await asyncio.gather(*(relay.quit() for relay in relays))
            notebook.close()
            self._alive.let_go()

    def _relays(self) -> list[Relay]:
        return [Relay(self._relay_settings, self._password) for _ in range(max(1, self._relay_settings.connections))]

    async def _recover(self, scribe: Scribe, notebook: Notebook) -> None:
        """What a killed sender left behind, and what this one could not write down. Nothing is being sent just now."""
        await asyncio.to_thread(self._alive.hold)
        dead = notebook.left_by_dead()
        heard = [*notebook.own(), *(one for notes in dead.values() for one in notes)]
        if heard:
            await scribe.write(lambda session: remembered(session, heard, self._clock(), self._sending, self._propose))
        notebook.forget()
        for path in dead:
            path.unlink(missing_ok=True)
        if await asyncio.to_thread(self._left_behind):
            await scribe.write(lambda session: recover(session, self._clock(), self._sending, self._alive))

    def _left_behind(self) -> bool:
        left = (Outbox.state.in_(("sending", "in-doubt")), Outbox.lease_until.is_not(None))
        with self._store.reading() as session:
            return session.execute(select(Outbox.id).where(*left).limit(1)).first() is not None

    async def _round(self, relays: Sequence[Relay], scribe: Scribe, notebook: Notebook) -> int:
        if not await asyncio.to_thread(self._due):
            return 0
        items = await scribe.write(lambda session: self._lease(session, len(relays) * PER_CONNECTION))
        queue = list(reversed(items))

        async def drain(relay: Relay) -> None:
            while queue:
                await self._send(relay, queue.pop(), scribe, notebook)

        await asyncio.gather(*(drain(relay) for relay in relays[: len(items)]))
        return len(items)

    def _due(self) -> bool:
        with self._store.reading() as session:
            return session.execute(select(Outbox.id).where(*self._ready()).limit(1)).first() is not None

    def _ready(self) -> tuple[ColumnElement[bool], ...]:
        return (Outbox.state == "queued", Outbox.channel == Channel.MAIL.value, Outbox.not_before <= self._clock())

    def _lease(self, session: Session, most: int) -> list[Leased]:
        """Takes items up and renders what was not rendered yet: the same bytes at every try."""
        now = self._clock()
        room = self._sending.per_hour - sent_within_hour(session, now)
        if room <= 0:
            return []
        due = select(Outbox).where(*self._ready()).order_by(Outbox.not_before, Outbox.id)
        rows = session.scalars(due.limit(min(most, room)).with_for_update(skip_locked=True)).all()
        leased = []
        for row in rows:
            try:
                content = self._content(session, row, now)
            except (ValueError, KeyError) as error:
                failed(session, row, now, f"it cannot be made into a mail: {error}")
                continue
            row.state, row.attempts = "sending", row.attempts + 1
            row.lease_until, row.leased_by = now + LEASE, self._alive.number
            sender = self._stationery.return_address(row)
            address = push_address(session, row)
            leased.append(Leased(row.id, row.attempts, row.message_id, sender, row.to_address, content, address))
        session.flush()
        return leased

    def _content(self, session: Session, row: Outbox, now: datetime) -> bytes:
        if row.rendered:
            return raw_bytes(session, row.rendered)
        content = self._stationery.rendered(session, row, now)
        row.rendered = keep_raw(session, content, now)
        return content

    async def _send(self, relay: Relay, item: Leased, scribe: Scribe, notebook: Notebook) -> None:
        async def in_doubt() -> None:
            if not await scribe.write(lambda session: mark_in_doubt(session, item.id, item.attempts)):
                raise LeaseLost

        try:
            verdict = await push(item.push, item.content) if item.push else None
            verdict = verdict or await relay.hand_over(item.sender, item.recipient, item.content, in_doubt)
        except LeaseLost:
            return
        if verdict.outcome is Outcome.UNKNOWN or verdict.outcome is Outcome.DEFERRED:
            log.warning("not taken", outbox=item.id, outcome=verdict.outcome.value, code=verdict.code)
        if verdict.outcome is not Outcome.UNKNOWN:
            note(notebook, item, verdict)
        await self._conclude(scribe, item, verdict)

    async def _conclude(self, scribe: Scribe, item: Leased, verdict: Verdict) -> None:
        now = self._clock()
        try:
            await scribe.write(lambda session: conclude(session, item.id, verdict, now, self._sending, self._propose))
        except StoreUnavailable:
            # It stands in the notebook, and is taken up from there once the books are back.
            log.warning("outcome not written", outbox=item.id, outcome=verdict.outcome.value)


def note(notebook: Notebook, item: Leased, verdict: Verdict) -> None:
    try:
        notebook.note(Heard(item.id, item.attempts, item.message_id, verdict))
    except OSError as error:
        log.error("the relay's word not noted", outbox=item.id, error=error.strerror)
