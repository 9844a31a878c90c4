"""What becomes of arrivals of a scanner that are no single letter: opened, or shown to a person."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from gateway.intake.arrivals import Arrival, take_in_all
from gateway.pipeline.reading import ForPerson, Parcelled
from gateway.store.tables import Inbox, Task


def open_parcel(session: Session, row: Inbox, parcelled: Parcelled, now: datetime) -> list[int]:
    """Each letter becomes an arrival of its own, received when the parcel was; the parcel itself becomes no case."""
    office = parcelled.office or row.office
    letters = [
        Arrival(letter, "scan", row.received_at, source=f"{row.source or row.id} #{number}", office=office)
        for number, letter in enumerate(parcelled.parcel.letters, 1)
    ]
    numbers = take_in_all(session, letters)
    many = "1 letter" if len(numbers) == 1 else f"{len(numbers)} letters"
    row.status, row.office, row.done_at = "set-aside", office, now
    row.reason = f"{parcelled.parcel.what}: {many}, arrival {', '.join(str(number) for number in numbers[:20])}"
    return numbers


def show_to_person(session: Session, row: Inbox, told: ForPerson, office: str, now: datetime) -> None:
    """At once and not after three tries: no machine will read it better tomorrow."""
    session.execute(update(Inbox).where(Inbox.id == row.id).values(status="quarantine", reason=told.reason))
    values = {
        "office": row.office or office,
        "kind": "unreadable",
        "inbox_id": row.id,
        "text": "A letter came by post that only a person can read: look at its picture and type over what it says.",
        "data": {"sha256": row.sha256},
        "created_at": now,
    }
    session.execute(insert(Task).values(values))
