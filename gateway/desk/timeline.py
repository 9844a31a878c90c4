"""Everything that happened in a case, in order: messages, notes, what left, and each step with who took it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.desk.shown import Shown
from gateway.store.desk import Note, User
from gateway.store.history import SYSTEM
from gateway.store.tables import Case, Delivery, History, MessageRow, Outbox

#: Steps that stand in the timeline as what they are about.
SHOWN_OTHERWISE = frozenset({"noted"})
#: Details of a step that say something to people.
TOLD = ("action", "answer", "to", "from", "reason", "reasons", "channel", "fields", "motivation", "target", "outcome")
MORE = (
    "findings",
    "solution",
    "request",
    "partner",
    "event",
    "clock",
    "clocks",
    "case",
    "text",
    "why",
    "code",
    "relation",
)


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    #: message, note, outgoing or step
    kind: str
    actor: str
    #: Place within the same moment.
    order: int
    row: Any
    shown: Shown | None = None
    deliveries: tuple[Delivery, ...] = ()

    @property
    def by_system(self) -> bool:
        return self.actor in ("", SYSTEM)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What a step says besides its name."""
        return [(key, _plain(self.row.detail[key])) for key in (*TOLD, *MORE) if self.row.detail.get(key)]


def timeline_of(session: Session, case: Case, messages: Sequence[tuple[MessageRow, Shown | None]]) -> list[Entry]:
    """Oldest first."""
    names = {row.name: row.full_name or row.name for row in session.execute(select(User.name, User.full_name))}
    found = [
        Entry(row.received_at, "message", row.from_name or row.from_email, 0, row, shown) for row, shown in messages
    ]
    notes = session.scalars(select(Note).where(Note.case_id == case.id))
    found += [Entry(note.at, "note", names.get(note.author, note.author), 2, note) for note in notes]
    outgoing = list(session.scalars(select(Outbox).where(Outbox.case_id == case.id)))
    told = session.scalars(
        select(Delivery).where(Delivery.outbox_id.in_([item.id for item in outgoing])).order_by(Delivery.id)
    ).all()
    for item in outgoing:
        events = tuple(event for event in told if event.outbox_id == item.id)
        by = names.get(item.approved_by or "", item.approved_by or SYSTEM)
        found.append(Entry(item.sent_at or item.created_at, "outgoing", by, 3, item, deliveries=events))
    steps = session.scalars(select(History).where(History.case_id == case.id).order_by(History.number))
    found += [
        Entry(step.at, "step", names.get(step.actor, step.actor), 1, step)
        for step in steps
        if step.step not in SHOWN_OTHERWISE
    ]
    return sorted(found, key=lambda entry: (entry.at, entry.order))


def _plain(value: Any) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)
