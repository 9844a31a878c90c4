"""The settings, section by section; each default serves a small house on one machine."""

from dataclasses import dataclass, field
from pathlib import Path


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
    batch: int = 64


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
