"""The push over real TLS: only to the host that a trusted authority vouches for today; everything else goes by mail."""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.exchange.neighbours import Neighbours, neighbours  # noqa: F401 - a fixture
from tests.exchange.partner_desk import PARTNER_MAIL
from tests.road.house import outside

#: Certificates look at the clock of the machine.
TODAY = datetime.now(UTC)
HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))


@dataclass(frozen=True, slots=True)
class Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of the test")])
    made = _builder(name, name, key, TODAY + timedelta(days=30))
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signs = x509.KeyUsage(
        digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return Authority(made.add_extension(signs, critical=True).sign(key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - timedelta(days=60))
        .not_valid_after(until)
    )


def certified(folder: Path, by: Authority, host: x509.GeneralName, until: datetime) -> Path:
    """A file with the key and the certificate of a server."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "gateway of the partner")])
    made = _builder(name, by.certificate.subject, key, until)
    made = made.add_extension(x509.SubjectAlternativeName([host]), critical=False)
    made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.key.public_key()), critical=False)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    place = folder / "server.pem"
    place.write_bytes(private + made.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return place


@contextmanager
def served(app: Any, certificate: Path) -> Iterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ssl_certfile=str(certificate)))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize(
    ("host", "days", "known", "pushed_there"),
    [
        pytest.param(HERE, 30, True, True, id="a-certificate-that-fits"),
        pytest.param(HERE, -1, True, False, id="an-expired-certificate"),
        pytest.param(x509.DNSName("elders.example"), 30, True, False, id="of-another-host"),
        pytest.param(HERE, 30, False, False, id="of-an-authority-nobody-trusts"),
    ],
)
def test_a_document_is_pushed_only_to_the_host_that_its_certificate_names(
    neighbours: Neighbours,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    host: x509.GeneralName,
    days: int,
    known: bool,
    pushed_there: bool,
) -> None:
    ours = authority()
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes((ours if known else authority()).certificate.public_bytes(serialization.Encoding.PEM))
    # The authorities of this machine, as its administrator set them.
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    certificate = certified(tmp_path, ours, host, TODAY + timedelta(days=days))
    with served(neighbours.partner.app, certificate) as address, outside() as world:
        told = neighbours.pass_on(f"{address}/exchange", world)
    assert ("HTTPS" in told) == pushed_there
    assert len([mail for mail in world.received if mail.recipient == PARTNER_MAIL]) == (0 if pushed_there else 1)
    assert neighbours.arrived() == (["2026-0001"] if pushed_there else [])


def test_a_server_that_speaks_no_tls_gets_nothing(
    neighbours: Neighbours,  # noqa: F811
) -> None:
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def listens() -> None:
        connection, _ = listener.accept()
        with connection:
            heard.append(connection.recv(4096))
            connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=listens, daemon=True)
    thread.start()
    with listener, outside() as world:
        neighbours.pass_on(f"https://127.0.0.1:{listener.getsockname()[1]}/exchange", world)
    thread.join(10)
    assert not any(b"klachtenpost" in one or b"Verhaegen" in one for one in heard)
    assert len([mail for mail in world.received if mail.recipient == PARTNER_MAIL]) == 1
