"""About which body a mail complains: by name, product, plain description, place; among several that are named."""

import pytest

from tests.bodies.mails import Mail, services

VO, OB = "vlaamse-ombudsdienst", "ombuds-brussel"

#: Receiving office, subject, text, bodies complained about.
NAMED = [
    (VO, "", "De Watergroep stuurt mij al maanden foute rekeningen.", "de-watergroep"),
    (VO, "Klacht", "Ik kreeg geen antwoord van VLABEL op mijn brieven.", "vlabel"),
    (VO, "", "Mijn VDAB-consulente luistert niet en schrapte mij zonder reden.", "vdab"),
    (VO, "", "Ik wacht op een antwoord van het Agentschap voor Natuur en Bos over mijn aanvraag.", "anb"),
    (VO, "", "Het V.A.P.H. heeft mijn aanvraag geweigerd.", "vaph"),
    (VO, "", "Fluvius heeft mijn aansluiting drie keer uitgesteld.", "fluvius"),
    (VO, "", "Klacht tegen Sport Vlaanderen: ons kamp werd geannuleerd.", "sport"),
    (VO, "", "Kind en Gezin antwoordt niet op mijn vragen over de onthaalmoeder.", "opgroeien"),
    (VO, "", "Die van Toerisme Vlaanderen betalen de subsidie niet uit.", "toerisme"),
    (VO, "", "Het VLAIO weigert mijn kmo-portefeuille.", "vlaio"),
    (VO, "", "Farys rekent een lek aan dat er niet is.", "drinkwater-intercommunales"),
    (VO, "", "Woonhaven herstelt de verwarming niet.", "woonmaatschappij"),
    (VO, "", "Mijn justitieassistente van het justitiehuis in Leuven behandelde mij onbeleefd.", "justitie-handhaving"),
    (VO, "", "De examencommissie secundair onderwijs gaf mijn zoon het verkeerde examen.", "ahovoks"),
    (VO, "", "Het Agentschap Integratie en Inburgering heeft mijn attest verloren.", "inburgering"),
    (OB, "", "Actiris m'a radié sans m'entendre.", "actiris"),
    (OB, "", "Parking.brussels blijft boetes sturen voor een wagen die ik verkocht.", "parking-brussels"),
    (OB, "", "Bruxelles Environnement refuse de me répondre.", "leefmilieu-brussel"),
    (OB, "", "Famiris ne paie plus les allocations de mes enfants.", "iriscare"),
    (VO, "", "The Flemish Tax Administration keeps sending reminders for a tax I paid.", "vlabel"),
    (VO, "", "Ich beschwere mich über die NMBS: das Ticket wurde nicht erstattet.", "nmbs"),
    (VO, "", "Proximus heeft mij dubbel aangerekend en reageert niet.", "telecomoperator"),
    (VO, "", "La SNCB refuse de rembourser mon abonnement.", "nmbs"),
    (OB, "", "Le Service public de Wallonie a perdu mon dossier.", "spw"),
    (VO, "", "Das Arbeitsamt der DG hat meine Akte verloren.", "dg-ministerium"),
]
MISSPELT = [
    (VO, "", "Ik dien klacht in tegen Vlable, ze antwoorden niet.", "vlabel"),
    (OB, "", "Vivacqua me réclame une somme folle.", "vivaqua"),
    (VO, "", "Mijn aanvraag voor het groeipaket ligt er al maanden.", "vutg"),
    (VO, "", "De verbouwpremi is geweigerd zonder uitleg.", "wonen-in-vlaanderen"),
    (OB, "", "Actyris ne répond jamais au téléphone.", "actiris"),
]
PRODUCTS = [
    (VO, "", "Mijn verbouwpremie is na acht maanden nog altijd niet uitbetaald.", "wonen-in-vlaanderen"),
    (VO, "", "De onroerende voorheffing is verkeerd berekend.", "vlabel"),
    (VO, "", "Ik betaalde erfbelasting voor een huis dat niet van mijn vader was.", "vlabel"),
    (VO, "", "De schooltoeslag van mijn zoon is niet gestort.", "vutg"),
    (VO, "", "Het groeipakket voor onze baby komt maar niet.", "vutg"),
    (VO, "", "Mijn studietoelage voor de universiteit is geweigerd.", "ahovoks"),
    (VO, "", "Mijn dienstencheques zijn vervallen en worden niet terugbetaald.", "dienstencheques"),
    (VO, "", "Mijn persoonsvolgend budget werd zonder uitleg verlaagd.", "vaph"),
    (VO, "", "Ik kreeg een boete omdat mijn EPC-attest fout zou zijn.", "veka"),
    (VO, "", "De huursubsidie is stopgezet toen ik verhuisde.", "wonen-in-vlaanderen"),
    (VO, "", "Mijn zorgbudget voor ouderen wordt niet meer betaald.", "zorgkassen"),
    (VO, "", "De technische keuring keurde mijn wagen af zonder te kijken.", "erkende-keuring"),
    (VO, "", "Mijn werkloosheidsuitkering is geblokkeerd.", "rva"),
    (VO, "", "Mijn rustpensioen is verkeerd berekend, ze vergaten acht jaar.", "federale-pensioendienst"),
    (VO, "", "Ik krijg mijn belastingaangifte personenbelasting niet rechtgezet.", "fod-financien"),
    (VO, "", "Mijn enkelband ging kapot en niemand kwam.", "justitie-handhaving"),
    (OB, "", "J'attends ma prime Renolution depuis un an.", "urban-brussels"),
    (OB, "", "Mon précompte immobilier est calculé deux fois.", "brussel-fiscaliteit"),
    (OB, "", "J'ai reçu une amende LEZ alors que ma voiture est en ordre.", "leefmilieu-brussel"),
    (OB, "", "Ma demande d'allocation de loyer est restée sans réponse.", "urban-brussels"),
    (OB, "", "Les sacs blancs ne sont plus ramassés dans ma rue depuis trois semaines.", "net-brussel"),
    (OB, "", "Ma bourse d'études a été refusée sans motif.", "fwb"),
    (VO, "", "Meine Studienbeihilfe der DG wurde abgelehnt. Ich wohne in 4700 Eupen.", "dg-ministerium"),
    (VO, "", "My single permit for Flanders has been pending for eight months.", "wewis"),
    (VO, "", "The recognition of my foreign diploma is taking more than a year.", "ahovoks"),
    (
        VO,
        "",
        "Mijn rijbewijs voor 9300 Aalst ligt al drie maanden klaar maar de dienst bevolking vindt het niet.",
        "gemeente-aalst",
    ),
]
DESCRIBED = [
    (VO, "", "De bus kwam alweer niet opdagen, ik stond een uur aan de halte.", "de-lijn"),
    (VO, "", "De buschauffeur reed gewoon voorbij terwijl ik zwaaide.", "de-lijn"),
    (VO, "", "The tram driver closed the door on my arm in Ghent.", "de-lijn"),
    (OB, "", "Le conducteur du tram a fermé la porte sur mon bras.", "mivb"),
    (OB, "", "Le métro était en panne et on ne me rembourse pas.", "mivb"),
    (VO, "", "Mijn trein had twee uur vertraging en ik krijg geen compensatie.", "nmbs"),
    (VO, "", "In het rusthuis van mijn moeder wordt zij niet gewassen.", "zorgvoorzieningen"),
    (VO, "", "Mijn bankrekening is geblokkeerd door mijn bank.", "bank"),
    (VO, "", "Mijn huisbaas weigert de waarborg terug te geven.", "prive-persoon"),
    (VO, "", "De postbode gooit mijn pakjes over de haag.", "bpost"),
    (VO, "", "De agent van de politie sloeg mijn gsm uit mijn hand.", "politie"),
    (VO, "", "Ik ben het niet eens met het vonnis van de vrederechter.", "rechtbank"),
    (VO, "", "Bij de mutualiteit ligt mijn dossier van arbeidsongeschiktheid al maanden stil.", "riziv"),
    (VO, "", "Het ziekenhuis heeft mij na de operatie een verkeerde factuur gestuurd.", "ziekenhuis"),
    (VO, "", "Mijn waterrekening is vertienvoudigd.", "de-watergroep"),
    (OB, "", "Ma facture d'eau est dix fois trop élevée.", "vivaqua"),
    (
        VO,
        "",
        "Ma carte d'identité n'est toujours pas prête, la commune de Kraainem ne répond pas.",
        "gemeente-kraainem",
    ),
    (VO, "", "Ik zit met mijn kinderen in een sociale woning vol schimmel.", "woonmaatschappij"),
    (VO, "", "Ich habe seit drei Monaten kein Kindergeld bekommen. Ich wohne in 3700 Tongeren.", "vutg"),
    (VO, "", "Het gat in de autosnelweg E40 maakte mijn band stuk.", "awv"),
]
LOCAL = [
    (VO, "", "De stad Ninove haalt het huisvuil niet meer op in onze straat.", "gemeente-ninove"),
    (VO, "", "Het OCMW van Aarschot stopte mijn leefloon.", "gemeente-aarschot"),
    (VO, "Stoep in Zottegem", "De stoep voor mijn deur is gevaarlijk en de gemeente doet niets.", "gemeente-zottegem"),
    (
        VO,
        "",
        "Ik kreeg een GAS-boete in Mechelen voor iets wat ik niet deed.\n\nJan Smets, 2500 Lier",
        "gemeente-mechelen",
    ),
    (VO, "", "De bevolkingsdienst schrapte mij ambtshalve.\n\nKaat Bral\nDorp 4\n9340 Lede", "gemeente-lede"),
    (VO, "", "De gemeenteschool in Wichelen sloot mijn zoon uit.", "gemeente-wichelen"),
    (VO, "", "Het gemeentebestuur van Lievegem weigert mijn parkeerkaart.", "gemeente-lievegem"),
    (VO, "", "De Gentse stadsdiensten antwoorden niet.", "gemeente-gent"),
    (VO, "", "In Kruibeke weigert de gemeente mijn vergunning.", "gemeente-beveren-kruibeke-zwijndrecht"),
    (OB, "", "Le CPAS de Molenbeek ne traite pas ma demande.", "gemeente-sint-jans-molenbeek"),
    (OB, "", "La commune d'Uccle a perdu mon dossier de mariage.", "gemeente-ukkel"),
    (OB, "", "The commune of Etterbeek refuses to register me.", "gemeente-etterbeek"),
    (OB, "", "L'administration communale de Forest ne décroche jamais.", "gemeente-vorst"),
    (VO, "", "Die Müllabfuhr kommt in unserer Straße nicht mehr. Ich wohne in 3798 Voeren.", "gemeente-voeren"),
    (VO, "", "Die Stadt Eupen antwortet nicht auf meine Briefe.", "gemeente-eupen"),
    (VO, "", "La ville de Liège m'a infligé une amende.", "gemeente-liege"),
]
AMONG_SEVERAL = [
    (
        VO,
        "",
        "Met de trein van de NMBS ging ik naar mijn afspraak. Mijn klacht gaat over de VDAB: de consulent kwam niet.",
        "vdab",
    ),
    (
        VO,
        "",
        "De federale ombudsman verwees mij door naar u. Vlabel rekent verkeersbelasting voor een verkochte wagen.",
        "vlabel",
    ),
    (VO, "", "Ik werk bij De Lijn. Mijn klacht gaat over Wonen in Vlaanderen: geen huurpremie.", "wonen-in-vlaanderen"),
    (VO, "Klacht over AWV", "De gemeente Zele zegt dat AWV bevoegd is voor de gewestweg. AWV antwoordt niet.", "awv"),
    (VO, "", "De politie maakte een pv, maar mijn klacht is tegen De Lijn: de chauffeur reed mij aan.", "de-lijn"),
    (VO, "", "Mijn notaris diende de aangifte in. Vlabel weigert de vermindering van de erfbelasting.", "vlabel"),
    (VO, "", "Ma plainte concerne la VDAB et non l'ONEM.", "vdab"),
    (OB, "", "Contrairement à Actiris, qui m'a bien aidé, Iriscare ne répond pas à mes courriers.", "iriscare"),
    (VO, "", "Mijn advocaat schreef naar de bank, maar het is Fluvius dat de meter verkeerd plaatste.", "fluvius"),
    (VO, "", "Volgens mijn ziekenfonds is alles in orde. Het VAPH betaalt mijn rolstoel niet terug.", "vaph"),
]
OFFICES = [
    ("gemeente-aalst", "", "De dame aan het loket was onbeleefd.", "gemeente-aalst"),
    ("gemeente-gent", "", "Beste stad Gent, de bladkorf in onze straat is niet geleegd.", "gemeente-gent"),
    (
        "gemeente-halle",
        "Klacht over De Lijn",
        "De bus van De Lijn rijdt altijd voorbij. De Lijn antwoordt niet.",
        "de-lijn",
    ),
    ("gemeente-genk", "", "Mijn klacht gaat over de NMBS: het station is vuil en de NMBS reageert niet.", "nmbs"),
    ("vdab", "", "Mijn bemiddelaar belt nooit terug.", "vdab"),
    ("vdab", "Uitkering", "De RVA heeft mijn werkloosheidsuitkering geschorst. De RVA antwoordt niet.", "rva"),
    ("de-lijn", "", "De chauffeur in Hasselt was grof.", "de-lijn"),
    ("vlabel", "Personenbelasting", "De FOD Financiën heeft mijn personenbelasting fout berekend.", "fod-financien"),
    ("wonen-in-vlaanderen", "", "Mijn premie is geweigerd.", "wonen-in-vlaanderen"),
    ("gemeente-dilbeek", "", "L'employée du guichet m'a mal parlé.", "gemeente-dilbeek"),
]
ALL = [*NAMED, *MISSPELT, *PRODUCTS, *DESCRIBED, *LOCAL, *AMONG_SEVERAL, *OFFICES]


