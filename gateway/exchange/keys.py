"""Keys of our offices, sealed at rest, and the pinned keys of partners."""

import base64
import hashlib
import hmac
import os
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.errors import GatewayError
from gateway.store.partners import HouseKey, PartnerKey
from outbound.exchange.document import key_id, raw_key

NONCE = 12


def seal(secret: bytes, purpose: str, content: bytes) -> bytes:
    """`content` readable only with the installation's secret (AES-GCM, NIST SP 800-38D)."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_derived(secret, purpose)).encrypt(nonce, content, purpose.encode())


def unseal(secret: bytes, purpose: str, sealed: bytes) -> bytes:
    """Raises GatewayError where the secret is not the one it was sealed with."""
    try:
        return AESGCM(_derived(secret, purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
    except InvalidTag:
        raise GatewayError("a stored key does not open: secret.key is not the one it was sealed with") from None


def _derived(secret: bytes, purpose: str) -> bytes:
    return hmac.new(secret, f"seal:{purpose}".encode(), hashlib.sha256).digest()


def signing_key(session: Session, office: str, secret: bytes, now: datetime) -> Ed25519PrivateKey:
    """The office's newest key; made at its first use."""
    row = session.scalars(
        select(HouseKey)
        .where(HouseKey.office == office, HouseKey.ended_at.is_(None))
        .order_by(HouseKey.created_at.desc(), HouseKey.key_id)
        .limit(1)
    ).one_or_none()
    return make_key(session, office, secret, now) if row is None else _opened(row, secret)


def make_key(session: Session, office: str, secret: bytes, now: datetime) -> Ed25519PrivateKey:
    """A fresh key beside those that are there: partners pin it before the old one is ended."""
    key = Ed25519PrivateKey.generate()
    public = key.public_key()
    name = key_id(public)
    session.add(
        HouseKey(
            key_id=name,
            office=office,
            public=raw_key(public),
            sealed_private=seal(secret, f"house-key:{name}", key.private_bytes_raw()),
            created_at=now,
        )
    )
    session.flush()
    return key


def end_key(session: Session, office: str, name: str, now: datetime) -> None:
    """The key signs nothing any more. Raises GatewayError where the office has no such key, or no other."""
    row = session.get(HouseKey, name)
    if row is None or row.office != office:
        raise GatewayError("the office has no such key")
    others = select(HouseKey.key_id).where(
        HouseKey.office == office, HouseKey.key_id != name, HouseKey.ended_at.is_(None)
    )
    if session.scalars(others.limit(1)).first() is None:
        raise GatewayError("make a new key first: this is the only one")
    row.ended_at = row.ended_at or now


def _opened(row: HouseKey, secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(unseal(secret, f"house-key:{row.key_id}", row.sealed_private))


def partner_keys(session: Session, partner: str) -> dict[str, Ed25519PublicKey]:
    """Key id -> key of all confirmed keys of a partner that were not ended."""
    rows = session.scalars(
        select(PartnerKey).where(
            PartnerKey.partner_id == partner, PartnerKey.confirmed_by.is_not(None), PartnerKey.ended_at.is_(None)
        )
    )
    return {row.key_id: Ed25519PublicKey.from_public_bytes(row.public) for row in rows}


def shown(public: bytes) -> str:
    """A public key as people pass it on: base64."""
    return base64.b64encode(public).decode("ascii")


def read_key(text: str) -> Ed25519PublicKey:
    """Raises GatewayError for what is no such key."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))
    except ValueError:
        raise GatewayError("that is no Ed25519 public key in base64 (44 characters)") from None


def print_of(public: bytes) -> str:
    """A public key as people compare it: its sha256, in blocks of four; the first sixteen digits are its name."""
    told = hashlib.sha256(public).hexdigest()
    return " ".join(told[i : i + 4] for i in range(0, len(told), 4))
