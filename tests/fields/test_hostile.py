"""Rubbish, floods and mails made to slow the reader down: honest emptiness, no exception, cost in step with length."""

import importlib
import pkgutil
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import classifiers.person
from classifiers.dates import read_happened
from classifiers.person.reader import read_people
from classifiers.places import load_places
from classifiers.prepared import prepare
from classifiers.private import read_private
from classifiers.references import read_references
from tests.fields.mails import OMBUDS, mail

PLACES = load_places()
MODULES = [
    "classifiers.dates",
    "classifiers.moments.counted",
    "classifiers.moments.feasts",
    "classifiers.moments.named",
    "classifiers.moments.read",
    "classifiers.prior_contact",
    "classifiers.private",
    "classifiers.references",
    "classifiers.sayings",
    "classifiers.wishes",
    *(m.name for m in pkgutil.iter_modules(classifiers.person.__path__, "classifiers.person.")),
]
PATTERNS = {
    value: f"{name}.{key}"
    for name in MODULES
    for key, value in vars(importlib.import_module(name)).items()
    if isinstance(value, re.Pattern)
}
ATTACKS = {
    "letters": "a",
    "capitals": "A",
    "spaces": " ",
    "lines": "\n",
    "figures": "1",
    "dates": "4 mei 2026 ",
    "addresses": "Kerkstraat 12 bus 3, 9000 Gent\n",
    "streets": "rue de la ",
    "phones": "0470 ",
    "labels": "Naam: ",
    "mail": "a@b.",
    "relations": "namens mijn ",
    "names": "Jan Van ",
    "commas": ",",
    "dashes": "- ",
    "dots": "a. ",
    "plus": "+32 ",
    "accounts": "BE12 3456 ",
    "words": "op een dag in de week ",
}


def _took(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for _, _ in zip(range(200_000), pattern.finditer(text), strict=False):
        pass
    return time.process_time() - start


@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.get)
def test_a_pattern_costs_no_more_than_in_step_with_the_text(pattern):
    for attack in ATTACKS.values():
        small, large = (attack * 8_000)[:8_000], (attack * 24_000)[:24_000]
        slow = _took(pattern, large)
        assert slow < 1.0, attack
        assert slow < 0.08 or slow < 6 * _took(pattern, small) + 0.02, attack


def _read_all(text: str) -> None:
    prepared = prepare(mail(text) if text.isprintable() else mail(text.replace("\x00", "")))
    people = read_people(prepared, places=PLACES, house=OMBUDS)
    happened = read_happened(prepared)
    for reading in (
        *(getattr(people.person, field) for field in people.person.__slots__),
        happened.first,
        happened.until,
        *read_private(prepared),
        *read_references(prepared, OMBUDS),
    ):
        if reading is not None and reading.span is not None and reading.span.end:
            part = reading.span.part
            source = prepared.message.texts[part]
            assert source[reading.span.start : reading.span.end] == reading.words


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_flood_is_read_in_time(attack):
    start = time.process_time()
    _read_all((attack * 40_000)[:40_000])
    assert time.process_time() - start < 3


def test_five_megabytes_of_one_line_cost_no_more_than_a_long_letter():
    prepared = prepare(mail("a 1 " * 1_250_000))
    start = time.process_time()
    read_people(prepared, places=PLACES, house=OMBUDS)
    read_happened(prepared)
    read_private(prepared)
    assert time.process_time() - start < 3


@pytest.mark.parametrize("text", ["", " \n \n", "😀😀😀 🎉", "\x01\x02\x7f ÿþ", "1234567890" * 50, "?????", "0" * 300])
def test_what_tells_nothing_is_read_as_nothing(text):
    prepared = prepare(mail(text, sender="x@y.example"))
    person = read_people(prepared, places=PLACES, house=OMBUDS).person
    assert person.name is None
    assert person.street is None
    assert person.phone is None
    assert read_happened(prepared).first is None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_raises(text):
    _read_all(text.replace("\r", " "))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "Jan Peeters|Kerkstraat 12|bus 3|9000 Gent|rue de la Loi 16|namens mijn moeder|Naam:|Adres:|op 3 mei|29 februari|31/02/2026|0470 11 22 33|"
            "Met vriendelijke groeten|, |\n|\n\n|12|-|(|)|BE68 5390 0754 7034|85.07.30-033.28|sinds 99 jaar|vor 12 Monaten|Geachte|--|en|Van den|mevrouw|wonende te|il y a 40 ans".split(
                "|"
            )
        ),
        max_size=25,
    )
)
def test_no_mixture_of_pieces_raises(pieces):
    _read_all(" ".join(pieces))