@pytest.mark.parametrize(("receiving", "subject", "text", "wanted"), ALL)
def test_the_body_complained_about_is_found(receiving, subject, text, wanted):
    assert services(Mail(text, subject), receiving) == [wanted]


def test_two_bodies_are_both_complained_about():
    mail = Mail(
        "Mijn klacht is gericht tegen De Lijn en tegen de NMBS. De Lijn weigert te antwoorden. De NMBS weigert ook.",
        "Klacht over De Lijn en NMBS",
    )
    assert set(services(mail, VO)) == {"de-lijn", "nmbs"}


def test_the_home_municipality_is_taken_where_no_place_is_told():
    assert services(Mail("De gemeente haalt het huisvuil niet op."), VO, home="gemeente-zele") == ["gemeente-zele"]


def test_what_stands_in_the_signature_is_not_complained_about():
    text = "Mijn dossier ligt stil bij de dienst. Al drie maanden geen enkel antwoord gekregen.\n\nJan Maes\nBuschauffeur De Lijn"
    assert services(Mail(text, signature=(text.index("Jan"), len(text))), VO) == []


def test_an_address_with_a_box_is_no_bus():
    assert services(Mail("Niemand antwoordt mij. Kerkstraat 12 bus 4, 9000 Gent."), VO) == []


def test_a_receiving_ombuds_is_not_the_body_complained_about():
    assert services(Mail("Geachte Vlaamse Ombudsdienst, ik schrijf u omdat niemand mij helpt."), VO) == []


def test_an_addressee_that_is_no_complaint_body_is_the_one_complained_about():
    assert services(Mail("U antwoordt niet op mijn brieven.", cc=("klachten@vdab.be",)), VO) == ["vdab"]


def test_two_bodies_side_by_side_are_both_complained_about():
    assert set(services(Mail("Mon dossier chez Iriscare et chez Actiris est perdu."), OB)) == {"iriscare", "actiris"}
