"""A reading that only holds for some kinds of mail is no surer than that the mail is one of them."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar

from classifiers.understanding import Kind, Reading

T = TypeVar("T")


def chance_of_any(kind: Reading[Kind], kinds: Collection[Kind]) -> float:
    """How likely the mail is one of these kinds."""
    return min(1.0, sum(kind.chance_of(one) for one in kinds))


def no_surer(reading: Reading[T], most: float) -> Reading[T]:
    return replace(reading, confidence=round(most, 3)) if reading.confidence > most else reading
