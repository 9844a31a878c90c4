"""`klachtenpost explain`: the reasons in plain sentences."""

import subprocess
import sys
from pathlib import Path

import pytest

from classifiers.understanding import Kind, Signal, Wish
from gateway.desk.texts import words
from gateway.inspection.language import Speaker
from routing.decision import Ground
from routing.explanation import explain
from routing.procedures import load_procedures
from tests.inspection.mails import COMPLAINT, run_text
from tests.routing.told import BRUSSELS, GHENT, OFFICES, VO, catalogue, complaint, weighed


def sentences(title: str, *about: str, asked: str = "yes", signals: tuple[Signal, ...] = ()) -> str:
    sections = explain(weighed(VO, complaint(*about, asked=asked, signals=signals)))
    return "\n".join(next(s.sentences for s in sections if s.title == title))


def test_facts_tell_whom_it_is_about_and_whether_the_body_was_asked() -> None:
    facts = sentences("Facts", "vlabel")
    assert "The complainant is Jan Peeters" in facts
    assert "The body itself was asked already" in facts


def test_rules_are_told_in_the_order_in_which_they_were_tried() -> None:
    tried = sentences("Rules tried, in order", "nmbs").splitlines()
    assert tried[0].startswith("Does somebody report abuse")
    assert any("Is another complaint body competent? Yes" in line for line in tried)
    assert any("forward to" in line for line in tried)


def test_every_ground_is_told_with_its_article() -> None:
    grounds = sentences("Grounds of the checklist", "vlabel", asked="no")
    assert "First-line-not-contacted: seems to stand" in grounds
    assert "Ombudsdecreet art. 13" in grounds


def test_what_would_change_it_is_tried_and_not_guessed() -> None:
    changes = sentences("What would change it", "vlabel")
    assert "If the body itself was not asked yet: first-line to vlabel." in changes
    assert "If a court had the case: refuse." in changes
    pending = sentences("What would change it", "vlabel", signals=(Signal.COURT_PENDING,))
    assert "Without the signal court-pending: handle." in pending


def test_a_sealed_report_has_no_grounds_to_refuse_it() -> None:
    sections = explain(weighed(VO, complaint("vlabel", kind=Kind.WHISTLEBLOWER_REPORT)))
    assert "Grounds of the checklist" not in [section.title for section in sections]


def test_the_command_explains_one_mail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "een.eml").write_bytes(COMPLAINT)
    status, out, _ = run_text(capsys, ["explain", "--office", VO, tmp_path / "een.eml"])
    assert status == 0
    assert "What would change it" in out
    assert "The office is" in out


def test_a_folder_of_two_mails_is_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(COMPLAINT)
    status, _, err = run_text(capsys, ["explain", "--office", VO, tmp_path])
    assert status == 1
    assert "2 mails" in err


def weighings():
    for office in OFFICES:
        yield from (weighed(office, complaint("vlabel", kind=kind)) for kind in Kind)
        yield from (
            weighed(office, complaint(body, asked="no"))
            for body in ("vlabel", "nmbs", "gemeente-gent", "prive-persoon")
        )
    yield weighed(VO, complaint("vlabel", signals=(Signal.COURT_PENDING, Signal.DISTRESS), happened="2020-01"))
    yield weighed(VO, complaint("zorgvoorzieningen", recipients=("woonzorglijn", "unia")))
    yield weighed(BRUSSELS, complaint("gemeente-elsene", asked="unknown", recipients=("elsene-ombuds",)))
    yield weighed(GHENT, complaint(missing=("facts",)))


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_all_of_it_is_told_in_the_language_asked_for(language: str) -> None:
    speaker, english = Speaker(language, catalogue()), set()

    def say(sentence: str) -> str:
        told = speaker.say(sentence)
        if told == sentence and sentence != "prive-persoon":
            english.add(sentence)
        return told

    for weighing in weighings():
        explain(weighing, say, speaker.cite)
    assert english == set()


def test_the_command_tells_it_in_dutch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "een.eml").write_bytes(COMPLAINT)
    status, out, _ = run_text(capsys, ["explain", "--office", VO, "--language", "nl", tmp_path / "een.eml"])
    assert status == 0
    assert "Wat er iets aan zou veranderen" in out
    assert "Een mens beslist." in out


def test_in_english_too_codes_become_words_and_dates_become_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "een.eml").write_bytes(COMPLAINT)
    _, out, _ = run_text(capsys, ["explain", "--office", VO, tmp_path / "een.eml"])
    assert "Service not contacted yet: " in out
    assert "first-line-not-contacted" not in out
    assert "It arrived on Tue 2 Jun 2026" in out


def test_a_term_whose_last_day_is_no_other_is_told_once() -> None:
    for sentence in sentences("Terms", "vlabel").splitlines():
        days = [word for word in sentence.replace(",", "").split() if word[:4].isdigit() and word.count("-") == 2]
        assert len(days) == len(set(days)), sentence


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_name_of_a_term_a_ground_and_a_wish_has_words(language: str) -> None:
    told = words(language)
    names = {f"clock.{term}" for rules in load_procedures().values() for term in rules.terms}
    names |= {f"ground.{ground}" for ground in Ground} | {f"wish.{wish}" for wish in Wish}
    names |= {f"signal.{signal}" for signal in Signal} | {f"kind.{kind}" for kind in Kind}
    assert [name for name in sorted(names) if not told.known(name)] == []


@pytest.mark.parametrize("command", ["explain", "inspect"])
def test_who_reads_only_the_first_line_ends_the_command_quietly(command: str, tmp_path: Path) -> None:
    (tmp_path / "een.eml").write_bytes(COMPLAINT)
    made = [sys.executable, "-m", "gateway", command, "--office", VO, str(tmp_path / "een.eml")]
    with subprocess.Popen(made, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        complained = process.stderr.read()
    assert process.returncode == 0
    assert complained == b""
