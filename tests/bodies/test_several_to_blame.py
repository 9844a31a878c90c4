"""Two bodies may have harmed somebody; the office that gets the mail, those it watches over, and who only pays."""

import pytest

from tests.bodies.mails import Mail, services

VO, OB = "vlaamse-ombudsdienst", "ombuds-brussel"
AWV, VAPH, ZI, OPGROEIEN, HALLE = "awv", "vaph", "zorginspectie", "opgroeien", "gemeente-halle"

TWO = [
    (
        VO,
        "De VDAB heeft mijn opleiding geweigerd. Drie keer ging ik terug naar de VDAB, zonder gevolg. "
        "En de RVA heeft daarna zomaar mijn uitkering stopgezet.",
        {"vdab", "rva"},
    ),
    (
        OB,
        "Vivaqua me réclame trois fois la même facture, Vivaqua ne répond à aucun courrier. "
        "Actiris, de son côté, a supprimé mon inscription sans prévenir.",
        {"vivaqua", "actiris"},
    ),
    (
        VO,
        "De Lijn schafte onze halte af en De Lijn gaf geen uitleg. Het Agentschap Wegen en Verkeer, dat een veilig pad "
        "had moeten aanleggen, schrijft dat het er nooit van hoorde.",
        {"de-lijn", "awv"},
    ),
    (
        VO,
        "Kind en Gezin heeft onze aanvraag verloren, Kind en Gezin vroeg alles opnieuw. "
        "Bij de politie van Halle hebben ze vier weken gewacht om onze verklaring op te nemen.",
        {"opgroeien", "politie"},
    ),
]
ONE = [
    # Told in passing: a consequence, a helper, a payer.
    (VO, "De VDAB heeft mij geschrapt, de VDAB luistert niet. De RVA heeft mij wel geholpen.", {"vdab"}),
    (VO, "Vlabel antwoordt niet op mijn brieven aan Vlabel. Mijn bank heeft daardoor mijn rekening geblokkeerd.", {"vlabel"}),
    (VO, "Het tehuis vervalst de lijsten, in het rusthuis krijgt niemand eten. Het geld van het VAPH komt wel binnen.",
     {"zorgvoorzieningen"}),
]  # fmt: skip
OFFICES = [
    # The office is spoken to about its own people.
    (AWV, "Uw ingenieur beloofde een oplossing voor de verkeerslichten en kwam nooit terug. De gemeente Halle tekende de omleiding.", AWV),
    # It is named as the one that acted; what it watches over is only described.
    (OPGROEIEN, "Onze onthaalmoeder, een schat van een onthaalmoeder, moest van Kind en Gezin van de ene dag op de andere sluiten.", OPGROEIEN),
    # Offices that watch over houses hear of those houses.
    (ZI, "In het rusthuis van mijn moeder krijgen de bewoners 's nachts geen hulp en liggen ze uren nat.", "zorgvoorzieningen"),
    (ZI, "Uw inspecteurs kwamen nooit langs in het rusthuis van mijn moeder, en op mijn brieven antwoordt u niet.", ZI),
    # A company dug up the pavement; the municipality only reads of it.
    (HALLE, "Die mannen van Fluvius hebben onze voortuin opengebroken en zijn vertrokken.", "fluvius"),
    (HALLE, "De stoep ligt al een jaar open en niemand van de gemeente doet er iets aan.", HALLE),
]  # fmt: skip


@pytest.mark.parametrize(("house", "text", "bodies"), TWO + ONE)
def test_a_second_body_is_complained_about_where_it_did_harm_too(house: str, text: str, bodies: set[str]) -> None:
    assert set(services(Mail(text), house)) == bodies


@pytest.mark.parametrize(("house", "text", "body"), OFFICES)
def test_an_office_is_complained_about_where_its_own_doing_is_told(house: str, text: str, body: str) -> None:
    assert services(Mail(text), house) == [body]
