"""The day of the facts, counted from the day of writing (Wednesday 20 May 2026), in four languages."""

from pathlib import Path

import pytest

from tests.fields.mails import mail, read, words_of

ROWS = [
    tuple(part.strip() for part in line.split("|", 1))
    for line in (Path(__file__).parent / "happened.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("told", "text"), ROWS, ids=[text[:40] for _, text in ROWS])
def test_the_first_day_of_the_facts_is_read(told, text):
    message = mail(f"Geachte,\n\n{text}\n\nMet vriendelijke groeten\nJan Peeters")
    reading = read(message).happened
    assert (reading.value if reading else "-") == told
    if reading:
        assert words_of(message, reading) == reading.words


def test_facts_that_go_on_last_until_the_day_of_writing():
    understanding = read(mail("Sinds 1 maart komt de bus niet meer."))
    assert understanding.happened is not None
    assert understanding.happened_until is not None
    assert (understanding.happened.value, understanding.happened_until.value) == ("2026-03-01", "2026-05-20")


def test_a_stretch_of_days_has_an_end():
    understanding = read(mail("Van 3 tot 24 maart stond er een container voor mijn deur."))
    assert understanding.happened_until is not None
    assert understanding.happened_until.value == "2026-03-24"
