"""A complaint told by phone or at the counter, or a letter typed over, as an arrival like any other.

The eight things that whoever receives a complaint writes down (seed 003, step 2) stand in headers of their own beside
the words; `told_in` reads them back, so that what a person typed is never guessed at again.
"""

import email
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from gateway.intake.arrivals import Arrival

CHANNEL = "spoken"
#: Fields of the complainant, in the order of the form.
FIELDS = ("name", "street", "number", "box", "postcode", "municipality", "phone", "email")
MARK = "Told-"


class Way(StrEnum):
    """How it reached whoever wrote it down."""

    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"
    FAX = "fax"
    SOCIAL_MEDIA = "social-media"


@dataclass(frozen=True, slots=True)
class Told:
    received_at: datetime
    #: Of FIELDS; what is not known is absent or empty.
    person: Mapping[str, str]
    text: str
    way: Way
    #: Full name of who received it.
    receiver: str
    language: str
    #: Of classifiers.understanding.Wish: how the complainant wants the answer; empty where nothing was said.
    wish: str = ""


def way_in(source: str) -> str:
    """The way that the source of a spoken arrival tells, as `arrival_of` wrote it; empty where it tells none."""
    way = source.partition(":")[0]
    return way if way in set(Way) else ""


def arrival_of(told: Told, *, office: str, address: str, number: str) -> Arrival:
    """`number`: of the form, so that a form sent twice is one complaint."""
    return Arrival(
        content=_mail(told, address, number),
        channel=CHANNEL,
        received_at=told.received_at,
        source=f"{told.way}: {told.receiver}",
        office=office,
    )


def told_in(content: bytes) -> dict[str, str]:
    """Header name without mark, lower case -> value, of what `arrival_of` made."""
    mail = email.message_from_bytes(content, policy=policy.default)
    return {
        name[len(MARK) :].lower(): str(value).strip()
        for name, value in mail.items()
        if name.startswith(MARK) and str(value).strip()
    }


def _mail(told: Told, address: str, number: str) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    person = {field: _line(told.person.get(field, "")) for field in FIELDS}
    if person["email"]:
        mail["From"] = Address(person["name"], addr_spec=person["email"])
    mail["To"] = Address(f"{_line(told.receiver)} ({told.way})", addr_spec=address)
    mail["Date"] = format_datetime(told.received_at)
    mail["Message-ID"] = f"<{number}@spoken.klachtenpost>"
    mail["Subject"] = _line(told.text)[:80]
    for field, value in {**person, "language": told.language, "wish": told.wish, "way": told.way.value}.items():
        if value:
            mail[f"{MARK}{field.title()}"] = value
    mail.set_content(told.text, cte="base64")
    return mail.as_bytes()


def _line(text: str) -> str:
    return " ".join(text.split())
