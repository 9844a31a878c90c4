"""What a mail says, all readings together. `understand` is the table of contents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from classifiers.bodies import BodyFinder, BodyNames
from classifiers.language import load_detector
from classifiers.message import Message
from classifiers.places import Places, load_places
from classifiers.prepared import House, Prepared, prepare
from classifiers.screen import Screening
from classifiers.understanding import Kind, Language, Reading, Signal, Understanding


class KindReader(Protocol):
    def __call__(
        self, prepared: Prepared, *, screening: Screening, signals: Sequence[Reading[Signal]]
    ) -> Reading[Kind]: ...


class SignalReader(Protocol):
    def __call__(self, prepared: Prepared) -> tuple[Reading[Signal], ...]: ...


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that is loaded once and read by all mails; safe to share between threads."""

    places: Places
    bodies: BodyFinder
    kind: KindReader
    signals: SignalReader


def load_knowledge(bodies: Sequence[BodyNames]) -> Knowledge:
    """`bodies` are the names of the catalogue. Takes a second or two."""
    load_detector()
    places = load_places()
    return Knowledge(places=places, bodies=BodyFinder(bodies, places), kind=_screened_kind, signals=_no_signals)


def understand(message: Message, *, house: House, knowledge: Knowledge, screening: Screening) -> Understanding:
    """Never raises on content: what a mail does not tell stays None, empty or unknown."""
    prepared = prepare(message, own_addresses=house.addresses, expected=_expected(house))
    signals = knowledge.signals(prepared)
    kind = knowledge.kind(prepared, screening=screening, signals=signals)
    if screening.kind is not None:
        return Understanding(language=prepared.language, kind=kind)
    bodies = knowledge.bodies.read(prepared, house)
    return Understanding(
        language=prepared.language,
        kind=kind,
        services=bodies.services,
        mentioned=bodies.mentioned,
        recipients=bodies.recipients,
        decoys=bodies.decoys,
        signals=signals,
        topics=bodies.topics,
    )


def _expected(house: House) -> Language:
    return house.languages[0] if house.languages else Language.NL


def _screened_kind(prepared: Prepared, *, screening: Screening, signals: Sequence[Reading[Signal]]) -> Reading[Kind]:
    """What the screening tells; of what people write, most are complaints."""
    return Reading(screening.kind or Kind.COMPLAINT, 0.95 if screening.kind else 0.5, f"screening: {screening.rule}")


def _no_signals(prepared: Prepared) -> tuple[Reading[Signal], ...]:
    return ()
