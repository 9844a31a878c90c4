"""The proposal made anew after a person corrected what was read: same rules, same mail, better facts."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from classifiers.mail import read_mail
from classifiers.screen import screen
from classifiers.understanding import Kind, Language, Person, Reading, Understanding
from gateway.answering.facts import opening_message
from gateway.casework.acts import PERSON_FIELDS, Act
from gateway.casework.deciding import open_proposal
from gateway.exchange.house import House
from gateway.pipeline.addressed import own_addresses
from gateway.store import history
from gateway.store.forms import plain, restored
from gateway.store.raw import raw_bytes
from gateway.store.tables import Case, Proposal
from routing.decide import decide
from routing.decision import Action

#: Proposals that no corrected field changes.
FIXED = frozenset({Action.ATTACH.value, Action.SEAL.value})
BY_HAND = "corrected by a person"


def reconsider(session: Session, act: Act, case: Case, *, house: House) -> Proposal | None:
    """The new open proposal where it differs from the one that stood, else None."""
    standing = open_proposal(session, case.id)
    opening = opening_message(session, case.id)
    if standing is None or opening is None or standing.action in FIXED:
        return None
    try:
        content = raw_bytes(session, opening.sha256)
    except KeyError:
        return None
    message = read_mail(content, received_at=opening.received_at)
    decision = decide(
        message,
        as_corrected(restored(Understanding, opening.understanding), case),
        screen(message, own_addresses=own_addresses(house.offices)),
        office=house.office,
        catalogue=house.catalogue,
        match=None,
        now=act.now,
    )
    grounds = [ground.value for ground in decision.grounds]
    if (decision.action.value, decision.to, grounds) == (standing.action, standing.to_body, list(standing.grounds)):
        return None
    standing.state, standing.decided_by, standing.decided_at = "superseded", act.person.name, act.now
    fresh = Proposal(
        case_id=case.id,
        message_id=opening.id,
        action=decision.action.value,
        to_body=decision.to,
        grounds=grounds,
        decision=plain(decision),
        state="open",
        created_at=act.now,
    )
    session.add(fresh)
    detail = {"action": decision.action.value, "to": decision.to, "confidence": round(decision.confidence, 3)}
    history.append(session, case.id, act.now, history.SYSTEM, "decided", {**detail, "why": BY_HAND})
    return fresh


def as_corrected(read: Understanding, case: Case) -> Understanding:
    """What was read, with the case's own values wherever they differ."""
    person: dict[str, Any] = {name: _told(getattr(read.person, name), case.person.get(name)) for name in PERSON_FIELDS}
    services = {reading.value: reading for reading in read.services}
    there = {
        "name": bool(case.person.get("name")),
        "address": bool(case.person.get("street") and case.person.get("municipality")),
        "service": bool(case.services),
    }
    return replace(
        read,
        person=Person(**person),
        kind=_told(read.kind, Kind(case.kind)),
        language=_told(read.language, Language(case.language)),
        services=tuple(services.get(body) or Reading(body, 1.0, BY_HAND) for body in case.services),
        missing=tuple(name for name in read.missing if not there.get(name)),
    )


def _told(reading: Any, value: Any) -> Any:
    if not value:
        return None
    return reading if reading is not None and reading.value == value else Reading(value, 1.0, BY_HAND)
