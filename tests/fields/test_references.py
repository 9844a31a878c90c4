"""References of cases: ours by our own pattern, those of other houses by the word before them."""

import pytest

from tests.fields.mails import mail, read, words_of


def references(text: str, subject: str = "Klacht") -> list[str]:
    return [reading.value for reading in read(mail(text, subject=subject)).references]


def test_our_own_reference_comes_first():
    text = "Mijn dossier bij Vlabel is VP-2025-118834. U gaf mij het nummer 2026-0877."
    assert references(text) == ["2026-0877", "VP-2025-118834"]


def test_our_reference_is_found_in_the_subject():
    message = mail("Hoever staat het?", subject="Re: uw klacht 2026-0311")
    (reading,) = read(message).references
    assert (reading.value, words_of(message, reading)) == ("2026-0311", "2026-0311")


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("Het gaat om dossiernummer 402-118-77 van mijn zoon.", "402-118-77"),
        ("Votre référence : 24/1123-B, sans réponse.", "24/1123-B"),
        ("Aktenzeichen: 12-4471/26 wurde nicht bearbeitet.", "12-4471/26"),
        ("Their case number is INC-558210.", "INC-558210"),
        ("ticket INC-558210 staat nog open", "INC-558210"),
    ],
)
def test_a_reference_of_another_house_is_kept_as_written(text, reference):
    assert reference in references(text)


def test_a_day_or_a_year_is_no_reference():
    assert references("Mijn dossier 2019 en mijn klacht 12/03/2026 zijn zoek.") == []
