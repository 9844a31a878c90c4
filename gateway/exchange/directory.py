"""The directory of partners: a person verifies an address and pins a key before anything is sent or believed.

Each act stands in a log. At the desk what opens a road takes two administrators (gateway.exchange.administration).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.errors import GatewayError
from gateway.exchange.keys import read_key
from gateway.store.partners import Partner, PartnerKey, PartnerLog
from outbound.exchange.document import key_id, raw_key

LANGUAGES = ("nl", "fr", "de", "en")
_ID = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?")
_MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,255}")


class Did(StrEnum):
    """What stands in the log."""

    ENTERED = "entered"
    CHANGED = "changed"
    VERIFIED = "verified"
    KEY_OFFERED = "key-offered"
    KEY_PINNED = "key-pinned"
    KEY_ENDED = "key-ended"
    CERTIFICATE_OFFERED = "certificate-offered"
    CERTIFICATE_PINNED = "certificate-pinned"
    CERTIFICATE_ENDED = "certificate-ended"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    OWN_KEY_MADE = "own-key-made"
    OWN_KEY_ENDED = "own-key-ended"
    OWN_CERTIFICATE_MADE = "own-certificate-made"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters of a partner."""

    id: str
    name: str
    mail: str
    push_url: str = ""
    language: str = "nl"
    takes: tuple[str, ...] = ()


def enter(session: Session, entry: Entry, by: str, now: datetime, *, own: Collection[str] = ()) -> Partner:
    """Adds or changes a partner. Changed addresses, and those of a partner that was taken out, are verified again.

    `own`: our offices. Raises GatewayError for what cannot be used.
    """
    mail = entry.mail.strip().lower()
    _check(session, entry, mail, own)
    partner = session.get(Partner, entry.id)
    fresh = partner is None
    if partner is None:
        partner = Partner(id=entry.id, trouble="", entered_by=by)
        session.add(partner)
    elif (partner.mail, partner.push_url) != (mail, entry.push_url) or partner.ended_at is not None:
        partner.verified_by = partner.verified_at = None
        partner.entered_by = by
    partner.name, partner.mail, partner.push_url = entry.name.strip(), mail, entry.push_url
    partner.language, partner.takes, partner.ended_at = entry.language, list(entry.takes), None
    session.flush()
    did = Did.ENTERED if fresh else Did.CHANGED
    note(session, partner.id, did, by, now, " ".join(filter(None, (mail, entry.push_url))))
    return partner


def verify(session: Session, partner_id: str, by: str, now: datetime, how: str = "") -> None:
    """A person checked the address over another road (telephone, website, letter)."""
    partner = known(session, partner_id)
    partner.verified_by, partner.verified_at = by, now
    note(session, partner_id, Did.VERIFIED, by, now, " ".join(filter(None, (partner.mail, partner.push_url, how))))


def offer_key(session: Session, partner_id: str, key: str, by: str, now: datetime) -> PartnerKey:
    """Enters a public key (base64); nothing signed with it is believed before it is confirmed."""
    partner, public = known(session, partner_id), read_key(key)
    name = key_id(public)
    row = session.scalars(
        select(PartnerKey).where(PartnerKey.partner_id == partner.id, PartnerKey.key_id == name)
    ).one_or_none()
    if row is None:
        row = PartnerKey(partner_id=partner.id, key_id=name, public=raw_key(public))
        session.add(row)
    elif row.ended_at is None and row.confirmed_by is not None:
        return row
    row.pinned_by, row.pinned_at, row.confirmed_by, row.ended_at = by, now, None, None
    session.flush()
    note(session, partner.id, Did.KEY_OFFERED, by, now, name)
    return row


def confirm_key(session: Session, partner_id: str, name: str, by: str, now: datetime, how: str = "") -> None:
    """A person compared the key over another road: what is signed with it is believed from now on."""
    key_of(session, partner_id, name).confirmed_by = by
    note(session, partner_id, Did.KEY_PINNED, by, now, f"{name} {how}".strip())


def pin(session: Session, partner_id: str, key: str, by: str, now: datetime) -> str:
    """Enters and confirms a public key in one go, for whoever works on the machine itself; returns its id."""
    name = offer_key(session, partner_id, key, by, now).key_id
    confirm_key(session, partner_id, name, by, now)
    return name


def unpin(session: Session, partner_id: str, name: str, by: str, now: datetime) -> None:
    """From now on nothing signed with that key is believed."""
    key_of(session, partner_id, name).ended_at = now
    note(session, partner_id, Did.KEY_ENDED, by, now, name)


def key_of(session: Session, partner_id: str, name: str) -> PartnerKey:
    """A key that was not ended. Raises GatewayError."""
    row = session.scalars(
        select(PartnerKey).where(
            PartnerKey.partner_id == partner_id, PartnerKey.key_id == name, PartnerKey.ended_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise GatewayError("the partner has no such key")
    return row


def pause(session: Session, partner_id: str, by: str, now: datetime) -> None:
    """Nothing new leaves to it, and nothing by itself; what is under way people still answer."""
    partner = known(session, partner_id)
    partner.paused_by, partner.paused_at = by, now
    note(session, partner_id, Did.PAUSED, by, now)


def resume(session: Session, partner_id: str, by: str, now: datetime) -> None:
    partner = known(session, partner_id)
    partner.paused_by = partner.paused_at = None
    note(session, partner_id, Did.RESUMED, by, now)


def end(session: Session, partner_id: str, by: str, now: datetime) -> None:
    """Nothing is sent to it and nothing of it is believed any more; its transfers and its log stay."""
    partner = known(session, partner_id)
    partner.ended_at, partner.verified_by, partner.verified_at = now, None, None
    partner.certificate = partner.offered_certificate = partner.offered_by = ""
    for row in session.scalars(
        select(PartnerKey).where(PartnerKey.partner_id == partner_id, PartnerKey.ended_at.is_(None))
    ):
        row.ended_at = now
    note(session, partner_id, Did.ENDED, by, now)


def note(session: Session, house: str, did: Did, by: str, now: datetime, detail: str = "") -> None:
    """One line of the log, for a partner or for an office of ours."""
    session.add(PartnerLog(house=house, by=by, at=now, what=did.value, detail=detail[:1_000]))
    session.flush()


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


def _check(session: Session, entry: Entry, mail: str, own: Collection[str]) -> None:
    if not _ID.fullmatch(entry.id):
        raise GatewayError("the id of a partner has lower-case letters, digits, points and hyphens")
    if entry.id in own:
        raise GatewayError("an office of ours is no partner")
    if not entry.name.strip() or not entry.name.isprintable():
        raise GatewayError("give the partner a name")
    if not _MAIL.fullmatch(mail) or not mail.isprintable():
        raise GatewayError("that is no mail address")
    if entry.push_url and not entry.push_url.startswith(("https://", "http://127.0.0.1:", "http://[::1]:")):
        raise GatewayError("documents are pushed over https only")
    if entry.language not in LANGUAGES:
        raise GatewayError("choose a language")
    others = select(Partner.id).where(Partner.mail == mail, Partner.id != entry.id, Partner.ended_at.is_(None))
    if session.scalars(others.limit(1)).first() is not None:
        raise GatewayError("another partner has that address already")
