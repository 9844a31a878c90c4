"""Seed 000: a complaint about a Flemish public service (vlaanderen.be)."""

from dataclasses import replace

import pytest

from classifiers.understanding import Kind, Language, PriorContact, Signal
from gateway.casework.roles import Role
from gateway.casework.workflow import move
from gateway.intake.spoken import Way
from gateway.store.engine import Store
from outbound.draft import Answer
from routing.catalogue import load_catalogue
from routing.decision import Action, Ground
from routing.procedures import load_procedures
from tests.routing.offices import BRUSSELS, FIRST_LINE, VO, office
from tests.routing.stories import Story
from tests.schedule.books import act, later, new_case, person, states
from tests.seeds.letters import FACTS, letter
from tests.seeds.proposals import proposal

HERE = "tests/seeds/test_seed_000_flemish_services.py::"
CLOCKS = "tests/routing/test_clocks.py::"
GROUNDS = "tests/routing/test_admissibility.py::"
FLOW = "tests/routing/test_workflow.py::"
BOOKS = "tests/casework/test_workflow.py::"
FOUR = f"{HERE}test_silence_a_wrong_rule_rudeness_and_damage_are_complaints_about_the_working_of_a_service"

TABLE = {
    "Deze verloopt in 3 stappen en is kosteloos.": (
        f"{HERE}test_the_three_steps_lead_from_service_to_handler_to_ombuds_service",
        f"{HERE}test_who_complains_reads_that_it_costs_nothing",
    ),
    "Bent u niet tevreden over de werking van een Vlaamse overheidsdienst, probeer dan in eerste instantie om dit met de dienst zelf uit te praten.": (
        f"{HERE}test_the_ombuds_service_sends_first_to_the_service_itself",
        f"{GROUNDS}test_the_second_line_wants_the_service_to_be_asked_first",
    ),
    "De Vlaamse Ombudsdienst is bereikbaar via het gratis nummer 1700, elke werkdag van 9 tot 19 uur.": (
        f"{HERE}test_the_ombuds_service_is_reached_as_published",
    ),
    "Bent u het niet eens met een beslissing in een dossier, dan kunt u best nagaan of u voor uw dossier eerst een administratieve beroepsprocedure moet doorlopen.": (
        f"{HERE}test_an_appeal_that_still_runs_goes_before_a_complaint",
        f"{GROUNDS}test_a_court_case_and_a_pending_appeal_keep_their_words",
        "tests/answers/test_compose.py::test_the_term_of_an_appeal_is_warned_of_only_where_one_may_run",
    ),
    "Elke dienst van de Vlaamse overheid heeft een eigen klachtenbehandelaar of klachtendienst die uw klacht zal onderzoeken en beantwoorden.": (
        "tests/routing/test_offices.py::test_every_municipality_and_every_flemish_service_can_be_served",
        f"{HERE}test_a_service_handles_the_complaint_about_itself",
    ),
    "De contactgegevens van de klachtenbehandelaar kunt u opvragen bij de dienst zelf of op het gratis nummer 1700, elke werkdag van 9 tot 19 uur.": (
        f"{HERE}test_the_ombuds_service_is_reached_as_published",
    ),
    "De klacht moet gaan over de werking van de Vlaamse overheid": (
        f"{HERE}test_what_is_no_complaint_about_the_working_of_a_service_goes_another_way",
        f"{GROUNDS}test_a_question_or_a_report_is_no_complaint",
    ),
    "Een ambtenaar of dienst gaf u geen antwoord op uw vragen of beantwoordde uw vraag niet tijdig.": (FOUR,),
    "In uw dossier heeft een ambtenaar of dienst de regelgeving niet correct toegepast": (FOUR,),
    "Een ambtenaar of dienst heeft u onvriendelijk of oneerlijk behandeld.": (FOUR,),
    "U hebt schade geleden ten gevolge van de handelingen van een ambtenaar of dienst.": (FOUR,),
    "U kunt uw klacht telefonisch of schriftelijk (via brief, fax, e-mail of webformulier) bezorgen.": (
        "tests/desk/test_spoken.py::test_a_complaint_by_phone_is_a_case_with_exactly_what_was_typed",
        "tests/scans/test_batches.py::test_a_batch_mailed_by_the_scanner_becomes_a_case_for_each_letter_and_none_for_itself",
    ),
    "Noteer steeds: een nauwkeurige en duidelijk omschrijving van uw klacht, over welke dienst het gaat en periode waarin het probleem zich voordeed": (
        f"{HERE}test_name_address_and_facts_are_required_and_the_rest_is_asked",
    ),
    "uw naam, adres, telefoonnummer en e-mailadres": (
        f"{HERE}test_name_address_and_facts_are_required_and_the_rest_is_asked",
    ),
    "een kopie van alle stukken (brieven, foto's, e-mailverkeer,...) die uw klacht kunnen ondersteunen": (
        f"{HERE}test_name_address_and_facts_are_required_and_the_rest_is_asked",
    ),
    "Anonieme klachten kunnen niet behandeld worden.": (
        f"{HERE}test_an_anonymous_complaint_is_proposed_for_refusal",
        f"{GROUNDS}test_not_wanting_to_be_named_to_the_service_is_not_being_anonymous",
    ),
    "Uiterlijk binnen de 10 kalenderdagen krijgt u een schriftelijke ontvangstmelding per brief of e-mail": (
        f"{CLOCKS}test_days_of_receipt_closing_and_extension",
        f"{CLOCKS}test_a_complaint_starts_the_clocks_of_its_procedure",
        "tests/schedule/test_schedule.py::test_an_answer_that_left_meets_its_clocks_on_the_moment_it_left",
    ),
    "(tenzij de klacht al binnen 10 dagen is behandeld)": (
        f"{HERE}test_no_receipt_is_due_where_the_complaint_was_dealt_with_within_ten_days",
    ),
    "Als een klacht niet behandeld wordt, dan moet de klachtenbehandelaar dit schriftelijk motiveren.": (
        f"{FLOW}test_a_refusal_needs_motivation_and_a_letter",
        f"{BOOKS}test_no_decision_leaves_without_its_letter_and_motivation",
        f"{GROUNDS}test_every_ground_has_a_sentence_in_four_languages_and_an_article",
    ),
    "Na ontvangst van uw klacht heeft de klachtenbehandelaar 45 kalenderdagen de tijd om uw klacht te behandelen.": (
        f"{CLOCKS}test_days_of_receipt_closing_and_extension",
    ),
    "Die termijn kan nog één maal verlengd worden met 45 kalenderdagen.": (
        f"{CLOCKS}test_an_extension_is_told_before_day_45_and_only_once",
        f"{CLOCKS}test_an_extension_never_shortens_and_ends_ninety_days_after_receipt",
        f"{BOOKS}test_an_extension_moves_the_last_day_once",
        f"{BOOKS}test_an_extension_comes_too_late_on_day_45",
    ),
    "Waar mogelijk tracht de klachtenbehandelaar tussen u en de dienst te bemiddelen om een oplossing te bieden.": (
        f"{FLOW}test_a_founded_complaint_needs_a_solution",
        f"{BOOKS}test_withdrawal_names_where_it_was_asked_and_reopening_starts_the_term_anew",
    ),
    "Bent u niet tevreden met het antwoord van de klachtenbehandelaar of kreeg u niet tijdig een antwoord, dan kunt u met uw klacht terecht bij de Vlaamse Ombudsdienst.": (
        f"{HERE}test_the_three_steps_lead_from_service_to_handler_to_ombuds_service",
        f"{HERE}test_an_answer_of_a_service_names_the_ombuds_service",
    ),
    "Of u kunt uw klacht sturen naar klachten@vlaamseombudsdienst.be": (
        f"{HERE}test_the_ombuds_service_is_reached_as_published",
    ),
    "U wordt binnen de week door de Ombudsdienst opgebeld of aangeschreven.": (
        f"{CLOCKS}test_a_complaint_starts_the_clocks_of_its_procedure",
    ),
    "Andere klachten die een onderzoek vragen kunnen tot 4 maanden duren.": (
        f"{CLOCKS}test_four_months_of_investigation_end_on_the_same_day_of_the_month",
    ),
    "Klachten over de dienstverlening van gemeenten": (
        f"{HERE}test_the_ombuds_service_handles_municipalities_that_are_affiliated_and_no_others",
        "tests/bodies/test_catalogue.py::test_the_second_line_follows_region_affiliation_and_own_ombuds",
    ),
    "Als u niet tevreden bent over de behandeling van uw klacht door uw woonmaatschappij, kunt u in tweede instantie terecht bij de Vlaamse Ombudsdienst.": (
        f"{HERE}test_social_housing_has_the_ombuds_service_as_second_instance",
    ),
    "Als u niet tevreden bent over de behandeling van uw klacht door de voorziening, kunt u in tweede lijn terecht bij de subsidiërende overheid": (
        "tests/bodies/test_catalogue.py::test_care_has_the_subsidising_authority_between_facility_and_ombuds",
    ),
    "Als u vervolgens niet tevreden bent over de behandeling van uw klacht in tweede lijn, kunt u in derde instantie terecht bij de Vlaamse Ombudsdienst.": (
        "tests/bodies/test_catalogue.py::test_care_has_the_subsidising_authority_between_facility_and_ombuds",
    ),
    "De afspraken en regels voor het klachtenmanagement van de Vlaamse overheid zijn vastgelegd in hoofdstuk 5 van het Bestuursdecreet": (
        f"{HERE}test_every_rule_of_a_procedure_names_the_text_it_rests_on",
    ),
    "De werking van de Vlaamse Ombudsdienst is vastgelegd in het Ombudsdecreet": (
        f"{HERE}test_every_rule_of_a_procedure_names_the_text_it_rests_on",
    ),
    "een beleidsvoorstel doen of een beleidsklacht indienen over decreten van het Vlaams Parlement of over beleidsplannen, beslissingen en besluiten van de Vlaamse Regering.": (
        f"{HERE}test_what_is_no_complaint_about_the_working_of_a_service_goes_another_way",
    ),
    "Door de regeling rond openbaarheid van bestuur kunt u een verzoek indienen tot inzage in bestuursdocumenten.": (
        f"{HERE}test_what_is_no_complaint_about_the_working_of_a_service_goes_another_way",
    ),
    "Hebt u een klacht over de werking van een Vlaamse overheidsdienst? Probeer dit eerst met de betrokken dienst zelf op te lossen.": (
        f"{HERE}test_the_ombuds_service_sends_first_to_the_service_itself",
    ),
    "Praat eerst met de dienst waarover u een klacht hebt": (
        f"{HERE}test_the_ombuds_service_sends_first_to_the_service_itself",
    ),
    "U vindt de beroepsmogelijkheden en de contactgegevens op de brief die u kreeg.": (
        f"{HERE}test_who_may_appeal_is_told_to_read_the_decision_itself",
    ),
    "Lukt dat niet, dan kunt u een volgende stap zetten en de klachtenbehandelaar van de dienst inschakelen.": (
        f"{HERE}test_the_three_steps_lead_from_service_to_handler_to_ombuds_service",
        f"{HERE}test_a_service_handles_the_complaint_about_itself",
    ),
    "Indien mogelijk kunt u uw klacht ter plaatse indienen of via sociale media.": (
        "tests/answers/test_telephone.py::test_the_case_knows_by_which_way_it_was_told",
        f"{HERE}test_every_way_to_complain_can_be_noted",
    ),
    "Als u er met de klachtenbehandelaar niet uitgeraakt, kunt u de Vlaams Ombudsdienst contacteren.": (
        f"{HERE}test_an_answer_of_a_service_names_the_ombuds_service",
    ),
    "Sommige klachten kunnen vervolgens snel opgelost worden.": (
        f"{HERE}test_the_ombuds_service_may_solve_at_once",
        f"{BOOKS}test_an_immediate_solution_stays_in_the_register",
    ),
    "De Vlaamse Ombudsdienst behandelt naast klachten over de werking van de Vlaamse overheidsdiensten ook andere klachten.": (
        f"{HERE}test_the_ombuds_service_handles_municipalities_that_are_affiliated_and_no_others",
        f"{HERE}test_social_housing_has_the_ombuds_service_as_second_instance",
    ),
    "De klachtenbehandeling door lokale besturen (steden en gemeenten) is vastgelegd in een apart decreet": (
        f"{HERE}test_every_rule_of_a_procedure_names_the_text_it_rests_on",
    ),
    "persoonlijk of samen met andere burgers": (
        f"{HERE}test_what_is_no_complaint_about_the_working_of_a_service_goes_another_way",
    ),
}
#: Sentences that state no rule, by what they are instead.
NO_RULE = {
    "a heading or the way through the site": (
        "Gedaan met laden. U bevindt zich op: Een klacht over een Vlaamse overheidsdienst",
        "Een klacht over een Vlaamse overheidsdienst",
        "Leg uw probleem voor aan de klachtenbehandelaar van de dienst",
        "Contacteer de Vlaamse Ombudsdienst",
        "Klachten over sociale huisvesting",
        "Klachten over een gesubsidieerde welzijns- of zorgvoorziening",
        "Bestuursdecreet, Ombudsdecreet en decreet Lokaal Bestuur",
        "Een klacht over het beleid",
        "Veelgestelde vragen",
    ),
    "leads over to the next sentence": (
        "Misschien kunt u door overleg samen een oplossing vinden.",
        "Lukt dat niet?",
        "Volg dan de klachtenprocedure bij de Vlaamse overheid.",
    ),
    "what people do at the telephone of 1700": (
        "U kunt vragen om rechtstreeks doorverbonden te worden met een medewerker van de ombudsdienst.",
        "Maar u kunt ook een persoonlijke afspraak maken via het gratis nummer 1700.",
    ),
}


