"""What the desk shows of the exchange: transfers with their clocks, partners and how each stands, what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from gateway.casework.roles import Person, visible
from gateway.exchange.answers import BACK
from gateway.exchange.encryption import fingerprint, until
from gateway.exchange.outgoing import WAITING
from gateway.store.partners import ExchangeDocument, Partner, PartnerKey, TransferRow
from gateway.store.tables import Case, Outbox
from outbound.exchange.handshake import TransferState

#: What failed this lately still says something about an address.
LATELY = timedelta(days=14)
CERTIFICATE_ENDED = "the certificate under which mail to it is encrypted has ended"

#: The lists, in the order in which they need somebody.
GROUPS: dict[str, ColumnElement[bool]] = {
    "to-answer": and_(TransferRow.direction == "in", TransferRow.state.in_(WAITING)),
    "waiting": and_(TransferRow.direction == "out", TransferRow.state.in_(WAITING)),
    "given-back": and_(TransferRow.direction == "out", TransferRow.state.in_([state.value for state in BACK])),
    "taken-over": TransferRow.state == TransferState.ACCEPTED.value,
    "ended": and_(
        TransferRow.state.in_([*(state.value for state in BACK), TransferState.WITHDRAWN.value]),
        (TransferRow.direction == "in") | (TransferRow.state == TransferState.WITHDRAWN.value),
    ),
}


class Health(StrEnum):
    """How a partner stands, the gravest first."""

    UNVERIFIED = "unverified"
    PAUSED = "paused"
    TROUBLE = "trouble"
    SILENT = "silent"
    WITHOUT_SOFTWARE = "without-software"
    NOT_HEARD = "not-heard"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class PartnerShown:
    row: Partner
    #: Confirmed ones: what they sign is believed.
    keys: tuple[PartnerKey, ...]
    #: Those that another administrator must still confirm.
    offered: tuple[PartnerKey, ...]
    health: Health
    #: Transfers of ours that wait for its word, and since when the oldest does.
    waiting: int
    since: datetime | None
    #: What went wrong with a mail to it, in words.
    trouble: str
    #: Fingerprint of the certificate under which mail to it is encrypted; empty where it is not.
    certificate: str


def transfers(session: Session, person: Person, group: str, most: int) -> list[tuple[TransferRow, Case]]:
    """Those due first come first; only of cases this person sees."""
    rows = (
        select(TransferRow, Case)
        .join(Case, Case.id == TransferRow.case_id)
        .where(GROUPS[group], visible(person))
        .order_by(TransferRow.due.is_(None), TransferRow.due, TransferRow.changed_at.desc(), TransferRow.id)
        .limit(most)
    )
    return [(row, case) for row, case in session.execute(rows)]


def counts(session: Session, person: Person) -> list[tuple[str, int]]:
    seen = select(Case.id).where(visible(person))
    return [
        (group, session.scalar(select(func.count(TransferRow.id)).where(holds, TransferRow.case_id.in_(seen))) or 0)
        for group, holds in GROUPS.items()
    ]


def silence(row: TransferRow, today: date) -> str:
    """How long a partner has said nothing: "", "reminded" or "silent"."""
    if row.direction != "out" or row.state not in WAITING or not row.reminders:
        return ""
    return "silent" if row.due is not None and row.due < today else "reminded"


def partners(session: Session, now: datetime, today: date) -> list[PartnerShown]:
    """The directory, in the order of names."""
    rows = session.scalars(select(Partner).where(Partner.ended_at.is_(None)).order_by(Partner.name, Partner.id)).all()
    keys = session.scalars(select(PartnerKey).where(PartnerKey.ended_at.is_(None)).order_by(PartnerKey.pinned_at)).all()
    waiting = session.scalars(
        select(TransferRow).where(TransferRow.direction == "out", TransferRow.state.in_(WAITING))
    ).all()
    troubles = _troubles(session, [row.mail for row in rows], now)
    return [
        _shown(
            row,
            tuple(key for key in keys if key.partner_id == row.id),
            [one for one in waiting if one.partner_id == row.id],
            troubles.get(row.mail, row.trouble),
            now,
            today,
        )
        for row in rows
    ]


def partner_shown(session: Session, row: Partner, now: datetime, today: date) -> PartnerShown:
    """One of them, also one that was taken out."""
    keys = session.scalars(
        select(PartnerKey)
        .where(PartnerKey.partner_id == row.id, PartnerKey.ended_at.is_(None))
        .order_by(PartnerKey.pinned_at)
    ).all()
    waiting = session.scalars(
        select(TransferRow).where(
            TransferRow.partner_id == row.id, TransferRow.direction == "out", TransferRow.state.in_(WAITING)
        )
    ).all()
    trouble = _troubles(session, [row.mail], now).get(row.mail, row.trouble)
    return _shown(row, tuple(keys), waiting, trouble, now, today)


def refused(session: Session, most: int) -> Sequence[ExchangeDocument]:
    """Documents that were not believed, the newest first."""
    rows = select(ExchangeDocument).where(ExchangeDocument.outcome != "taken").order_by(ExchangeDocument.id.desc())
    return session.scalars(rows.limit(most)).all()


def _shown(
    row: Partner, keys: tuple[PartnerKey, ...], waiting: Sequence[TransferRow], trouble: str, now: datetime, today: date
) -> PartnerShown:
    silent = any(silence(one, today) == "silent" for one in waiting)
    confirmed = tuple(key for key in keys if key.confirmed_by is not None)
    offered = tuple(key for key in keys if key.confirmed_by is None)
    ends = until(row.certificate) if row.certificate else None
    trouble = trouble or (CERTIFICATE_ENDED if ends is not None and ends < now else "")
    order = (
        (row.verified_by is None, Health.UNVERIFIED),
        (row.paused_at is not None, Health.PAUSED),
        (bool(trouble), Health.TROUBLE),
        (silent, Health.SILENT),
        (not confirmed, Health.WITHOUT_SOFTWARE),
        (row.heard_at is None, Health.NOT_HEARD),
    )
    health = next((code for holds, code in order if holds), Health.WORKING)
    since = min((one.created_at for one in waiting), default=None)
    certificate = fingerprint(row.certificate) if row.certificate else ""
    return PartnerShown(row, confirmed, offered, health, len(waiting), since, trouble, certificate)


def _troubles(session: Session, addresses: Sequence[str], now: datetime) -> dict[str, str]:
    """Address -> why the last mail to it failed, where no later one got through."""
    rows = session.execute(
        select(Outbox.to_address, Outbox.state, Outbox.reason)
        .where(Outbox.to_address.in_(addresses), Outbox.created_at > now - LATELY)
        .where(Outbox.state.in_(("sent", "failed", "in-doubt")))
        .order_by(Outbox.id)
    )
    last = {row.to_address: (row.state, row.reason) for row in rows}
    return {address: reason for address, (state, reason) in last.items() if state != "sent"}
