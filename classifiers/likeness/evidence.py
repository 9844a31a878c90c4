"""What two messages have in common."""

from bisect import bisect_left
from dataclasses import dataclass

from classifiers.likeness.concepts import concepts_of
from classifiers.likeness.sketch import SKETCH_SIZE
from classifiers.likeness.traits import Traits


@dataclass(frozen=True, slots=True)
class Shared:
    """The facts both tell; the person's own name, home and phone are not among them."""

    strong_numbers: frozenset[str]
    weak_numbers: frozenset[str]
    days: frozenset[str]
    names: frozenset[str]
    bodies: frozenset[str]
    #: Content words that both hold; of texts in two languages the concepts.
    words: frozenset[str]
    #: 0..1: what part of the content words of the shorter text these are.
    topics: float

    @property
    def matter(self) -> float:
        """0..1: how surely both speak of the same matter, by facts alone. Ordered by how much each tells."""
        return min(
            1.0,
            0.40 * min(2, len(self.strong_numbers))
            + 0.15 * min(2, len(self.weak_numbers))
            + 0.14 * min(4, len(self.days))
            + 0.08 * min(4, len(self.names))
            + (0.20 if self.bodies else 0.0)
            + min(0.45, 0.075 * len(self.words) * min(1.0, self.topics / 0.30)),
        )


def shared_facts(one: Traits, other: Traits) -> Shared:
    numbers = one.numbers & other.numbers
    strong = frozenset(n for n in numbers if len(n) >= 5) if numbers else numbers
    mine, theirs = one.topics, other.topics
    if one.language != other.language:
        mine, theirs = concepts_of(mine), concepts_of(theirs)
    words = mine & theirs
    names = one.names & other.names
    if names:
        names -= {word for body in one.bodies | other.bodies for word in body.split("-")}
    return Shared(
        strong_numbers=strong,
        weak_numbers=numbers - strong,
        days=one.days & other.days,
        names=names,
        bodies=(one.bodies & other.bodies) | (one.bodies & other.mentioned) | (one.mentioned & other.bodies),
        words=words,
        topics=len(words) / max(4, min(len(mine), len(theirs))),
    )


def resemblance(one: Traits, other: Traits) -> float:
    """Jaccard resemblance of the shingles, 0..1, estimated from the sketches (Broder 1997)."""
    if not one.sketch or not other.sketch:
        return 0.0
    if one.text_hash == other.text_hash:
        return 1.0
    both = frozenset(one.sketch).intersection(other.sketch)
    if not both:
        return 0.0
    # Place of a hash that both hold among all hashes: those before it in each, and what is in both counted once.
    mine, theirs, held = one.sketch, other.sketch, sorted(both)

    def place(number: int) -> int:
        return bisect_left(mine, held[number]) + bisect_left(theirs, held[number]) - number

    smallest = min(SKETCH_SIZE, len(mine) + len(theirs) - len(both))
    return bisect_left(range(len(held)), smallest, key=place) / smallest


def containment(one: Traits, other: Traits, alike: float) -> float:
    """Part of the shorter text's shingles that stand in the longer one, 0..1, estimated from their resemblance."""
    fewer = min(one.shingles, other.shingles)
    if not fewer:
        return 0.0
    return min(1.0, alike * (one.shingles + other.shingles) / ((1 + alike) * fewer))
