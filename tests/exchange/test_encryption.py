"""S/MIME between houses: what leaves only the partner reads, what comes encrypted is opened, and openssl agrees."""

import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.errors import GatewayError
from gateway.exchange import encryption
from gateway.exchange.incoming import document_in
from gateway.store.partners import ExchangeDocument, HouseCertificate, Partner
from gateway.store.tables import Inbox
from tests.exchange.houses import Town, town
from tests.exchange.test_two_houses import CITIZEN, passed_on, transfers


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Town, Town]]:
    one = town(tmp_path / "flemish", "vlaamse-ombudsdienst")
    two = town(tmp_path / "brussels", "ombuds-brussel")
    one.befriend(two)
    two.befriend(one)
    yield one, two
    one.gateway.close()
    two.gateway.close()


def certificate(one: Town) -> str:
    with one.gateway.store.session() as session:
        return encryption.make_certificate(session, one.office_id, one.gateway.secret, one.now)


def pin(one: Town, other: Town, pem: str) -> None:
    with one.gateway.store.session() as session:
        encryption.pin_certificate(session, other.office_id, pem.encode(), one.now)


def test_a_transfer_travels_unreadable_and_is_the_same_transfer_once_opened(pair: tuple[Town, Town]) -> None:
    one, two = pair
    pin(one, two, certificate(two))
    case, mail = passed_on(one, two)
    assert document_in(mail) is None
    for word in (b"Peeters", b"klachtenpost-transfer", b"bewonerskaart", b"parking"):
        assert word not in mail
    two.receive(mail, one.address)
    two.receive(b"Subject: the worker works what was opened\n\nx\n", "somebody@example.org")
    (row,) = transfers(two)
    assert row.their_reference == case.reference
    with two.gateway.store.reading() as session:
        first, second = session.scalars(select(Inbox).order_by(Inbox.id)).all()[:2]
        assert first.reason == f"encrypted to us: opened as arrival {second.id}"
        assert session.scalars(select(ExchangeDocument.outcome)).all() == ["taken"]


def test_openssl_opens_what_we_encrypt_and_we_open_what_openssl_encrypts(
    pair: tuple[Town, Town], tmp_path: Path
) -> None:
    one, two = pair
    pem = certificate(two)
    pin(one, two, pem)
    _, mail = passed_on(one, two)
    with two.gateway.store.reading() as session:
        (row,) = session.scalars(select(HouseCertificate)).all()
        private = encryption.unseal(two.gateway.secret, f"certificate:{two.office_id}", row.sealed_private)
    (tmp_path / "key.der").write_bytes(private)
    (tmp_path / "cert.pem").write_text(pem)
    (tmp_path / "mail.eml").write_bytes(mail)
    opened = openssl(
        tmp_path, "-decrypt", "-in", "mail.eml", "-recip", "cert.pem", "-inkey", "key.der", "-keyform", "DER"
    )
    assert document_in(opened) is not None
    (tmp_path / "inner.txt").write_bytes(
        b"Content-Type: text/plain; charset=utf-8\r\n\r\nGoedendag, de bus reed mij voorbij.\r\n"
    )
    envelope = openssl(
        tmp_path, "-encrypt", "-aes256", "-in", "inner.txt", "-from", CITIZEN, "-to", two.address, "-subject", "Klacht",
        "cert.pem",
    )  # fmt: skip
    two.receive(envelope, CITIZEN)
    two.receive(b"Subject: the worker works what was opened\n\nx\n", "somebody@example.org")
    with two.gateway.store.reading() as session:
        second = session.scalars(select(Inbox).order_by(Inbox.id)).all()[1]
        assert second.source == "opened from arrival 1"
        assert second.status in ("done", "set-aside")


def test_an_envelope_for_somebody_else_stays_an_ordinary_mail(pair: tuple[Town, Town]) -> None:
    one, two = pair
    pin(one, two, certificate(one))
    certificate(two)
    _, mail = passed_on(one, two)
    two.receive(mail, one.address)
    assert transfers(two) == []
    with two.gateway.store.reading() as session:
        assert len(session.scalars(select(Inbox)).all()) == 1


def test_an_envelope_in_an_envelope_is_opened_once(pair: tuple[Town, Town]) -> None:
    _, two = pair
    pem = certificate(two)
    mail = b"From: a@example.org\r\nTo: b@example.org\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    two.receive(encryption.encrypted(encryption.encrypted(mail, pem), pem), "a@example.org")
    two.receive(b"Subject: y\n\ny\n", "somebody@example.org")
    with two.gateway.store.reading() as session:
        sources = [row.source for row in session.scalars(select(Inbox).order_by(Inbox.id))]
    assert sources == ["", "opened from arrival 1", ""]


@pytest.mark.parametrize("pem", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_not_pinned(pair: tuple[Town, Town], pem: bytes) -> None:
    one, two = pair
    with one.gateway.store.session() as session, pytest.raises(GatewayError, match="no certificate"):
        encryption.pin_certificate(session, two.office_id, pem, one.now)
    with one.gateway.store.reading() as session:
        assert session.get_one(Partner, two.office_id).certificate == ""


def test_header_fields_stay_outside_and_content_fields_go_inside(pair: tuple[Town, Town]) -> None:
    _, two = pair
    mail = b"From: a@example.org\r\nSubject: =?utf-8?q?x?=\r\n =?utf-8?q?y?=\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    parsed = message_from_bytes(encryption.encrypted(mail, certificate(two)))
    assert parsed["From"] == "a@example.org"
    assert parsed.get_content_type() == "application/pkcs7-mime"
    assert len(parsed.get_all("Content-Type") or ()) == 1


def openssl(folder: Path, *words: str) -> bytes:
    return subprocess.run(["openssl", "smime", *words], cwd=folder, check=True, capture_output=True).stdout
