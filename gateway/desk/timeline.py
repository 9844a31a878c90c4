"""Everything that happened in a case, in order: messages, notes, what left, and each step with who took it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.desk.shown import Shown
from gateway.desk.texts import Words
from gateway.store.desk import Note, User
from gateway.store.history import SYSTEM
from gateway.store.tables import Case, Delivery, History, MessageRow, Outbox

#: Steps that stand in the timeline as what they are about.
SHOWN_OTHERWISE = frozenset({"noted"})
#: Details that hold a code: key -> group of its word.
CODES = {
    "action": "action",
    "answer": "answer",
    "channel": "channel",
    "outcome": "outcome",
    "clock": "clock",
    "clocks": "clock",
    "fields": "field",
    "task": "task.kind",
    "event": "event",
}
#: Details with the id of a body.
BODIES = frozenset({"partner", "target"})
#: Details with a sentence of a machine.
SENTENCES = frozenset({"reason", "why", "by"})
#: Details with what a person typed, or a number or name that is the same in every language.
PLAIN = ("case", "reference", "motivation", "findings", "solution", "request", "text", "code")
#: Rules by which the machine came to a step.
RULES = "reasons"


@dataclass(frozen=True, slots=True)
class Detail:
    """What a step says besides its name. `english`: nobody told how it is said in the reader's language."""

    text: str
    rule: bool = False
    english: bool = False


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


def details_of(step: History, say: Words, body_name: Callable[[str], str]) -> list[Detail]:
    """The details of a step that say something to people, in a fixed order."""
    found: list[Detail] = []
    for key in (*CODES, "from", "to", *sorted(BODIES), *sorted(SENTENCES), *PLAIN, RULES):
        value = step.detail.get(key)
        values = value if isinstance(value, list) else [value]
        texts = [_told(key, str(one), say, body_name) for one in values if one]
        found += [one for one in texts if one.text]
    return found


def _told(key: str, value: str, say: Words, body_name: Callable[[str], str]) -> Detail:
    if key in CODES:
        return Detail(say(f"{CODES[key]}.{value}"))
    if key in ("from", "to"):
        name = say(f"state.{value}") if say.known(f"state.{value}") else say.value(body_name(value))
        return Detail(f"{say(f'word.{key}')} {name}")
    if key in BODIES:
        return Detail(body_name(value))
    if key in SENTENCES:
        told = say(f"answer.{value}") if say.known(f"answer.{value}") else say.told(value, body_name)
        return Detail(told or value, english=told is None)
    if key == RULES:
        return Detail(value, rule=True) if re.fullmatch(r"[a-z][a-z0-9-]*", value) else _sentence(value, say)
    return Detail(say.value(value))


def _sentence(value: str, say: Words) -> Detail:
    told = say.told(value)
    return Detail(told or value, english=told is None)


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
