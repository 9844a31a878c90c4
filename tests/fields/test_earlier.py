"""The very same complaint again, as the writer says it in four languages; one half of the saying is none."""

from datetime import UTC, datetime

import pytest

from classifiers.earlier import BY_US, read_earlier_complaint
from classifiers.mail import read_mail
from classifiers.phrases import load_phrases
from classifiers.prepared import prepare
from classifiers.understanding import Language, Reading


def read(text: str) -> Reading[str] | None:
    raw = f"From: a@b.be\r\nSubject: Klacht\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    message = read_mail(raw.encode(), received_at=datetime(2026, 6, 1, tzinfo=UTC))
    prepared = prepare(message, own_addresses=(), expected=Language.NL)
    return read_earlier_complaint(load_phrases().find(prepared.sentences), prepared.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "Mijn klacht van vorig jaar werd ongegrond verklaard. Ik dien dezelfde klacht opnieuw in.",
        "Er zijn geen nieuwe feiten, maar ik herhaal mijn klacht over het voetpad.",
        "Je réintroduis ma plainte de mars. Il n'y a aucun élément nouveau, mais je ne suis pas d'accord.",
        "Vous avez rejeté ma plainte. J'introduis donc la même plainte une nouvelle fois.",
        "Sie haben meine Beschwerde abgewiesen. Ich reiche dieselbe Beschwerde noch einmal ein.",
        "I am making the same complaint again. There is nothing new, I simply do not agree.",
    ],
)
def test_the_same_again_with_nothing_new_or_a_decision_is_read_with_its_words(text: str) -> None:
    said = read(text)
    assert said is not None
    assert said.words
    assert said.span is not None


@pytest.mark.parametrize(
    "text",
    [
        "Ik wacht al drie maanden en er is niets veranderd.",
        "De klachtendienst vond mijn klacht ongegrond, daarom schrijf ik u.",
        "Nog maar eens een klacht van mij, deze keer over de glascontainers.",
        "Kan ik dezelfde klacht later nog eens indienen?",
        "They dismissed my complaint, so I now turn to you.",
        "Depuis lors, rien de nouveau: aucune réponse.",
    ],
)
def test_a_long_wait_a_refusal_elsewhere_or_a_question_is_not(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "by_us"),
    [
        ("In februari hebt u een eindbrief geschreven. Er is niets nieuws, ik dien dezelfde klacht opnieuw in.", True),
        ("Vous avez rejeté ma plainte. J'introduis donc la même plainte une nouvelle fois.", True),
        ("De dienst heeft mijn klacht afgewezen. Er is niets nieuws, ik dien dezelfde klacht opnieuw in.", False),
        ("I make the same complaint again. There is nothing new. Have you closed it?", False),
    ],
)
def test_who_decided_is_told_by_the_writer(text: str, by_us: bool) -> None:
    said = read(text)
    assert said is not None
    assert (said.method == BY_US) is by_us
