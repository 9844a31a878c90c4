"""Sentences kept out of training: what the whole reading makes of despair, threats and what only sounds like them."""

import pytest

from classifiers.training.texts import alarm_sentences
from classifiers.understanding import Signal
from tests.fields.mails import mail, read

AROUND = "Geachte,\n\nIk wacht al maanden op een beslissing over mijn aanvraag.\n\n{}\n\nMet groeten,\nAn Peeters"
ALARMS = {Signal.DISTRESS, Signal.THREAT}


def share_alarmed(label: str) -> float:
    told = [text for name, _, text in alarm_sentences(held_out=True) if name == label]
    alarmed = [text for text in told if {r.value for r in read(mail(AROUND.format(text))).signals} & ALARMS]
    return len(alarmed) / len(told)


@pytest.mark.parametrize(("label", "least"), [("distress", 0.75), ("threat", 0.8)])
def test_alarms_nobody_trained_on_are_found(label: str, least: float) -> None:
    assert share_alarmed(label) >= least


def test_hardly_any_calm_sentence_is_an_alarm() -> None:
    assert share_alarmed("none") <= 0.15


def test_what_is_held_out_is_never_trained_on() -> None:
    trained = {text for _, _, text in alarm_sentences(held_out=False)}
    assert not trained & {text for _, _, text in alarm_sentences(held_out=True)}
