"""Answers of real offices, for the sentences that say what a letter holds."""

from datetime import date

from classifiers.understanding import Language
from gateway.answering.letterhead import letterhead
from outbound.compose import compose
from outbound.draft import Answer, Channel, Draft, Recipient
from outbound.facts import Contact, Facts
from routing.catalogue import load_catalogue
from tests.routing.offices import office

TO = Recipient("Noor De Smedt", "noor@post.example", ("Noor De Smedt", "Kerkstraat 7", "8400 OOSTENDE"))
FACTS = Facts(
    reference="2026-0042",
    received=date(2026, 3, 2),
    person="Noor De Smedt",
    handler=Contact("Imke Wouters", "02 555 48 12", "imke@dienst.example"),
    answer_by=date(2026, 4, 16),
    admissible=True,
    motivations=("De feiten zijn van vorige maand.",),
)


def letter(name: str, answer: Answer, facts: Facts = FACTS, language: Language = Language.NL) -> Draft:
    us = office(name)
    return compose(
        answer,
        language=language,
        facts=facts,
        office=letterhead(us, language, catalogue=load_catalogue(), offices=(us,)),
        to=TO,
        channel=Channel.MAIL,
        automatic=False,
    )
