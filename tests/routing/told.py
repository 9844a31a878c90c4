"""What tests of the proposal start from: a mail, readings without doubt, and the proposal made of them."""

from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

from classifiers.mail import read_mail
from classifiers.screen import screen
from classifiers.understanding import Kind, Language, Person, PriorContact, Reading, Signal, Understanding
from routing.catalogue import Catalogue, load_catalogue
from routing.decide import Weighing, weigh
from routing.matching import Match
from routing.offices import Office, load_offices

ARRIVED = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
VO, BRUSSELS, GHENT, SERVICE = "vlaamse-ombudsdienst", "ombuds-brussel", "gemeente-gent", "vdab"
OFFICES = (VO, BRUSSELS, GHENT, SERVICE)
T = TypeVar("T")
SENDER = "Jan Peeters <jan.peeters@voorbeeld.be>"


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


@cache
def office(office_id: str) -> Office:
    return load_offices([office_id], catalogue())[0]


def sure(value: T) -> Reading[T]:
    return Reading(value, 1.0, "test", words=str(value))


def complaint(
    *about: str,
    asked: str = "yes",
    happened: str | None = "2026-05-20",
    until: str | None = None,
    signals: tuple[Signal, ...] = (),
    recipients: tuple[str, ...] = (),
    mentioned: tuple[str, ...] = (),
    topics: tuple[Reading[str], ...] = (),
    kind: Kind = Kind.COMPLAINT,
    person: Person | None = None,
    missing: tuple[str, ...] = (),
) -> Understanding:
    return Understanding(
        language=sure(Language.NL),
        kind=sure(kind),
        person=Person(name=sure("Jan Peeters")) if person is None else person,
        services=tuple(sure(body) for body in about),
        mentioned=tuple(sure(body) for body in mentioned),
        prior_contact=sure(PriorContact(asked)),
        happened=sure(happened) if happened else None,
        happened_until=sure(until) if until else None,
        recipients=tuple(sure(body) for body in recipients),
        signals=tuple(sure(signal) for signal in signals),
        topics=topics,
        missing=missing,
    )


def weighed(
    office_id: str,
    understanding: Understanding,
    *,
    text: str = "Ik ben niet tevreden over hoe men mij heeft behandeld.",
    headers: str = "",
    sender: str = SENDER,
    match: Match | None = None,
    earlier_closed: bool = False,
) -> Weighing:
    raw = (
        f"From: {sender}\r\nTo: klachten@voorbeeld.be\r\nSubject: Klacht\r\nDate: Mon, 1 Jun 2026 12:00:00 +0200\r\n"
        f"{headers}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    message = read_mail(raw.encode(), received_at=ARRIVED)
    return weigh(
        message,
        understanding,
        screen(message, own_addresses=office(office_id).addresses),
        office=office(office_id),
        catalogue=catalogue(),
        match=match,
        now=ARRIVED,
        earlier_closed=earlier_closed,
    )


def route(office_id: str, understanding: Understanding, **mail: str) -> tuple[str, str | None]:
    decision = weighed(office_id, understanding, **mail).decision
    return decision.action.value, decision.to


def grounds(office_id: str, understanding: Understanding) -> set[str]:
    return {ground.value for ground in weighed(office_id, understanding).decision.grounds}
