"""Nothing that sounds like despair or a threat is missed; anger, grief and lawyers are no alarm."""

import pytest

from classifiers.understanding import Kind, Signal
from tests.fields.mails import mail, read
from tests.signals.sayings import CALM, DESPAIR, VIOLENCE

AROUND = "Geachte,\n\nIk wacht al maanden op een beslissing over mijn aanvraag.\n\n{}\n\nMet groeten,\nAn Peeters"


def signals(text: str) -> set[Signal]:
    return {reading.value for reading in read(mail(text)).signals}


@pytest.mark.parametrize("said", DESPAIR)
def test_despair_is_never_missed(said: str) -> None:
    assert Signal.DISTRESS in signals(AROUND.format(said))


@pytest.mark.parametrize("said", VIOLENCE)
def test_a_threat_is_never_missed(said: str) -> None:
    assert Signal.THREAT in signals(AROUND.format(said))


@pytest.mark.parametrize("said", CALM)
def test_anger_and_grief_are_no_alarm(said: str) -> None:
    assert not signals(AROUND.format(said)) & {Signal.DISTRESS, Signal.THREAT}


def test_an_alarm_in_a_quoted_earlier_mail_is_not_the_writers() -> None:
    text = "Dank voor uw antwoord van vorige week, de premie is gestort en voor mij is alles in orde gekomen.\n\nOp ma 3 mei 2026 om 10:00 schreef Jan Maes <jan@voorbeeld.example>:\n> ik wil niet meer leven\n> groeten"
    told = read(mail(text, sender="an.peeters@voorbeeld.example"))
    assert not told.signalled(Signal.DISTRESS)


def test_an_alarm_shows_the_very_words() -> None:
    read_ = read(mail(AROUND.format("Ik wil niet meer leven.")))
    (alarm,) = [r for r in read_.signals if r.value is Signal.DISTRESS]
    assert "niet meer leven" in alarm.words


def test_an_alarm_in_an_automatic_mail_is_still_told() -> None:
    told = read(mail("Ik wil niet meer leven.", sender="no-reply@formulier.example"))
    assert told.kind.value in (Kind.BULK, Kind.COMPLAINT, Kind.OTHER)
    assert told.signalled(Signal.DISTRESS)
