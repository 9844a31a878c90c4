"""The only place that reads settings and builds what lasts: the store, the offices, the keys."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gateway.errors import WrongSettings
from gateway.house import load_house
from gateway.pipeline.reading import Readers, Reading
from gateway.pipeline.work import Desk, Offices
from gateway.scans.parcel import Scanner
from gateway.settings import Settings, load_settings
from gateway.store.engine import Store, open_store
from routing.catalogue import Catalogue
from routing.offices import Office

KEY_FILE = "secret.key"


@dataclass(frozen=True, slots=True)
class Gateway:
    settings: Settings
    store: Store
    #: Key of the signed addresses; the same on every node.
    secret: bytes
    offices: tuple[Office, ...]
    catalogue: Catalogue

    @property
    def desk(self) -> Desk:
        """What recording an arrival needs to know."""
        return Desk(Offices(self.offices, self.catalogue), self.secret, self.settings.sending)

    @property
    def scanners(self) -> tuple[Scanner, ...]:
        """Machines that mail their scans."""
        return tuple(
            Scanner(one.address.lower(), one.office, frozenset(sender.lower() for sender in one.senders))
            for one in self.settings.tray
            if one.address
        )

    def reading(self) -> Reading:
        """The processes that read mail."""
        readers = Readers(self.offices, self.catalogue, self.settings.smtp.boundary_hosts, self.scanners)
        return Reading(readers, self.settings.worker)

    def close(self) -> None:
        self.store.close()


def assemble(settings: Settings) -> Gateway:
    """Builds the gateway.

    Raises WrongSettings or StoreUnavailable, each one sentence.
    """
    offices, catalogue = load_house(settings)
    secret = read_secret(settings.home)
    return Gateway(settings, open_store(settings.database_url), secret, offices, catalogue)


@contextmanager
def open_books() -> Iterator[Store]:
    """The store alone, as the settings name it, for commands that only look."""
    store = open_store(load_settings().database_url)
    try:
        yield store
    finally:
        store.close()


def read_secret(home: Path) -> bytes:
    """The 32 bytes behind every signed address, made at the first start. Losing them orphans replies under way."""
    path = home / KEY_FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            make_secret(path)
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise WrongSettings(f"{path} cannot be read or made: {error.strerror}") from error
    except ValueError as error:
        raise WrongSettings(f"{path} does not hold 64 hexadecimal digits") from error
    if len(secret) < 32:
        raise WrongSettings(f"{path} holds fewer than 64 hexadecimal digits")
    return secret


def make_secret(path: Path) -> None:
    """Whole or not at all, and only one of two nodes that start at once makes it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
