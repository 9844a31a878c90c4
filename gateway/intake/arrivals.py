"""One arrival into the books: raw bytes and envelope, one row each, before the peer hears a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from gateway.store.raw import keep_all_raw
from gateway.store.tables import Inbox

#: Built once, on the table: at the door every tenth of a millisecond counts.
ARRIVE: Final = insert(Inbox.__table__).returning(Inbox.id, sort_by_parameter_order=True)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Arrival:
    content: bytes
    #: smtp, lmtp, imap, file, scan, spoken, partner
    channel: str
    #: When the organisation got it (aware): clocks start here.
    received_at: datetime
    #: File name, mailbox or peer it came from.
    source: str = ""
    #: The office it is for, where the door knows; else the worker finds it by the envelope.
    office: str | None = None
    #: None where the door had no envelope; "" is the null sender.
    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = ()


def take_in(session: Session, arrival: Arrival) -> int:
    """The id of the new inbox row. The same bytes again are a row of their own over the same stored bytes."""
    return take_in_all(session, [arrival])[0]


def take_in_all(books: Session | Connection, arrivals: Sequence[Arrival]) -> list[int]:
    """The ids of the new rows, in order; all of them in the caller's transaction."""
    if not arrivals:
        return []
    books = books.connection() if isinstance(books, Session) else books
    names = keep_all_raw(books, [(arrival.content, arrival.received_at) for arrival in arrivals])
    rows = [
        {
            "sha256": name,
            "channel": arrival.channel,
            "source": arrival.source[:500],
            "office": arrival.office,
            "envelope_from": arrival.envelope_from,
            "envelope_to": list(arrival.envelope_to),
            "received_at": arrival.received_at,
            "not_before": arrival.received_at,
            "status": "waiting",
            "reason": "",
            "attempts": 0,
        }
        for name, arrival in zip(names, arrivals, strict=True)
    ]
    return list(books.execute(ARRIVE, rows).scalars())
