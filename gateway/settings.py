"""Settings: `klachtenpost.toml` in the home folder, any key overridable by `KLACHTENPOST_<SECTION>_<KEY>`.

Without a file every default serves: two offices, an embedded database in the home folder, ports on loopback.
"""

import os
import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from gateway.errors import WrongSettings

FILE_NAME = "klachtenpost.toml"
PREFIX = "KLACHTENPOST_"

#: Variables with our prefix that are no setting.
NOT_SETTINGS = frozenset({"KLACHTENPOST_HOME"})


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Which offices this gateway serves; the first one gets what names none of our addresses."""

    serve: tuple[str, ...] = ("vlaamse-ombudsdienst", "ombuds-brussel")
    #: Own office file beside or instead of the packaged ones, relative to the home folder.
    file: str = ""
    #: Own catalogue entries added to the packaged catalogue, relative to the home folder.
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """`sqlite:///name.db` is relative to the home folder; `postgresql://...` where several processes share the work."""

    url: str = "sqlite:///klachtenpost.db"


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The SMTP and LMTP door."""

    host: str = "127.0.0.1"
    #: 0 closes the door.
    port: int = 2525
    lmtp_port: int = 0
    hostname: str = "localhost"
    tls_certificate: str = ""
    tls_key: str = ""
    max_size: int = 36_700_160
    max_recipients: int = 100
    max_connections: int = 200
    max_connections_per_peer: int = 50
    idle_seconds: float = 300.0
    session_seconds: float = 3600.0
    #: A mail that is not on the disk by then is given back to its sender (4yz).
    commit_seconds: float = 45.0
    #: Refused commands before a session is ended.
    max_errors: int = 20
    #: Bytes of mail in memory, of all connections.
    max_held: int = 536_870_912
    #: Bytes that stay free on the disk of an embedded database.
    disk_reserve: int = 268_435_456
    #: Processes that share the ports; more than one needs PostgreSQL.
    processes: int = 1
    #: Authentication-Results are believed only from these names (RFC 8601 5).
    boundary_hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """One IMAP mailbox that is polled."""

    name: str
    office: str
    host: str
    user: str
    port: int = 993
    #: tls, starttls or none
    security: str = "tls"
    password: str = ""
    password_file: str = ""
    #: XOAUTH2 beside passwords.
    token_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    scope: str = ""
    folder: str = "INBOX"
    #: Where a mail goes once it is ours; empty leaves it.
    move_to: str = ""
    poll_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class TraySettings:
    """Where a scanner puts letters (PDF): into a folder, or by mail to an address of its own."""

    office: str
    #: Relative to the home folder; empty where the scanner mails.
    folder: str = ""
    #: Mail to this address is no complaint: the PDFs in it are letters.
    address: str = ""
    #: Addresses from which the scanner writes; mail of anybody else to its address is mail like any other. Empty: all.
    senders: tuple[str, ...] = ()
    poll_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """Through which server mail leaves. An empty host means: nothing leaves, items stay queued."""

    host: str = ""
    port: int = 587
    #: starttls (required, never silently dropped), tls or none
    security: str = "starttls"
    user: str = ""
    password: str = ""
    password_file: str = ""
    hostname: str = ""
    connections: int = 4
    timeout_seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class SendingSettings:
    """How outgoing mail is paced, marked and signed."""

    #: hold: a person decides about an item of which nobody knows whether it left; resend: it goes again.
    in_doubt: str = "hold"
    per_address_per_day: int = 5
    per_case_per_day: int = 10
    per_hour: int = 5000
    #: Pauses between tries, in minutes; after the last one the item has failed.
    retry_minutes: tuple[int, ...] = (5, 10, 20, 40, 80, 160, 320, 640, 960, 1440, 1440, 1440)
    dkim_selector: str = ""
    dkim_key_file: str = ""


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    #: Reading processes; 0 reads in the worker's own process (tests and small tools).
    processes: int = 1
    seconds_per_mail: float = 30.0
    #: A scanned letter of some pages, or a batch of them with separator sheets.
    seconds_per_scan: float = 300.0
    batch: int = 32


