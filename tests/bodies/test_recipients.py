"""Which other complaint bodies got the same complaint, and who is none."""

import tomllib

import pytest

from classifiers.message import Address, Message
from routing.catalogue import load_catalogue
from tests.bodies.mails import FINDER, Mail, office, recipients
from tests.bodies.told import FOLDER
from tests.fields.mails import mail, read

VO, OB = "vlaamse-ombudsdienst", "ombuds-brussel"
STORY = "Mijn klacht gaat over De Lijn. De bus komt nooit."

ADDRESSED = [
    (VO, ("klachten@vlaamseombudsdienst.be",), (), set()),
    (VO, ("contact@federaalombudsman.be",), (), {"federale-ombudsman"}),
    (VO, ("jan.smit@federaalombudsman.be",), (), {"federale-ombudsman"}),
    (VO, (), ("klachten@ombudsrail.be", "info@unia.be"), {"ombudsrail", "unia"}),
    (VO, (), ("klachten@delijn.be",), set()),
    (VO, (), ("kabinet.peeters@vlaanderen.be", "redactie@hln.be", "jan@vlaamsparlement.be"), set()),
    (VO, (), ("ombudsvrouw@stad.gent",), {"gent-ombuds"}),
    (VO, (), ("ombudsdienst@leuven.be",), {"leuven-ombuds"}),
    (VO, (), ("bemiddeling-patientenrechten@health.fgov.be",), {"patientenrechten-federaal"}),
    (VO, (), ("els.maes@health.fgov.be",), set()),
    (VO, (), ("els.maes@gmail.com", "info@advocaat.be"), set()),
    (OB, ("ombudsman@mivb.brussels",), (), {"mivb-ombudsman"}),
    ("de-lijn", ("klachten@delijn.be", "klachten@vlaamseombudsdienst.be"), (), {"vlaamse-ombudsdienst"}),
]
TOLD = [
    ("Ik vulde gisteren ook het formulier van de Ombudsdienst voor Energie in.", {"ombuds-energie"}),
    ("J'ai rempli le formulaire du Médiateur fédéral hier soir.", {"federale-ombudsman"}),
    ("La même lettre part ce soir au Médiateur à Namur, celui de la Wallonie.", {"mediateur-wallonie-fwb"}),
    ("Moet ik ook het formulier van de Ombudsdienst voor Energie invullen?", set()),
    ("Ik heb deze klacht ook gestuurd naar de federale ombudsman.", {"federale-ombudsman"}),
    ("Een kopie gaat naar Unia en naar het Kinderrechtencommissariaat.", {"unia", "kinderrechtencommissariaat"}),
    ("Ik heb ook klacht ingediend bij de ombudsvrouw van Antwerpen.", {"antwerpen-ombuds"}),
    ("Dezelfde brief stuurde ik naar de Gentse ombudsvrouw.", {"gent-ombuds"}),
    ("J'ai également saisi le médiateur fédéral.", {"federale-ombudsman"}),
    ("La même plainte est en cours auprès du médiateur de la Wallonie.", {"mediateur-wallonie-fwb"}),
    ("Copie de la présente au Comité P.", {"comite-p"}),
    ("Ich habe die Beschwerde auch an den Föderalen Ombudsmann geschickt.", {"federale-ombudsman"}),
    ("Dieselbe Beschwerde liegt auch bei der Ombudsfrau der DG.", {"ombudsfrau-dg"}),
    ("I have also sent this complaint to the Federal Ombudsman.", {"federale-ombudsman"}),
    ("I am writing to Unia as well as to you.", {"unia"}),
    ("Ik heb dit NIET naar de federale ombudsman gestuurd.", set()),
    ("Als u niet antwoordt, is de volgende stap de federale ombudsman.", set()),
    ("Anders ga ik ook naar de federale ombudsman.", set()),
    ("De federale ombudsman verwees mij ook naar u door.", set()),
    ("Je n'ai pas encore écrit au médiateur fédéral.", set()),
    ("Je vais aussi saisir le médiateur fédéral si cela continue.", set()),
    ("Ich habe mich noch nicht an den föderalen Ombudsmann gewandt.", set()),
    ("I have not contacted the Federal Ombudsman yet.", set()),
    ("Une amie m'a conseillé d'écrire aussi à Unia.", set()),
    ("Moet ik ook naar de federale ombudsman schrijven?", set()),
    ("Deze mail richt ik zowel aan u als aan de federale ombudsman.", {"federale-ombudsman"}),
    ("Vorige week diende ik dezelfde klacht in bij de ombudsdienst van de NMBS.", {"ombudsrail"}),
    ("Ook de Ombudsdienst voor Energie kreeg een kopie van deze brief.", {"ombuds-energie"}),
    ("Ter info: ik heb ook de ombudsvrouw van de stad Leuven ingelicht.", {"leuven-ombuds"}),
    ("J'ai écrit le même jour au médiateur de la SNCB.", {"ombudsrail"}),
    ("Ich habe zeitgleich die Ombudsfrau in Eupen angeschrieben.", {"ombudsfrau-dg"}),
    ("I copied the Brussels ombudsman on this.", {"ombuds-brussel"}),
    ("De federale ombudsman is niet bevoegd, daarom schrijf ik u.", set()),
    ("Is dit iets voor u of voor de federale ombudsman?", set()),
    ("On m'a dit de m'adresser au médiateur fédéral, mais il m'a renvoyé vers vous.", set()),
    ("Falls Sie nicht zuständig sind, leiten Sie dies bitte an die Ombudsfrau der DG weiter.", set()),
    ("Nobody else has received this complaint, not even Unia.", set()),
    ("Mijn zus werkt bij Unia.", set()),
    ("Ik stuurde deze mail ook naar de pers en naar de minister.", set()),
]


