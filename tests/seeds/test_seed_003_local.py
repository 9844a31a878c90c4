"""Seed 003: the thirteen steps of a local government."""

from datetime import date

import pytest

from classifiers.understanding import Kind
from gateway.answering.answer import channel_for
from gateway.casework.roles import Role
from gateway.intake.spoken import Told, Way, arrival_of, way_in
from gateway.store.tables import Case
from outbound.draft import Answer, Channel, Recipient
from outbound.facts import Outcome
from routing.clocks import answer_by, opening_clocks
from routing.decision import Action, Ground
from routing.workflow import moves
from tests.routing.offices import LOCAL, office
from tests.routing.stories import Story
from tests.schedule.books import RECEIVED, person
from tests.seeds.letters import FACTS, letter
from tests.seeds.proposals import proposal

HERE = "tests/seeds/test_seed_003_local.py::"
CLOCKS = "tests/routing/test_clocks.py::"
GROUNDS = "tests/routing/test_admissibility.py::"
FLOW = "tests/routing/test_workflow.py::"
BOOKS = "tests/casework/test_workflow.py::"
TEN = (f"{GROUNDS}test_a_local_government_looks_at_ten_grounds_in_their_order",)

TABLE = {
    "Een manifeste uiting waarbij een ontevreden burger bij de lokale overheid klaagt over een door de lokale overheid al dan niet verrichte handeling of prestatie.": (
        f"{HERE}test_dissatisfaction_is_handled_and_a_report_or_question_is_not_a_complaint",
    ),
    "zowel klachten over handelingen of prestaties van medewerkers als van lokale politici": (
        f"{HERE}test_dissatisfaction_is_handled_and_a_report_or_question_is_not_a_complaint",
    ),
    "1/ een foutief verrichten van een handeling of prestatie 2/ het afwijken van de vastgelegde of gebruikelijke werkwijze 3/ het niet uitvoeren van een handeling of prestatie": (
        f"{HERE}test_a_wrong_an_unusual_and_an_omitted_act_are_complaints_as_are_manners_term_and_decision",
    ),
    "1/ behandelingswijze 2/ een termijn 3/ een beslissing": (
        f"{HERE}test_a_wrong_an_unusual_and_an_omitted_act_are_complaints_as_are_manners_term_and_decision",
    ),
    "Mondeling, schriftelijk (brief of fax), elektronisch (via e-mail of website) of telefonisch": (
        "tests/desk/test_spoken.py::test_a_complaint_by_phone_is_a_case_with_exactly_what_was_typed",
        "tests/scans/test_batches.py::test_a_batch_mailed_by_the_scanner_becomes_a_case_for_each_letter_and_none_for_itself",
    ),
    "In principe kan, naast de klachtencoördinator, elke medewerker een klacht ontvangen": (
        f"{CLOCKS}test_the_handlers_thirty_days_run_from_receipt_by_the_coordinator",
    ),
    "Volgende gegevens moeten steeds genoteerd worden door de werknemer die de klacht ontvangt:": (
        f"{HERE}test_what_must_be_noted_is_required_or_asked",
    ),
    "- datum - naam - adres - telefoon - e-mail - korte omschrijving van de klacht - kanaal hoe klacht is binnengekomen (website, mondeling, telefonisch, via e-mail, via brief) - wie heeft klacht ontvangen": (
        f"{HERE}test_what_must_be_noted_is_required_or_asked",
    ),
    "Wanneer een burger een klacht uit rechtstreeks aan de medewerker/dienst + er kan direct een oplossing worden aangeboden, wordt deze oplossing direct aangeboden": (
        f"{BOOKS}test_an_immediate_solution_stays_in_the_register",
    ),
    "Alle klachten, ook diegene die onmiddellijk konden worden opgelost, worden doorgestuurd naar de klachtencoördinator. Deze registreert alle klachten.": (
        f"{BOOKS}test_an_immediate_solution_stays_in_the_register",
    ),
    "De klachtencoördinator registreert de klacht in het klachtenregistratiesysteem waartoe enkel hij/zij toegang heeft.": (
        f"{HERE}test_the_register_is_the_coordinators_and_a_handler_sees_only_what_is_given_to_him",
    ),
    "De klachtencoördinator onderzoekt of de klacht ontvankelijk is of niet": (
        f"{FLOW}test_what_the_coordinator_decides_no_handler_does",
    ),
    "wanneer het geen klacht betreft": (*TEN, f"{GROUNDS}test_a_question_or_a_report_is_no_complaint"),
    "al eerder klacht ingediend": (*TEN, f"{GROUNDS}test_an_earlier_complaint_counts_only_where_it_is_known"),
    "meer dan een jaar voor indiening": (*TEN, f"{GROUNDS}test_age_of_facts"),
    "nog niet alle beroepsprocedures aangewend": (
        *TEN,
        f"{GROUNDS}test_a_court_case_and_a_pending_appeal_keep_their_words",
    ),
    "jurisdictioneel beroep aanhangig": (*TEN, f"{GROUNDS}test_a_court_case_and_a_pending_appeal_keep_their_words"),
    "kennelijk ongegrond": (*TEN, f"{GROUNDS}test_what_only_a_person_may_find_stays_unknown"),
    "geen belang": (*TEN, f"{GROUNDS}test_what_only_a_person_may_find_stays_unknown"),
    "anoniem": (*TEN, f"{GROUNDS}test_not_wanting_to_be_named_to_the_service_is_not_being_anonymous"),
    "klacht over beleid en regelgeving": (*TEN, f"{GROUNDS}test_a_question_or_a_report_is_no_complaint"),
    "geen lokale overheid": (*TEN, f"{GROUNDS}test_an_earlier_complaint_counts_only_where_it_is_known"),
    "Binnen een termijn van 10 dagen na ontvangst van de klacht stuurt de klachtencoördinator schriftelijk een antwoord": (
        f"{CLOCKS}test_a_complaint_starts_the_clocks_of_its_procedure",
    ),
    "de klacht werd ontvangen, de klacht wel of niet ontvankelijk is (+ motivatie)": (
        f"{HERE}test_the_letter_of_step_seven_holds_receipt_admissibility_motivation_date_and_coordinates",
        f"{FLOW}test_a_refusal_needs_motivation_and_a_letter",
    ),
    "er wordt eveneens vermeld tegen welke datum de klager een antwoord op zijn klacht mag verwachten (ten laatste 45 dagen na ontvangen klacht)": (
        f"{HERE}test_the_expected_answer_is_promised_within_45_days",
        f"{CLOCKS}test_the_answer_is_promised_by_the_target_day",
    ),
    "Hierbij vermeldt de klachtencoördinator zijn coördinaten.": (
        f"{HERE}test_the_letter_of_step_seven_holds_receipt_admissibility_motivation_date_and_coordinates",
    ),
    "Wanneer de klager zijn klacht uit via mail wordt een e-mail teruggestuurd. Uit de klager zijn klacht langs een ander kanaal dan wordt het antwoord via brief teruggestuurd.": (
        f"{HERE}test_a_mail_is_answered_by_mail_and_everything_else_by_letter",
    ),
    "Rapport wordt opgestart enkel bij ontvankelijke klacht": (f"{HERE}test_a_report_starts_only_when_admissible",),
    "De klachtenbehandelaar gaat na of de klacht gegrond is.": (f"{FLOW}test_the_handler_reports_only_with_a_verdict",),
    "- gegronde klacht - deels gegronde klacht => bij deze klachten moet een oplossing geformuleerd worden": (
        f"{FLOW}test_a_founded_complaint_needs_a_solution",
    ),
    "gegronde maar reeds tijdens het onderzoek gecorrigeerde klacht - ongegronde klacht - geen oordeel (klachten waarbij, na onderzoek: 1/ onvoldoende duidelijk blijven; 2/ enige twijfel blijft of er nu al dan niet beter bestuurd had kunnen worden; 3/ de fout te klein is om hem in aanmerking te nemen) - stopzetting procedure door burger": (
        f"{HERE}test_step_ten_knows_six_verdicts",
        f"{FLOW}test_other_verdicts_of_step_ten_need_none",
    ),
    "door of in samenspraak met de burger wordt de klachtenprocedure stopgezet": (
        f"{BOOKS}test_withdrawal_names_where_it_was_asked_and_reopening_starts_the_term_anew",
    ),
    "Binnen 30 dagen na ontvangen klacht door klachtencoördinator": (
        f"{CLOCKS}test_the_handlers_thirty_days_run_from_receipt_by_the_coordinator",
    ),
    "De klachtencoördinator gaat na of de klachtenbehandelaar neutraal was in het behandelen van de klacht en het schrijven van het rapport.": (
        f"{FLOW}test_neutrality_is_checked_by_somebody_else_than_the_handler",
        f"{BOOKS}test_the_coordinator_who_handled_a_case_does_not_judge_its_neutrality",
    ),
    "Indien hij akkoord is wordt de motiverende brief opgestuurd naar de klager.": (
        f"{FLOW}test_the_motivated_letter_leaves_only_after_the_neutrality_check",
    ),
    "Besluit de klachtencoördinator dat de klachtenbehandelaar niet neutraal was dan heeft de klachtenbehandelaar 1 week om de zaak op nieuw te onderzoeken": (
        f"{FLOW}test_a_report_that_is_not_neutral_goes_back_and_starts_one_week",
        f"{CLOCKS}test_redo_is_one_week_and_completion_stops_nothing",
        f"{BOOKS}test_a_report_that_is_not_neutral_is_redone_within_a_week_and_checked_again",
    ),
    "Binnen de 45 dagen wordt het rapport in het systeem ingebracht en is de klacht afgehandeld.": (
        f"{CLOCKS}test_a_complaint_starts_the_clocks_of_its_procedure",
        f"{CLOCKS}test_where_the_procedure_has_no_extension_there_is_none",
        f"{BOOKS}test_the_thirteen_steps_from_receipt_to_register",
        f"{BOOKS}test_a_local_government_knows_no_extension",
    ),
    "➔ manifest: het moet duidelijk zijn dat de burger ontevreden is en hij dit uit.": (
        f"{HERE}test_dissatisfaction_is_handled_and_a_report_or_question_is_not_a_complaint",
        f"{GROUNDS}test_a_question_or_a_report_is_no_complaint",
    ),
    "➔ Uiting: de ontevredenheid moet worden veruitwendigd door de burger. Dit kan op vele wijzen: mondeling, schriftelijk of elektronisch.": (
        f"{HERE}test_a_complaint_is_one_by_whatever_way_it_came",
    ),
    "➔ Ontevreden burger: de ontevredenheid en de mate van ontevredenheid wordt bepaald door de burger zelf": (
        f"{GROUNDS}test_what_only_a_person_may_find_stays_unknown",
    ),
    "- via e-mail - via brief - telefonisch - mondeling aan elke medewerker": (
        f"{HERE}test_a_complaint_is_one_by_whatever_way_it_came",
        "tests/desk/test_spoken.py::test_a_handler_of_a_town_registers_but_the_register_stays_the_coordinators",
    ),
    "Deze stap is enkel mogelijk als er onmiddellijk een oplossing kan geboden worden!": (
        f"{HERE}test_an_immediate_solution_is_possible_only_at_the_beginning_and_in_words",
    ),
    "Diensthoofd (of een medewerker als diensthoofd niet aanwezig is)": (
        "tests/desk/test_spoken.py::test_a_handler_of_a_town_registers_but_the_register_stays_the_coordinators",
    ),
    "Wanneer is een klacht niet ontvankelijk (en zal de klacht dan ook niet behandeld worden?)": (*TEN,),
    "- contactgegevens verzoeker (naam, adres, telefoon, e-mail) - datum indiening klacht - korte omschrijving klacht - kanaal hoe klacht is binnengekomen - ontvankelijk - datum versturen ontvangstbrief - coördinaten klachtenbehandelaar": (
        "tests/casework/test_workflow.py::test_the_thirteen_steps_from_receipt_to_register",
        f"{HERE}test_a_report_starts_only_when_admissible",
    ),
    "Hij is dus verantwoordelijk voor het voeren van het inhoudelijk onderzoek en het beoordelen van de klacht": (
        f"{HERE}test_the_handler_judges_and_the_coordinator_does_not",
    ),
    "- de klachtenbehandelaar gaat bij de betrokken dienst/medewerker/politicus om uitleg vragen over de feiten waarover de burger klaagt - indien nodig neemt de klachtenbehandelaar contact op met de klager voor verdere uitleg, vragen, …": (
        f"{HERE}test_the_handler_judges_and_the_coordinator_does_not",
    ),
    "- een samenvatting wordt opgenomen in het rapport": (f"{HERE}test_a_verdict_needs_findings_in_words",),
    "de klachtenbehandelaar beoordeelt klacht.": (f"{HERE}test_the_handler_judges_and_the_coordinator_does_not",),
    "De klachtenbehandelaar vult rapport aan op basis van zijn bevindingen en maakt motiverende brief op voor klager.": (
        f"{HERE}test_a_verdict_needs_findings_in_words",
        f"{FLOW}test_the_handler_reports_only_with_a_verdict",
    ),
    "Deze stuurt hij door naar klachtencoördinator (en naar diensthoofd indien deze de klacht niet zelf heeft behandeld)": (
        f"{HERE}test_the_report_goes_to_the_coordinator",
    ),
    "Het rapport wordt in het systeem gebracht + de klacht wordt als afgehandeld beschouwd.": (
        f"{BOOKS}test_the_thirteen_steps_from_receipt_to_register",
    ),
}
#: Sentences that state no rule, by what they are instead.
NO_RULE = {
    "the title of a step, a column or a question in the margin": (
        "Procedure klachtenbehandeling",
        "Stap 1: iemand uit een klacht",
        "➔ Lokale overheid:",
        "➔ Al dan niet: een klacht kan zowel slaan op:",
        "➔ handeling of prestatie: heel ruim op te vatten:",
        "Stap 2: ontvangen van de klacht",
        "Wat is een klacht?",
        "Manieren om de klacht te uiten",
        "Wie?",
        "Hoe?",
        "Welke gegevens nodig?",
        "Stap 3: oplossing aanbieden",
        "Een medewerker",
        "Stap 4: doorsturen klacht naar klachtencoördinator",
        "Stap 5: registreren van de klacht",
        "Klachtencoördinator",
        "Stap 6: ontvankelijkheidsonderzoek voeren",
        "Stap 7: versturen brief of e-mail naar klager",
        "Door wie?",
        "Wat?",
        "Termijn?",
        "Stap 8: opstarten en doorsturen rapport naar klachtenbehandelaar",
        "Stap 9: inhoudelijk onderzoek voeren",
        "Stap 10: klacht beoordelen",
        "Verschillende uitkomsten zijn mogelijk:",
        "Stap 11: rapport aanvullen + motiverende brief opstellen => terugsturen naar klachtencoördinator (+ eventueel diensthoofd)",
        "Stap 12: opsturen motiverende brief",
        "Stap 13: afhandelen dossier",
        "klachtenbehandelaar",
    ),
}
BOTH = Recipient("Noor De Smedt", "noor@post.example", ("Noor De Smedt", "Kerkstraat 7", "8400 OOSTENDE"))


