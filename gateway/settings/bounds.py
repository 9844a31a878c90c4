"""What the types of settings alone do not say: known words, least numbers, and what goes together."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from gateway.errors import WrongSettings
from gateway.settings.sections import Settings

#: Settings that know only a few words.
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("mailbox", "security"): ("tls", "starttls", "none"),
    ("relay", "security"): ("tls", "starttls", "none"),
    ("sending", "in_doubt"): ("hold", "resend"),
    ("desk", "second_factor"): ("required", "optional"),
    ("log", "level"): ("debug", "info", "warning", "error"),
}

PORTS = (("smtp", "port"), ("smtp", "lmtp_port"), ("relay", "port"), ("desk", "port"), ("health", "port"))

#: Numbers that must be more than nothing; every other number is at least 0.
AT_LEAST_ONE = frozenset(
    {
        *(("smtp", key) for key in ("max_size", "max_recipients", "max_connections", "max_connections_per_peer")),
        *(("smtp", key) for key in ("idle_seconds", "session_seconds", "commit_seconds", "max_errors", "max_held")),
        ("smtp", "processes"),
        *(("mailbox", "poll_seconds"), ("tray", "poll_seconds")),
        *(("relay", "connections"), ("relay", "timeout_seconds")),
        *(("worker", "seconds_per_mail"), ("worker", "seconds_per_scan"), ("worker", "batch")),
    }
)


def check(settings: Settings, where: str) -> None:
    """Raises WrongSettings with the file, the key, its value and what it must be."""
    _choices(settings, where)
    _numbers(settings, where)
    _together(settings, where)


def _choices(settings: Settings, where: str) -> None:
    for (section, key), allowed in CHOICES.items():
        for item in _items(settings, section):
            if getattr(item, key) not in allowed:
                raise WrongSettings(
                    f"{where}: {section}.{key} is {getattr(item, key)!r}, but must be one of {', '.join(allowed)}"
                )


def _numbers(settings: Settings, where: str) -> None:
    for section, key in PORTS:
        port = getattr(getattr(settings, section), key)
        if not 0 <= port <= 65535:
            raise WrongSettings(f"{where}: {section}.{key} is {port}, but a port lies between 0 and 65535")
    if settings.smtp.lmtp_port == 25:
        raise WrongSettings(
            f"{where}: smtp.lmtp_port is 25, which belongs to SMTP (RFC 2033, 5); take another, such as 2424"
        )
    for section in (item.name for item in fields(Settings) if item.name != "home"):
        for item in _items(settings, section):
            for key in (one.name for one in fields(item)):
                value, least = getattr(item, key), 1 if (section, key) in AT_LEAST_ONE else 0
                numbers = value if isinstance(value, tuple) else (value,)
                if any(type(number) in (int, float) and number < least for number in numbers):
                    raise WrongSettings(f"{where}: {section}.{key} is {value}, but must be at least {least}")


def _items(settings: Settings, section: str) -> Iterator[Any]:
    value = getattr(settings, section)
    yield from value if isinstance(value, tuple) else (value,)


def _together(settings: Settings, where: str) -> None:
    if not settings.offices.serve:
        raise WrongSettings(f"{where}: offices.serve is empty; name at least one office")
    if not settings.database.url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        raise WrongSettings(f"{where}: database.url must start with sqlite:/// or postgresql://")
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
    if settings.desk.oidc_issuer and not settings.desk.oidc_client_id:
        raise WrongSettings(f"{where}: desk.oidc_issuer needs desk.oidc_client_id beside it")
