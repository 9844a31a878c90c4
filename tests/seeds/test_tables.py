"""Every sentence names tests, and every test named exists."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.seeds.tables import left_out, no_rules, tables

ROOT = Path(__file__).parents[2]


@cache
def functions_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("seed", tables())
def test_every_sentence_names_tests_that_exist(seed: str) -> None:
    for sentence, named in tables()[seed].items():
        assert named, sentence
        for one in named:
            file, _, test = one.partition("::")
            assert (ROOT / file).is_file(), one
            assert test in functions_in(file), one


@pytest.mark.parametrize("seed", tables())
def test_every_test_of_a_seed_is_named_by_a_sentence(seed: str) -> None:
    file = next((ROOT / "tests" / "seeds").glob(f"test_seed_{seed}_*.py")).relative_to(ROOT).as_posix()
    named = {test for tests in tables()[seed].values() for test in tests}
    assert {f"{file}::{test}" for test in functions_in(file) if test.startswith("test_")} <= named


@pytest.mark.parametrize("seed", tables())
def test_a_sentence_is_a_rule_or_none_and_stands_once(seed: str) -> None:
    none = [sentence for sentences in no_rules()[seed].values() for sentence in sentences]
    assert len(none) == len(set(none))
    assert not set(none) & set(tables()[seed])


def test_a_sentence_of_which_no_table_speaks_is_found() -> None:
    page = "De feiten zijn minder dan drie jaar oud.\n\nWie te laat klaagt, betaalt een boete van tien euro."
    assert list(left_out("001", page)) == ["Wie te laat klaagt, betaalt een boete van tien euro."]