def test_the_three_steps_lead_from_service_to_handler_to_ombuds_service() -> None:
    service, ombuds = office(FIRST_LINE), office(VO)
    assert not service.procedure.prior_contact
    assert service.next_step == VO
    assert ombuds.procedure.prior_contact
    assert ombuds.next_step is None


def test_the_ombuds_service_sends_first_to_the_service_itself() -> None:
    unasked = proposal(VO, "de-lijn", prior=PriorContact.NO)
    assert (unasked.action, unasked.to) == (Action.FIRST_LINE, "de-lijn")
    assert Ground.FIRST_LINE_NOT_CONTACTED in unasked.grounds
    assert proposal(VO, "de-lijn", prior=PriorContact.YES).action is Action.HANDLE


def test_a_service_handles_the_complaint_about_itself() -> None:
    assert proposal(FIRST_LINE, FIRST_LINE, prior=PriorContact.NO).action is Action.HANDLE


def test_an_appeal_that_still_runs_goes_before_a_complaint() -> None:
    decided = proposal(FIRST_LINE, FIRST_LINE, signals=[Signal.APPEAL_PENDING])
    assert decided.action is Action.REFUSE
    assert Ground.APPEALS_NOT_EXHAUSTED in decided.grounds


def test_the_ombuds_service_is_reached_as_published() -> None:
    ombuds = office(VO)
    assert ombuds.phone == "1700"
    assert ombuds.hours_in(Language.NL) == "elke werkdag van 9 tot 19 uur"
    assert ombuds.sender(Language.NL) == "klachten@vlaamseombudsdienst.be"


