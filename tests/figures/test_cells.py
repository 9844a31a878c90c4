"""What is hidden cannot be worked out again: every table is attacked with all that its reader knows."""

from collections.abc import Collection, Mapping
from itertools import product
from random import Random

import pytest

from gateway.figures.cells import LEAST, SMALL, Count, guarded


def possible(counts: tuple[Count, ...], total: int) -> dict[str, set[int]]:
    """The values that each small number can have, for who knows the total and the rule."""
    left = total - sum(one.number or 0 for one in counts)
    small = [one.code for one in counts if one.shown == SMALL]
    others = sum(1 for one in counts if one.number is None) - len(small)
    found: dict[str, set[int]] = {code: set() for code in small}
    for values in product(range(1, LEAST), repeat=len(small)):
        rest = left - sum(values)
        if rest >= others * LEAST if others else rest == 0:
            for code, value in zip(small, values, strict=True):
                found[code].add(value)
    return found


def attacked(numbers: Mapping[str, int], shared: Collection[str] = ()) -> tuple[Count, ...] | None:
    counts = guarded(numbers, sorted(numbers), shared)
    for values in possible(counts or (), sum(numbers.values())).values():
        assert values == set(range(1, LEAST)), (numbers, counts)
    return counts


@pytest.mark.parametrize(
    "numbers",
    [
        {"a": 1, "b": 5},
        {"a": 1, "b": 5, "c": 6},
        {"a": 1, "b": 1, "c": 100},
        {"a": 4, "b": 4, "c": 5},
        {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1},
        {"a": 3, "b": 50, "c": 50},
        {"a": 3},
        {"a": 0, "b": 7},
    ],
)
def test_no_small_number_follows_from_the_total(numbers: dict[str, int]) -> None:
    attacked(numbers)


def test_no_small_number_of_any_table_follows_from_the_total() -> None:
    chance = Random(7)
    for _ in range(1_500):
        numbers = {code: chance.choice((0, 1, 2, 4, 5, 6, 9, 40)) for code in "abcdef"[: chance.randint(1, 6)]}
        counts = attacked(numbers, shared=("a",))
        for one in counts or ():
            assert not (one.number is not None and one.number < LEAST)
            assert not (one.code == "a" and one.shown == "*")


@pytest.mark.parametrize("cells", [2, 3, 4])
def test_who_knows_how_the_numbers_to_hide_are_chosen_learns_no_small_number(cells: int) -> None:
    """All tables of the same total that look the same: no small number is the same in all of them."""
    alike: dict[tuple[int, tuple[Count, ...] | None], list[dict[str, int]]] = {}
    for values in product(range(19), repeat=cells - 1):
        for total in range(sum(values), 19):
            numbers = dict(zip("abcd", (*values, total - sum(values)), strict=False))
            alike.setdefault((total, guarded(numbers, "abcd")), []).append(numbers)
    for (_, counts), tables in alike.items():
        for one in counts or ():
            if one.shown == SMALL:
                assert len({table[one.code] for table in tables}) > 1, (counts, tables)


def test_a_table_whose_small_numbers_cannot_be_hidden_is_left_out() -> None:
    assert attacked({"a": 1, "b": 5}) is None
    assert attacked({"a": 2, "b": 3}) is None


def test_a_table_without_small_numbers_is_whole() -> None:
    assert [one.shown for one in attacked({"a": 5, "b": 60}) or ()] == ["5", "60"]
