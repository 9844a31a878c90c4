"""Mail between houses that only the house it is for can read: S/MIME or OpenPGP, each way on its own.

What is opened arrives once more as the mail it holds; the encrypted bytes are kept as they came. Encryption hides, it
proves nothing: who wrote it, the signature of the document inside says.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.errors import GatewayError
from gateway.exchange import openpgp, smime
from gateway.exchange.directory import known
from gateway.exchange.keys import seal, unseal
from gateway.intake.arrivals import Arrival, take_in
from gateway.store.partners import HouseCertificate, Partner
from gateway.store.tables import Inbox, Outbox

OPENED = "opened from arrival "
#: Largest certificate or public key that is looked at, in characters.
LARGEST = 100_000
_FIELD = re.compile(rb"\r?\n(?![ \t])")
_BODY = re.compile(rb"\r?\n\r?\n")
#: Header fields that belong to what is inside.
_INSIDE = (b"content-", b"mime-version:")
_SUBJECT = b"subject:"


class Way(Protocol):
    """How mail is put into envelopes; a module with these."""

    BEGINS: str

    def make(self, office: str, address: str, now: datetime) -> tuple[str, bytes]: ...
    def checked(self, told: bytes, now: datetime) -> str: ...
    def fingerprint(self, certificate: str) -> str: ...
    def until(self, certificate: str) -> datetime | None: ...
    def closed(self, content: bytes, certificate: str) -> bytes: ...
    def is_envelope(self, field: bytes) -> bool: ...
    def opened(self, mail: bytes, body: bytes, certificate: str, private: bytes) -> bytes | None: ...


SMIME: Way = smime
OPENPGP: Way = openpgp
WAYS = {"smime": SMIME, "openpgp": OPENPGP}


def make_certificate(session: Session, way: Way, office: str, address: str, secret: bytes, now: datetime) -> str:
    """A fresh certificate or key of an office beside those that are there, which still open what comes."""
    certificate, private = way.make(office, address, now)
    sealed = seal(secret, f"certificate:{office}", private)
    session.add(HouseCertificate(office=office, certificate=certificate, sealed_private=sealed, created_at=now))
    session.flush()
    return certificate


def checked(told: bytes, now: datetime) -> str:
    """What a partner gave us, as it is kept. Raises GatewayError for what is neither, or does not hold today."""
    text = told[: LARGEST + 1].decode("ascii", "replace").strip()
    if len(text) > LARGEST:
        raise GatewayError("that is too large for a certificate or a key")
    for way in WAYS.values():
        if way.BEGINS in text:
            return way.checked(text[text.index(way.BEGINS) :].encode("ascii", "replace"), now)
    raise GatewayError("that is no certificate in PEM, nor an OpenPGP public key")


def pin_certificate(session: Session, partner_id: str, told: bytes, now: datetime) -> str:
    """From now on mail to the partner is encrypted; the fingerprint that a person compared. Raises as `checked`."""
    partner = known(session, partner_id)
    partner.certificate = checked(told, now)
    return fingerprint(partner.certificate)


def fingerprint(certificate: str) -> str:
    return way_of(certificate).fingerprint(certificate)


def until(certificate: str) -> datetime | None:
    """When it ends; None where it does not."""
    return way_of(certificate).until(certificate)


def way_of(certificate: str) -> Way:
    return next(way for way in WAYS.values() if certificate.startswith(way.BEGINS))


def certificate_for(session: Session, row: Outbox) -> str:
    """The certificate of the partner an item goes to; empty for everybody else."""
    if not row.to_address:
        return ""
    found = session.scalars(
        select(Partner.certificate).where(Partner.mail == row.to_address, Partner.ended_at.is_(None)).limit(1)
    ).first()
    return found or ""


def encrypted(mail: bytes, certificate: str) -> bytes:
    """The mail with everything but its own header fields inside an envelope. Raises ValueError where it cannot be."""
    fields, body = _parted(mail)
    inside = [field for field in fields if field.lower().startswith(_INSIDE)]
    outside = [field for field in fields if not field.lower().startswith(_INSIDE)]
    content = b"\r\n".join(inside) + b"\r\n\r\n" + body
    return b"\r\n".join([*outside, b"MIME-Version: 1.0"]) + b"\r\n" + way_of(certificate).closed(content, certificate)


def open_arrival(session: Session, number: int, content: bytes, secret: bytes, now: datetime) -> bool:
    """An arrival that is encrypted to us arrives anew as what it holds. False for any other, and for one within one."""
    fields, body = _parted(content)
    way = next((way for way in WAYS.values() if any(way.is_envelope(field) for field in fields)), None)
    if way is None:
        return False
    row = session.get_one(Inbox, number)
    inner = None if row.source.startswith(OPENED) else _opened(session, way, content, body, secret)
    if inner is None:
        return False
    arrival = Arrival(
        _joined(fields, inner),
        row.channel,
        row.received_at,
        source=f"{OPENED}{number}",
        office=row.office,
        envelope_from=row.envelope_from,
        envelope_to=tuple(row.envelope_to),
    )
    fresh = take_in(session, arrival)
    row.status, row.reason, row.done_at = "done", f"encrypted to us: opened as arrival {fresh}", now
    session.flush()
    return True


def _opened(session: Session, way: Way, mail: bytes, body: bytes, secret: bytes) -> bytes | None:
    """What an envelope holds; None where none of our certificates opens it."""
    for row in session.scalars(select(HouseCertificate).order_by(HouseCertificate.id.desc())):
        if way_of(row.certificate) is way:
            private = unseal(secret, f"certificate:{row.office}", row.sealed_private)
            inner = way.opened(mail, body, row.certificate, private)
            if inner is not None:
                return inner
    return None


def _joined(outside: Sequence[bytes], content: bytes) -> bytes:
    """The header fields of the mail around what was inside; a subject that was hidden inside is the mail's."""
    fields, body = _parted(content)
    inside = [field for field in fields if field.lower().startswith((*_INSIDE, _SUBJECT))]
    hidden = any(field.lower().startswith(_SUBJECT) for field in inside)
    dropped = (*_INSIDE, _SUBJECT) if hidden else _INSIDE
    kept = [field for field in outside if not field.lower().startswith(dropped)]
    return b"\r\n".join([*kept, *inside]) + b"\r\n\r\n" + body


def _parted(mail: bytes) -> tuple[list[bytes], bytes]:
    """Header fields as they stand, folds included, and the body."""
    end = _BODY.search(mail)
    if end is None:
        return _FIELD.split(mail), b""
    return _FIELD.split(mail[: end.start()]), mail[end.end() :]
