"""OpenPGP (RFC 9580) in PGP/MIME (RFC 3156): an envelope under a public key, for GnuPG and Thunderbird.

Whoever knows our key can send us something small that unpacks into gigabytes: envelopes are opened in a child process
that ends when it needs too much.
"""

import re
import secrets
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message

from pysequoia import Cert, CipherSuite, Profile, Tsk, decrypt, encrypt

from gateway.errors import GatewayError
from gateway.killable import Failed, KillablePool

BEGINS = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
YEARS = timedelta(days=3 * 365)
#: Seconds and bytes that opening one mail may take.
SECONDS = 15.0
MEMORY = 512 * 1024**2
_ENVELOPE = re.compile(rb"content-type:[ \t]*multipart/encrypted\b", re.IGNORECASE)


def make(office: str, address: str, now: datetime) -> tuple[str, bytes]:
    """A public key, armored, and its private part; of version 4, which GnuPG 2.2 reads too."""
    key = Tsk.generate(
        user_id=f"{office} <{address}>",
        profile=Profile.RFC4880,
        cipher_suite=CipherSuite.Cv25519,
        validity_seconds=int(YEARS.total_seconds()),
    )
    return str(key.extract_certificate()), bytes(key)


def checked(told: bytes, now: datetime) -> str:
    """The key as it is kept, without any private part. Raises GatewayError for what nothing can be encrypted to."""
    key = _read(told)
    try:
        encrypt(b"", recipients=[key])
    except RuntimeError:
        raise GatewayError("that key cannot be encrypted to: it is for signing only") from None
    ends = key.expiration
    if key.is_revoked or (ends is not None and ends <= now):
        raise GatewayError("that key does not hold today")
    return str(key)


def fingerprint(certificate: str) -> str:
    """As GnuPG shows it: blocks of four."""
    told = _read(certificate.encode("ascii")).fingerprint.upper()
    return " ".join(told[i : i + 4] for i in range(0, len(told), 4))


def until(certificate: str) -> datetime | None:
    """When it ends; None where it does not."""
    ends = _read(certificate.encode("ascii")).expiration
    return ends.astimezone(UTC) if ends is not None else None


def closed(content: bytes, certificate: str) -> bytes:
    """What stands in an envelope, as fields of content and body. Raises ValueError for a key that cannot be used."""
    try:
        envelope = encrypt(content, recipients=[_read(certificate.encode("ascii"))])
    except RuntimeError:
        raise ValueError("nothing can be encrypted to the partner's OpenPGP key: pin its new one") from None
    line = b"--=_" + secrets.token_hex(16).encode("ascii")
    return b"\r\n".join(
        (
            b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="' + line[2:] + b'"',
            b"",
            line,
            b"Content-Type: application/pgp-encrypted",
            b"",
            b"Version: 1",
            b"",
            line,
            b'Content-Type: application/octet-stream; name="encrypted.asc"',
            b'Content-Disposition: inline; filename="encrypted.asc"',
            b"",
            *envelope.strip().splitlines(),
            b"",
            line + b"--",
            b"",
        )
    )


def is_envelope(field: bytes) -> bool:
    """Whether a header field says that the mail is one."""
    return _ENVELOPE.match(field) is not None


def opened(mail: bytes, body: bytes, certificate: str, private: bytes) -> bytes | None:
    """What the envelope holds; None where it is not for this key, is none, or holds more than a mail may."""
    envelope = _envelope(mail)
    if envelope is None:
        return None
    with KillablePool(_decrypted, seconds=SECONDS, memory=MEMORY) as pool:
        (found,) = pool.run([(envelope, private)])
    return None if isinstance(found, Failed) else found


def _envelope(mail: bytes) -> bytes | None:
    parts = message_from_bytes(mail).get_payload()
    if not isinstance(parts, list) or len(parts) != 2 or not isinstance(parts[1], Message):
        return None
    found = parts[1].get_payload(decode=True)
    return found if isinstance(found, bytes) else None


def _decrypted(item: tuple[bytes, bytes]) -> bytes | None:
    envelope, private = item
    try:
        return decrypt(envelope, decryptor=Tsk.from_bytes(private).decryptor()).bytes
    except RuntimeError:
        return None


def _read(told: bytes) -> Cert:
    try:
        return Cert.from_bytes(told)
    except RuntimeError:
        raise GatewayError("that is no OpenPGP public key") from None
