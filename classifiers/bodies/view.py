"""What recognition of bodies asks of a prepared mail and of the office that receives it."""

from collections.abc import Sequence
from typing import Protocol

from classifiers.message import Message


class SentenceView(Protocol):
    """One sentence of the citizen: text[start:end], and how it is meant."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def hypothetical(self) -> bool: ...


class MailView(Protocol):
    """The part of `classifiers.prepared.Prepared` that is read here."""

    @property
    def message(self) -> Message: ...
    @property
    def outer(self) -> Message: ...
    @property
    def prefix(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def signature(self) -> tuple[int, int] | None: ...
    @property
    def sentences(self) -> Sequence[SentenceView]: ...


class HouseView(Protocol):
    """The part of `classifiers.prepared.House` that is read here."""

    @property
    def id(self) -> str: ...
    @property
    def addresses(self) -> Sequence[str]: ...
    @property
    def kind(self) -> str: ...
    @property
    def body_ids(self) -> Sequence[str]: ...