@pytest.mark.parametrize("kind", [Kind.POLICY_COMPLAINT, Kind.ACCESS_REQUEST, Kind.APPEAL])
@pytest.mark.parametrize("name", [FIRST_LINE, VO, BRUSSELS])
def test_what_is_no_complaint_about_the_working_of_a_service_goes_another_way(name: str, kind: Kind) -> None:
    assert proposal(name, kind=kind).action is Action.OTHER_TRACK


def test_name_address_and_facts_are_required_and_the_rest_is_asked() -> None:
    rules = office(FIRST_LINE).procedure
    assert rules.required == ("name", "address", "facts")
    assert set(rules.asked) == {"service", "period", "phone", "email", "copies"}


def test_an_anonymous_complaint_is_proposed_for_refusal() -> None:
    decided = proposal(FIRST_LINE, FIRST_LINE, signals=[Signal.ANONYMOUS], writer="")
    assert decided.action is Action.REFUSE
    assert Ground.ANONYMOUS in decided.grounds


def test_no_receipt_is_due_where_the_complaint_was_dealt_with_within_ten_days(store: Store) -> None:
    us = office(FIRST_LINE)
    with store.session() as session:
        case = new_case(session, us)
        move(
            session,
            act(person("els", us, Role.HANDLER), later(8)),
            case,
            us,
            "solve-at-once",
            solution="de premie is uitbetaald",
        )
        assert states(session, case)["acknowledgement"] == "met"


