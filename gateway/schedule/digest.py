"""The daily digest: one mail to each staff address of an office, on working days, without a word of any complaint."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from classifiers.prepared import BRUSSELS
from classifiers.understanding import Language
from gateway.sending.queue import enqueue
from gateway.store.desk import User, UserRole
from gateway.store.tables import Case, Inbox, Outbox, Task
from outbound.draft import Answer, Channel, Draft, Recipient
from routing.calendar import is_working_day
from routing.offices import Office

#: From this hour on in Brussels; a gateway that starts later in the day still sends it.
HOUR = 7
#: References named in one line.
MOST = 20


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("gateway.schedule") / "data" / "digest.toml").read_text("utf-8"))


def send_digest(session: Session, office: Office, now: datetime, *, secret: bytes) -> int:
    """Queues today's digest for each staff address that did not get it yet. How many."""
    local = now.astimezone(BRUSSELS)
    if not office.addresses or local.hour < HOUR or not is_working_day(local.date()):
        return 0
    language = office.languages[0]
    sent = 0
    for address in staff_addresses(session, office):
        draft = _draft(session, office, language, address, local.date())
        key = f"digest:{office.id}:{local.date().isoformat()}:{address}"[:120]
        item = enqueue(
            session,
            draft,
            secret=secret,
            office=office.id,
            address=office.sender(language),
            dedupe_key=key,
            now=now,
        )
        sent += item is not None
    return sent


def staff_addresses(session: Session, office: Office) -> tuple[str, ...]:
    """Those of the office's file, else of its coordinators. Never an address of the office: it would answer itself."""
    coordinators = session.scalars(
        select(User.email)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.office == office.id, UserRole.role == "coordinator", User.active.is_(True), User.email != "")
        .order_by(User.email)
    )
    told = office.staff_addresses or tuple(address.lower() for address in coordinators)
    return tuple(address for address in dict.fromkeys(told) if address not in office.addresses)


def _draft(session: Session, office: Office, language: Language, address: str, today: date) -> Draft:
    words = _words()[language.value]
    lines = [f"- {words[name]}: {count}{named}" for name, count, named in _lines(session, office.id, today) if count]
    text = "\n\n".join((words["opening"], "\n".join(lines) or words["nothing"], words["ending"]))
    return Draft(
        answer=Answer.FREE,
        channel=Channel.MAIL,
        to=Recipient("", address),
        language=language,
        subject=words["subject"].format(day=today.isoformat(), office=office.named(language)),
        text=text,
        needs_person=False,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    )


def _lines(session: Session, office: str, today: date) -> list[tuple[str, int, str]]:
    """What needs somebody: name, count, and the references. Sealed cases are counted nowhere here."""
    own = (Case.office == office, Case.sealed.is_(False), Case.closed_at.is_(None))
    soon = today + timedelta(days=3)
    open_tasks = select(func.count(Task.id)).where(Task.office == office, Task.done_at.is_(None), Task.kind != "sealed")
    waiting = select(func.count(Outbox.id)).where(
        Outbox.office == office,
        Outbox.state == "waiting-for-person",
        Outbox.case_id.in_(select(Case.id).where(*own)),
    )
    quarantine = select(func.count(Inbox.id)).where(Inbox.office == office, Inbox.status == "quarantine")
    return [
        _cases(session, "late", *own, Case.due < today),
        _cases(session, "soon", *own, Case.due >= today, Case.due <= soon),
        _cases(session, "unassigned", *own, Case.handler.is_(None)),
        ("tasks", session.scalar(open_tasks) or 0, ""),
        ("to-approve", session.scalar(waiting) or 0, ""),
        ("quarantine", session.scalar(quarantine) or 0, ""),
    ]


def _cases(session: Session, name: str, *conditions: ColumnElement[bool]) -> tuple[str, int, str]:
    count = session.scalar(select(func.count(Case.id)).where(*conditions)) or 0
    first = session.scalars(select(Case.reference).where(*conditions).order_by(Case.due, Case.id).limit(MOST)).all()
    more = ", ..." if count > len(first) else ""
    return name, count, f" ({', '.join(first)}{more})" if first else ""
