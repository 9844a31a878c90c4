"""What a writer asks, and whether he asked the body before, in words that no model was trained on."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from classifiers.phrases import Hit
from classifiers.prepared import Prepared, prepare
from classifiers.prior_contact import read_prior_contact
from classifiers.sentences import sentences
from classifiers.training.voices import voices
from classifiers.understanding import SURE
from classifiers.wishes import read_wishes
from tests.fields.mails import KNOWLEDGE, mail


def _lines(name: str) -> Iterator[tuple[str, str]]:
    for line in (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            told, words = line.split(" | ", 1)
            yield told, words


def _read(words: str) -> tuple[Prepared, list[Hit], dict[str, tuple[float, ...]]]:
    prepared = prepare(mail(words))
    return prepared, KNOWLEDGE.phrases.find(prepared.sentences), dict(KNOWLEDGE.sayings.read(prepared.sentences))


def _wishes(words: str) -> set[str]:
    return {reading.value.value for reading in read_wishes(*_read(words))}


def test_wishes_are_found_in_ways_of_saying_nobody_taught():
    counted: Counter[str] = Counter()
    for told, words in _lines("wishes-told.txt"):
        wanted, found = set(told.split()) - {"-"}, _wishes(words)
        counted.update(right=len(wanted & found), wrong=len(found - wanted), missed=len(wanted - found))
        if wanted != found:
            print(sorted(wanted), sorted(found), words)
    assert counted["wrong"] <= 3
    assert 2 * counted["right"] / (2 * counted["right"] + counted["wrong"] + counted["missed"]) >= 0.7


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_wishes_of_people_who_were_kept_out_of_training_are_found(language):
    counted: Counter[str] = Counter()
    for one in voices(kept=True):
        if one.language == language:
            found = {name.removeprefix("reply-") for name in _wishes(one.text)}
            counted.update(right=len(one.asked & found), wrong=len(found - one.asked), missed=len(one.asked - found))
    assert counted["right"] / (counted["right"] + counted["wrong"]) >= 0.85
    assert counted["right"] / (counted["right"] + counted["missed"]) >= 0.5


def test_what_a_sentence_asks_does_not_hang_on_the_one_behind_it():
    asked = "Mail mij maar terug, bellen gaat niet op het werk."
    alone = KNOWLEDGE.sayings.read(sentences(asked, "body"))
    for behind in ("Graag een brief per post.", "De bus kwam niet.", "Ne dites pas mon nom."):
        told = KNOWLEDGE.sayings.read(sentences(f"{asked} {behind}", "body"))
        assert all(told[label][0] == pytest.approx(alone[label][0], abs=1e-5) for label in alone)


def test_contact_is_told_from_none_and_what_is_shown_as_sure_is_right():
    right = total = sure_wrong = 0
    for told, words in _lines("contact-told.txt"):
        reading = read_prior_contact(*_read(words))
        total += 1
        right += reading.value.value == told
        sure_wrong += reading.confidence >= SURE and reading.value.value not in (told, "unknown")
        if reading.value.value != told:
            print(told, reading, words)
    assert right / total >= 0.78
    assert sure_wrong == 0


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Hoe wilt u antwoord krijgen? : per post", {"reply-by-letter"}),
        ("Comment souhaitez-vous être contacté ? : par téléphone", {"reply-by-phone"}),
        ("Gewenste manier van antwoord: e-mail", {"reply-by-email"}),
    ],
)
def test_the_field_of_a_form_tells_the_wish(words, wanted):
    assert _wishes(f"Naam: Jan Peeters\n{words}\nOmschrijving: de bus komt niet.") == wanted


@pytest.mark.parametrize(
    "words",
    [
        'De dienst schreef mij: "bel ons gerust op 02 553 75 00".',
        "Ze zouden mij per brief antwoorden en deden het niet.",
        "U mag mij niet bellen.",
        "De medewerkster noemde mijn naam hardop.",
    ],
)
def test_what_others_said_or_did_is_no_wish(words):
    assert _wishes(words) == set()