def test_an_answer_of_a_service_names_the_ombuds_service() -> None:
    assert "Vlaamse Ombudsdienst" in letter(FIRST_LINE, Answer.CLOSING).text
    assert "Vlaamse Ombudsdienst" in letter(FIRST_LINE, Answer.REFUSAL).text


def test_the_ombuds_service_handles_municipalities_that_are_affiliated_and_no_others() -> None:
    assert proposal(VO, "gemeente-kortrijk").action is Action.HANDLE
    other = proposal(VO, "gemeente-genk", prior=PriorContact.NO)
    assert (other.action, other.to) == (Action.FIRST_LINE, "gemeente-genk")


def test_who_may_appeal_is_told_to_read_the_decision_itself() -> None:
    text = letter(FIRST_LINE, Answer.RECEIPT, replace(FACTS, appeal_running=True)).text
    assert "Lees op de beslissing zelf bij wie u beroep kunt indienen en tot wanneer." in text


def test_who_complains_reads_that_it_costs_nothing() -> None:
    assert "Een klacht kost u niets." in letter(FIRST_LINE, Answer.RECEIPT).text


def test_every_way_to_complain_can_be_noted() -> None:
    assert {way.value for way in Way} == {"phone", "counter", "letter", "fax", "social-media"}


def test_the_ombuds_service_may_solve_at_once(store: Store) -> None:
    us = office(VO)
    with store.session() as session:
        case = new_case(session, us)
        move(
            session,
            act(person("els", us, Role.HANDLER), later(2)),
            case,
            us,
            "solve-at-once",
            solution="de premie is uitbetaald",
        )
        assert case.state == "solved-at-once"
        assert set(states(session, case).values()) == {"met"}


