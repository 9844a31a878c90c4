"""Puts an answer into the outbox: once for each `dedupe_key`, whatever crashes and however often it is tried."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from classifiers.mail.idn import ascii_domain
from gateway.sending.addresses import message_id
from gateway.store.forms import plain
from gateway.store.tables import Outbox
from outbound.draft import Channel, Draft


def enqueue(
    session: Session,
    draft: Draft,
    *,
    secret: bytes,
    office: str,
    address: str,
    dedupe_key: str,
    now: datetime,
    case_id: int | None = None,
    not_before: datetime | None = None,
    approved_by: str | None = None,
) -> int | None:
    """Adds `draft` as an item that leaves from the office's `address` once `not_before` (default `now`) is past.

    A draft that needs a person waits for one unless `approved_by` names who put a name on it; so does a phone call.
    Returns the item's id, or None where an item with this `dedupe_key` is there already.
    """
    waits = (draft.needs_person and not approved_by) or draft.channel is Channel.PHONE
    values: dict[str, Any] = {
        "case_id": case_id,
        "office": office,
        "dedupe_key": dedupe_key,
        "answer": draft.answer.value,
        "channel": draft.channel.value,
        "to_address": draft.to.email,
        "subject": draft.subject,
        "language": draft.language.value,
        "message_id": message_id(secret, dedupe_key, ascii_domain(address).rpartition("@")[2]),
        "in_reply_to": draft.in_reply_to,
        "draft": plain(draft),
        "state": "waiting-for-person" if waits else "queued",
        "reason": "",
        "attempts": 0,
        "not_before": not_before or now,
        "approved_by": approved_by,
        "created_at": now,
    }
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    added = insert(Outbox).values(values).on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(Outbox.id)
    return session.execute(added).scalar_one_or_none()
