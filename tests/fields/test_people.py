"""The complainant is read out of letters of all four languages, with the very words, and sure only where right."""

from collections import Counter

import pytest

from classifiers.understanding import SURE
from tests.fields.mails import read, words_of
from tests.fields.people import FIELDS, Case, Tally, cases, same

CASES = list(cases())
TARGET = {"name": 0.95, "phone": 0.97, "email": 0.97} | dict.fromkeys(FIELDS[1:6], 0.95)


@pytest.fixture(scope="module")
def tally() -> Tally:
    counted = Tally(Counter(), Counter(), Counter())
    for case in CASES:
        _count(case, counted)
    return counted


def _count(case: Case, tally: Tally) -> None:
    person = read(case.message).person
    for field, told in case.told.items():
        reading = getattr(person, field)
        right = reading is not None and bool(told) and same(reading.value, told)
        if right:
            tally.right[field] += 1
        else:
            tally.wrong[field] += reading is not None
            tally.missed[field] += bool(told)
            if reading is not None or told:
                print(case.name, field, "told", told, "read", reading)
        if reading is not None and reading.confidence >= SURE:
            tally.sure += 1
            tally.sure_wrong += not right


def test_there_are_letters_of_many_kinds():
    assert len(CASES) >= 100
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_is_read_as_a_caseworker_would(tally, field):
    assert tally.f1(field) >= TARGET[field]


def test_what_is_shown_as_sure_is_right(tally):
    assert tally.sure > 400
    assert tally.sure_wrong <= 0.02 * tally.sure


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_reading_shows_the_words_it_rests_on(case):
    person = read(case.message).person
    for field in FIELDS:
        reading = getattr(person, field)
        if reading is not None:
            assert words_of(case.message, reading) == reading.words
