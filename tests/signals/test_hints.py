"""What the model of alarms sees: notions whatever the word and the language, denied or not; weak hints add up."""

import numpy as np
import pytest

from classifiers.flat import flat
from classifiers.hints import BUCKETS, MOST_NOTIONS, hints_of
from classifiers.model import chance_of_mail, load_models
from classifiers.notions import notions_of_hints, words_of
from classifiers.signals import MODEL_ALONE
from classifiers.understanding import Signal
from tests.fields.mails import mail, read


def notions(text: str) -> set[str]:
    marks = hints_of([flat(text)]).marks
    return {notions_of_hints().names[mark] for mark in marks if mark < MOST_NOTIONS}


def denied(text: str) -> set[str]:
    marks = hints_of([flat(text)]).marks
    return {notions_of_hints().names[mark - MOST_NOTIONS] for mark in marks if MOST_NOTIONS <= mark < 2 * MOST_NOTIONS}


@pytest.mark.parametrize(
    ("notion", "told"),
    [
        ("pills", ["slaappillen", "des somnifères", "Schlaftabletten", "sleeping pills"]),
        ("gun", ["een jachtgeweer", "un fusil", "das Jagdgewehr", "a shotgun"]),
        ("train", ["de goederentrein", "la voie", "die Gleise", "the tracks"]),
        ("grave", ["begrafeniskosten", "les obsèques", "die Beerdigung", "a funeral"]),
        ("know", ["ik weet", "je sais", "ich weiß", "I know"]),
        ("mine", ["mijn", "ma sœur", "meine", "my"]),
    ],
)
def test_a_notion_is_known_in_four_languages(notion: str, told: list[str]) -> None:
    assert all(notion in notions(one) for one in told)


def test_a_notion_may_be_several_words() -> None:
    assert "better-off" in notions("They would be better off.")
    assert "avis-de-deces" not in notions_of_hints().names
    assert "obituary" in notions("Vous lirez l'avis de décès.")


def test_what_is_denied_reaches_three_words_and_no_further_sentence() -> None:
    assert "live" in denied("Ik wil niet zo leven.")
    assert "live" not in denied("Ik wil niet dat mijn moeder daar nog leeft.")
    apart = hints_of(["dat wil ik niet", "leven is mooi"])
    assert notions_of_hints().names.index("live") + MOST_NOTIONS not in apart.marks


def test_two_sentences_are_judged_together_and_long_ones_alone() -> None:
    assert hints_of(["een twee drie", "vier", "vijf zes zeven"]).windows() == [(0, 0), (0, 1), (2, 2), (1, 2)]
    assert (0, 1) not in hints_of(["woord " * 50, "woord " * 50]).windows()
    hints = hints_of(["een twee drie", "vier vijf"])
    assert len(hints.of_window(0, 1)) == len(hints.of_window(0, 0)) + len(hints.of_window(1, 1))


def test_letters_that_stand_for_two_part_no_word() -> None:
    assert words_of(flat("Ich weiß, ma sœur")) == ["ich", "weiss", "ma", "soeur"]


def test_text_without_words_has_no_hints() -> None:
    assert not len(hints_of(["...", "😀"]).marks)
    assert hints_of([]).windows() == []


def test_several_weak_hints_count_for_more_than_one() -> None:
    one, several = np.array([0.5, 0.01, 0.01, 0.01]), np.array([0.5, 0.45, 0.45, 0.4])
    assert chance_of_mail(several.astype(np.float32)) > chance_of_mail(one.astype(np.float32))


def test_the_model_fits_what_it_is_given() -> None:
    hints = hints_of(["ik weet waar u woont"])
    assert hints.marks.max() < BUCKETS
    chances = load_models()._alarms.chances([hints.marks])
    assert chances.sum() == pytest.approx(1)


HINTED = [
    ("Mijn zus krijgt de sleutels en de papieren, na zondag heb ik niets meer nodig.", Signal.DISTRESS),
    ("J'ai confié le chat à ma voisine et rangé mes papiers, après dimanche je n'aurai plus besoin de rien.", Signal.DISTRESS),
    ("I have given the dog away and written to my children, after Sunday I will not need anything.", Signal.DISTRESS),
    ("Ik weet waar uw dossierbeheerder woont en hoe laat zijn dochter naar school fietst.", Signal.THREAT),
    ("Je sais où habite votre contrôleur et à quelle heure sa fille sort de l'école.", Signal.THREAT),
    ("I know where your inspector lives and when his daughter leaves school.", Signal.THREAT),
]  # fmt: skip
PLAIN = [
    "De hond van de buren blaft elke nacht en de sleutel van het hek is al weken kwijt.",
    "Le chat de la voisine passe par le trou dans la clôture du parc.",
    "Meine Mutter ist im Krankenhaus und braucht die Papiere für die Versicherung bis Montag.",
    "My daughter walks to school along a road without a pavement.",
]


@pytest.mark.parametrize(("said", "signal"), HINTED)
def test_a_hint_is_an_alarm(said: str, signal: Signal) -> None:
    assert read(mail(f"Beste,\n\n{said}\n\nAn Peeters")).signalled(signal)


@pytest.mark.parametrize("said", PLAIN)
def test_the_same_things_told_plainly_are_none(said: str) -> None:
    told = read(mail(f"Beste,\n\n{said}\n\nAn Peeters"))
    assert not any(told.signalled(signal) for signal in MODEL_ALONE)
