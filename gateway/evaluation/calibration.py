"""Whether confidence means something: of the readings shown as sure, how many are right."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from classifiers.understanding import SURE
from gateway.evaluation.gold import Gold, months_of
from gateway.evaluation.measures import Told, fold, is_right, same_town

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, SURE, 0.95, 1.01)
SETS = frozenset({"services", "recipients", "wishes", "signals"})
SINGLE = frozenset({"language", "kind", "prior_contact"})


@dataclass(frozen=True, slots=True)
class Judged:
    """One reading: its field, how sure it was, and whether it was right."""

    field: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    low: float
    high: float
    readings: int
    right: int


def judged(gold: Gold, told: Told) -> list[Judged]:
    """The readings of one mail whose rightness the labels tell."""
    found = []
    for line in told.get("evidence") or []:
        right = _right(gold, line["field"], line["value"])
        if right is not None:
            found.append(Judged(line["field"], line["confidence"], right))
    return found


def bins(readings: Iterable[Judged]) -> list[Bin]:
    every = list(readings)
    made = []
    for low, high in pairwise(EDGES):
        inside = [r for r in every if low <= r.confidence < high]
        made.append(Bin(low, min(high, 1.0), len(inside), sum(r.right for r in inside)))
    return made


def sure_and_right(readings: Iterable[Judged]) -> tuple[int, int]:
    """How many are shown as sure, and how many of them are right."""
    sure = [r for r in readings if r.confidence >= SURE]
    return len(sure), sum(r.right for r in sure)


def _right(gold: Gold, field: str, value: object) -> bool | None:
    """None for what is not labelled."""
    if field in SINGLE:
        return is_right(gold.get(field), value) if gold.get(field) is not None else None
    if field in SETS:
        return fold(value) in {fold(member) for member in gold.get(field) or []}
    if field.startswith("person."):
        wanted = (gold.get("person") or {}).get(field.removeprefix("person."))
        return is_right(wanted, value) or (field == "person.municipality" and same_town(wanted, value))
    if field == "happened" and (months := months_of(gold)):
        return is_right(months, str(value)[:7])
    return None
