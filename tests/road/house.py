"""A whole gateway between a real SMTP door and a real SMTP sink, for the tests of the road."""

import smtplib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from gateway.assemble import Gateway, assemble
from gateway.demo.world import World, free_port
from gateway.parts import build_parts
from gateway.settings import (
    DatabaseSettings,
    HealthSettings,
    OfficeSettings,
    RelaySettings,
    SendingSettings,
    Settings,
    SmtpSettings,
)
from gateway.supervisor import Supervisor
from tests.road.people import complainant

OFFICE = "klachten@vlaamseombudsdienst.be"
LETTER = "Geachte,\n\n{story}\n\nIk vraag u dit te onderzoeken.\n\nMet vriendelijke groeten,\n\n{name}\n{home}\n"


def complaint(number: int, *, sender: str = "", subject: str = "") -> EmailMessage:
    """Of somebody else, about something else, for every number up to PEOPLE."""
    who = complainant(number)
    mail = EmailMessage()
    mail["From"] = f"{who.name} <{sender or f'mens{number}@post.example'}>"
    mail["To"] = OFFICE
    mail["Subject"] = subject or who.subject
    mail["Message-ID"] = f"<{number}.{sender or 'mens'}@post.example>"
    mail["Date"] = "Mon, 02 Mar 2026 09:00:00 +0100"
    mail.set_content(LETTER.format(story=who.story, name=who.name, home=who.home))
    return mail


@dataclass(frozen=True, slots=True)
class House:
    gateway: Gateway
    world: World

    def send(self, mail: EmailMessage, sender: str | None = None, to: str = OFFICE) -> None:
        with smtplib.SMTP("127.0.0.1", self.gateway.settings.smtp.port, timeout=30) as client:
            client.send_message(mail, sender if sender is not None else mail["From"].addresses[0].addr_spec, [to])


def settings_of(home: Path, url: str, relay_port: int, **sending: object) -> Settings:
    return Settings(
        home=home,
        offices=OfficeSettings(serve=("vlaamse-ombudsdienst", "ombuds-brussel")),
        database=DatabaseSettings(url),
        smtp=SmtpSettings(port=free_port()),
        relay=RelaySettings(host="127.0.0.1", port=relay_port, security="none", connections=2),
        sending=SendingSettings(**sending),  # type: ignore[arg-type]
        health=HealthSettings(port=0),
    )


@contextmanager
def house(home: Path, url: str, world: World, **sending: object) -> Iterator[House]:
    """Listener, worker and sender at work."""
    gateway = assemble(settings_of(home, url, world.port, **sending))
    supervisor = Supervisor(build_parts(gateway, ("smtp", "worker", "sender")))
    supervisor.start()
    try:
        until(lambda: is_open(gateway.settings.smtp.port), "the door opens")
        yield House(gateway, world)
    finally:
        supervisor.drain(30)
        gateway.close()


@contextmanager
def outside(**answers: object) -> Iterator[World]:
    world = World(**answers)  # type: ignore[arg-type]
    world.start()
    try:
        yield world
    finally:
        world.stop()


def is_open(port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=5):
            return True
    except OSError:
        return False


def until(holds: Callable[[], object], what: str, seconds: float = 60.0) -> None:
    """Waits until something holds; fails with its name where it never does."""
    last = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > last:
            raise AssertionError(f"never: {what}")
        time.sleep(0.05)
