"""Harm within days is told by a near day and what is lost on it, whatever the matter; a near day alone is no harm."""

import pytest

from classifiers.understanding import Signal
from tests.fields.mails import mail, read

HARM_WITHIN_DAYS = [
    "Zaterdag 23 mei trouwen wij en het stadhuis zegt nu dat de zaal niet beschikbaar is. Kan er iemand ingrijpen?",
    "Mijn paspoort is nog altijd niet klaar en wij vliegen dinsdag 26 mei.",
    "Ik moet tegen vrijdag een attest hebben of ik verlies mijn plaats in de opleiding.",
    "Je dois prendre l'avion ce samedi pour l'enterrement de mon père et la commune refuse de me donner ma carte.",
    "Sans document avant lundi mon contrat tombe à l'eau.",
    "Am Freitag, den 22. Mai, ist die Beerdigung und die Gemeinde verweigert die Genehmigung.",
    "Bis Montag brauche ich die Bescheinigung, sonst verliere ich die Stelle.",
    "I fly out on 24 May for my brother's wedding and still no passport. Can anyone help?",
    "By Friday my mother must leave the home, nobody offers another place and she will be on the street.",
    "Donderdag komen ze mijn elektriciteit afsluiten, ik heb een baby van drie weken.",
    "De insuline van mijn zoon is morgen op en de zorgkas blokkeert de terugbetaling. Help ons aub.",
    "Voor zondag moet die muur gestut worden, anders ligt hij op mijn serre.",
    "Tegen vrijdag moet dat hek dicht zijn of wij zijn onze schapen kwijt.",
    "Elle doit quitter le logement ce vendredi avec ses enfants.",
    "Freitag wird abgebucht, dann bin ich im Minus und die Karte ist gesperrt.",
    "Without an answer by Friday she has to be out of the flat.",
    "Overmorgen verloopt mijn verblijfskaart en ik krijg geen afspraak.",
]
NO_HARM = [
    "Op maandag rijdt er geen bus naar het ziekenhuis, dat is al jaren zo.",
    "Graag een antwoord voor vrijdag als dat kan.",
    "Ik ben volgende week op reis, bel mij daarna.",
    "Vorige vrijdag was de begrafenis van mijn vader en de weg was afgesloten.",
    "Wij trouwden in mei en de akte is nog altijd fout.",
    "Elke maandag staat de vuilbak vol.",
    "Merci de me répondre avant vendredi si possible.",
    "Je pars en voyage la semaine prochaine, contactez-moi par mail.",
    "Nächste Woche bin ich im Urlaub.",
    "Please reply by Friday if you can.",
    "I am away this weekend but you can email me.",
    "Het contract met de aannemer werd getekend op 3 maart.",
    "De kermis is dit weekend en er is veel lawaai.",
    "Morgen stuur ik u de foto's.",
    "Als ik voor vrijdag niets hoor, anders gezegd: als u zwijgt, dien ik een klacht in.",
    "Bel mij voor zaterdag, anders ben ik op reis.",
    "Répondez avant lundi, sinon j'irai voir la presse.",
]

#: Written on Wednesday 20 May.
AROUND = "Ik schrijf u over de stad.\n\n{}\n\nAn Peeters"


@pytest.mark.parametrize("said", HARM_WITHIN_DAYS)
def test_what_is_lost_on_a_near_day_is_urgent(said: str) -> None:
    assert read(mail(AROUND.format(said))).signalled(Signal.URGENT)


@pytest.mark.parametrize("said", NO_HARM)
def test_a_day_on_which_nothing_is_lost_is_not_urgent(said: str) -> None:
    assert not read(mail(AROUND.format(said))).signalled(Signal.URGENT)
