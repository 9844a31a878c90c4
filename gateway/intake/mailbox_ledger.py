"""The ledger of the mailboxes: which mail is ours already. Flags, dates and age on the server say nothing about it."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from gateway.intake.arrivals import Arrival, take_in
from gateway.store.mailboxes import MailboxHealth, MailboxMail
from gateway.store.tables import Task

#: Tries with an unusable answer after which a mail is left to a person; broken connections are mostly not its fault.
TRIES = 3
BREAKS = 20


def settled(session: Session, mailbox: str, uid_validity: int) -> dict[int, str]:
    """The state of each mail that needs no fetching any more, by UID."""
    rows = session.execute(
        select(MailboxMail.uid, MailboxMail.state).where(
            MailboxMail.mailbox == mailbox,
            MailboxMail.uid_validity == uid_validity,
            MailboxMail.state.in_(("kept", "quarantined")),
        )
    )
    return {row.uid: row.state for row in rows}


def troubled(session: Session, mailbox: str, uid_validity: int) -> set[int]:
    """Mails that failed before: they go last and alone, so that they hold nobody up."""
    rows = session.execute(
        select(MailboxMail.uid).where(
            MailboxMail.mailbox == mailbox,
            MailboxMail.uid_validity == uid_validity,
            MailboxMail.state == "waiting",
        )
    )
    return set(rows.scalars())


def keep(session: Session, mailbox: str, uid_validity: int, uid: int, arrival: Arrival, reason: str = "") -> bool:
    """Takes the mail into the inbox with its line in the ledger, in the caller's transaction.

    False where this mailbox has brought these very bytes before, or another node has just taken them.
    """
    row = claimed(session, mailbox, uid_validity, uid, arrival.received_at)
    if row.state == "kept":
        return False
    sha256 = hashlib.sha256(arrival.content).hexdigest()
    earlier = session.execute(
        select(MailboxMail.inbox_id)
        .where(MailboxMail.mailbox == mailbox, MailboxMail.sha256 == sha256, MailboxMail.inbox_id.is_not(None))
        .limit(1)
    ).scalar_one_or_none()
    row.inbox_id = take_in(session, arrival) if earlier is None else earlier
    row.sha256, row.state, row.reason = sha256, "kept", reason
    session.flush()
    return earlier is None


def claimed(session: Session, mailbox: str, uid_validity: int, uid: int, now: datetime) -> MailboxMail:
    """The mail's line, made where it is new, locked until the transaction ends."""
    values = {"mailbox": mailbox, "uid_validity": uid_validity, "uid": uid, "state": "waiting", "at": now}
    fresh = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(
        fresh(MailboxMail).values(values | {"attempts": 0, "breaks": 0, "reason": ""}).on_conflict_do_nothing()
    )
    return session.execute(
        select(MailboxMail)
        .where(MailboxMail.mailbox == mailbox, MailboxMail.uid_validity == uid_validity, MailboxMail.uid == uid)
        .with_for_update()
    ).scalar_one()


def failed(
    session: Session, mailbox: str, office: str, uid_validity: int, uid: int, reason: str, now: datetime, *, broke: bool
) -> bool:
    """Notes a failed try; True where it was the last one and the mail is now left to a person, who gets a task."""
    row = claimed(session, mailbox, uid_validity, uid, now)
    if row.state != "waiting":
        return False
    row.reason = reason
    if broke:
        row.breaks += 1
    else:
        row.attempts += 1
    if row.attempts < TRIES and row.breaks < BREAKS:
        session.flush()
        return False
    row.state = "quarantined"
    session.flush()
    task = {
        "office": office,
        "kind": "mailbox-mail",
        "text": f"Mailbox {mailbox}: a mail could not be fetched ({reason}); open it in the mailbox itself.",
        "data": {"mailbox": mailbox, "uid_validity": uid_validity, "uid": uid},
        "dedupe_key": f"mailbox-mail:{mailbox}:{uid_validity}:{uid}"[:160],
        "created_at": now,
    }
    session.execute(insert(Task).values(task))
    return True


def visited(
    session: Session, mailbox: str, now: datetime, uid_validity: int, on_server: Collection[int], error: str
) -> None:
    """Counts what is on the server against the ledger after a visit. `error` says what was wrong with some of it."""
    states = settled(session, mailbox, uid_validity)
    present = [states.get(uid, "waiting") for uid in on_server]
    row = session.execute(select(MailboxHealth).where(MailboxHealth.mailbox == mailbox)).scalar_one()
    row.last_success = now
    row.uid_validity, row.on_server = uid_validity, len(present)
    row.kept, row.quarantined = present.count("kept"), present.count("quarantined")
    row.backlog = present.count("waiting")
    tell(row, error, now)


def unwell(session: Session, mailbox: str, now: datetime, error: str) -> None:
    """A visit that failed, and why, in words."""
    tell(session.execute(select(MailboxHealth).where(MailboxHealth.mailbox == mailbox)).scalar_one(), error, now)


def tell(row: MailboxHealth, error: str, now: datetime) -> None:
    row.last_try = now
    if bool(error) != bool(row.error):
        row.error_since = now if error else None
    row.error = error


def known_mailbox(session: Session, mailbox: str, office: str, now: datetime) -> None:
    """Makes sure the mailbox has its line in the health table."""
    changed = session.execute(update(MailboxHealth).where(MailboxHealth.mailbox == mailbox).values(office=office))
    if changed.rowcount == 0:  # type: ignore[attr-defined]
        fresh = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        values = {"mailbox": mailbox, "office": office, "last_try": now, "error": ""}
        counts = {"on_server": 0, "kept": 0, "quarantined": 0, "backlog": 0}
        session.execute(fresh(MailboxHealth).values(values | counts).on_conflict_do_nothing())
