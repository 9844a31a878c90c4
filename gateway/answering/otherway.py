"""What came back goes by the other way: proposed ready to be signed, in time for the legal day."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.answering.answer import (
    NoWayToAnswer,
    draft_answer,
    latest_message,
    recipient_of,
)
from gateway.answering.channel import failed_ways
from gateway.answering.facts import case_facts
from gateway.answering.letterhead import letterhead
from gateway.casework.clockwork import MET_BY_ANSWER
from gateway.sending.queue import enqueue
from gateway.store import history
from gateway.store.forms import restored
from gateway.store.tables import Case, ClockRow, Outbox
from outbound.compose import ALONE
from outbound.draft import Channel, Draft, Recipient
from outbound.rewrite import for_channel
from routing.calendar import brussels_day, next_working_day
from routing.catalogue import Catalogue
from routing.offices import Office

OTHER = {Channel.MAIL: Channel.LETTER, Channel.LETTER: Channel.MAIL}


@dataclass(frozen=True, slots=True)
class Proposed:
    """The answer by the other way, waiting for a name; `item` is None where no other address is known."""

    item: int | None
    channel: Channel
    #: By when it must leave: the legal day of the term that the first one was to meet, else the next working day.
    due: date


def propose_other_way(
    session: Session,
    row: Outbox,
    *,
    office: Office,
    offices: tuple[Office, ...],
    catalogue: Catalogue,
    secret: bytes,
    now: datetime,
) -> Proposed | None:
    """For an item that came back; None where it belongs to no case or went to somebody else than the complainant."""
    case = session.get(Case, row.case_id) if row.case_id is not None else None
    old = restored(Draft, row.draft)
    if case is None or old.channel not in OTHER:
        return None
    to = recipient_of(case, latest_message(session, case.id, case.person_email))
    if (old.channel is Channel.MAIL and old.to.email != to.email) or (
        old.channel is Channel.LETTER and old.to.postal != to.postal
    ):
        return None
    way = OTHER[old.channel]
    due = due_day(session, case, row, now)
    known = to.postal if way is Channel.LETTER else to.email
    if not known or way in failed_ways(session, case, to):
        return Proposed(None, way, due)
    draft = _by(session, case, old, way, to, office=office, offices=offices, catalogue=catalogue, now=now)
    if draft is None:
        return Proposed(None, way, due)
    item = enqueue(
        session,
        replace(draft, needs_person=True),
        secret=secret,
        office=office.id,
        address=office.sender(draft.language),
        dedupe_key=f"other-way:{row.id}",
        now=now,
        case_id=case.id,
    )
    if item is not None:
        detail = {
            "outbox": item,
            "instead_of": row.id,
            "channel": way.value,
            "rule": "came-back",
            "by": due.isoformat(),
        }
        history.append(session, case.id, now, history.SYSTEM, "other-way-proposed", detail)
    return Proposed(item, way, due)


def what_now(proposed: Proposed | None) -> str:
    """The sentence of the task."""
    if proposed is None:
        return ""
    by = "letter" if proposed.channel is Channel.LETTER else "mail"
    if proposed.item is None:
        return f"No address for a {by} is known: ask the complainant by telephone, by {proposed.due.isoformat()}."
    return f"The same by {by} waits for a name (outgoing {proposed.item}), to leave by {proposed.due.isoformat()}."


def due_day(session: Session, case: Case, row: Outbox, now: datetime) -> date:
    """The legal day that this answer was to meet, where it is still to come; else the next working day."""
    names = MET_BY_ANSWER.get(row.answer, ())
    days = session.scalars(
        select(ClockRow.legal_last).where(ClockRow.case_id == case.id, ClockRow.name.in_(names))
    ).all()
    today = brussels_day(now)
    return min((day for day in days if day >= today), default=next_working_day(today))


def _by(
    session: Session,
    case: Case,
    old: Draft,
    way: Channel,
    to: Recipient,
    *,
    office: Office,
    offices: tuple[Office, ...],
    catalogue: Catalogue,
    now: datetime,
) -> Draft | None:
    """Composed anew where nobody wrote in it, else word for word as it was."""
    language = old.language
    if old.answer in ALONE:
        try:
            return draft_answer(
                session,
                case,
                old.answer,
                office=office,
                offices=offices,
                catalogue=catalogue,
                now=now,
                channel=way,
                language=language,
            )
        except NoWayToAnswer:
            return None
    facts = case_facts(
        session, case, old.answer, language=language, office=office, catalogue=catalogue, offices=offices
    )
    head = letterhead(office, old.language, catalogue=catalogue, offices=offices)
    return for_channel(old, way, to, facts=facts, office=head)