def test_social_housing_has_the_ombuds_service_as_second_instance() -> None:
    assert load_catalogue().body("woonmaatschappij").second_line == VO
    assert proposal(VO, "woonmaatschappij").action is Action.HANDLE
    assert proposal(VO, "woonmaatschappij", prior=PriorContact.NO).action is Action.FIRST_LINE


def test_every_rule_of_a_procedure_names_the_text_it_rests_on() -> None:
    for rules in load_procedures().values():
        assert rules.source
        assert all(ground.article for ground in rules.grounds)
        assert all(term.article for term in rules.terms.values())
    articles = {ground.article for ground in office(FIRST_LINE).procedure.grounds}
    assert all("Bestuursdecreet" in article for article in articles)


@pytest.mark.parametrize(
    "text",
    [
        "Op 2 maart stelde ik uw dienst per brief een vraag over mijn opleiding. Ik herinnerde u er twee keer aan en kreeg nooit antwoord.",
        "Uw consulent past op mijn opleiding de regels van vorig jaar toe, dat is verkeerd. Mijn bezwaar van februari is afgewezen.",
        "De medewerkster riep op 3 maart dat ik lui was en gooide de hoorn neer. Zo hoort een dienst mensen niet te behandelen.",
        "Door een fout van uw dienst stond ik in maart niet ingeschreven en verloor ik 900 euro. Ik wil dat dit hersteld wordt.",
    ],
    ids=["silence", "wrong rule", "rudeness", "damage"],
)
def test_silence_a_wrong_rule_rudeness_and_damage_are_complaints_about_the_working_of_a_service(text: str) -> None:
    decision = Story("seed", FIRST_LINE, "Klacht", text, ("handle",), ()).decision()
    assert decision.action is Action.HANDLE
    assert Ground.NO_COMPLAINT not in decision.grounds