def test_dissatisfaction_is_handled_and_a_report_or_question_is_not_a_complaint() -> None:
    assert proposal(LOCAL, LOCAL).action is Action.HANDLE
    assert proposal(LOCAL, kind=Kind.INFORMATION_REQUEST).action is Action.ANSWER


def test_what_must_be_noted_is_required_or_asked() -> None:
    rules = office(LOCAL).procedure
    assert {"name", "address", "facts", "phone", "email"} <= {*rules.required, *rules.asked}


def test_the_register_is_the_coordinators_and_a_handler_sees_only_what_is_given_to_him() -> None:
    us = office(LOCAL)
    handler, coordinator = person("els", us, Role.HANDLER), person("jan", us, Role.COORDINATOR)
    case = Case(office=us.id, procedure="lokaal-bestuur", sealed=False, handler=None)
    assert coordinator.sees(case)
    assert not handler.sees(case)
    case.handler = "els"
    assert handler.sees(case)


def test_the_letter_of_step_seven_holds_receipt_admissibility_motivation_date_and_coordinates() -> None:
    rules = office(LOCAL).procedure
    assert rules.letters["receipt-admissibility"] == (
        "received",
        "admissible",
        "motivations",
        "answer_by",
        "coordinator",
    )
    text = letter(LOCAL, Answer.RECEIPT_ADMISSIBILITY).text
    assert "2 maart 2026" in text
    assert "Wij behandelen uw klacht" in text
    assert "De feiten zijn van vorige maand." in text
    assert "ten laatste op 16 april 2026" in text


