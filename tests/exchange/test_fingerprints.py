"""Fingerprints: who finds what, and what stays hidden from whom."""

import json
from dataclasses import replace
from datetime import date

from outbound.exchange.fingerprints import Known, epochs, from_body, likeness, marks, to_body

CIRCLE = bytes(range(32))
TEXT = (
    "op 3 februari vroeg ik een parkeerkaart aan en sindsdien hoor ik niets meer van de dienst ondanks drie "
    "herinneringen per mail en twee telefoontjes naar het onthaal waar niemand mij kon zeggen wie mijn dossier heeft"
).split()
KNOWN = Known(
    ways=(("email", "an@example.org"), ("home", "an peeters|kerkstraat 4|1000")),
    bodies=("parking-brussels",),
    months=("2026-02",),
    shingles=tuple(" ".join(TEXT[i : i + 3]) for i in range(len(TEXT) - 2)),
)


def test_the_same_complaint_at_two_houses_is_found_by_any_way_they_both_know() -> None:
    other = replace(KNOWN, ways=(("phone", "+3225550101"), KNOWN.ways[1]), bodies=())
    found = likeness(marks(KNOWN, CIRCLE, "2026Q1"), marks(other, CIRCLE, "2026Q1"))
    assert found is not None
    assert found.text == 1.0
    assert found.same_matter


def test_the_same_person_with_another_matter_is_no_match() -> None:
    other = replace(KNOWN, bodies=("vivaqua",), months=("2025-11",), shingles=("een heel ander", "heel ander verhaal"))
    found = likeness(marks(KNOWN, CIRCLE, "2026Q1"), marks(other, CIRCLE, "2026Q1"))
    assert found is not None
    assert not found.same_matter


def test_a_reworded_complaint_about_the_same_body_in_the_same_month_is_a_match() -> None:
    other = replace(KNOWN, shingles=("ma carte de", "carte de stationnement"))
    found = likeness(marks(KNOWN, CIRCLE, "2026Q1"), marks(other, CIRCLE, "2026Q1"))
    assert found is not None
    assert found.same_matter


def test_without_the_key_two_lists_cannot_be_compared() -> None:
    assert likeness(marks(KNOWN, CIRCLE, "2026Q1"), marks(KNOWN, bytes(32), "2026Q1")) is None


def test_lists_of_two_quarters_cannot_be_compared() -> None:
    assert likeness(marks(KNOWN, CIRCLE, "2026Q1"), marks(KNOWN, CIRCLE, "2026Q2")) is None


def test_with_the_key_a_guessed_body_or_sentence_tells_nothing_unless_the_person_is_guessed() -> None:
    """The same body, month and text under another person share not a single value: nobody can ask who complained about X."""
    ours = marks(KNOWN, CIRCLE, "2026Q1")
    theirs = marks(replace(KNOWN, ways=(("email", "guess@example.org"),)), CIRCLE, "2026Q1")
    assert not _values(ours) & _values(theirs)


def test_whoever_guesses_the_person_can_test_a_body_he_also_guesses() -> None:
    """The limit that docs/exchange.md admits."""
    guess = marks(Known(KNOWN.ways[:1], ("parking-brussels", "vivaqua"), (), ()), CIRCLE, "2026Q1")
    found = likeness(marks(KNOWN, CIRCLE, "2026Q1"), guess)
    assert found is not None
    assert found.bodies == 1


def test_two_ways_of_one_case_cannot_be_tied_together_by_their_parts() -> None:
    one, other = marks(KNOWN, CIRCLE, "2026Q1")
    assert not {*one.bodies, *one.months, *one.text} & {*other.bodies, *other.months, *other.text}


def test_what_travels_holds_no_word_of_the_complaint() -> None:
    body = json.dumps(to_body("brussel", "2026Q1", [("h1", marks(KNOWN, CIRCLE, "2026Q1"))]))
    for word in ("an@example.org", "peeters", "parking", "parkeerkaart", "2026-02"):
        assert word not in body


def test_a_list_comes_back_as_it_was() -> None:
    ours = marks(KNOWN, CIRCLE, "2026Q1")
    assert from_body(to_body("brussel", "2026Q1", [("h1", ours)])) == ("brussel", "2026Q1", [("h1", ours)])


def test_the_quarter_and_the_one_before() -> None:
    assert epochs(date(2026, 1, 1)) == ("2026Q1", "2025Q4")
    assert epochs(date(2026, 12, 31)) == ("2026Q4", "2026Q3")


def _values(found: tuple) -> set[str]:  # type: ignore[type-arg]
    return {v for m in found for v in (m.value, *m.bodies, *m.months, *m.text)}
