"""Tells the addresses of webhooks what happened: at least once, in order, one node at a time for each address.

First what is new in history is put down as deliveries, under a unique key. Entries may come in below the highest one
that was seen (transactions end in another order than they began), so each look goes back a stretch. Then the next
deliveries of each address are called outside any transaction, while a lease keeps other nodes away; whoever dies
meanwhile leaves them waiting.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from gateway.api.webhooks import SIGNATURE, body_of, key_of, signature
from gateway.errors import GatewayError, StoreUnavailable
from gateway.store.api import Webhook, WebhookDelivery
from gateway.store.engine import Store
from gateway.store.tables import Case, History, Task

log = logging.getLogger(__name__)

#: Entries of history that are looked at again.
BACK = 2_000
#: Entries put down, and calls made, for one address in one look.
MOST_NEW, MOST_CALLS = 500, 50
#: Seconds that one call may take, whatever the other side does, and all calls of one address in one look.
CALL_SECONDS, LOOK_SECONDS = 10.0, 30.0
LEASE = timedelta(seconds=90)
EVERY_SECONDS = 5.0
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
#: How long it is remembered that an event was told.
KEPT = timedelta(days=90)
#: Calls in a row that fail before staff are asked to look: 32 hours with these pauses.
MOST_FAILURES = 15


@dataclass(frozen=True, slots=True)
class Parcel:
    """One call."""

    delivery: int
    url: str
    body: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    delivery: int
    delivered: bool
    #: The status, or why there was none.
    said: str


class Courier:
    """`look` once, or `run` until told to stop."""

    def __init__(
        self,
        store: Store,
        secret: bytes,
        clock: Callable[[], datetime],
        *,
        call_seconds: float = CALL_SECONDS,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self.store, self.secret, self.clock = store, secret, clock
        self.call_seconds, self.look_seconds = call_seconds, look_seconds

    def run(self, stop: threading.Event) -> None:
        while not stop.wait(EVERY_SECONDS):
            try:
                self.look()
            except StoreUnavailable as error:
                log.warning("webhooks: %s", error)
            except Exception:
                log.exception("webhooks: a look failed; it is tried again")

    def look(self) -> int:
        """How many calls were taken at the other side."""
        with self.store.reading() as session:
            if session.scalars(select(Webhook.id).where(Webhook.state == "on").limit(1)).first() is None:
                return 0
        now = self.clock()
        with self.store.session() as session:
            claimed = _claimed(session, now)
            for webhook in claimed:
                put_down(session, webhook, now)
            session.flush()
            rounds = {webhook.id: self._parcels(session, webhook, now) for webhook in claimed}
        outcomes = asyncio.run(self._call_all([parcels for parcels in rounds.values() if parcels]))
        with self.store.session() as session:
            for number, parcels in rounds.items():
                own = {parcel.delivery for parcel in parcels}
                write_down(session, number, [one for one in outcomes if one.delivery in own], self.clock())
        return sum(outcome.delivered for outcome in outcomes)

    def _parcels(self, session: Session, webhook: Webhook, now: datetime) -> list[Parcel]:
        """The next calls of an address, none where the first of them must wait."""
        rows = session.execute(
            select(WebhookDelivery, History, Case)
            .join(History, History.id == WebhookDelivery.history_id)
            .join(Case, Case.id == History.case_id)
            .where(WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.state == "waiting")
            .order_by(WebhookDelivery.history_id)
            .limit(MOST_CALLS)
        ).all()
        found: list[Parcel] = []
        for delivery, step, case in rows:
            if case.sealed and not webhook.sealed:
                delivery.state = "withheld"
                continue
            if delivery.not_before > now:
                break
            try:
                key = key_of(webhook, self.secret)
            except GatewayError as error:
                log.error("webhook %d: %s", webhook.id, error)
                break
            found.append(Parcel(delivery.id, webhook.url, body_of(step, case), key))
        return found

    async def _call_all(self, rounds: Sequence[Sequence[Parcel]]) -> list[Outcome]:
        """Each address in its order; a slow one holds up no other."""
        limits = httpx.Limits(max_connections=20, max_keepalive_connections=0)
        async with httpx.AsyncClient(
            follow_redirects=False, trust_env=False, limits=limits, timeout=self.call_seconds
        ) as client:
            found = await asyncio.gather(*(self._call_one(client, parcels) for parcels in rounds))
        return [outcome for outcomes in found for outcome in outcomes]

    async def _call_one(self, client: httpx.AsyncClient, parcels: Sequence[Parcel]) -> list[Outcome]:
        """Until one fails, or the time of this look is over."""
        outcomes: list[Outcome] = []
        until = asyncio.get_running_loop().time() + self.look_seconds
        for parcel in parcels:
            outcomes.append(await self._call(client, parcel))
            if not outcomes[-1].delivered or asyncio.get_running_loop().time() > until:
                break
        return outcomes

    async def _call(self, client: httpx.AsyncClient, parcel: Parcel) -> Outcome:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "klachtenpost-webhook",
            SIGNATURE: signature(parcel.key, self.clock(), parcel.body),
        }
        try:
            async with (
                asyncio.timeout(self.call_seconds),
                client.stream("POST", parcel.url, content=parcel.body, headers=headers) as response,
            ):
                # Only the status counts; what else is said is not read.
                return Outcome(parcel.delivery, response.is_success, str(response.status_code))
        except (TimeoutError, httpx.TimeoutException):
            return Outcome(parcel.delivery, False, "no answer in time")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Outcome(parcel.delivery, False, type(error).__name__)


def put_down(session: Session, webhook: Webhook, now: datetime) -> None:
    """What is new for this address, as deliveries that wait."""
    rows = (
        select(History.id)
        .join(Case, Case.id == History.case_id)
        .outerjoin(
            WebhookDelivery,
            (WebhookDelivery.history_id == History.id) & (WebhookDelivery.webhook_id == webhook.id),
        )
        .where(
            History.id > max(webhook.starts_after, webhook.seen_to - BACK),
            Case.office == webhook.office,
            WebhookDelivery.id.is_(None),
        )
        .order_by(History.id)
        .limit(MOST_NEW)
    )
    if webhook.events:
        rows = rows.where(History.step.in_(webhook.events))
    if not webhook.sealed:
        rows = rows.where(Case.sealed.is_(False))
    # Asked first: what comes in between is found by the next look.
    last = session.scalar(select(func.max(History.id))) or 0
    new = list(session.scalars(rows))
    if new:
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        session.execute(
            insert(WebhookDelivery).on_conflict_do_nothing(index_elements=["webhook_id", "history_id"]),
            [
                {"webhook_id": webhook.id, "history_id": one, "state": "waiting", "attempts": 0, "not_before": now,
                 "outcome": ""}
                for one in new
            ],
        )  # fmt: skip
    webhook.seen_to = max(webhook.seen_to, new[-1] if len(new) == MOST_NEW else last)
    session.execute(
        delete(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook.id,
            WebhookDelivery.delivered_at < now - KEPT,
            # What a look may come upon again must still be known.
            WebhookDelivery.history_id < webhook.seen_to - BACK,
        )
    )


def write_down(session: Session, number: int, outcomes: Sequence[Outcome], now: datetime) -> None:
    """What came of the calls of one address; the lease ends."""
    webhook = session.scalars(select(Webhook).where(Webhook.id == number).with_for_update()).one()
    webhook.lease_until = None
    for outcome in outcomes:
        row = session.get_one(WebhookDelivery, outcome.delivery)
        row.attempts, row.outcome = row.attempts + 1, outcome.said
        if outcome.delivered:
            row.state, row.delivered_at, webhook.failures = "delivered", now, 0
        else:
            webhook.failures += 1
            row.not_before = now + min(FIRST_PAUSE * 2 ** min(webhook.failures - 1, 20), LONGEST_PAUSE)
    if webhook.failures >= MOST_FAILURES and webhook.state == "on":
        webhook.state = "paused"
        session.add(_task(webhook, now))


def _claimed(session: Session, now: datetime) -> Sequence[Webhook]:
    """The addresses that nobody else works for; from now on this node does."""
    free = or_(Webhook.lease_until.is_(None), Webhook.lease_until < now)
    claim = update(Webhook).where(Webhook.state == "on", free).values(lease_until=now + LEASE).returning(Webhook.id)
    numbers = session.scalars(claim).all()
    return session.scalars(select(Webhook).where(Webhook.id.in_(numbers)).order_by(Webhook.id)).all()


def _task(webhook: Webhook, now: datetime) -> Task:
    host = httpx.URL(webhook.url).host
    return Task(
        office=webhook.office,
        kind="webhook-paused",
        text=f"The webhook to {host} fails again and again and was paused: mend it, then resume it.",
        data={"webhook": webhook.id},
        due=None,
        dedupe_key=f"webhook-paused:{webhook.id}:{now.isoformat()}",
        created_at=now,
    )
