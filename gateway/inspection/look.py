"""One mail read and weighed, without the books: nothing is known of earlier cases."""

import email
from dataclasses import dataclass
from datetime import datetime
from email import policy

from classifiers.mail.headers import date_of
from gateway.inspection.sources import Found
from gateway.pipeline.reading import ForPerson, Parcelled, Raw, Read, Readers, read
from routing.catalogue import Catalogue
from routing.decide import Weighing, weigh
from routing.offices import Office

#: Headers of a mail that are looked at for its arrival.
HEADERS_READ = 200_000


@dataclass(frozen=True, slots=True)
class Looked:
    """What the gateway would make of one mail."""

    name: str
    office: Office
    read: Read
    weighing: Weighing


@dataclass(frozen=True, slots=True)
class Unread:
    """A mail of which nothing could be made; the reason names no word of it."""

    name: str
    office: Office
    why: str


def look(found: Found, *, office: Office, catalogue: Catalogue, now: datetime) -> Looked | Unread:
    """Never raises on content: one broken mail does not stop the others."""
    if found.fault:
        return Unread(found.name, office, found.fault)
    try:
        received = arrival(found.content, now)
        raw = Raw(found.content, "mail", received, office=office.id)
        seen = read(raw, readers=Readers((office,), catalogue))
        if isinstance(seen, Parcelled):
            return Unread(
                found.name, office, f"{seen.parcel.what} with {len(seen.parcel.letters)} letters: take them apart"
            )
        if isinstance(seen, ForPerson):
            return Unread(found.name, office, seen.reason)
        weighing = weigh(
            seen.message,
            seen.understanding,
            seen.screening,
            office=office,
            catalogue=catalogue,
            match=None,
            now=now,
        )
    except Exception as error:  # whatever a library makes of hostile bytes
        return Unread(found.name, office, f"{type(error).__name__} while it was read")
    return Looked(found.name, office, seen, weighing)


def arrival(content: bytes, now: datetime) -> datetime:
    """When a mail on disk arrived: its topmost Received header, else its Date, else now."""
    try:
        headers = email.message_from_bytes(content[:HEADERS_READ], policy=policy.compat32)
    except (ValueError, LookupError):
        return now
    received = headers.get_all("Received") or []
    told = (*(str(value).rpartition(";")[2] for value in received[:1]), *map(str, headers.get_all("Date") or []))
    return next((moment for moment in (date_of(" ".join(text.split())) for text in told) if moment), now)
