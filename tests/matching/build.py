"""Small messages and understandings for the matching tests, as values."""

from datetime import UTC, datetime

from classifiers.likeness import Traits, read_traits
from classifiers.likeness.cues import Cues
from classifiers.likeness.sketch import words_of
from classifiers.message import Address, Message, Segment, SegmentKind
from classifiers.understanding import Kind, Language, Person, Reading, Understanding
from routing.matching import Incoming, Known

ARRIVED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def reading(value: str | None) -> Reading[str] | None:
    return Reading(value, 0.95, "test") if value else None


def traits(
    text: str,
    *,
    name: str = "",
    email: str = "",
    bodies: tuple[str, ...] = (),
    kind: Kind = Kind.COMPLAINT,
    street: str = "",
    number: str = "",
    postcode: str = "",
    phone: str = "",
    message_id: str = "",
    language: Language = Language.NL,
    quoted: str = "",
) -> Traits:
    body = f"{text}\n{quoted}"
    message = Message(
        subject="",
        from_=(Address(name, email),),
        to=(),
        cc=(),
        texts={"subject": "", "body": body},
        segments=(
            Segment(SegmentKind.NEW, 0, len(text) + 1),
            Segment(SegmentKind.QUOTED, len(text) + 1, len(body)),
        ),
        received_at=ARRIVED,
        date=ARRIVED,
        message_id=message_id,
    )
    person = Person(
        name=reading(name),
        email=reading(email),
        street=reading(street),
        number=reading(number),
        postcode=reading(postcode),
        phone=reading(phone),
    )
    understood = Understanding(
        language=Reading(language, 0.99, "test"),
        kind=Reading(kind, 0.95, "test"),
        person=person,
        services=tuple(Reading(b, 0.9, "test") for b in bodies),
    )
    return read_traits(message, understood)


def known(earlier: Traits, *, case: int = 1, message: int = 1, domains: frozenset[str] = frozenset()) -> Known:
    return Known(message, case, earlier, parties=earlier.emails, body_domains=domains)


def incoming(
    new: Traits,
    text: str = "",
    *,
    pointed: int | None = None,
    token: int | None = None,
    official: bool = False,
    **cues: bool,
) -> Incoming:
    return Incoming(
        new,
        words=tuple(words_of(text)),
        pointed=frozenset({pointed} if pointed else ()),
        token=token,
        cues=Cues(**cues),
        official=official,
    )
