"""The directory of partners: a person verifies an address and pins a key before anything is sent or believed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.errors import GatewayError
from gateway.exchange.keys import read_key
from gateway.store.partners import Partner, PartnerKey
from outbound.exchange.document import key_id, raw_key


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters of a partner."""

    id: str
    name: str
    mail: str
    push_url: str = ""
    language: str = "nl"
    takes: tuple[str, ...] = ()


def enter(session: Session, entry: Entry) -> Partner:
    """Adds or changes a partner. A changed address must be verified again.

    Raises GatewayError for an address that cannot be used.
    """
    if entry.mail.count("@") != 1 or any(c.isspace() for c in entry.mail):
        raise GatewayError(f"{entry.mail!r} is no mail address")
    if entry.push_url and not entry.push_url.startswith(("https://", "http://127.0.0.1:", "http://[::1]:")):
        raise GatewayError("documents are pushed over https only")
    partner = session.get(Partner, entry.id)
    if partner is None:
        partner = Partner(id=entry.id, trouble="")
        session.add(partner)
    elif (partner.mail, partner.push_url) != (entry.mail.lower(), entry.push_url):
        partner.verified_by = partner.verified_at = None
    partner.name, partner.mail, partner.push_url = entry.name, entry.mail.lower(), entry.push_url
    partner.language, partner.takes, partner.ended_at = entry.language, list(entry.takes), None
    session.flush()
    return partner


def verify(session: Session, partner_id: str, by: str, now: datetime) -> None:
    """A person checked the address over another road (telephone, website, letter)."""
    partner = known(session, partner_id)
    partner.verified_by, partner.verified_at = by, now


def pin(session: Session, partner_id: str, key: str, by: str, now: datetime) -> str:
    """Pins a public key (base64) that a person compared over another road; returns its id."""
    partner, public = known(session, partner_id), read_key(key)
    name = key_id(public)
    row = session.scalars(
        select(PartnerKey).where(PartnerKey.partner_id == partner.id, PartnerKey.key_id == name)
    ).one_or_none()
    if row is None:
        session.add(PartnerKey(partner_id=partner.id, key_id=name, public=raw_key(public), pinned_by=by, pinned_at=now))
    else:
        row.ended_at = None
    session.flush()
    return name


def unpin(session: Session, partner_id: str, name: str, now: datetime) -> None:
    """From now on nothing signed with that key is believed."""
    row = session.scalars(
        select(PartnerKey).where(PartnerKey.partner_id == partner_id, PartnerKey.key_id == name)
    ).one_or_none()
    if row is None:
        raise GatewayError(f"{partner_id} has no key {name}")
    row.ended_at = row.ended_at or now


def known(session: Session, partner_id: str) -> Partner:
    """Raises GatewayError for a partner that is not in the directory, or was taken out."""
    partner = session.get(Partner, partner_id)
    if partner is None or partner.ended_at is not None:
        raise GatewayError(f"{partner_id} is not in the directory of partners; `klachtenpost partner add` enters it")
    return partner


def verified(session: Session, partner_id: str) -> Partner:
    """Raises GatewayError where no person verified the address: nothing is sent there."""
    partner = known(session, partner_id)
    if partner.verified_by is None:
        raise GatewayError(f"nobody verified the address of {partner.name}; nothing is sent there before")
    return partner


def partner_by_mail(session: Session, address: str) -> Partner | None:
    """The partner whose verified address this is; an address in a mail proves nothing by itself."""
    return session.scalars(
        select(Partner).where(Partner.mail == address.lower(), Partner.ended_at.is_(None)).limit(1)
    ).one_or_none()