@pytest.mark.parametrize(("receiving", "to", "cc", "wanted"), ADDRESSED)
def test_addressees_are_recognised(receiving, to, cc, wanted):
    assert recipients(Mail(STORY, to=to, cc=cc), receiving) == wanted


@pytest.mark.parametrize(("sentence", "wanted"), TOLD)
def test_what_the_writer_says_about_others(sentence, wanted):
    assert recipients(Mail(f"{STORY} {sentence}"), VO) == wanted


def test_a_letter_names_its_addressees_at_the_top():
    text = f"Aan de Vlaamse Ombudsdienst, aan Unia en aan de federale ombudsman\n\n{STORY}"
    assert recipients(Mail(text), VO) == {"unia", "federale-ombudsman"}


def test_press_and_cabinets_are_returned_apart():
    read = FINDER.read(Mail(STORY, cc=("kabinet.peeters@vlaanderen.be", "tips@hln.be")), office(VO))
    assert [r.value for r in read.decoys] == ["cabinet", "press"]


def test_the_addressees_of_a_forwarded_mail_count():
    base = Mail(STORY, to=("info@unia.be",)).outer
    inner = Message("Klacht", base.from_, (Address("", "info@unia.be"),), (), {}, (), base.received_at)
    assert recipients(Mail("Zie onder.", inside=(inner,)), VO) == {"unia"}


def test_the_header_block_of_a_quoted_mail_counts():
    text = (
        f"Dit schreef ik vorige week.\n\nVan: An Maes <an@example.org>\nAan: info@unia.be\nOnderwerp: Klacht\n\n{STORY}"
    )
    assert recipients(Mail(text), VO) == {"unia"}


def test_a_service_that_passes_a_complaint_on_is_a_recipient():
    assert recipients(Mail(STORY, sender="an.claes@federaalombudsman.be"), VO) == {"federale-ombudsman"}
    assert recipients(Mail(STORY, sender="klachten@vdab.be", prefix="forwarded:0:"), VO) == {"vdab"}


@pytest.mark.parametrize(
    ("sender", "wanted"),
    [
        ("Federale Ombudsman <doorzending@andere-naam.example>", "federale-ombudsman"),
        ("Médiateur fédéral <greffe@autre-nom.example>", "federale-ombudsman"),
        ("Ombudsdienst Gent <post@gent-dienst.example>", "gent-ombuds"),
        ("An Peeters <an@post.example>", None),
        ("Klachtendienst De Lijn <klachten@post.example>", None),
    ],
)
def test_a_complaint_service_is_known_by_its_name_where_its_address_tells_nothing(sender, wanted):
    name, _, address = sender.partition(" <")
    assert FINDER.sender_body(Address(name, address.rstrip(">"))) == wanted


def test_who_passes_a_complaint_on_says_so_in_its_letter():
    letter = mail(
        "Geachte collega,\n\nDe federale Ombudsman stuurt u deze klacht door, waarvoor hij niet bevoegd is.\n\n"
        "De heer Jan Wouters, Kerkstraat 4, 9000 Gent: De Lijn reed in mei vier keer voorbij en zwijgt op mijn klacht.\n\n"
        "Els Maes, dossierbeheerder",
        subject="Doorzending klacht van de heer Wouters",
        sender="e.maes@kanselarij.example",
    )
    assert [one.value for one in read(letter).recipients] == ["federale-ombudsman"]


def test_the_body_complained_about_is_no_recipient():
    text = "Mijn klacht gaat over de Federale Ombudsman: zij antwoorden niet."
    assert recipients(Mail(text, cc=("contact@federaalombudsman.be",)), VO) == set()


def test_the_complaint_desk_of_the_body_complained_about_is_no_recipient():
    text = "Mijn klacht gaat over het VAPH. Ik schreef eerst naar de klachtendienst van het VAPH."
    assert recipients(Mail(text), VO) == set()


SAID = {
    "nl": "Mijn klacht blijft liggen. Ik stuurde ze ook naar {}.",
    "fr": "Personne ne répond à ma plainte. Je l'ai aussi envoyée à {}.",
    "de": "Niemand antwortet. Ich habe die Beschwerde auch an {} geschickt.",
    "en": "Nobody answers. I also sent this complaint to {}.",
}


def test_every_complaint_body_is_known_by_what_people_call_it():
    called = tomllib.loads((FOLDER / "recipients.toml").read_text("utf-8"))
    missed = []
    for body, names in called.items():
        office = "ombuds-brussel" if body == "vlaamse-ombudsdienst" else "vlaamse-ombudsdienst"
        found = {name: recipients(Mail(SAID[language].format(name)), office) for language, name in names}
        missed += [(name, got) for name, got in found.items() if got != {body}]
    assert missed == []


def test_every_complaint_body_has_names_that_are_tried():
    called = tomllib.loads((FOLDER / "recipients.toml").read_text("utf-8"))
    services = {
        b.id for b in load_catalogue().bodies.values() if b.takes_complaints and b.kind not in ("desk", "portal")
    }
    assert services - set(called) == set()
