"""Small numbers are not published, and not so that they follow from the others.

A number below five may point at somebody. It is shown as "<5"; a larger number of the same table is hidden with it, so
that what is left of the total fits every number from one to four. Where no such number can be found, the table is left
out. The same rule holds for tables whose numbers add up to no known total: it costs little and needs no proof.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

#: Below this a number is small.
LEAST = 5
SMALL = f"<{LEAST}"
HIDDEN = "*"


@dataclass(frozen=True, slots=True)
class Count:
    code: str
    #: None where it is not published; `shown` then says how.
    number: int | None
    shown: str


def alone(code: str, number: int) -> Count:
    """A number that no other number is added to."""
    return _small(code) if 0 < number < LEAST else _open(code, number)


def guarded(numbers: Mapping[str, int], order: Iterable[str], shared: Collection[str] = ()) -> tuple[Count, ...] | None:
    """The numbers in `order`, small ones hidden for good; None where only leaving out the table hides them.

    `shared`: codes whose number also follows from another table; they hide nothing in this one.
    """
    small = {code for code, number in numbers.items() if 0 < number < LEAST}
    beside = _beside(numbers, small, shared)
    if beside is None:
        return None
    counts = []
    for code in order:
        number = numbers.get(code, 0)
        if code in small:
            counts.append(_small(code))
        elif code in beside:
            counts.append(Count(code, None, HIDDEN))
        elif number:
            counts.append(_open(code, number))
    return tuple(counts)


def _beside(numbers: Mapping[str, int], small: set[str], shared: Collection[str]) -> set[str] | None:
    """The larger numbers to hide with the small ones; None where there are too few.

    The reader knows the sum of what is hidden, that each small number is at least 1 and each other at least LEAST.
    A small number can be anything up to 4 as long as the sum leaves 3 above all these. They are taken in the order of
    their codes: taken by size, the numbers that are shown would be bounds of those that are not.
    """
    beside: set[str] = set()
    if not small:
        return beside
    room = sum(numbers[code] - 1 for code in small)
    for code in sorted(code for code, number in numbers.items() if number >= LEAST and code not in shared):
        beside.add(code)
        room += numbers[code] - LEAST
        if room >= LEAST - 2:
            return beside
    return None


def _small(code: str) -> Count:
    return Count(code, None, SMALL)


def _open(code: str, number: int) -> Count:
    return Count(code, number, str(number))
