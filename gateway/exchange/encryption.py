"""S/MIME between houses (RFC 8551): mail to a partner encrypted under its pinned certificate, and mail to us opened.

What is opened arrives once more as the mail it holds; the encrypted bytes are kept as they came. Encryption hides, it
proves nothing: who wrote it, the signature of the document inside says.
"""

import base64
import re
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.errors import GatewayError
from gateway.exchange.directory import known
from gateway.exchange.keys import seal, unseal
from gateway.intake.arrivals import Arrival, take_in
from gateway.store.partners import HouseCertificate, Partner
from gateway.store.tables import Inbox, Outbox

BITS = 3072
YEARS = timedelta(days=3 * 365)
OPENED = "opened from arrival "
_FIELD = re.compile(rb"\r?\n(?![ \t])")
_BODY = re.compile(rb"\r?\n\r?\n")
_ENVELOPE = re.compile(rb"^content-type:[ \t]*application/(?:x-)?pkcs7-mime\b", re.IGNORECASE)
#: Header fields that belong to what is inside.
_INSIDE = (b"content-", b"mime-version:")


def make_certificate(session: Session, office: str, secret: bytes, now: datetime) -> str:
    """A fresh certificate of an office beside those that are there, which still open what comes; PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, office)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + YEARS)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    sealed = seal(secret, f"certificate:{office}", private)
    session.add(HouseCertificate(office=office, certificate=pem, sealed_private=sealed, created_at=now))
    session.flush()
    return pem


def pin_certificate(session: Session, partner_id: str, pem: bytes, now: datetime) -> str:
    """From now on mail to the partner is encrypted; the fingerprint that a person compared.

    Raises GatewayError for what is no RSA certificate that holds today.
    """
    partner = known(session, partner_id)
    certificate = _read(pem)
    if not isinstance(certificate.public_key(), rsa.RSAPublicKey):
        raise GatewayError("a certificate with an RSA key is needed; others cannot be encrypted to")
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise GatewayError("that certificate does not hold today")
    partner.certificate = certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")
    return fingerprint(pem)


def fingerprint(pem: bytes) -> str:
    """SHA-256 of a certificate, as people compare it."""
    return _read(pem).fingerprint(hashes.SHA256()).hex(":")


def certificate_for(session: Session, row: Outbox) -> str:
    """The certificate of the partner an item goes to; empty for everybody else."""
    if not row.to_address:
        return ""
    found = session.scalars(
        select(Partner.certificate).where(Partner.mail == row.to_address, Partner.ended_at.is_(None)).limit(1)
    ).first()
    return found or ""


def encrypted(mail: bytes, pem: str) -> bytes:
    """The mail with everything but its own header fields inside an envelope."""
    fields, body = _parted(mail)
    inside = [field for field in fields if field.lower().startswith(_INSIDE)]
    outside = [field for field in fields if not field.lower().startswith(_INSIDE)]
    envelope = (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(b"\r\n".join(inside) + b"\r\n\r\n" + body)
        .add_recipient(_read(pem.encode("ascii")))
        .set_content_encryption_algorithm(AES256)
        .encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )
    head = [
        *outside,
        b"MIME-Version: 1.0",
        b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
        b"Content-Transfer-Encoding: base64",
        b'Content-Disposition: attachment; filename="smime.p7m"',
    ]
    return b"\r\n".join(head) + b"\r\n\r\n" + base64.encodebytes(envelope).replace(b"\n", b"\r\n")


def open_arrival(session: Session, number: int, content: bytes, secret: bytes, now: datetime) -> bool:
    """An arrival that is encrypted to us arrives anew as what it holds. False for any other, and for one within one."""
    fields, body = _parted(content)
    if not any(_ENVELOPE.match(field) for field in fields):
        return False
    row = session.get_one(Inbox, number)
    inner = None if row.source.startswith(OPENED) else _opened(session, body, secret)
    if inner is None:
        return False
    outside = [field for field in fields if not field.lower().startswith(_INSIDE)]
    arrival = Arrival(
        b"\r\n".join(outside) + b"\r\n" + inner,
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


def _opened(session: Session, body: bytes, secret: bytes) -> bytes | None:
    """What an envelope holds; None where none of our certificates opens it."""
    try:
        envelope = base64.b64decode(body)
    except ValueError:
        return None
    for row in session.scalars(select(HouseCertificate).order_by(HouseCertificate.id.desc())):
        key = serialization.load_der_private_key(
            unseal(secret, f"certificate:{row.office}", row.sealed_private), password=None
        )
        assert isinstance(key, rsa.RSAPrivateKey)
        try:
            return pkcs7.pkcs7_decrypt_der(envelope, _read(row.certificate.encode("ascii")), key, [])
        except (ValueError, TypeError):
            continue
    return None


def _parted(mail: bytes) -> tuple[list[bytes], bytes]:
    """Header fields as they stand, folds included, and the body."""
    end = _BODY.search(mail)
    if end is None:
        return _FIELD.split(mail), b""
    return _FIELD.split(mail[: end.start()]), mail[end.end() :]


def _read(pem: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(pem)
    except ValueError:
        raise GatewayError("that is no certificate in PEM") from None
