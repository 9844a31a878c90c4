"""S/MIME and OpenPGP between houses: what leaves only the partner reads, what comes encrypted is opened."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.errors import GatewayError
from gateway.exchange import encryption
from gateway.exchange.encryption import WAYS
from gateway.exchange.incoming import document_in
from gateway.exchange.keys import unseal
from gateway.store.partners import ExchangeDocument, HouseCertificate, Partner
from gateway.store.raw import raw_bytes
from gateway.store.tables import Inbox
from tests.conftest import without_server
from tests.exchange.houses import Town, town
from tests.exchange.steps import CITIZEN, passed_on, transfers


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Town, Town]]:
    one = town(tmp_path / "flemish", "vlaamse-ombudsdienst")
    two = town(tmp_path / "brussels", "ombuds-brussel")
    one.befriend(two)
    two.befriend(one)
    yield one, two
    one.gateway.close()
    two.gateway.close()


def certificate(one: Town, way: str = "smime") -> str:
    with one.gateway.store.session() as session:
        return encryption.make_certificate(session, WAYS[way], one.office_id, one.address, one.gateway.secret, one.now)


def pin(one: Town, other: Town, pem: str) -> None:
    with one.gateway.store.session() as session:
        encryption.pin_certificate(session, other.office_id, pem.encode(), one.now)


@pytest.mark.parametrize("way", WAYS)
def test_a_transfer_travels_unreadable_and_is_the_same_transfer_once_opened(pair: tuple[Town, Town], way: str) -> None:
    one, two = pair
    pin(one, two, certificate(two, way))
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
        private = unseal(two.gateway.secret, f"certificate:{two.office_id}", row.sealed_private)
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


@pytest.mark.parametrize("way", WAYS)
def test_an_envelope_for_somebody_else_stays_an_ordinary_mail(pair: tuple[Town, Town], way: str) -> None:
    one, two = pair
    pin(one, two, certificate(one, way))
    certificate(two, way)
    _, mail = passed_on(one, two)
    two.receive(mail, one.address)
    assert transfers(two) == []
    with two.gateway.store.reading() as session:
        assert len(session.scalars(select(Inbox)).all()) == 1


@pytest.mark.parametrize("way", WAYS)
def test_an_envelope_in_an_envelope_is_opened_once(pair: tuple[Town, Town], way: str) -> None:
    _, two = pair
    pem = certificate(two, way)
    mail = b"From: a@example.org\r\nTo: b@example.org\r\nContent-Type: text/plain\r\n\r\nx\r\n"
    two.receive(encryption.encrypted(encryption.encrypted(mail, pem), pem), "a@example.org")
    two.receive(b"Subject: y\n\ny\n", "somebody@example.org")
    with two.gateway.store.reading() as session:
        sources = [row.source for row in session.scalars(select(Inbox).order_by(Inbox.id))]
    assert sources == ["", "opened from arrival 1", ""]


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"x",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n",
        b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n" + b"A" * 200_000,
    ],
)
def test_what_is_no_certificate_is_not_pinned(pair: tuple[Town, Town], pem: bytes) -> None:
    one, two = pair
    with one.gateway.store.session() as session, pytest.raises(GatewayError, match=r"^that is"):
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


def test_gnupg_opens_what_we_encrypt_and_we_open_what_gnupg_encrypts_and_signs(
    pair: tuple[Town, Town], gpg: "Gpg"
) -> None:
    one, two = pair
    gpg("--quick-gen-key", two.address, "default", "default", "never")
    pin(one, two, gpg("--armor", "--export", two.address).decode("ascii"))
    _, mail = passed_on(one, two)
    parsed = message_from_bytes(mail)
    assert parsed.get_content_type() == "multipart/encrypted"
    envelope = list(parsed.walk())[2].get_payload(decode=True)
    assert isinstance(envelope, bytes)
    opened = gpg("--decrypt", given=envelope)
    assert document_in(opened) is not None
    gpg("--import", given=certificate(two, "openpgp").encode("ascii"))
    inner = (
        b"Content-Type: text/plain; charset=utf-8\r\nSubject: Klacht over de bus\r\n\r\nDe bus reed mij voorbij.\r\n"
    )
    sealed = gpg("--armor", "--sign", "--encrypt", "--recipient", f"{two.office_id} <{two.address}>", given=inner)
    two.receive(pgp_mime(sealed, two.address), CITIZEN)
    two.receive(b"Subject: the worker works what was opened\n\nx\n", "somebody@example.org")
    with two.gateway.store.reading() as session:
        row = session.scalars(select(Inbox).order_by(Inbox.id)).all()[1]
        assert row.source == "opened from arrival 1"
        content = raw_bytes(session, row.sha256)
    assert content.count(b"Subject:") == 1
    assert b"Subject: Klacht over de bus" in content
    assert b"De bus reed mij voorbij." in content


def test_a_small_envelope_that_unpacks_into_gigabytes_is_not_opened_and_the_house_goes_on(
    pair: tuple[Town, Town], gpg: "Gpg"
) -> None:
    _, two = pair
    gpg("--import", given=certificate(two, "openpgp").encode("ascii"))
    bomb = gpg(
        "--armor",
        "--encrypt",
        "--recipient",
        two.address,
        "--compress-algo",
        "zlib",
        "-z",
        "9",
        given=bytes(400_000_000),
    )
    assert len(bomb) < 1_000_000
    two.receive(pgp_mime(bomb, two.address), CITIZEN)
    with two.gateway.store.reading() as session:
        (row,) = session.scalars(select(Inbox)).all()
    assert row.status in ("done", "set-aside")
    assert "opened" not in row.reason


def test_a_key_that_has_ended_or_is_for_signing_only_is_not_pinned_and_a_private_part_is_not_kept(
    pair: tuple[Town, Town], gpg: "Gpg"
) -> None:
    one, two = pair
    gpg("--quick-gen-key", "alleen@tekenen.example", "ed25519", "sign", "never")
    gpg("--faked-system-time", "20200101T000000", "--quick-gen-key", "oud@example.org", "default", "default", "1y")
    for address, why in (("alleen@tekenen.example", "for signing only"), ("oud@example.org", "does not hold today")):
        with one.gateway.store.session() as session, pytest.raises(GatewayError, match=why):
            encryption.pin_certificate(session, two.office_id, gpg("--armor", "--export", address), one.now)
    gpg("--quick-gen-key", "goed@example.org", "default", "default", "never")
    public, private = (gpg("--armor", word, "goed@example.org") for word in ("--export", "--export-secret-keys"))
    with one.gateway.store.session() as session, pytest.raises(GatewayError, match="nor an OpenPGP"):
        encryption.pin_certificate(session, two.office_id, private, one.now)
    pin(one, two, public.decode("ascii"))
    with one.gateway.store.reading() as session:
        kept = session.get_one(Partner, two.office_id).certificate
    assert b"secret key packet" not in gpg("--list-packets", given=kept.encode("ascii"))


def test_our_own_public_key_holds_nothing_private(pair: tuple[Town, Town], gpg: "Gpg") -> None:
    _, two = pair
    told = gpg("--list-packets", given=certificate(two, "openpgp").encode("ascii"))
    assert b"public key packet" in told
    assert b"secret" not in told


class Gpg:
    """GnuPG with a keyring of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(mode=0o700)

    def __call__(self, *words: str, given: bytes = b"") -> bytes:
        options = ("--batch", "--yes", "--trust-model", "always", "--pinentry-mode", "loopback", "--passphrase", "")
        command = ["gpg", "--homedir", str(self.home), *options, *words]
        return subprocess.run(command, input=given, check=True, capture_output=True).stdout

    def close(self) -> None:
        subprocess.run(["gpgconf", "--homedir", str(self.home), "--kill", "all"], check=False, capture_output=True)


@pytest.fixture
def gpg() -> Iterator[Gpg]:
    if shutil.which("gpg") is None:
        without_server("there is no gpg on this machine")
    # Its agent listens on a socket, whose path may not be long.
    with tempfile.TemporaryDirectory(prefix="gpg") as folder:
        one = Gpg(Path(folder) / "home")
        yield one
        one.close()


def pgp_mime(envelope: bytes, to: str) -> bytes:
    """A mail as Thunderbird writes it."""
    return b"\r\n".join(
        (
            f"From: {CITIZEN}".encode(),
            f"To: {to}".encode(),
            b"Subject: ...",
            b"MIME-Version: 1.0",
            b'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";',
            b' boundary="grens"',
            b"",
            b"This is an OpenPGP/MIME encrypted message (RFC 4880 and 3156)",
            b"--grens",
            b"Content-Type: application/pgp-encrypted",
            b"",
            b"Version: 1",
            b"",
            b"--grens",
            b'Content-Type: application/octet-stream; name="encrypted.asc"',
            b"",
            envelope,
            b"--grens--",
            b"",
        )
    )


def openssl(folder: Path, *words: str) -> bytes:
    return subprocess.run(["openssl", "smime", *words], cwd=folder, check=True, capture_output=True).stdout
