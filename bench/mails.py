"""Complaints of about 1.5 kB that differ as those of different people do: the same seed makes the same mails."""

import random
from email.message import EmailMessage

OFFICE = "klachten@vlaamseombudsdienst.be"
GIVEN = "An Bart Celine Dirk Els Frank Greet Hugo Inge Jan Karel Lies Marc Nele Omer Petra Raf Sofie Tom Veerle".split()
FAMILY = (
    "Aerts Bosmans Claes Daems Engels Franssen Geerts Hermans Jacobs Kerremans Lenaerts Mertens Nijs Peeters".split()
)
STREETS = (
    "Kerkstraat Molenweg Stationsplein Lindelaan Beekstraat Schoolstraat Heidestraat Nieuwstraat Dorpsplein".split()
)
TOWNS = "9000 Gent,2800 Mechelen,3000 Leuven,8500 Kortrijk,2300 Turnhout,3500 Hasselt,8400 Oostende,9300 Aalst".split(
    ","
)
BODIES = "De Lijn,VDAB,Fluvius,De Watergroep,Wonen in Vlaanderen,de Vlaamse Belastingdienst,Opgroeien,het VAPH".split(
    ","
)
WHO = (
    "de medewerker,een ambtenaar,de klantendienst,een inspecteur,mijn buurvrouw,de dienst,het loket,de chauffeur".split(
        ","
    )
)
DID = (
    "vroeg opnieuw om,weigerde,verloor,vergat,stuurde te laat,las niet,betwistte,beloofde,"
    "stelde uit,herhaalde,wijzigde zonder uitleg,gaf geen antwoord over,schrapte,vond niets terug van"
).split(",")
WHAT = (
    "mijn aanvraag,het attest,de factuur,de afspraak,mijn abonnement,de premie,het verslag,de meting,de vergunning,"
    "het dossier,mijn brief,de afrekening,de boete,het formulier,de terugbetaling,mijn bezwaar"
).split(",")
WHEN = "vorige week,op {d} maart,na {d} dagen,sinds {d} januari,een maand later,telkens opnieuw,op {d} april,gisteren".split(
    ","
)
WHY = (
    "zodat ik {n} euro kwijt ben,terwijl ik dat al {d} keer meldde,hoewel de regels iets anders zeggen,"
    "en niemand kon mij zeggen waarom,wat voor ons gezin zwaar is,zonder enige uitleg,waardoor ik een dag werk miste"
).split(",")


def made(number: int, sender: int | None = None) -> bytes:
    """`sender`: whose mail it is; somebody new where nobody is told."""
    who, dice = random.Random(f"sender {number if sender is None else sender}"), random.Random(number)
    person = number if sender is None else sender
    name = f"{who.choice(GIVEN)} {who.choice(FAMILY)}"
    body = dice.choice(BODIES)
    told = []
    for _ in range(15):
        when, why = (dice.choice(words).format(d=dice.randint(2, 28), n=dice.randint(20, 900)) for words in (WHEN, WHY))
        told.append(f"{dice.choice(WHO).capitalize()} {dice.choice(DID)} {dice.choice(WHAT)} {when}, {why}.")
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{name} <mens{person}@post.example>", OFFICE
    mail["Subject"] = f"Klacht over {body}: {dice.choice(WHAT)}"
    mail["Message-ID"], mail["Date"] = f"<{number}.bench@post.example>", "Mon, 02 Mar 2026 09:00:00 +0100"
    mail.set_content(
        f"Geachte,\n\nIk dien een klacht in over {body}. Ik belde {body} al, zonder resultaat.\n{' '.join(told)}\n\n"
        f"Ik vraag u dit te onderzoeken.\n\n{name}\n{who.choice(STREETS)} {who.randint(1, 300)}\n{who.choice(TOWNS)}\n"
    )
    return bytes(mail)
