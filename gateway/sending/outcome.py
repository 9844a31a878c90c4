"""Writes down what became of an outgoing item; every ending is a row with a state and a sentence."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from gateway.casework.clockwork import met_by_answer
from gateway.sending.alive import Alive
from gateway.sending.heard import Heard
from gateway.sending.relay import Outcome, Verdict
from gateway.sending.retry import next_try
from gateway.settings import SendingSettings
from gateway.store import history
from gateway.store.tables import Case, Delivery, Outbox, Task

#: Clocks that a first word to the complainant meets.
RECEIPT_CLOCKS = ("acknowledgement", "first-contact", "whistleblower-receipt")

IN_DOUBT = "the connection broke while the mail was leaving: nobody knows whether it arrived"


def mark_in_doubt(session: Session, item_id: int, attempts: int) -> bool:
    """Before the first byte of the text leaves. False where the item is no longer ours (its lease went to another)."""
    mine = update(Outbox).where(Outbox.id == item_id, Outbox.state == "sending", Outbox.attempts == attempts)
    return session.execute(mine.values(state="in-doubt", reason=IN_DOUBT).returning(Outbox.id)).first() is not None


@dataclass(frozen=True, slots=True)
class OtherWay:
    """The same answer by another channel, proposed to a person."""

    #: What a person is told of it.
    sentence: str
    #: The proposed item, where an address for it is known.
    item: int | None
    due: date


#: What can be proposed for an item that will never arrive; None where nothing can.
Propose = Callable[[Session, Outbox, datetime], OtherWay | None]


def conclude(
    session: Session, item_id: int, verdict: Verdict, now: datetime, settings: SendingSettings, propose: Propose
) -> None:
    """Sets the item's state after a try."""
    row = session.execute(select(Outbox).where(Outbox.id == item_id).with_for_update()).scalar_one()
    row.lease_until = row.leased_by = None
    event = "deferred" if verdict.outcome is Outcome.UNKNOWN else verdict.outcome.value
    session.add(Delivery(outbox_id=row.id, at=now, event=event, code=verdict.code, text=verdict.text))
    if verdict.outcome is Outcome.ACCEPTED:
        sent(session, row, now)
    elif verdict.outcome is Outcome.REFUSED:
        # What is proposed instead reads in the books that this way is closed.
        session.flush()
        reason = " ".join(filter(None, ("the relay refused it:", verdict.code, verdict.text)))
        failed(session, row, now, reason, propose(session, row, now))
    elif verdict.outcome is Outcome.UNKNOWN:
        doubtful(session, row, now, settings)
    else:
        put_off(session, row, now, f"not taken yet: {verdict.code} {verdict.text}".strip(), settings)
    session.flush()


def sent(session: Session, row: Outbox, now: datetime) -> None:
    row.state, row.reason, row.sent_at = "sent", "", now
    if row.case_id is None:
        return
    history.append(session, row.case_id, now, history.SYSTEM, "sent", {"outbox": row.id, "answer": row.answer})
    met_by_answer(session, session.get_one(Case, row.case_id), row.answer, now)


def put_off(session: Session, row: Outbox, now: datetime, reason: str, settings: SendingSettings) -> None:
    again = next_try(now, row.attempts, settings.retry_minutes, random.random())
    if again is None:
        failed(session, row, now, f"given up after {row.attempts} tries: {reason}")
    else:
        row.state, row.reason, row.not_before = "queued", reason, again


def doubtful(session: Session, row: Outbox, now: datetime, settings: SendingSettings) -> None:
    """By policy: a person decides, or it goes again and may arrive twice."""
    if settings.in_doubt == "resend":
        put_off(session, row, now, IN_DOUBT, settings)
        return
    row.state, row.reason = "in-doubt", IN_DOUBT
    task(
        session, row, now, f"in-doubt:{row.id}", f"An answer to {row.to_address} may or may not have left: {IN_DOUBT}."
    )


def failed(session: Session, row: Outbox, now: datetime, reason: str, other: OtherWay | None = None) -> None:
    row.state, row.reason = "failed", reason
    text = f"An answer to {row.to_address} could not be sent: {reason}. {other.sentence if other else ''}".strip()
    task(session, row, now, f"failed:{row.id}", text, other)
    if row.case_id is not None:
        history.append(session, row.case_id, now, history.SYSTEM, "not-sent", {"outbox": row.id, "reason": reason})


def task(session: Session, row: Outbox, now: datetime, key: str, text: str, other: OtherWay | None = None) -> None:
    """A task for a person, once per item and reason, due with what is proposed instead, else with the case's soonest
    clock."""
    if session.execute(select(Task.id).where(Task.dedupe_key == key)).first():
        return
    due = other.due if other else None
    if due is None and row.case_id is not None:
        due = session.execute(select(Case.due).where(Case.id == row.case_id)).scalar_one_or_none()
    values: dict[str, Any] = {
        "office": row.office,
        "kind": "failed-send",
        "case_id": row.case_id,
        "outbox_id": row.id,
        "text": text,
        "data": {"other_way": other.item} if other else {},
        "due": due,
        "dedupe_key": key,
        "created_at": now,
    }
    session.execute(insert(Task).values(values))


def recover(session: Session, now: datetime, settings: SendingSettings, alive: Alive) -> int:
    """Takes up what a killed sender left behind: what never left goes again, what may have left goes by policy.

    Returns how many were taken up.
    """
    left = select(Outbox).where(Outbox.state.in_(("sending", "in-doubt")), Outbox.lease_until.is_not(None))
    rows = session.execute(left.with_for_update(skip_locked=True)).scalars().all()
    dead = alive.dead(session, {row.leased_by for row in rows if row.leased_by is not None})
    taken = [row for row in rows if row.leased_by in dead or (row.lease_until is not None and row.lease_until < now)]
    for row in taken:
        row.lease_until = row.leased_by = None
        if row.state == "sending":
            row.state, row.attempts = "queued", row.attempts - 1
        else:
            doubtful(session, row, now, settings)
    session.flush()
    return len(taken)


def remembered(
    session: Session, heard: Sequence[Heard], now: datetime, settings: SendingSettings, propose: Propose
) -> None:
    """Concludes items whose sender died, or lost the books, after the relay's word and before writing it down."""
    for one in heard:
        same = (Outbox.id == one.item, Outbox.attempts == one.attempts, Outbox.message_id == one.message_id)
        if session.execute(select(Outbox.id).where(*same, Outbox.state == "in-doubt")).first() is None:
            continue
        conclude(session, one.item, one.verdict, now, settings, propose)
        doubt = update(Task).where(Task.dedupe_key == f"in-doubt:{one.item}", Task.done_at.is_(None))
        session.execute(doubt.values(done_at=now, done_by=history.SYSTEM))
