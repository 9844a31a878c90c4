"""An invented office of each procedure and an invented case, for the tests of answers."""

from datetime import UTC, date, datetime

from outbound.draft import Recipient
from outbound.facts import Contact, Facts, Letterhead, Outcome, Procedure, Step, Track

OMBUDS = Contact(
    name="Vlaamse Ombudsdienst",
    phone="1700",
    email="klachten@ombudsdienst.example",
    website="www.ombudsdienst.example",
    postal=("Leuvenseplein 1", "1000 Brussel"),
)
OFFICES = {
    Procedure.VLAAMSE_OVERHEIDSDIENST: Letterhead(
        contact=Contact(
            "Agentschap Waterpeil",
            "02 555 01 00",
            "klachten@waterpeil.example",
            "www.waterpeil.example",
            ("Sluisstraat 12", "9000 Gent"),
        ),
        procedure=Procedure.VLAAMSE_OVERHEIDSDIENST,
        next_step=OMBUDS,
        place="Gent",
    ),
    Procedure.VLAAMSE_OMBUDSDIENST: Letterhead(
        contact=OMBUDS, procedure=Procedure.VLAAMSE_OMBUDSDIENST, place="Brussel"
    ),
    Procedure.OMBUDS_BRUSSEL: Letterhead(
        contact=Contact(
            "Ombuds Brussel", "02 555 67 00", "klachten@ombuds.example", "", ("Waterloolaan 1", "1000 Brussel")
        ),
        procedure=Procedure.OMBUDS_BRUSSEL,
        place="Brussel",
    ),
    Procedure.LOKAAL_BESTUUR: Letterhead(
        contact=Contact(
            "Gemeente Zandhoek", "03 555 20 00", "klacht@zandhoek.example", "", ("Markt 1", "2999 Zandhoek")
        ),
        procedure=Procedure.LOKAAL_BESTUUR,
        coordinator=Contact("Griet Van Loo", "03 555 20 07", "griet.vanloo@zandhoek.example"),
        next_step=OMBUDS,
        place="Zandhoek",
    ),
}
HANDLER = Contact("Imke Wouters", "02 555 48 12", "imke.wouters@ombudsdienst.example")
CITIZEN = Recipient(
    "Noor De Smedt", "noor.desmedt@post.example", ("Noor De Smedt", "Kerkstraat 7 bus 3", "8400 Oostende")
)
FACTS = Facts(
    reference="2026-0042",
    received=date(2026, 3, 1),
    received_at=datetime(2026, 3, 1, 9, 5, tzinfo=UTC),
    person="Noor De Smedt",
    subject="Brug blijft dicht",
    handler=HANDLER,
    signed_by="Imke Wouters",
    answer_by=date(2026, 4, 15),
    decision_by=date(2026, 3, 11),
    admissible=True,
    motivations=("De feiten zijn geen jaar oud en de dienst hoort bij ons bestuur.",),
    missing=("address", "facts"),
    expires=date(2026, 3, 21),
    body=Contact(
        "Dienst Bruggen", "09 555 11 11", "bruggen@stad.example", "www.bruggen.example", ("Kaai 3", "9000 Gent")
    ),
    forwarded=False,
    first_line_first=True,
    appeal_running=True,
    services=("Dienst Bruggen", "Ombudsdienst Havenstad"),
    reason="De dienst bezorgde ons het verslag van de herstelling pas vorige week.",
    new_last_day=date(2026, 5, 30),
    steps=((date(2026, 3, 1), Step.RECEIVED), (date(2026, 3, 9), Step.SERVICE_ASKED)),
    outcome=Outcome.PARTLY_FOUNDED,
    findings="De brug was 19 dagen dicht. De dienst zei dat niet vooraf.",
    solution="De dienst stuurt voortaan een week vooraf een brief.",
    track=Track.ACCESS,
    helplines=(Contact("Zelfmoordlijn", "1813", website="www.zelfmoord1813.be"),),
)
