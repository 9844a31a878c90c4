"""The acts of people on a case: each loads it under the person's eyes, checks, changes, and writes history.

The `version` a person saw goes along with every act: what was decided on an older picture is held, never done.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from gateway.casework.errors import MovedOn, NotAllowed, NotPossible, NotSeen
from gateway.casework.roles import Permission, Person
from gateway.casework.search import remember_name
from gateway.store import history
from gateway.store.desk import Correction, Note
from gateway.store.tables import Case, CaseMessage, MessageRow, Proposal, Task

#: Fields of the complainant that staff correct by typing.
PERSON_FIELDS = ("name", "street", "number", "box", "postcode", "municipality", "phone", "email")
#: A remark, a call with the complainant, a call with a service.
NOTES = ("note", "call-complainant", "call-service")


@dataclass(frozen=True, slots=True)
class Act:
    """Who does it, when, and on which picture of the case (0: the picture does not matter)."""

    person: Person
    now: datetime
    version: int = 0


def find(session: Session, person: Person, office: str, reference: str) -> Case:
    """The case, if this person sees it. Raises NotSeen, the same for a missing and for a hidden case."""
    case = session.scalars(select(Case).where(Case.office == office, Case.reference == reference)).one_or_none()
    if case is None or not person.sees(case):
        raise NotSeen("no such case")
    return case


@contextmanager
def acting(session: Session, act: Act, case: Case, permission: Permission = Permission.DECIDE) -> Iterator[None]:
    """The frame of every act: permission, the row locked, the version moved on.

    Raises NotAllowed, or MovedOn where somebody else changed the case since this person looked at it.
    """
    if not act.person.may(permission, case.office):
        raise NotAllowed("your role does not allow this")
    locked = session.execute(select(Case.version).where(Case.id == case.id).with_for_update()).scalar_one()
    if act.version and locked != act.version:
        raise MovedOn("somebody else changed this case while you looked at it; look again, nothing was lost")
    yield
    case.version = locked + 1


def note(session: Session, act: Act, case: Case, text: str, kind: str = "note") -> None:
    """A remark for colleagues, or what was said in a call."""
    if not text.strip():
        raise NotPossible("an empty note says nothing")
    if kind not in NOTES:
        raise NotPossible("choose what kind of note it is")
    with acting(session, act, case, Permission.WORK):
        session.add(Note(case_id=case.id, author=act.person.name, at=act.now, kind=kind, text=text.strip()))
        history.append(session, case.id, act.now, act.person.name, "noted", {"kind": kind})


def assign(session: Session, act: Act, case: Case, handler: str) -> None:
    """Gives the case to a colleague, or to nobody where `handler` is empty."""
    with acting(session, act, case):
        before, case.handler = case.handler, handler or None
        history.append(session, case.id, act.now, act.person.name, "assigned", {"from": before, "to": handler or None})


def correct(session: Session, act: Act, case: Case, changes: dict[str, Any]) -> None:
    """Sets fields of the case as a person reads them; each change is kept as a labelled example.

    `changes` may hold the PERSON_FIELDS, `services` (a list of catalogue ids), `kind` and `language`.
    """
    with acting(session, act, case, Permission.WORK):
        opening = session.scalars(
            select(CaseMessage.message_id)
            .where(CaseMessage.case_id == case.id, CaseMessage.ended_at.is_(None))
            .order_by(CaseMessage.id)
            .limit(1)
        ).first()
        person = dict(case.person)
        for field, value in changes.items():
            if field in PERSON_FIELDS:
                before, person[field] = person.get(field), value or None
            elif field == "services":
                before, case.services = list(case.services), list(value)
            elif field in ("kind", "language"):
                before = getattr(case, field)
                setattr(case, field, value)
            else:
                raise NotPossible(f"{field} is no field of a case")
            if before != value and opening is not None:
                session.add(
                    Correction(
                        message_id=opening,
                        field=field,
                        read={"value": before},
                        corrected={"value": value},
                        user=act.person.name,
                        at=act.now,
                    )
                )
        case.person = person
        case.person_name = person.get("name") or ""
        case.person_email = person.get("email") or ""
        remember_name(session, case.id, case.person_name)
        history.append(session, case.id, act.now, act.person.name, "corrected", {"fields": sorted(changes)})


def settle_task(session: Session, act: Act, task: Task) -> None:
    """Says that a task is done, under one's own name."""
    task.done_at, task.done_by = act.now, act.person.name
    if task.case_id is not None:
        history.append(session, task.case_id, act.now, act.person.name, "task-done", {"task": task.kind})


def supersede_proposals(session: Session, case_id: int, state: str, act: Act) -> None:
    session.execute(
        update(Proposal)
        .where(Proposal.case_id == case_id, Proposal.state == "open")
        .values(state=state, decided_by=act.person.name, decided_at=act.now)
    )


def messages_of(session: Session, case_id: int) -> Sequence[tuple[CaseMessage, MessageRow]]:
    """The messages that stand in a case now, oldest first."""
    rows = session.execute(
        select(CaseMessage, MessageRow)
        .join(MessageRow, MessageRow.id == CaseMessage.message_id)
        .where(CaseMessage.case_id == case_id, CaseMessage.ended_at.is_(None))
        .order_by(MessageRow.received_at, MessageRow.id)
    )
    return [(link, message) for link, message in rows]
