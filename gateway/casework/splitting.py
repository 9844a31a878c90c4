"""A message that is a complaint of its own: out of the case it was put into, with its own reference and terms."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.mail import read_mail
from classifiers.screen import screen
from classifiers.understanding import Language, Understanding
from gateway.casework.acts import Act
from gateway.casework.clockwork import open_clocks
from gateway.casework.errors import NotPossible
from gateway.casework.links import move_message
from gateway.casework.search import remember_name
from gateway.exchange.house import House
from gateway.pipeline.addressed import own_addresses
from gateway.pipeline.opening import person_values
from gateway.store import history
from gateway.store.forms import plain, restored
from gateway.store.raw import raw_bytes
from gateway.store.references import next_reference
from gateway.store.tables import Case, CaseMessage, MessageRow, Proposal
from routing.calendar import brussels_day
from routing.decide import decide


def split(session: Session, act: Act, source: Case, message_id: int, house: House) -> Case:
    """The new case, with a fresh proposal. Its terms run from the day the message came in."""
    links = session.scalars(
        select(CaseMessage).where(CaseMessage.case_id == source.id, CaseMessage.ended_at.is_(None))
    ).all()
    if message_id not in {link.message_id for link in links}:
        raise NotPossible("this message stands in no case")
    if len(links) == 1:
        raise NotPossible("this is the only message of the case")
    row = session.get_one(MessageRow, message_id)
    understanding = restored(Understanding, row.understanding)
    case = _opened(session, source, row, understanding, house)
    move_message(session, act, message_id, case)
    opening = session.scalars(select(CaseMessage).where(CaseMessage.case_id == case.id)).one()
    opening.relation = "new"
    message = read_mail(raw_bytes(session, row.sha256), received_at=row.received_at)
    decision = decide(
        message,
        understanding,
        screen(message, own_addresses=own_addresses(house.offices)),
        office=house.office,
        catalogue=house.catalogue,
        match=None,
        now=act.now,
    )
    open_clocks(session, case, decision.clocks)
    session.add(
        Proposal(
            case_id=case.id,
            message_id=message_id,
            action=decision.action.value,
            to_body=decision.to,
            grounds=[ground.value for ground in decision.grounds],
            decision=plain(decision),
            state="open",
            created_at=act.now,
        )
    )
    session.flush()
    history.append(session, case.id, act.now, act.person.name, "split", {"case": source.reference})
    history.append(session, source.id, act.now, act.person.name, "split", {"case": case.reference})
    return case


def _opened(session: Session, source: Case, row: MessageRow, understanding: Understanding, house: House) -> Case:
    office = house.office
    person = person_values(understanding.person)
    year = brussels_day(row.received_at).year
    case = Case(
        reference=next_reference(session, office.id, office.reference_format, year),
        office=office.id,
        procedure=office.procedure.id.value,
        state="sealed" if source.sealed else "received",
        kind=row.kind,
        sealed=source.sealed,
        language=office.language_for(Language(row.language)).value,
        channel=row.channel,
        person=person,
        person_name=(person["name"] or "")[:200],
        person_email=(person["email"] or row.from_email)[:320],
        services=[reading.value for reading in understanding.services],
        wishes=[reading.value.value for reading in understanding.wishes],
        signals=[reading.value.value for reading in understanding.signals],
        description=understanding.description.value if understanding.description else "",
        received_at=row.received_at,
    )
    session.add(case)
    session.flush()
    remember_name(session, case.id, case.person_name)
    return case
