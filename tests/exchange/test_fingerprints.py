"""Fingerprints: who finds what, and what stays hidden from whom."""

import hashlib
import json
from dataclasses import replace
from datetime import date

from outbound.exchange.fingerprints import BLOCK, COST, Known, epochs, from_body, likeness, marks, to_body

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


def test_a_dictionary_without_the_circles_key_finds_nobody_not_even_with_the_right_person_in_it() -> None:
    """An outsider who reads a list and knows the whole method: every guess needs a key of 256 bits."""
    told = _values(marks(KNOWN, CIRCLE, "2026Q1"))
    for guess in (bytes(32), b"2026Q1".ljust(32, b"\0"), hashlib.sha256(b"pool").digest(), b"klachtenpost".ljust(32)):
        assert not told & _values(marks(KNOWN, guess, "2026Q1"))
    for way, value in KNOWN.ways:
        for plain in (value, f"{way}\0{value}"):
            for digest in (hashlib.sha256(plain.encode()), hashlib.sha1(plain.encode()), hashlib.md5(plain.encode())):
                assert not any(digest.hexdigest().startswith(value) for value in told)


def test_a_dictionary_with_the_key_finds_the_person_in_it_and_then_the_body_and_month() -> None:
    """What docs/exchange.md admits: a partner who guesses the very person learns it, at 16 MiB and a slow hash a guess."""
    told = {mark.value: mark for mark in marks(KNOWN, CIRCLE, "2026Q1")}
    people = [f"mens{number}@example.org" for number in range(8)] + ["an@example.org"]
    hits = []
    for person in people:
        (guess,) = marks(Known((("email", person),), (), (), ()), CIRCLE, "2026Q1")
        if guess.value in told:
            hits.append(person)
    assert hits == ["an@example.org"]
    assert 128 * COST * BLOCK == 16 * 1024 * 1024
    bodies = [f"body-{number}" for number in range(9)] + ["parking-brussels"]
    months = [f"2026-{month:02d}" for month in range(1, 7)]
    known = Known((("email", "an@example.org"),), tuple(bodies), tuple(months), ())
    (guess,) = marks(known, CIRCLE, "2026Q1")
    shared = told[guess.value]
    assert len(set(guess.bodies) & set(shared.bodies)) == 1
    assert len(set(guess.months) & set(shared.months)) == 1


def test_a_text_that_is_not_guessed_word_for_word_stays_hidden_even_from_who_knows_the_person() -> None:
    near = tuple(" ".join(run) for run in zip(TEXT, TEXT[2:], TEXT[4:], strict=False))
    (guess,) = marks(Known(KNOWN.ways[:1], (), (), near), CIRCLE, "2026Q1")
    (told,) = marks(replace(KNOWN, ways=KNOWN.ways[:1]), CIRCLE, "2026Q1")
    assert not set(guess.text) & set(told.text)
