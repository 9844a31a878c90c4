"""`klachtenpost check`: says in words what is wrong with a configuration, and whether everything around us answers."""

import argparse
import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiosmtplib
from imapclient.exceptions import IMAPClientError
from sqlalchemy.engine import make_url

from gateway.assemble import KEY_FILE, read_secret
from gateway.desk.scanning import Found, scan
from gateway.desk.signin.oidc import Provider, ProviderRefused
from gateway.errors import GatewayError
from gateway.house import load_house
from gateway.intake.mailbox_login import MailboxRefused, Token, open_mailbox
from gateway.sending.relay import Relay
from gateway.settings import MailboxSettings, Settings, load_settings
from gateway.store.engine import answering, engine_of
from gateway.store.migrate import HEAD, revision_of

#: What was looked at, whether it is well, and a sentence.
Finding = tuple[str, bool, str]
#: Languages whose letters can be scanned, as Tesseract names them.
OCR_LANGUAGES = ("nld", "fra", "deu", "eng")


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check",
        help="what is wrong with the configuration, in words",
        description="Reads the settings and tries everything they name: database, offices, relay, mailboxes, "
        "trays, keys, OCR, sign-on, virus scanner. Nothing is sent and nothing is changed. Exit status 1 where "
        "something does not answer, 2 where the settings themselves are wrong.",
    )
    return parser


def run(args: argparse.Namespace) -> int:
    settings = load_settings()
    looks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _offices,
        _database,
        _key,
        _doors,
        _relay,
        _dkim,
        _mailboxes,
        _trays,
        _ocr,
        _sign_on,
        _clamd,
    )
    well = True
    for look in looks:
        for what, good, words in look(settings):
            print(f"{'ok   ' if good else 'WRONG'} {what}: {words}")
            well = well and good
    return 0 if well else 1


def _offices(settings: Settings) -> Iterator[Finding]:
    offices, catalogue = load_house(settings)
    yield "catalogue", True, f"{len(catalogue.bodies)} bodies"
    for office in offices:
        if office.addresses:
            yield f"office {office.id}", True, f"receives at {', '.join(office.addresses)}"
        else:
            yield f"office {office.id}", False, "has no address to receive at or write from; set `addresses`"
    known = {office.id for office in offices}
    for mailbox in settings.mailbox:
        if mailbox.office not in known:
            yield f"mailbox {mailbox.name}", False, f"is for {mailbox.office}, which this gateway does not serve"


def _database(settings: Settings) -> Iterator[Finding]:
    url = make_url(settings.database_url)
    embedded = url.get_backend_name() == "sqlite"
    if embedded and not Path(url.database or "").exists():
        yield _not_yet("database", Path(url.database or ""))
        return
    try:
        engine = engine_of(settings.database_url)
        with answering(engine), engine.connect() as connection:
            revision = revision_of(connection)
        engine.dispose()
    except GatewayError as error:
        yield "database", False, str(error)
        return
    kind = "SQLite, for one process" if embedded else "PostgreSQL, for any number of nodes"
    tables = "has today's tables" if revision == HEAD else "gets today's tables at the next start"
    yield "database", True, f"answers and {tables} ({kind})"


def _key(settings: Settings) -> Iterator[Finding]:
    if not (settings.home / KEY_FILE).exists():
        yield _not_yet("key", settings.home / KEY_FILE)
        return
    try:
        read_secret(settings.home)
    except GatewayError as error:
        yield "key", False, str(error)
        return
    yield "key", True, "the key of signed addresses is there; keep it with the backup"


def _not_yet(what: str, file: Path) -> Finding:
    """Of a file that the first start makes, where it may."""
    ground = next(place for place in file.absolute().parents if place.exists())
    if ground.is_dir() and os.access(ground, os.W_OK):
        return what, True, f"{file} is not there yet; the first start makes it"
    return what, False, f"{file} is not there, and nothing may be written in {ground}"


def _trays(settings: Settings) -> Iterator[Finding]:
    for tray in settings.tray:
        if not tray.folder:
            continue
        folder = settings.path(tray.folder)
        if not folder.is_dir():
            yield "tray", False, f"{folder} is no folder: no scan can come in there"
        elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            yield "tray", False, f"{folder} may not be read and written: a scan could not be moved out of it"
        else:
            yield "tray", True, f"scans for {tray.office} are taken from {folder}"


