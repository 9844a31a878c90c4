"""The parts of a running gateway, by the names that `serve --only` takes."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial

import uvicorn
from sqlalchemy.orm import Session

from gateway.answering.otherway import propose_other_way, what_now
from gateway.api.courier import Courier
from gateway.assemble import Gateway
from gateway.desk.app import build_app
from gateway.errors import WrongSettings
from gateway.exchange.daily import looks
from gateway.exchange.road import houses_of
from gateway.intake.book import address_book
from gateway.intake.mailboxes import Mailboxes
from gateway.intake.processes import listeners
from gateway.pipeline.worker import Worker
from gateway.scans.tray import Tray
from gateway.schedule.ticker import Ticker
from gateway.sending.outcome import OtherWay
from gateway.sending.rendering import Stationery
from gateway.sending.sender import Sender
from gateway.store.tables import Outbox
from gateway.supervisor import Part

PARTS = ("smtp", "imap", "tray", "worker", "sender", "schedule", "desk")
Clock = Callable[[], datetime]


def now_utc() -> datetime:
    return datetime.now(UTC)


def build_parts(gateway: Gateway, names: tuple[str, ...] = PARTS, clock: Clock = now_utc) -> Mapping[str, Part]:
    """Those that are asked for and have something to do."""
    builders: Mapping[str, Callable[[Gateway, Clock], Part | None]] = {
        "smtp": smtp,
        "imap": imap,
        "tray": tray,
        "worker": worker,
        "sender": sender,
        "schedule": schedule,
        "desk": desk,
    }
    parts = {name: builders[name](gateway, clock) for name in names}
    return {name: part for name, part in parts.items() if part is not None}


def smtp(gateway: Gateway, clock: Clock) -> Part | None:
    settings = gateway.settings
    if not settings.smtp.port and not settings.smtp.lmtp_port:
        return None

    def run(stop: threading.Event) -> None:
        scanners = {one.address: one.office for one in gateway.scanners}
        listener = listeners(settings, gateway.store, address_book(gateway.offices, scanners), clock=clock)
        listener.start()
        try:
            stop.wait()
        finally:
            listener.stop()

    return run


def imap(gateway: Gateway, clock: Clock) -> Part | None:
    settings = gateway.settings
    if not settings.mailbox:
        return None

    def run(stop: threading.Event) -> None:
        mailboxes = Mailboxes(settings.mailbox, gateway.store, path=settings.path, clock=clock)
        mailboxes.start()
        try:
            stop.wait()
        finally:
            mailboxes.stop()

    return run


def tray(gateway: Gateway, clock: Clock) -> Part | None:
    settings = gateway.settings
    if not any(one.folder for one in settings.tray):
        return None
    trays = [Tray(one, settings.path(one.folder), gateway.store, clock) for one in settings.tray if one.folder]

    def run(stop: threading.Event) -> None:
        threads = [threading.Thread(target=one.run, args=(stop,), name="tray") for one in trays]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return run


def worker(gateway: Gateway, clock: Clock) -> Part | None:
    def run(stop: threading.Event) -> None:
        with gateway.reading() as reading:
            Worker(gateway.store, reading, gateway.desk, clock, batch=gateway.settings.worker.batch).run(stop)

    return run


def build_sender(gateway: Gateway, clock: Clock = now_utc) -> Sender:
    """Raises WrongSettings where a password or key file cannot be read."""
    settings = gateway.settings
    return Sender(
        gateway.store,
        Stationery(
            {office.id: office for office in gateway.offices},
            gateway.secret,
            settings.sending.dkim_selector,
            _file(gateway, settings.sending.dkim_key_file) if settings.sending.dkim_selector else b"",
        ),
        settings.relay,
        relay_password(gateway),
        settings.sending,
        clock,
        settings.home / "sending",
        partial(other_way, gateway),
    )


def other_way(gateway: Gateway, session: Session, row: Outbox, now: datetime) -> OtherWay | None:
    offices = gateway.desk.offices
    other = propose_other_way(
        session,
        row,
        office=offices.office(row.office),
        offices=offices.served,
        catalogue=offices.catalogue,
        secret=gateway.secret,
        now=now,
    )
    return OtherWay(what_now(other), other.item, other.due) if other else None


def sender(gateway: Gateway, clock: Clock) -> Part | None:
    return build_sender(gateway, clock).run


def relay_password(gateway: Gateway) -> str:
    relay = gateway.settings.relay
    return _file(gateway, relay.password_file).decode().strip() if relay.password_file else relay.password


def _file(gateway: Gateway, name: str) -> bytes:
    path = gateway.settings.path(name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise WrongSettings(f"{path} cannot be read: {error.strerror}") from error


def schedule(gateway: Gateway, clock: Clock) -> Part | None:
    def run(stop: threading.Event) -> None:
        houses = houses_of(gateway.offices, gateway.catalogue, gateway.secret, gateway.settings.desk.url)
        ticker = Ticker(gateway.store, gateway.offices, clock, secret=gateway.secret, hooks=looks(houses))
        ticker.start()
        try:
            Courier(gateway.store, gateway.secret, clock).run(stop)
        finally:
            ticker.stop()

    return run


def desk(gateway: Gateway, clock: Clock) -> Part | None:
    settings = gateway.settings.desk
    if not settings.port:
        return None

    def run(stop: threading.Event) -> None:
        app = build_app(gateway, offices=gateway.offices, catalogue=gateway.catalogue, clock=clock)
        config = uvicorn.Config(app, settings.host, settings.port, log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        # Signals are the supervisor's; uvicorn in a thread must not take them.
        thread = threading.Thread(target=server.run, name="desk-server", daemon=True)
        thread.start()
        while thread.is_alive() and not stop.wait(0.5):
            pass
        server.should_exit = True
        thread.join(10)

    return run