def test_the_expected_answer_is_promised_within_45_days() -> None:
    clocks = opening_clocks(office(LOCAL), received_at=RECEIVED, kind=Kind.COMPLAINT)
    promised = answer_by(clocks)
    assert promised == date(2026, 4, 16)
    assert (promised - RECEIVED.date()).days <= 45
    assert FACTS.answer_by == promised


@pytest.mark.parametrize(
    ("came", "goes"),
    [("smtp", Channel.MAIL), ("imap", Channel.MAIL), ("scan", Channel.LETTER), ("spoken", Channel.LETTER)],
)
def test_a_mail_is_answered_by_mail_and_everything_else_by_letter(came: str, goes: Channel) -> None:
    assert channel_for(Case(channel=came, wishes=[], person={}), BOTH, office(LOCAL)) is goes


def test_a_report_starts_only_when_admissible() -> None:
    rules = office(LOCAL).procedure
    where = {state for state in rules.states if "start-report" in {move.name for move in moves(state, rules)}}
    assert where == {"admissible"}


def test_step_ten_knows_six_verdicts() -> None:
    assert set(office(LOCAL).procedure.outcomes) == set(Outcome) - {Outcome.CONCILIATION}


@pytest.mark.parametrize(
    "text",
    [
        "Uw dienst herstelde op 3 maart de stoep voor mijn deur helemaal verkeerd, het water loopt nu mijn gang in.",
        "Iedereen in onze straat kreeg in maart een brief voor de werken, wij als enigen niet. Dat is niet zoals het hoort.",
        "Ondanks uw belofte van januari is mijn afgebroken paaltje nog altijd niet vervangen en niemand antwoordt mij.",
        "De man aan uw loket snauwde mij op 4 maart af en liet mij staan. Dat pik ik niet.",
        "Op mijn aanvraag van december voor een standplaats wacht ik al vier maanden. Dat is veel te lang.",
        "Ik ben boos over de beslissing van uw dienst om mijn parkeerkaart op 2 maart niet te verlengen.",
    ],
    ids=["wrong", "unusual", "omitted", "manners", "term", "decision"],
)
def test_a_wrong_an_unusual_and_an_omitted_act_are_complaints_as_are_manners_term_and_decision(text: str) -> None:
    decision = Story("seed", LOCAL, "Klacht", text, ("handle",), ()).decision()
    assert decision.action is Action.HANDLE
    assert Ground.NO_COMPLAINT not in decision.grounds


