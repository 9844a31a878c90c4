"""Seed 001: getting help from Ombuds Brussel (ombuds.brussels)."""

import re

import pytest

from classifiers.understanding import Kind, Language, PriorContact
from outbound.draft import Answer
from outbound.facts import Outcome
from routing.decision import Action, Ground
from tests.routing.offices import BRUSSELS, office
from tests.seeds.letters import letter
from tests.seeds.proposals import proposal

HERE = "tests/seeds/test_seed_001_brussels.py::"
CLOCKS = "tests/routing/test_clocks.py::"
GROUNDS = "tests/routing/test_admissibility.py::"
FLOW = "tests/routing/test_workflow.py::"

TABLE = {
    "U werkt voor een overheidsdienst en hebt misbruik, fraude of een onregelmatigheid die in strijd is met het algemeen belang opgemerkt? Doe een melding.": (
        f"{HERE}test_a_report_of_staff_is_sealed_and_no_complaint",
        f"{CLOCKS}test_a_whistleblower_report_is_confirmed_within_seven_days_and_starts_no_complaint",
    ),
    "+32 2 549 67 00": (f"{HERE}test_ombuds_brussel_is_reached_as_published",),
    "Maandag en donderdag van 14u tot 17u, dinsdag, woensdag en vrijdag van 9u tot 12u.": (
        f"{HERE}test_ombuds_brussel_is_reached_as_published",
    ),
    "We zijn gebonden door het beroepsgeheim en respecteren uw privacy.": (
        "tests/routing/test_status.py::test_anybody_else_is_told_nothing",
        "tests/schedule/test_schedule.py::test_the_digest_goes_once_a_working_day_to_the_coordinator_and_names_nobody",
    ),
    "Ombuds Brussel moet bevoegd zijn voor deze overheidsdienst": (
        f"{HERE}test_condition_one_the_service_must_be_its_own",
    ),
    "U hebt al contact opgenomen met de betrokken overheidsdienst om uw probleem te melden, maar u bent niet tevreden met het antwoord of de overheidsdienst heeft niet geantwoord.": (
        f"{HERE}test_condition_two_the_service_must_have_been_asked",
        f"{GROUNDS}test_the_second_line_wants_the_service_to_be_asked_first",
    ),
    "De feiten zijn minder dan drie jaar oud.": (
        f"{HERE}test_condition_three_facts_of_two_years_are_young_enough",
        f"{GROUNDS}test_age_of_facts",
    ),
    "u ontvangt een ontvangstbevestiging met een referentienummer (OM.2024.xxx) en de naam van uw dossierbeheerder": (
        f"{HERE}test_the_receipt_holds_reference_and_case_manager",
        "tests/routing/test_offices.py::test_the_reference_pattern_reads_what_the_format_makes_and_nothing_near_it",
    ),
    "uw dossierbeheerder onderzoekt of uw klacht ontvankelijk is. Als ze niet ontvankelijk is, verwijst Ombuds Brussel u door naar de juiste dienst.": (
        f"{HERE}test_condition_one_the_service_must_be_its_own",
        f"{HERE}test_condition_two_the_service_must_have_been_asked",
    ),
    "uw dossierbeheerder verzamelt alle nodige informatie bij u en de overheidsdienst om de situatie zo goed mogelijk te begrijpen en om te onderzoeken of een oplossing mogelijk is.": (
        f"{FLOW}test_every_state_but_joined_leads_somewhere",
    ),
    "Onze tussenkomst heeft geleid tot een verzoening tussen uw standpunt en dat van de overheidsdienst.": (
        f"{FLOW}test_conciliation_is_a_verdict_of_the_ombuds_services_only",
    ),
    "Als er geen oplossing wordt gevonden maar uw klacht wel gegrond is, kan Ombuds Brussel aan de overheidsdienst vragen om uw situatie recht te zetten.": (
        f"{HERE}test_the_conclusions_are_conciliation_founded_or_unfounded_with_reasons",
    ),
    "Als uw klacht niet gegrond is of een oplossing niet mogelijk is, sluiten we het dossier en leggen we u de redenen uit.": (
        f"{HERE}test_the_conclusions_are_conciliation_founded_or_unfounded_with_reasons",
    ),
    "De duur van de behandeling hangt af van de complexiteit van de situatie, hoe snel we de informatie ontvangen en het aantal klachten dat we ontvangen.": (
        f"{HERE}test_no_fixed_term_is_promised",
    ),
    "Een klacht gaat over een probleem dat een burger, een vereniging of een bedrijf persoonlijk ondervindt met een overheidsdienst.": (
        f"{GROUNDS}test_what_only_a_person_may_find_stays_unknown",
    ),
    "Met een melding kunnen personeelsleden van de overheidsdienst (werknemers, externen of onderaannemers) die getuige zijn van misbruik, fraude of een ernstige onregelmatigheid die in strijd is met het algemeen belang die situatie melden.": (
        f"{HERE}test_a_report_of_staff_is_sealed_and_no_complaint",
    ),
    "U bent een burger, vereniging of bedrijf en u ondervindt een probleem met een overheidsdienst?": (
        f"{HERE}test_citizens_associations_and_companies_may_complain",
    ),
    "Dien een klacht in.": (f"{HERE}test_citizens_associations_and_companies_may_complain",),
    "Om een klacht in te dienen, moet u aan deze drie voorwaarden voldoen:": (
        f"{HERE}test_condition_one_the_service_must_be_its_own",
        f"{HERE}test_condition_two_the_service_must_have_been_asked",
        f"{HERE}test_condition_three_facts_of_two_years_are_young_enough",
        f"{HERE}test_the_receipt_tells_the_three_conditions",
    ),
    "Onthoud deze belangrijke informatie.": (
        f"{HERE}test_the_complainant_is_asked_to_name_the_number_whenever_he_writes",
    ),
    "als uw klacht een groter probleem aan het licht brengt, kan Ombuds Brussel een onderzoek openen en aanbevelingen formuleren bij de overheidsdienst of het parlement.": (
        "tests/figures/test_report.py::test_known_books_give_the_known_report",
    ),
    "Wat is het verschil tussen een klacht en een melding?": (
        f"{HERE}test_a_report_of_staff_is_sealed_and_no_complaint",
        f"{HERE}test_citizens_associations_and_companies_may_complain",
    ),
    "Bescherming van klokkenluiders": (f"{FLOW}test_only_the_sealed_officer_touches_a_sealed_case",),
}
#: Sentences that state no rule, by what they are instead.
NO_RULE = {
    "a heading or the way through the site": (
        "Hulp krijgen",
        "Een klacht indienen Een melding doen",
        "Hoe een klacht indienen?",
        "Ik heb een probleem met een overheidsdienst",
        "Hoe behandelt Ombuds Brussel uw klacht?",
        "Verificatie en doorverwijzing:",
        "Analyse van de feiten en dialoog:",
        "Conclusie van de klacht:",
        "Verbetering:",
        "Diffalerstcomplaints",
        "Hebt u niet gevonden wat u zoekt en hebt u vragen?",
    ),
    "what the public site offers": (
        "Vul onze vragenlijst in om na te gaan of Ombuds Brussel u kan helpen.",
        "Raadpleeg voor meer informatie ons beleid inzake gegevensverwerking via deze link.",
    ),
}


