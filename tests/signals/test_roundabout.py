"""Proceedings, namelessness and harm within days told without their words; and what only looks like them."""

import pytest

from classifiers.understanding import Signal
from tests.fields.mails import mail, read

TOLD = {
    Signal.COURT_PENDING: [
        "Mijn advocaat heeft de gemeente laten dagvaarden.",
        "De conclusies zijn neergelegd en op 4 september wordt er gepleit.",
        "Wij zijn in maart naar de vrederechter gestapt, de uitspraak volgt in het najaar.",
        "Nous avons fait citer la commune, l'affaire est en délibéré.",
        "Une action en justice est en cours pour les mêmes faits.",
        "Wir haben gegen den Bescheid Klage erhoben.",
        "We have issued proceedings and the next hearing is in June.",
    ],
    Signal.APPEAL_PENDING: [
        "Over mijn beroep bij de gouverneur is nog niet beslist.",
        "Mon recours auprès du ministre n'est toujours pas tranché.",
        "Über meinen Widerspruch wurde noch nicht entschieden.",
        "Our appeal is still being considered by the governor.",
    ],
    Signal.ANONYMOUS: [
        "Ik zet er geen naam onder.",
        "Wie ik ben zeg ik liever niet.",
        "Je préfère ne pas donner mon nom.",
        "Je ne signe pas cette lettre.",
        "Meinen Namen behalte ich für mich.",
        "I would rather not say who I am.",
    ],
    Signal.URGENT: [
        "Overmorgen komen ze het gas afkoppelen en ik heb drie kinderen.",
        "Ce vendredi ils viennent enlever le compteur et ma mère est sous oxygène.",
        "Übermorgen wollen sie uns den Strom abstellen.",
        "This Friday they will turn off the water, with a newborn in the house.",
    ],
}
NOT_TOLD = {
    Signal.COURT_PENDING: [
        "Misschien laat ik de stad wel dagvaarden.",
        "Mijn broer werkt bij de rechtbank.",
        "De zitting van de gemeenteraad is verplaatst naar september.",
        "Je compte saisir le tribunal si rien ne change.",
        "Sonst gehe ich vor Gericht.",
        "Otherwise I shall take them to court.",
    ],
    Signal.APPEAL_PENDING: [
        "In de brief staat dat ik bezwaar kan maken.",
        "La lettre parle d'un recours possible.",
        "Im Brief steht etwas von einem Einspruch.",
        "The letter says an appeal is possible.",
    ],
    Signal.ANONYMOUS: [
        "Ik kreeg een brief zonder handtekening.",
        "Er stond geen naam op de bel.",
        "J'ai reçu un courrier sans signature.",
        "Ich bekam einen Brief ohne Unterschrift.",
        "They sent me a letter without a signature.",
    ],
    Signal.URGENT: [
        "Al de derde keer deze week bleef de bus weg en was ik te laat op school.",
        "Pour la deuxième fois cette semaine le camion a enlevé nos sacs trop tôt.",
        "Three times this week the bus was full and I was late for work.",
    ],
}
AROUND = "Ik schrijf u over een dienst van de stad.\n\n{}\n\nDank voor uw tijd"


@pytest.mark.parametrize(("signal", "said"), [(signal, said) for signal, lines in TOLD.items() for said in lines])
def test_what_is_told_otherwise_is_heard(signal: Signal, said: str) -> None:
    assert read(mail(AROUND.format(said))).signalled(signal)


@pytest.mark.parametrize(("signal", "said"), [(signal, said) for signal, lines in NOT_TOLD.items() for said in lines])
def test_what_only_looks_like_it_is_not(signal: Signal, said: str) -> None:
    assert not read(mail(AROUND.format(said))).signalled(signal)


def test_a_phrase_about_another_matter_is_no_alarm() -> None:
    told = read(mail(AROUND.format("De school geeft een avond over zelfmoord en pesten, alleen op inschrijving.")))
    assert not told.signalled(Signal.DISTRESS)
