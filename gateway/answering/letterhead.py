"""Who speaks, and whom to turn to, in the language of the answer."""

from collections.abc import Sequence

from classifiers.understanding import Language
from outbound.facts import Contact, Letterhead, Procedure
from routing.catalogue import Body, Catalogue
from routing.offices import Office


def letterhead(
    office: Office, language: Language, *, catalogue: Catalogue, offices: Sequence[Office] = ()
) -> Letterhead:
    """The office as it writes in `language`. `offices`: those of this house, which know more than the catalogue."""
    return Letterhead(
        contact=office_contact(office, language),
        procedure=Procedure(office.procedure.id.value),
        coordinator=_coordinator(office),
        next_step=_next_step(office, language, catalogue, offices),
        place=office.place_in(language),
        signature=office.signature_in(language),
        picture=office.letterhead,
    )


def office_contact(office: Office, language: Language) -> Contact:
    return Contact(
        name=office.named(language),
        phone=office.phone,
        email=office.write_from.get(language) or next(iter(office.addresses), ""),
        website=office.website,
        postal=office.postal_in(language),
        hours=office.hours_in(language),
    )


def body_contact(body: Body, language: Language, *, offices: Sequence[Office] = ()) -> Contact:
    """How to reach a body. Addresses that serve recognition only are never told."""
    ours = next((office for office in offices if body.id in office.body_ids), None)
    if ours is not None:
        return office_contact(ours, language)
    return Contact(name=body.named(language), email=next(iter(body.addresses), ""), website=body.website)


def _coordinator(office: Office) -> Contact | None:
    if office.coordinator is None:
        return None
    return Contact(office.coordinator.name, office.coordinator.phone, office.coordinator.email)


def _next_step(office: Office, language: Language, catalogue: Catalogue, offices: Sequence[Office]) -> Contact | None:
    body = catalogue.bodies.get(office.next_step or "")
    return body_contact(body, language, offices=offices) if body else None
