"""S/MIME (RFC 8551): an envelope under an X.509 certificate with an RSA key."""

import base64
import re
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gateway.errors import GatewayError

BEGINS = "-----BEGIN CERTIFICATE-----"
BITS = 3072
YEARS = timedelta(days=3 * 365)
_ENVELOPE = re.compile(rb"content-type:[ \t]*application/(?:x-)?pkcs7-mime\b", re.IGNORECASE)


def make(office: str, address: str, now: datetime) -> tuple[str, bytes]:
    """A certificate in PEM, and its private key."""
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
        .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(address)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii"), private


def checked(told: bytes, now: datetime) -> str:
    """The certificate as it is kept. Raises GatewayError for what is no RSA certificate that holds today."""
    certificate = _read(told)
    if not isinstance(certificate.public_key(), rsa.RSAPublicKey):
        raise GatewayError("a certificate with an RSA key is needed; others cannot be encrypted to")
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise GatewayError("that certificate does not hold today")
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def fingerprint(certificate: str) -> str:
    """SHA-256, as people compare it."""
    return _read(certificate.encode("ascii")).fingerprint(hashes.SHA256()).hex(":")


def until(certificate: str) -> datetime | None:
    """When it ends."""
    return _read(certificate.encode("ascii")).not_valid_after_utc


def closed(content: bytes, certificate: str) -> bytes:
    """What stands in an envelope, as fields of content and body."""
    envelope = (
        pkcs7.PKCS7EnvelopeBuilder()
        .set_data(content)
        .add_recipient(_read(certificate.encode("ascii")))
        .set_content_encryption_algorithm(AES256)
        .encrypt(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    )
    fields = (
        b'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\n'
        b"Content-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="smime.p7m"\r\n\r\n'
    )
    return fields + base64.encodebytes(envelope).replace(b"\n", b"\r\n")


def is_envelope(field: bytes) -> bool:
    """Whether a header field says that the mail is one."""
    return _ENVELOPE.match(field) is not None


def opened(mail: bytes, body: bytes, certificate: str, private: bytes) -> bytes | None:
    """What the envelope holds; None where it is not for this certificate."""
    key = serialization.load_der_private_key(private, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    try:
        return pkcs7.pkcs7_decrypt_der(base64.b64decode(body), _read(certificate.encode("ascii")), key, [])
    except (ValueError, TypeError):
        return None


def _read(pem: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(pem)
    except ValueError:
        raise GatewayError("that is no certificate in PEM") from None
