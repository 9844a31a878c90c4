"""The desk says everything in four languages: no key is missing in any of them, and none is used that is not there."""

import ast
import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from classifiers.understanding import Kind, Signal, Wish
from gateway.casework.now import TASK_NEEDS
from gateway.casework.outgoing import STATES
from gateway.casework.roles import Role
from gateway.desk.frame import MENU
from gateway.desk.texts import LANGUAGES, words
from gateway.intake.spoken import Way
from outbound.draft import Answer
from routing.decision import Action, Ground
from routing.workflow import TABLES

FOLDER = files("gateway.desk") / "templates"
#: say("nav.tasks") and say("prefix." ~ value) in the templates.
SAID = re.compile(r"""say\(["']([\w.-]+)["']\s*([~,)])""")


def said(name: str) -> set[tuple[str, bool]]:
    """Keys a template says: (key, whether it is only a beginning)."""
    source = (FOLDER / name).read_text(encoding="utf-8")
    return {(key, after == "~") for key, after in SAID.findall(source)}


TEMPLATES = sorted(item.name for item in FOLDER.iterdir() if item.name.endswith(".html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key(language: str) -> None:
    assert set(words(language).texts) == set(words("en").texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_takes_the_same_values(language: str) -> None:
    for key, text in words(language).texts.items():
        wanted = {name for _, name, _, _ in Formatter().parse(words("en").texts[key]) if name}
        assert {name for _, name, _, _ in Formatter().parse(text) if name} == wanted, key
        assert text.strip(), key


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_key_of_a_template_is_there(template: str) -> None:
    known = words("en").texts
    for key, beginning in said(template):
        there = any(one.startswith(key) for one in known) if beginning else key in known
        assert there, f"{template} says {key}"


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("kind.", Kind),
        ("signal.", Signal),
        ("wish.", Wish),
        ("action.", Action),
        ("ground.", Ground),
        ("answer.", Answer),
        ("role.", Role),
        ("way.", Way),
        ("sending.", STATES),
        ("need.", [code for code, _, _ in TASK_NEEDS]),
        ("task.kind.", [kind for _, kinds, _ in TASK_NEEDS for kind in kinds]),
        ("nav.", [code for code, _ in MENU]),
        ("step.", sorted({move.name for table in TABLES.values() for move in table})),
        ("state.", sorted({origin for table in TABLES.values() for move in table for origin in move.origins})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_code_has_its_words(prefix: str, values: list[str]) -> None:
    assert not [value for value in values if f"{prefix}{value}" not in words("en").texts]


def refusals(package: str) -> set[str]:
    """The sentences with which acts and pages refuse."""
    folder = Path(str(files(package)))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")]
    raised = (node.exc for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Raise))
    return {
        str(call.args[0].value)
        for call in raised
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize("package", ["gateway.casework", "gateway.desk.pages"])
def test_every_refusal_is_told_in_the_readers_language(package: str) -> None:
    assert {one for one in refusals(package) if f"error.{one}" not in words("en").texts} == set()


#: `visit.to(address, "sent")` and the like, on one line.
DONE = re.compile(r"""^ *return (?:visit\.to|_done|_back|_each)\(.*, "([a-z-]+)"(?:, undo=.*)?\)$""", re.MULTILINE)


def test_every_deed_is_confirmed_in_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path(str(files("gateway.desk.pages"))).glob("*.py")]
    done = {key for source in sources for key in DONE.findall(source)}
    assert {"approved", "tried-again", "passed-on"} <= done
    assert {one for one in done if f"done.{one}" not in words("en").texts} == set()
