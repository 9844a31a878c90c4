"""Caps on what leaves without a person: two machines that answer each other end here, however their headers lie."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import Session

from gateway.settings import SendingSettings
from gateway.store.both import among
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


class Spent:
    """Automatic answers of the last day, counted once for a batch; what the batch adds is counted along."""

    def __init__(self, by_address: Mapping[str, int], by_case: Mapping[int, int]) -> None:
        self.by_address = dict(by_address)
        self.by_case = dict(by_case)

    def capped(self, address: str, case: int, caps: SendingSettings) -> str:
        """Why one more may not leave, in words for staff; empty where it may."""
        if self.by_address.get(address, 0) >= caps.per_address_per_day:
            return f"the same address got {caps.per_address_per_day} automatic answers within a day"
        if self.by_case.get(case, 0) >= caps.per_case_per_day:
            return f"this case gave {caps.per_case_per_day} automatic answers within a day"
        return ""

    def add(self, address: str, case: int) -> None:
        self.by_address[address] = self.by_address.get(address, 0) + 1
        self.by_case[case] = self.by_case.get(case, 0) + 1


def spent(session: Session, addresses: Collection[str], cases: Collection[int], now: datetime) -> Spent:
    """What the outbox holds of the last day for these addresses and cases."""
    return Spent(
        _grouped(session, BY_ADDRESS, [a for a in addresses if a], now),
        _grouped(session, BY_CASE, [c for c in cases if c > 0], now),
    )


def _counting(column: ColumnElement[Any]) -> Select[Any]:
    since = (_sent.created_at > bindparam("since"), _sent.approved_by.is_(None))
    return select(column, func.count()).where(among(column, "asked"), *since).group_by(column)


_sent = Outbox.__table__.c
#: Built once: building a statement costs more than running it.
BY_ADDRESS, BY_CASE = _counting(_sent.to_address), _counting(_sent.case_id)


def _grouped(session: Session, counting: Select[Any], values: Sequence[Any], now: datetime) -> dict[Any, int]:
    if not values:
        return {}
    rows = session.connection().execute(counting, {"asked": sorted(values), "since": now - DAY})
    return {value: int(number) for value, number in rows}
