"""The finder never fails, costs time in proportion to the text, and shows the words it rests on."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bodies.mails import FINDER, Mail, office, services

VO = office("vlaamse-ombudsdienst")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=400), st.text(max_size=80), st.emails())
def test_any_text_is_read_without_exception(text, subject, address):
    FINDER.read(Mail(text, subject, to=(address,)), VO)


@pytest.mark.parametrize(
    "piece", ["klacht over ", "ook gestuurd naar de ombudsman ", "9000 Gent ", "a ", "De Lijn. ", "1000 ", "x" * 50]
)
def test_time_grows_in_proportion_to_the_text(piece):
    def cost(size: int) -> float:
        mail = Mail((piece * (size // len(piece) + 1))[:size])
        started = time.process_time()
        FINDER.read(mail, VO)
        return time.process_time() - started

    cost(2_000)
    assert min(cost(24_000) for _ in range(3)) < 30 * min(cost(3_000) for _ in range(3)) + 0.02


def test_a_reading_shows_the_very_words():
    mail = Mail("Mijn klacht gaat over Vlabel: geen antwoord.", subject="Klacht")
    reading = FINDER.read(mail, VO).services[0]
    assert reading.words == "Vlabel"
    assert reading.span is not None
    assert mail.text[reading.span.start : reading.span.end] == "Vlabel"


def test_nothing_named_gives_nothing():
    assert services(Mail("Niemand helpt mij, het is een schande."), "vlaamse-ombudsdienst") == []
