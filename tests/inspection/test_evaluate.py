"""`klachtenpost evaluate`: the measures on labelled mails, counted as a person would count them."""

import json
from pathlib import Path
from typing import Any

import pytest

from gateway.evaluation.calibration import Judged, bins, sure_and_right
from gateway.evaluation.measures import Measures
from tests.inspection.mails import COMPLAINT, run_text

NOBODY: dict[str, Any] = dict.fromkeys(
    ("name", "street", "number", "box", "postcode", "municipality", "phone", "email")
)
GOLD: dict[str, Any] = {
    "mail": "een.eml",
    "office": "vlaamse-ombudsdienst",
    "language": "nl",
    "kind": "complaint",
    "person": {**NOBODY, "name": "An Maes", "municipality": "Gent", "postcode": "9000"},
    "services": ["de-lijn"],
    "prior_contact": "yes",
    "happened": {"from": "2026-05-20"},
    "recipients": [],
    "wishes": [],
    "signals": [],
    "grounds": [],
    "route": {"action": "handle", "to": None},
    "reply_automatic": True,
}
TOLD: dict[str, Any] = {**GOLD, "reply": {"automatic": True}}


def compared(gold: dict[str, Any], told: dict[str, Any]) -> Measures:
    measures = Measures()
    measures.compare("een.eml", gold, told)
    return measures


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "een.eml").write_bytes(COMPLAINT)
    (tmp_path / "gold.jsonl").write_text(json.dumps(GOLD) + "\n")
    return tmp_path


def test_all_right_is_untouched() -> None:
    measures = compared(GOLD, TOLD)
    assert measures.misses == []
    assert measures.tallies["untouched"].rate == 1.0
    assert measures.tallies["services"].f1 == 1.0


def test_any_of_several_labels_is_right_and_case_and_accents_do_not_count() -> None:
    gold = {**GOLD, "person": {**GOLD["person"], "name": ["An Maes", "Ànn Maes"]}}
    told = {**TOLD, "person": {**TOLD["person"], "name": "ann maes"}}
    assert compared(gold, told).misses == []


def test_a_place_is_as_right_as_the_municipality_it_belongs_to() -> None:
    told = {**TOLD, "person": {**TOLD["person"], "municipality": "Gentbrugge"}}
    assert compared(GOLD, told).misses == []


def test_what_is_overlooked_costs_recall_and_what_is_made_up_costs_precision() -> None:
    told = {**TOLD, "services": ["mivb"], "person": {**NOBODY, "phone": "+3291234567"}}
    tallies = compared(GOLD, told).tallies
    assert (tallies["services"].precision, tallies["services"].recall) == (0.0, 0.0)
    assert tallies["person.name"].overlooked == 1
    assert tallies["person.phone"].wrong == 1


def test_grounds_count_for_complaints_only() -> None:
    told = {**TOLD, "grounds": ["anonymous"]}
    assert "grounds" in compared(GOLD, told).tallies
    assert "grounds" not in compared({**GOLD, "kind": "appeal"}, told).tallies


def test_an_answer_that_should_have_waited_is_counted_apart() -> None:
    measures = compared({**GOLD, "reply_automatic": False}, TOLD)
    assert measures.wrongly_answered == 1


def test_confusion_tells_what_was_told_instead() -> None:
    measures = compared(GOLD, {**TOLD, "kind": "appeal", "route": {"action": "other-track", "to": None}})
    assert measures.kinds["complaint", "appeal"] == 1
    assert measures.routes["handle", "other-track"] == 1


def test_calibration_counts_the_sure_ones_that_are_right() -> None:
    readings = [Judged("kind", 0.95, True), Judged("kind", 0.92, False), Judged("kind", 0.55, True)]
    assert sure_and_right(readings) == (2, 1)
    assert sum(each.readings for each in bins(readings)) == 3


def test_the_command_prints_measures_confusion_and_calibration(
    labelled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "told.jsonl"
    status, out, _ = run_text(capsys, ["evaluate", labelled, "--misses", "--write", kept])
    assert status == 0
    for words in ("route.action", "services", "wrongly answered", "kinds", "routes", "shown as sure"):
        assert words in out
    assert json.loads(kept.read_text())["mail"] == "een.eml"


def test_with_labels_as_readings_routing_is_measured_alone(labelled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run_text(capsys, ["evaluate", labelled, "--gold-readings"])
    assert status == 0
    figures = {line.split()[0]: line.split()[1] for line in out.splitlines() if line[:1].isalpha() and " " in line}
    assert figures["route.action"] == "1.000"
    assert figures["person.name"] == "1.000"


def test_a_folder_without_labels_or_with_a_wrong_line_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run_text(capsys, ["evaluate", tmp_path])
    assert (status, err.count("\n")) == (2, 1)
    (tmp_path / "gold.jsonl").write_text('{"mail": "een.eml"}\n')
    status, _, err = run_text(capsys, ["evaluate", tmp_path])
    assert status == 2
    assert "line 1" in err
