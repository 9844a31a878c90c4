import re

import pytest

from classifiers.understanding import Language
from outbound.draft import Answer, Draft
from outbound.facts import Procedure
from outbound.texts import NAMES, REQUIRED, check_text, environment, house_text
from tests.answers.golden import FOLDER, drafts, shown

ALL = dict(drafts())


@pytest.mark.parametrize("name", ALL)
def test_an_answer_reads_as_it_was_last_approved(name: str) -> None:
    assert shown(ALL[name]) == (FOLDER / f"{name}.txt").read_text("utf-8")


def test_no_golden_is_left_of_an_answer_that_is_gone() -> None:
    assert {str(path.relative_to(FOLDER))[:-4] for path in FOLDER.rglob("*.txt")} == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_no_answer_holds_an_empty_heading_a_gap_or_a_stray_space(name: str) -> None:
    text = ALL[name].text
    assert not re.search(r"^# .*\n\n# ", text, re.MULTILINE)
    assert not re.search(r" [.,]|\(\)|  |: *\n\n#|\.\.", text.replace(" : ", ""))
    assert "{" not in text


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("answer", Answer)
def test_our_own_texts_pass_the_check_an_office_must_pass(answer: Answer, language: Language) -> None:
    for procedure in Procedure:
        assert check_text(answer, language, house_text(answer, language, procedure), procedure) == ()


@pytest.mark.parametrize("language", Language)
def test_sentences_stay_short_enough_to_read(language: Language) -> None:
    sentences = [
        sentence
        for name, draft in ALL.items()
        if name.startswith(f"{language}/")
        for sentence in re.split(r"[.?!:;]\s|\n", draft.text)
        if sentence.strip()
    ]
    lengths = sorted(len(sentence.split()) for sentence in sentences)
    assert sum(lengths) / len(lengths) < 12
    assert lengths[-1] <= 36


def test_every_answer_has_its_contents_named() -> None:
    assert set(REQUIRED) == set(Answer)
    assert {name for names in REQUIRED.values() for name in names} <= NAMES


def test_helplines_stand_before_everything_else_in_an_answer_to_distress() -> None:
    for language in Language:
        text = ALL[f"{language}/distress.mail"].text
        assert text.index("1813") < text.index("Ik bel u vanmiddag.")
        assert ALL[f"{language}/distress.mail"].needs_person


def test_nothing_of_the_complainant_reaches_the_body_when_the_name_is_withheld() -> None:
    for language in Language:
        draft: Draft = ALL[f"{language}/forwarding-letter.withheld.mail"]
        assert "Noor" not in draft.text + draft.subject
        assert "Brug blijft dicht" not in draft.subject
        assert "Noor" in ALL[f"{language}/forwarding-letter.named.mail"].text


def test_the_sandbox_holds_nothing_to_reach_for() -> None:
    for language in Language:
        assert not environment(language).globals
        assert not environment(language).filters