def test_a_report_of_staff_is_sealed_and_no_complaint() -> None:
    decided = proposal(BRUSSELS, "mivb", kind=Kind.WHISTLEBLOWER_REPORT, writer="")
    assert decided.action is Action.SEAL
    assert not decided.reply.automatic
    assert [clock.name for clock in decided.clocks] == ["whistleblower-receipt"]


def test_ombuds_brussel_is_reached_as_published() -> None:
    us = office(BRUSSELS)
    assert us.phone == "+32 2 549 67 00"
    assert us.hours_in(Language.NL) == (
        "maandag en donderdag van 14 tot 17 uur; dinsdag, woensdag en vrijdag van 9 tot 12 uur"
    )


def test_condition_one_the_service_must_be_its_own() -> None:
    decided = proposal(BRUSSELS, "de-lijn")
    assert (decided.action, decided.to) == (Action.FORWARD, "vlaamse-ombudsdienst")
    assert Ground.NOT_COMPETENT in decided.grounds


@pytest.mark.parametrize(("prior", "action"), [(PriorContact.NO, Action.FIRST_LINE), (PriorContact.YES, Action.HANDLE)])
def test_condition_two_the_service_must_have_been_asked(prior: PriorContact, action: Action) -> None:
    assert proposal(BRUSSELS, "gemeente-schaarbeek", prior=prior).action is action


@pytest.mark.parametrize(("happened", "action"), [("2024-01-10", Action.HANDLE), ("2023-01-10", Action.REFUSE)])
def test_condition_three_facts_of_two_years_are_young_enough(happened: str, action: Action) -> None:
    assert proposal(BRUSSELS, "gemeente-schaarbeek", happened=happened).action is action


def test_the_receipt_holds_reference_and_case_manager() -> None:
    us = office(BRUSSELS)
    assert us.case_manager == "in-receipt"
    assert re.fullmatch(r"OM\.2026\.\d{3}", us.reference_format.format(year=2026, number=12))
    text = letter(BRUSSELS, Answer.RECEIPT).text
    assert "2026-0042" in text
    assert "Imke Wouters is uw dossierbeheerder" in text


def test_the_conclusions_are_conciliation_founded_or_unfounded_with_reasons() -> None:
    rules = office(BRUSSELS).procedure
    assert {Outcome.CONCILIATION, Outcome.FOUNDED, Outcome.UNFOUNDED} <= set(rules.outcomes)
    assert Outcome.FOUNDED in rules.solution_needed
    assert "findings" in rules.letters["closing"]


def test_no_fixed_term_is_promised() -> None:
    assert proposal(BRUSSELS, "gemeente-schaarbeek").clocks == ()


@pytest.mark.parametrize("writer", ["Noor De Smedt", "Buurtcomité Hertenhof vzw", "BV Houtbouw Janssens"])
def test_citizens_associations_and_companies_may_complain(writer: str) -> None:
    assert proposal(BRUSSELS, "gemeente-schaarbeek", writer=writer).action is Action.HANDLE


def test_the_receipt_tells_the_three_conditions() -> None:
    text = letter(BRUSSELS, Answer.RECEIPT).text
    assert "een dienst waarvoor wij bevoegd zijn" in text
    assert "u moet die dienst zelf al gecontacteerd hebben" in text
    assert "geen drie jaar oud" in text


def test_the_complainant_is_asked_to_name_the_number_whenever_he_writes() -> None:
    assert "Vermeld dan het nummer 2026-0042" in letter(BRUSSELS, Answer.RECEIPT).text
