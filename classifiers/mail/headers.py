"""Headers of a mail, tolerant of what real mail does: missing, repeated, malformed, in raw 8-bit."""

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from email.message import Message as Mime
from email.utils import getaddresses, parsedate_to_datetime

from classifiers.mail.decode import SURROGATE, header_text, one_line, to_text
from classifiers.mail.idn import ascii_domain
from classifiers.mail.limits import Limits
from classifiers.message import Address, Authentication

MESSAGE_ID = re.compile(r"<([^<>\s]{1,990})>")
ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]\\]{1,64}@[^\s<>\"'(),;:\[\]\\]{1,190}")
VERDICT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]{2,12})", re.IGNORECASE)
RECEIVED_BY = re.compile(r"\bby[ \t]+([^\s;()]{1,255})", re.IGNORECASE)
#: A Date outside these years is a broken clock, not a date.
SENSIBLE = (1990, 2100)


def all_headers(mime: Mime, limits: Limits, defects: list[str]) -> tuple[tuple[str, str], ...]:
    """Name and decoded value of each header in order; raw values bounded before decoding."""
    items = list(mime.raw_items()) if hasattr(mime, "raw_items") else list(mime.items())
    if len(items) > limits.headers:
        defects.append(f"{len(items)} headers: only the first {limits.headers} were read")
    return tuple((name, header_text(str(value)[: limits.header_length])) for name, value in items[: limits.headers])


def values(headers: Sequence[tuple[str, str]], name: str) -> list[str]:
    wanted = name.lower()
    return [value for key, value in headers if key.lower() == wanted]


def addresses(mime: Mime, name: str, limits: Limits) -> tuple[Address, ...]:
    """Mailboxes of all headers of that name. The address is taken before the name is decoded (RFC 2047 5.3).

    Raw UTF-8 is read as such (RFC 6532), in names and in addresses.
    """
    items = mime.raw_items() if hasattr(mime, "raw_items") else mime.items()
    raw = [_in_utf8(one_line(str(v)[: limits.header_length])) for key, v in items if key.lower() == name.lower()]
    found: list[Address] = []
    for line in raw:
        for display, email in getaddresses([line]):
            shown = header_text(display)
            if "@" not in email:
                near = ADDRESS.search(line) if len(raw) == 1 and line.count("@") == 1 else None
                email = near.group() if near else ""
            if shown or email:
                found.append(Address(shown.strip(" '\"")[:200], ascii_domain(email.strip().strip("<>").lower())[:320]))
    return tuple(found[:1000])


def _in_utf8(value: str) -> str:
    return to_text(value.encode("utf-8", "surrogateescape"), None) if SURROGATE.search(value) else value


def message_ids(headers: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """Ids without brackets, at most the first 50 and last 50 of a long chain."""
    found = [m for value in values(headers, name) for m in MESSAGE_ID.findall(value)]
    return tuple(dict.fromkeys([*found[:50], *found[-50:]]))


def date_of(value: str) -> datetime | None:
    """The moment of a date header, aware; a time without zone counts as UTC; None where it makes no sense."""
    try:
        moment = parsedate_to_datetime(value[:200])
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return moment if SENSIBLE[0] <= moment.year < SENSIBLE[1] and moment.astimezone(UTC) else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def arrival_of(headers: Sequence[tuple[str, str]], boundary_hosts: Collection[str]) -> datetime | None:
    """When our own boundary host took it over: the date of its Received header (RFC 5321 4.4), the lowest such.

    What stands below was written by others and proves nothing. None where no host of ours says so.
    """
    own = [value for value in values(headers, "Received") if _received_by(value, boundary_hosts)]
    return date_of(own[-1].rpartition(";")[2].strip()) if own else None


def authentication(headers: Sequence[tuple[str, str]], boundary_hosts: Collection[str]) -> Authentication:
    """Verdicts of the topmost Authentication-Results that names one of our own hosts (RFC 8601 5).

    Only what stands above the lowest Received header of our own hosts is looked at: below it anybody could have
    written it. Where none of our hosts left a Received header, only what stands above all of them counts.
    """
    trusted = {host.lower() for host in boundary_hosts}
    for name, value in headers[: _border(headers, trusted)]:
        if name.lower() != "authentication-results":
            continue
        server = value.partition(";")[0].strip().split(" ")[0].lower()
        if server in trusted:
            verdicts = {key.lower(): verdict.lower() for key, verdict in reversed(VERDICT.findall(value))}
            return Authentication(
                spf=verdicts.get("spf", ""), dkim=verdicts.get("dkim", ""), dmarc=verdicts.get("dmarc", "")
            )
    return Authentication()


def _border(headers: Sequence[tuple[str, str]], trusted: Collection[str]) -> int:
    """Position of the lowest Received header of ours in an unbroken row from the top, else of the first one."""
    border = None
    for at, (name, value) in enumerate(headers):
        if name.lower() != "received":
            continue
        if not _received_by(value, trusted):
            return at if border is None else border
        border = at
    return len(headers) if border is None else border


def _received_by(value: str, hosts: Collection[str]) -> bool:
    found = RECEIVED_BY.search(value)
    by = found.group(1).lower() if found else ""
    return any(by == host.lower() or by.endswith("." + host.lower()) for host in hosts)