def _doors(settings: Settings) -> Iterator[Finding]:
    smtp = settings.smtp
    if smtp.host not in ("127.0.0.1", "::1", "localhost") and not smtp.tls_certificate:
        yield "smtp", False, f"listens on {smtp.host} without a certificate: mail comes in unencrypted"
    for name in (smtp.tls_certificate, smtp.tls_key):
        if name and not settings.path(name).is_file():
            yield "smtp", False, f"{settings.path(name)} is missing"
    yield "smtp", True, f"will listen on {smtp.host}, port {smtp.port or 'none'}, LMTP {smtp.lmtp_port or 'none'}"


def _relay(settings: Settings) -> Iterator[Finding]:
    relay = settings.relay
    if not relay.host:
        yield "relay", False, "none is set (relay.host): answers stay in the outbox"
        return
    password = relay.password
    if relay.password_file:
        try:
            password = settings.path(relay.password_file).read_text("utf-8").strip()
        except OSError as error:
            yield "relay", False, f"{settings.path(relay.password_file)} cannot be read: {error.strerror}"
            return
    try:
        asyncio.run(_greet(Relay(relay, password)))
    except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:
        yield "relay", False, f"{relay.host}:{relay.port} does not let us in: {str(error) or type(error).__name__}"
        return
    yield "relay", True, f"{relay.host}:{relay.port} lets us in ({relay.security})"


async def _greet(relay: Relay) -> None:
    await relay.connected()
    await relay.quit()


def _dkim(settings: Settings) -> Iterator[Finding]:
    sending = settings.sending
    if not sending.dkim_selector:
        yield "dkim", True, "mail is left to the relay to sign"
    elif not settings.path(sending.dkim_key_file).is_file():
        yield "dkim", False, f"the key {settings.path(sending.dkim_key_file)} is missing"
    else:
        yield "dkim", True, f"signs as selector {sending.dkim_selector}"


def _mailboxes(settings: Settings) -> Iterator[Finding]:
    for mailbox in settings.mailbox:
        yield _mailbox(settings, mailbox)


def _mailbox(settings: Settings, mailbox: MailboxSettings) -> Finding:
    try:
        client = open_mailbox(mailbox, settings.path, Token(mailbox), lambda _: None)
        status = client.folder_status(mailbox.folder, [b"MESSAGES"])  # type: ignore[no-untyped-call]
        client.logout()  # type: ignore[no-untyped-call]
    except MailboxRefused as error:
        return f"mailbox {mailbox.name}", False, str(error)
    except (OSError, IMAPClientError) as error:
        return f"mailbox {mailbox.name}", False, f"{mailbox.host} does not answer: {str(error) or type(error).__name__}"
    return f"mailbox {mailbox.name}", True, f"opens; {status.get(b'MESSAGES', 0)} mails in {mailbox.folder}"


def _ocr(settings: Settings) -> Iterator[Finding]:
    program = shutil.which("tesseract")
    if program is None:
        yield "ocr", True, "Tesseract is not installed: scanned letters wait for a person to type them over"
        return
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603 no input of others
    lacking = [language for language in OCR_LANGUAGES if language not in told.stdout.split()]
    if lacking:
        yield "ocr", False, f"Tesseract lacks {', '.join(lacking)} (Debian packages tesseract-ocr-<language>)"
    else:
        yield "ocr", True, "Tesseract reads Dutch, French, German and English"


def _sign_on(settings: Settings) -> Iterator[Finding]:
    provider = Provider(settings.desk)
    if not provider.known:
        return
    try:
        provider.depart("http://localhost/")
    except ProviderRefused as error:
        yield "sign-on", False, f"{settings.desk.oidc_issuer}: {error}; nobody can sign in through it"
        return
    yield "sign-on", True, f"{settings.desk.oidc_issuer} answers"


def _clamd(settings: Settings) -> Iterator[Finding]:
    address = settings.desk.clamd
    if not address:
        return
    verdict = scan(address, b"nothing harmful")
    if verdict.found is Found.CLEAN:
        yield "clamd", True, f"{address} scans attachments"
    else:
        yield "clamd", False, f"{address} does not scan ({verdict.why}): no attachment can be downloaded"
