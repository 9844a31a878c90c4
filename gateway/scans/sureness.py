"""What is read in a scanned letter is never surer than the words it rests on."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from statistics import fmean
from typing import TypeVar

from classifiers.message import BODY
from classifiers.understanding import Reading, Understanding
from gateway.scans.letter import Letter, Stretch

#: So many words a name, a street, a number take: one misread word spoils them. A longer text bears it.
SHORT = 6
T = TypeVar("T")


def as_sure_as_read(read: Understanding, letter: Letter) -> Understanding:
    """`read` with the confidence of each field bounded by that of its words, or of the whole letter."""
    if letter.message.text_confidence >= 1.0:
        return read
    return _bounded(read, letter)


def _bounded(value: T, letter: Letter) -> T:
    if isinstance(value, Reading):
        sure = min(value.confidence, _sureness(value, letter))
        return value if sure == value.confidence else replace(value, confidence=round(sure, 3))
    if isinstance(value, tuple):
        return tuple(_bounded(one, letter) for one in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{item.name: _bounded(getattr(value, item.name), letter) for item in fields(value)})
    return value


def _sureness(reading: Reading[object], letter: Letter) -> float:
    """Nothing was read wrong where nothing was read: what is inferred from absence keeps its confidence."""
    span = reading.span
    if span is None or span.part != BODY:
        return 1.0 if span is None else letter.message.text_confidence
    words = _within(letter.stretches, span.start, span.end)
    if not words:
        return letter.message.text_confidence
    return min(words) if len(words) <= SHORT else fmean(words)


def _within(stretches: Sequence[Stretch], start: int, end: int) -> list[float]:
    first = max(0, bisect_left(stretches, start, key=lambda one: one.start) - 1)
    found = []
    for one in stretches[first:]:
        if one.start >= end:
            break
        if one.end > start:
            found.append(one.confidence)
    return found
