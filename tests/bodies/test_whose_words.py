"""Whose words count and which: the letter of who passes a complaint on, what is asked of a body, words that only sound like a name."""

from datetime import UTC, datetime

import pytest

from classifiers.message import Address, Message, Segment, SegmentKind
from tests.bodies.mails import FINDER, Mail, office, recipients, services

VO, LEUVEN, ANTWERP = "vlaamse-ombudsdienst", "gemeente-leuven", "gemeente-antwerpen"


def passed_on(letter: str, story: str, sender: str) -> list[str]:
    class PassedOn(Mail):
        @property
        def outer(self) -> Message:
            return Message(
                subject="Overdracht",
                from_=(Address("", sender),),
                to=(),
                cc=(),
                texts={"body": letter},
                segments=(Segment(SegmentKind.NEW, 0, len(letter)),),
                received_at=datetime(2026, 3, 2, tzinfo=UTC),
            )

    return services(PassedOn(story, prefix="forwarded:0:"), VO)


STORY = "Ik heb mijn nummerplaat in maart ingeleverd en toch moet ik nog een heel jaar betalen. Niemand antwoordt."


def test_what_a_complaint_service_found_out_counts_where_the_story_names_no_body() -> None:
    letter = "Het gaat om de verkeersbelasting, een Vlaamse bevoegdheid. Wij sluiten ons dossier."
    assert passed_on(letter, STORY, "contact@federaalombudsman.be") == ["vlabel"]


def test_what_a_citizen_writes_above_a_letter_of_somebody_else_is_no_finding() -> None:
    letter = "Het gaat om de verkeersbelasting, een Vlaamse bevoegdheid."
    assert passed_on(letter, STORY, "jan@example.org") != ["vlabel"]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("De VDAB zegt: wij schorsen niemand. De RVA zegt dat ik bij de VDAB moet zijn. Ik wil dat de RVA dat intrekt.", "rva"),
        ("La SNCB parle d'Infrabel et Infrabel parle de la SNCB. Je veux que la SNCB me rembourse.", "nmbs"),
        ("De Lijn en de MIVB wijzen naar elkaar. Ik eis dat De Lijn mijn abonnement terugbetaalt.", "de-lijn"),
        ("Vlabel und das Finanzamt schicken mich hin und her. Ich verlange, dass Vlabel den Betrag erstattet.", "vlabel"),
    ],
)  # fmt: skip
def test_the_body_of_which_something_is_demanded_is_the_one_complained_about(text: str, body: str) -> None:
    assert services(Mail(text), VO)[0] == body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Depuis combien de temps dois-je attendre ? Combien de lettres faut-il ?", "politie"),
        ("Ik heb er recht op en dat is mijn goed recht.", "rechtbank"),
        ("Le retrait de mon dossier au guichet a duré une heure.", "federale-pensioendienst"),
        ("Le dossier traîne depuis un an, tout traîne ici.", "nmbs"),
        ("C'est le premier courrier que j'envoie, le premier depuis un an.", "wonen-in-vlaanderen"),
        ("De fietsen staan in een loods achter het station van de gemeente.", "mdk"),
    ],
)
def test_words_that_share_only_a_stem_with_a_name_name_nobody(text: str, body: str) -> None:
    read = FINDER.read(Mail(text), office(VO))
    assert body not in {r.value for r in (*read.services, *read.mentioned)}
    assert "r16" not in {r.value for r in read.topics}


@pytest.mark.parametrize("word", ["rechter", "combi", "retraite", "loodswezen"])
def test_the_names_themselves_still_count(word: str) -> None:
    assert FINDER.read(Mail(f"Dit gaat over de {word} en over niets anders, ik klaag daarover."), office(VO)).services


def test_a_low_emission_zone_is_of_the_city_that_keeps_it() -> None:
    fine = "Ik kreeg drie LEZ-boetes hoewel mijn wagen geregistreerd is, men weigert de boetes te schrappen."
    assert services(Mail(fine), ANTWERP) == [ANTWERP]
    assert services(Mail(f"{fine} Dat was in Gent."), VO) == ["gemeente-gent"]
    assert services(Mail(fine), VO) == ["lez"]


