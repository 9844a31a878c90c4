"""Invented mails as the finder sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from classifiers.bodies import BodyFinder
from classifiers.message import Address, Message
from classifiers.places import load_places
from routing.catalogue import load_catalogue

FINDER = BodyFinder(load_catalogue().names(), load_places())


@dataclass(frozen=True)
class Office:
    id: str
    addresses: tuple[str, ...]
    kind: str
    body_ids: tuple[str, ...]


def office(body: str) -> Office:
    kind = "municipality" if body.startswith("gemeente-") else "first-line"
    if load_catalogue().body(body).takes_complaints:
        kind = "ombuds"
    return Office(body, load_catalogue().body(body).addresses, kind, (body,))


@dataclass(frozen=True)
class Said:
    start: int
    end: int
    hypothetical: bool = False
    part: str = "body"


@dataclass(frozen=True)
class Mail:
    text: str
    subject: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    sender: str = "an.peeters@example.org"
    inside: tuple[Message, ...] = ()
    prefix: str = ""
    part: str = "body"
    signature: tuple[int, int] | None = None
    sentences: Sequence[Said] = field(init=False)

    def __post_init__(self) -> None:
        ends = [m.end() for m in re.finditer(r"[.!?]\s|\n\n", self.text)] + [len(self.text)]
        starts = [0, *ends[:-1]]
        object.__setattr__(self, "sentences", [Said(a, b) for a, b in zip(starts, ends, strict=True) if b > a])

    @property
    def message(self) -> Message:
        return self.outer

    @property
    def outer(self) -> Message:
        return Message(
            subject=self.subject,
            from_=(Address("", self.sender),),
            to=tuple(Address("", a) for a in self.to),
            cc=tuple(Address("", a) for a in self.cc),
            texts={"body": self.text},
            segments=(),
            received_at=datetime(2026, 3, 2, tzinfo=UTC),
            forwarded=self.inside,
        )


def services(mail: Mail, receiving: str, home: str | None = None) -> list[str]:
    return [r.value for r in FINDER.read(mail, office(receiving), home).services]


def recipients(mail: Mail, receiving: str) -> set[str]:
    return {r.value for r in FINDER.read(mail, office(receiving)).recipients}