@dataclass(frozen=True, slots=True)
class DeskSettings:
    host: str = "127.0.0.1"
    port: int = 8080
    #: How browsers reach it, for links in mails; its scheme and host are also the only origin that may post forms.
    url: str = ""
    #: required: who signs in with a password sets up one-time codes first; optional: leaves it to each.
    second_factor: str = "required"
    #: How long an answer waits after somebody sent it, so that it can be called back.
    send_delay_seconds: float = 20.0
    #: Single sign-on with OpenID Connect; an empty issuer leaves passwords only.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    #: Socket path or host:port of ClamAV's clamd: attachments are scanned before anybody downloads them; empty: never.
    clamd: str = ""


@dataclass(frozen=True, slots=True)
class HealthSettings:
    host: str = "127.0.0.1"
    #: 0 closes it.
    port: int = 9125


@dataclass(frozen=True, slots=True)
class LogSettings:
    #: debug, info, warning or error; personal data appears at debug only.
    level: str = "info"


@dataclass(frozen=True, slots=True)
class Settings:
    home: Path
    offices: OfficeSettings = field(default_factory=OfficeSettings)
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    smtp: SmtpSettings = field(default_factory=SmtpSettings)
    mailbox: tuple[MailboxSettings, ...] = ()
    tray: tuple[TraySettings, ...] = ()
    relay: RelaySettings = field(default_factory=RelaySettings)
    sending: SendingSettings = field(default_factory=SendingSettings)
    worker: WorkerSettings = field(default_factory=WorkerSettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    health: HealthSettings = field(default_factory=HealthSettings)
    log: LogSettings = field(default_factory=LogSettings)

    def path(self, name: str) -> Path:
        """A file named in the settings, relative to the home folder."""
        return self.home / Path(name).expanduser()

    @property
    def database_url(self) -> str:
        """The database URL with a relative SQLite path set under the home folder."""
        head, found, name = self.database.url.partition("sqlite:///")
        if found and not head and name and not name.startswith("/") and name != ":memory:":
            return f"sqlite:///{self.home / name}"
        return self.database.url


#: Settings that know only a few words.
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("mailbox", "security"): ("tls", "starttls", "none"),
    ("relay", "security"): ("tls", "starttls", "none"),
    ("sending", "in_doubt"): ("hold", "resend"),
    ("desk", "second_factor"): ("required", "optional"),
    ("log", "level"): ("debug", "info", "warning", "error"),
}


