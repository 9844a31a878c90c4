"""What routing proposes for a message that was read in a known way."""

from collections.abc import Sequence
from datetime import UTC, datetime

from classifiers.message import Address, Message
from classifiers.screen import AnswerVerdict, Screening
from classifiers.understanding import Kind, Language, Person, PriorContact, Reading, Signal, Understanding, Wish
from routing.catalogue import load_catalogue
from routing.decide import decide
from routing.decision import Decision
from tests.routing.offices import office

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TEXT = "Ik dien klacht in over wat er gebeurd is."


def said(value: str) -> Reading[str]:
    return Reading(value, 0.95, "read", words=value)


def proposal(
    name: str,
    *services: str,
    kind: Kind = Kind.COMPLAINT,
    prior: PriorContact = PriorContact.YES,
    happened: str = "2026-02-10",
    recipients: Sequence[str] = (),
    decoys: Sequence[str] = (),
    signals: Sequence[Signal] = (),
    wishes: Sequence[Wish] = (),
    writer: str = "Noor De Smedt",
    missing: tuple[str, ...] = (),
) -> Decision:
    understanding = Understanding(
        language=Reading(Language.NL, 0.99, "read"),
        kind=Reading(kind, 0.95, "read"),
        person=Person(name=said(writer) if writer else None, email=said("noor@post.example")),
        services=tuple(said(service) for service in services),
        prior_contact=Reading(prior, 0.95, "read", words="gevraagd"),
        happened=said(happened) if happened else None,
        recipients=tuple(said(one) for one in recipients),
        decoys=tuple(said(one) for one in decoys),
        wishes=tuple(Reading(wish, 0.95, "read") for wish in wishes),
        signals=tuple(Reading(signal, 0.95, "read", words="x") for signal in signals),
        description=said(TEXT),
        missing=missing,
    )
    us = office(name)
    message = Message(
        subject="Klacht",
        from_=(Address(writer, "noor@post.example"),),
        to=tuple(Address("", address) for address in us.addresses[:1]),
        cc=(),
        texts={"subject": "Klacht", "body": TEXT},
        segments=(),
        received_at=NOW,
        date=NOW,
    )
    screening = Screening(kind=None, makes_case=True, answer=AnswerVerdict.YES, rule="person", why="")
    return decide(message, understanding, screening, office=us, catalogue=load_catalogue(), match=None, now=NOW)