@pytest.mark.parametrize("way", sorted(Way))
def test_a_complaint_is_one_by_whatever_way_it_came(way: Way) -> None:
    """Written down by whoever heard it, it opens the same terms as a mail."""
    told = Told(RECEIVED, {"name": "Noor De Smedt"}, "De stoep is verkeerd hersteld.", way, "Els Maes", "nl")
    arrival = arrival_of(told, office=LOCAL, address="klachten@gemeente.example", number="1")
    assert way_in(arrival.source) == way
    assert arrival.received_at == RECEIVED


def test_an_immediate_solution_is_possible_only_at_the_beginning_and_in_words() -> None:
    rules = office(LOCAL).procedure
    where = {state for state in rules.states if "solve-at-once" in {move.name for move in moves(state, rules)}}
    assert where == {"received", "incomplete"}
    (solve,) = [move for move in moves("received", rules) if move.name == "solve-at-once"]
    assert "solution" in solve.needs


def test_the_handler_judges_and_the_coordinator_does_not() -> None:
    (verdict,) = [move for move in moves("in-treatment", office(LOCAL).procedure) if move.name == "verdict"]
    assert verdict.roles == ("handler",)


def test_a_verdict_needs_findings_in_words() -> None:
    rules = office(LOCAL).procedure
    (verdict,) = [move for move in moves("in-treatment", rules) if move.name == "verdict"]
    assert "motivation" in verdict.needs
    assert "findings" in rules.letters["closing"]


def test_the_report_goes_to_the_coordinator() -> None:
    rules = office(LOCAL).procedure
    (hand_in,) = [move for move in moves("in-treatment", rules) if move.name == "hand-in"]
    assert hand_in.to == "reported"
    assert {role for move in moves("reported", rules) for role in move.roles if move.name != "withdraw"} == {
        "coordinator"
    }
