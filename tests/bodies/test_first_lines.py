"""In a mail to a municipality or a service another body is meant only where it acts or was complained at."""

import pytest

from tests.bodies.mails import FINDER, Mail, office

VDAB, LEUVEN, OMBUDS = office("vdab"), office("gemeente-leuven"), office("vlaamse-ombudsdienst")


@pytest.mark.parametrize(
    ("house", "text", "body"),
    [
        (VDAB, "De RVA heeft mijn uitkering stopgezet en ik krijg niemand aan de lijn.", "rva"),
        (LEUVEN, "De trein rijdt te laat. Ik heb bij de NMBS een klacht ingediend, zonder resultaat.", "nmbs"),
        (LEUVEN, "Fluvius weigert de straat te herstellen.", "fluvius"),
    ],
)
def test_a_body_that_acts_or_was_complained_at_is_meant(house, text, body):
    assert [reading.value for reading in FINDER.read(Mail(text), house).services] == [body]


@pytest.mark.parametrize(
    "text",
    [
        "Volgens De Lijn ligt de put op gemeentegrond, maar de gemeente herstelt niets.",
        "Ik kom met de trein van de NMBS en dan staat mijn fietsenstalling vol.",
    ],
)
def test_a_body_named_in_passing_is_not(text):
    assert [reading.value for reading in FINDER.read(Mail(text), LEUVEN).services] == ["gemeente-leuven"]


def test_words_of_everyday_that_are_names_too_name_no_body():
    read = FINDER.read(
        Mail("Ik woon in Gent en heb een klacht over een factuur van de Watergroep, d'ores et déjà."), OMBUDS
    )
    named = {reading.value for reading in (*read.services, *read.mentioned)}
    assert named.isdisjoint({"inburgering", "vrt", "energieleverancier"})