def load_settings(home: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Reads, overrides and checks the settings.

    Raises WrongSettings with the file, the key and what is wrong with it.
    """
    environment = os.environ if environment is None else environment
    home = (home or Path(environment.get("KLACHTENPOST_HOME") or default_home())).expanduser().absolute()
    path = home / FILE_NAME
    raw = read_file(path) if path.is_file() else {}
    raw = overridden(raw, environment)
    settings: Settings = built(Settings, {**raw, "home": home}, str(path), "")
    check(settings, str(path))
    return settings


def default_home() -> Path:
    """This folder where it holds a configuration, else a folder of our own in the user's home."""
    return Path.cwd() if (Path.cwd() / FILE_NAME).is_file() else Path.home() / ".klachtenpost"


def read_file(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(f"{path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(f"{path} is no valid TOML: {error}") from error
    if "home" in raw:
        raise WrongSettings(f"{path}: home is given by --home or KLACHTENPOST_HOME, not in the file")
    return raw


def overridden(raw: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """`raw` with each KLACHTENPOST_<SECTION>_<KEY> put in its place; mailboxes and trays are set in the file only."""
    sections = {item.name: item for item in fields(Settings) if item.name not in ("home", "mailbox", "tray")}
    result = {name: dict(value) if isinstance(value, dict) else value for name, value in raw.items()}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
            continue
        section, _, key = variable[len(PREFIX) :].lower().partition("_")
        if section not in sections or key not in {item.name for item in fields(section_class(section))}:
            raise WrongSettings(f"environment variable {variable} names no setting")
        result.setdefault(section, {})[key] = from_text(section, key, text, variable)
    return result


def section_class(section: str) -> Any:
    return get_type_hints(Settings)[section]


def from_text(section: str, key: str, text: str, variable: str) -> Any:
    """A value as TOML would have given it, from the text of an environment variable."""
    wanted = get_type_hints(section_class(section))[key]
    try:
        if wanted is bool:
            return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()]
        if wanted in (int, float):
            return wanted(text)
        if get_origin(wanted) is tuple:
            inner = get_args(wanted)[0]
            return [inner(part.strip()) for part in text.split(",") if part.strip()]
    except (KeyError, ValueError):
        raise WrongSettings(f"environment variable {variable}: {text!r} is no {words(wanted)}") from None
    return text


def built(cls: Any, raw: Mapping[str, Any], where: str, prefix: str) -> Any:
    """An instance of the settings class `cls` from TOML values, every key and type checked."""
    hints = get_type_hints(cls)
    known: dict[str, Field[Any]] = {item.name: item for item in fields(cls)}
    for key in raw:
        if key not in known:
            near = ", ".join(sorted(name for name in known if name != "home"))
            raise WrongSettings(f"{where}: {prefix}{key} is no setting; known here: {near}")
    for name, item in known.items():
        required = item.default is MISSING and item.default_factory is MISSING
        if required and name not in raw:
            raise WrongSettings(f"{where}: {prefix}{name} is missing")
    return cls(**{key: converted(hints[key], value, where, f"{prefix}{key}") for key, value in raw.items()})


def converted(wanted: Any, value: Any, where: str, key: str) -> Any:
    if hasattr(wanted, "__dataclass_fields__") and isinstance(value, dict):
        return built(wanted, value, where, f"{key}.")
    if get_origin(wanted) is tuple and isinstance(value, list):
        inner = get_args(wanted)[0]
        return tuple(converted(inner, item, where, f"{key}[{number}]") for number, item in enumerate(value))
    if wanted is float and type(value) is int:
        return float(value)
    if isinstance(wanted, type) and not isinstance(wanted, types.GenericAlias):
        exact = type(value) is wanted or (wanted is Path and isinstance(value, Path))
        if exact:
            return value
    raise WrongSettings(f"{where}: {key} is {value!r}, but must be a {words(wanted)}")


def words(wanted: Any) -> str:
    if get_origin(wanted) is tuple:
        return f"list of {words(get_args(wanted)[0])}s"
    names = {str: "text", int: "whole number", float: "number", bool: "yes-or-no (true or false)"}
    return names.get(wanted, "section of its own")


def check(settings: Settings, where: str) -> None:
    """What types alone do not say."""
    for (section, key), allowed in CHOICES.items():
        value = getattr(settings, section)
        for item in value if isinstance(value, tuple) else (value,):
            if getattr(item, key) not in allowed:
                raise WrongSettings(
                    f"{where}: {section}.{key} is {getattr(item, key)!r}, but must be one of {', '.join(allowed)}"
                )
    for section, key in (
        ("smtp", "port"),
        ("smtp", "lmtp_port"),
        ("relay", "port"),
        ("desk", "port"),
        ("health", "port"),
    ):
        port = getattr(getattr(settings, section), key)
        if not 0 <= port <= 65535:
            raise WrongSettings(f"{where}: {section}.{key} is {port}, but a port lies between 0 and 65535")
    if not settings.offices.serve:
        raise WrongSettings(f"{where}: offices.serve is empty; name at least one office")
    if not settings.database.url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise WrongSettings(f"{where}: database.url must start with sqlite:/// or postgresql://")
    if settings.smtp.processes < 1:
        raise WrongSettings(f"{where}: smtp.processes is {settings.smtp.processes}, but must be at least 1")
    if settings.smtp.processes > 1 and settings.database.url.startswith("sqlite"):
        raise WrongSettings(f"{where}: smtp.processes above 1 needs PostgreSQL; SQLite serves one process")
    names = [mailbox.name for mailbox in settings.mailbox]
    if len(set(names)) != len(names):
        raise WrongSettings(f"{where}: two mailboxes have the same name")
    for tray in settings.tray:
        if bool(tray.folder) == bool(tray.address):
            raise WrongSettings(f"{where}: a tray has either a folder or the address to which the scanner mails")
    if bool(settings.smtp.tls_certificate) != bool(settings.smtp.tls_key):
        raise WrongSettings(f"{where}: smtp.tls_certificate and smtp.tls_key go together")
