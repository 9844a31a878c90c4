"""National numbers, accounts and words of health are found with the very words to mask; look-alikes are left."""

import pytest
from stdnum.be import nn

from classifiers.understanding import Private
from tests.fields.mails import mail, read

#: Checks out: 97 - 850730033 % 97.
VALID = "85073003328"


def private(text: str) -> list[tuple[Private, str]]:
    return [(reading.value, reading.words) for reading in read(mail(text)).private]


@pytest.mark.parametrize("written", [VALID, "85.07.30-033.28", "850730 033 28", "85 07 30 033 28", "85/07/30-033/28"])
def test_a_national_number_is_found_however_it_is_spaced(written):
    assert nn.is_valid(VALID)
    text = f"Geachte, mijn rijksregisternummer is {written} en mijn aanvraag is zoek."
    assert (Private.NATIONAL_NUMBER, written) in private(text)


def test_a_number_that_does_not_check_out_is_masked_where_it_is_called_one():
    assert (Private.NATIONAL_NUMBER, "85.07.30-033.29") in private("NISS 85.07.30-033.29, mon dossier est perdu.")
    assert private("Meterstand 85073003329 op de factuur klopt niet.") == []


@pytest.mark.parametrize(
    "written", ["BE68539007547034", "BE68 5390 0754 7034", "be68 5390 0754 7034", "BE 68 5390 0754 7034"]
)
def test_an_account_is_found_however_it_is_written(written):
    assert private(f"Stort het op {written} aub.") == [(Private.BANK_ACCOUNT, written)]


def test_an_account_abroad_is_found_and_a_company_number_is_not():
    assert (Private.BANK_ACCOUNT, "NL91 ABNA 0417 1643 00") in private(
        "Mijn rekening NL91 ABNA 0417 1643 00 werd geweigerd."
    )
    assert private("De firma BE 0644.118.207 antwoordt niet op mijn vragen.") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mijn man heeft kanker en wacht op zijn toelage.", "kanker"),
        ("Je suis en dépression depuis mars.", "dépression"),
        ("Meine Mutter leidet an Demenz.", "Demenz"),
        ("I had surgery in May.", "surgery"),
    ],
)
def test_words_of_health_are_found_in_four_languages(text, word):
    assert (Private.HEALTH, word) in private(text)