def test_the_desk_of_the_receiving_office_got_no_copy() -> None:
    mail = Mail(
        "In het woonzorgcentrum krijgt mijn moeder geen hulp.",
        to=("klachten.departementzorg@vlaanderen.be",),
        cc=("woonzorglijn@vlaanderen.be",),
    )
    assert recipients(mail, "departement-zorg") == {"woonzorglijn"}


def test_another_service_that_did_harm_stands_beside_the_receiving_office() -> None:
    text = (
        "Het VAPH vraagt al vier keer hetzelfde verslag over onze zoon, het VAPH leest niets. "
        "De zorgkas heeft intussen zijn zorgbudget stopgezet zonder een woord."
    )
    assert services(Mail(text), "vaph") == ["vaph", "zorgkassen"]
    helped = text.replace(
        "heeft intussen zijn zorgbudget stopgezet zonder een woord", "heeft alles netjes doorgestuurd"
    )
    assert services(Mail(helped), "vaph") == ["vaph"]


def test_why_the_writer_asks_here_is_no_complaint_about_the_office() -> None:
    text = (
        "Le TEC a refusé de laisser monter ma mère, j'ai écrit au TEC et le TEC ne répond pas. "
        "Je crois que De Lijn roule ici aussi, d'où ce mail."
    )
    assert services(Mail(text), "de-lijn") == ["tec"]


@pytest.mark.parametrize(
    ("house", "text", "bodies"),
    [
        (VO, "De Lijn wijst naar het Agentschap Wegen en Verkeer en AWV wijst naar De Lijn. Ik schreef hen allebei.", {"de-lijn", "awv"}),
        ("ombuds-brussel", "Actiris dit que c'est Vivaqua, Vivaqua dit que c'est Actiris : chacun renvoie vers l'autre.", {"actiris", "vivaqua"}),
        (VO, "Vlabel und die VDAB schicken mich seit März hin und her, keiner ist zuständig.", {"vlabel", "vdab"}),
        (VO, "VDAB and De Lijn blame each other for the missing pass, I complained to both of them.", {"vdab", "de-lijn"}),
        (VO, "De Lijn antwoordt niet op mijn klacht over De Lijn. Het Agentschap Wegen en Verkeer legde de halte aan.", {"de-lijn"}),
    ],
)  # fmt: skip
def test_of_two_that_point_at_one_another_both_are_complained_about(house: str, text: str, bodies: set[str]) -> None:
    assert set(services(Mail(text), house)) == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Vivaqua a été impeccable. La commune de Forest laisse couler l'avaloir et ne répond pas à mes lettres.", ["gemeente-vorst"]),
        ("De TEC wacht netjes. De Lijn rijdt te vroeg weg en De Lijn antwoordt niet.", ["de-lijn"]),
        ("Das Ministerium in Eupen ist korrekt. Vlabel antwortet nicht und Vlabel mahnt mich weiter.", ["vlabel"]),
        ("De VDAB is niet correct: de VDAB weigert mijn opleiding.", ["vdab"]),
    ],
)  # fmt: skip
def test_a_body_that_is_praised_is_not_complained_about(text: str, bodies: list[str]) -> None:
    assert services(Mail(text), VO) == bodies


def test_what_is_said_to_be_flemish_is_so_wherever_the_writer_lives() -> None:
    grant = "Meine {}Studienbeihilfe wurde abgelehnt, ich habe es denen viermal erklärt."
    assert services(Mail(grant.format("flämische ")), VO, home="gemeente-eupen") == ["ahovoks"]
    assert services(Mail(grant.format("")), VO, home="gemeente-eupen") == ["dg-ministerium"]


def test_the_municipality_is_the_one_where_it_happened_not_where_somebody_works() -> None:
    text = "Ma mère n'a plus reçu de repas du CPAS depuis avril. Écrivez-moi, je travaille à Liège."
    assert services(Mail(text), "ombuds-brussel", home="gemeente-sint-agatha-berchem") == [
        "gemeente-sint-agatha-berchem"
    ]
