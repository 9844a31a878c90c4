"""Caps on what leaves without a person: two machines that answer each other end here, however their headers lie."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.settings import SendingSettings
from gateway.store.tables import Outbox

DAY = timedelta(days=1)


def capped(session: Session, to_address: str, case_id: int | None, now: datetime, caps: SendingSettings) -> str:
    """Why one more automatic answer may not leave, in words for staff; empty where it may.

    Counts what the outbox holds, so a restart forgets nothing.
    """
    since = (Outbox.created_at > now - DAY, Outbox.approved_by.is_(None))
    counts: Sequence[tuple[int, int, str]] = (
        (
            counted(session, Outbox.to_address == to_address, *since),
            caps.per_address_per_day,
            "the same address got {limit} automatic answers within a day",
        ),
        (
            counted(session, Outbox.case_id == case_id, *since) if case_id is not None else 0,
            caps.per_case_per_day,
            "this case gave {limit} automatic answers within a day",
        ),
    )
    return next((why.format(limit=limit) for count, limit, why in counts if count >= limit), "")


def counted(session: Session, *conditions: object) -> int:
    statement = select(func.count()).select_from(Outbox).where(*conditions)  # type: ignore[arg-type]
    return int(session.execute(statement).scalar_one())


def sent_within_hour(session: Session, now: datetime) -> int:
    """Mails that left in the last hour, for the pace of the whole house."""
    return counted(session, Outbox.sent_at > now - timedelta(hours=1))
