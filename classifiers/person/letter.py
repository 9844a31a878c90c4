"""What the readers of one mail share: its layout, its labels, its sender."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.message import SUBJECT, Address
from classifiers.person.labels import Block
from classifiers.person.layout import Layout
from classifiers.prepared import House, Prepared
from classifiers.understanding import Reading, Span


@dataclass(frozen=True, slots=True)
class Mail:
    """What the steps below share."""

    prepared: Prepared
    house: House
    layout: Layout
    blocks: Sequence[Block]
    sender: Address | None
    #: A desk or a machine sends: its name and address are nobody's.
    desk: bool

    @property
    def part(self) -> str:
        return f"{self.prepared.prefix}{self.prepared.part}"

    def reading(self, value: str, start: int, end: int, confidence: float, method: str) -> Reading[str]:
        return Reading(value, round(confidence, 2), method, Span(self.part, start, end), self.prepared.text[start:end])

    def in_subject(self, value: str, start: int, end: int, confidence: float, method: str) -> Reading[str]:
        span = Span(f"{self.prepared.prefix}{SUBJECT}", start, end)
        return Reading(value, round(confidence, 2), method, span, self.prepared.subject[start:end])


def tidy(mail: Mail, span: tuple[int, int]) -> str:
    value = " ".join(mail.prepared.text[span[0] : span[1]].split())
    return value.title() if value.isupper() and len(value) > 3 and not value.isdigit() else value
