"""Seed 004: the network of ombudspeople and its principles (POOL, ombudsman.be)."""

import pytest

from classifiers.understanding import PriorContact
from outbound.draft import Answer
from routing.catalogue import load_catalogue
from routing.decision import Action
from tests.routing.offices import BRUSSELS, VO, office
from tests.seeds.letters import letter
from tests.seeds.proposals import proposal

HERE = "tests/seeds/test_seed_004_network.py::"
FLOW = "tests/routing/test_workflow.py::"

TABLE = {
    "Net als de meeste onafhankelijke ombudsdiensten van België is de Vlaamse Ombudsdienst lid van het Permanent Overleg Ombudslui (POOL).": (
        f"{HERE}test_the_members_of_the_network_are_known",
    ),
    "De ombudsman behandelt de klacht van een persoon over een dienst of een bedrijf wanneer die zelf de klacht bij die dienst of dat bedrijf niet opgelost krijgt.": (
        f"{HERE}test_an_ombuds_service_comes_second",
        "tests/routing/test_admissibility.py::test_the_second_line_wants_the_service_to_be_asked_first",
    ),
    "De ombudsman werkt op basis van wetteksten of reglementen, maar hij laat zich ook leiden door het principe van billijkheid of rechtvaardigheid.": (
        "tests/seeds/test_seed_000_flemish_services.py::test_every_rule_of_a_procedure_names_the_text_it_rests_on",
        "tests/routing/test_admissibility.py::test_discretion_is_said_to_be_discretion",
    ),
    "De ombudsman behandelt de dossiers vertrouwelijk.": (
        "tests/routing/test_status.py::test_anybody_else_is_told_nothing",
        f"{FLOW}test_only_the_sealed_officer_touches_a_sealed_case",
    ),
    "De ombudsman luistert naar alle partijen.": (
        "tests/casework/test_workflow.py::test_a_report_that_is_not_neutral_is_redone_within_a_week_and_checked_again",
    ),
    "De ombudsman oordeelt in alle objectiviteit over de gegrondheid van de klacht.": (
        f"{FLOW}test_neutrality_is_checked_by_somebody_else_than_the_handler",
        "tests/routing/test_admissibility.py::test_what_only_a_person_may_find_stays_unknown",
    ),
    "De website wijst u de weg naar de juiste ombudsdienst die een oplossing kan zoeken voor uw probleem.": (
        f"{HERE}test_a_complaint_for_a_colleague_is_proposed_to_go_there",
    ),
    "De belangrijkste opdracht van de Vlaamse Ombudsdienst bestaat uit het onderzoeken en bemiddelen van individuele klachten over Vlaamse overheidsdiensten.": (
        f"{HERE}test_an_ombuds_service_comes_second",
        f"{FLOW}test_conciliation_is_a_verdict_of_the_ombuds_services_only",
    ),
    "De ombudsman werkt onafhankelijk.": (
        f"{HERE}test_no_service_judges_a_complaint_about_itself_at_an_ombuds_service",
    ),
    "De ombudsman werkt gratis.": (f"{HERE}test_the_complainant_reads_that_help_is_free",),
    "De ombudsman publiceert een openbaar jaarverslag.": (
        "tests/figures/test_report.py::test_known_books_give_the_known_report",
        "tests/figures/test_report.py::test_nothing_of_a_person_is_in_the_report",
    ),
    "Op Ombudsman.be, de website van POOL, vindt u een overzicht van de ombudsdiensten in België": (
        f"{HERE}test_the_members_of_the_network_are_known",
    ),
}
#: Sentences that state no rule, by what they are instead.
NO_RULE = {
    "a heading or the way through the site": (
        "Vlaamse overheidsdiensten",
        "Andere bevoegdheden",
        "Samenwerkingen",
        "Vlaanderen",
        "België",
        "Internationaal",
        "In dit deel vindt u alle informatie om als klachtenbehandelaar of Vlaamse overheidsdienst op een kwaliteitsvolle manier aan de slag te gaan met de klachtenbehandeling.",
        "In dit deel schetsen we een beeld van de andere taken en opdrachten die de Vlaamse Ombudsienst ook nog waarneemt in uitvoering van het Ombudsdecreet of andere specifieke regelgeving.",
        "De professionele gebruiker vindt per thema alle informatie terug.",
        "Dat overleg verenigt de ombudsdiensten in België die werken volgens de onderstaande principes:",
    ),
    "what people of the services do together": (
        "De Vlaamse Ombudsdienst maakt deel uit van een aantal samenwerkingsverbanden inzake klachtenbehandeling",
        "Om de klachtenbehandelaars, klachtencoördinatoren en klachtenmanagers binnen de Vlaamse overheidsdiensten te ondersteunen, organiseert de Vlaamse Ombudsdienst een paar keer per jaar een Netwerk Klachtenmanagement.",
        "In dit netwerk wordt informatie, inspiratie en ervaringen van andere diensten aangereikt en kunnen onderling ervaringen worden uitgewisseld.",
        "Op internationaal niveau is de Vlaamse Ombudsdienst lid van de volgende organisaties:",
    ),
    "a power of people, outside the books of a case": (
        "De ombudsman beschikt over voldoende onderzoeksmiddelen om onafhankelijk te kunnen werken.",
        "De ombudsman doet aanbevelingen om te voorkomen dat dezelfde problemen zich blijven voordoen.",
    ),
}


def test_the_members_of_the_network_are_known() -> None:
    members = {body.id for body in load_catalogue().bodies.values() if body.pool}
    assert {"vlaamse-ombudsdienst", "ombuds-brussel", "federale-ombudsman"} <= members


def test_an_ombuds_service_comes_second() -> None:
    for name in (VO, BRUSSELS):
        assert office(name).procedure.prior_contact
    assert proposal(VO, "vdab", prior=PriorContact.NO).action is Action.FIRST_LINE


def test_a_complaint_for_a_colleague_is_proposed_to_go_there() -> None:
    decided = proposal(BRUSSELS, "vdab")
    assert (decided.action, decided.to) == (Action.FORWARD, "vlaamse-ombudsdienst")
    assert decided.reply.answer != "forwarding-letter"


@pytest.mark.parametrize("body", ["vdab", "vlabel", "de-lijn"])
def test_no_service_judges_a_complaint_about_itself_at_an_ombuds_service(body: str) -> None:
    assert body not in office(VO).body_ids
    assert proposal(VO, body).action is Action.HANDLE


@pytest.mark.parametrize("name", [VO, BRUSSELS])
def test_the_complainant_reads_that_help_is_free(name: str) -> None:
    assert "gratis" in letter(name, Answer.RECEIPT).text
