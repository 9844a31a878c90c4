"""Seed 002: communication about your complaint (Vlaamse Ombudsdienst)."""

from dataclasses import replace

import pytest

from classifiers.understanding import Kind, PriorContact, Wish
from gateway.answering.answer import channel_for
from gateway.store.tables import Case
from outbound.draft import Answer, Channel, Recipient
from routing.decision import Action
from tests.routing.offices import LOCAL, VO, office
from tests.schedule.books import RECEIVED
from tests.seeds.letters import FACTS, letter
from tests.seeds.proposals import proposal

HERE = "tests/seeds/test_seed_002_communication.py::"
STATUS = "tests/routing/test_status.py::"
DUTIES = f"{HERE}test_the_receipt_tells_what_is_asked_of_the_complainant"

TABLE = {
    "dan is het niet de bedoeling dat u zelf nog blijft communiceren met de betrokken dienst over het probleem": (
        DUTIES,
        "tests/answers/test_compose.py::test_the_receipt_of_the_ombuds_service_tells_the_duties_of_the_complainant",
    ),
    "U kan altijd naar de stand van zaken van uw dossier vragen.": (
        f"{STATUS}test_the_party_hears_what_certainly_happened_and_when_an_answer_comes",
        f"{HERE}test_a_question_how_far_it_is_may_be_answered_by_itself",
        DUTIES,
    ),
    "Tijdens de behandeling van uw klacht verwachten wij dat u gewoon blijft meewerken met de dienstverlening van de overheidsdienst": (
        DUTIES,
    ),
    "U bezorgt de informatie die een dienst opvraagt, u komt een gemaakte afspraak na, u betaalt het bedrag dat niet betwist wordt, u blijft aan de slag als overheidsmedewerker": (
        DUTIES,
    ),
    "dan laat u dat aan de dienst weten en brengt u ons op de hoogte": (DUTIES,),
    "De Vlaamse Ombudsdienst zorgt ervoor dat uw klacht sowieso op de juiste plaats terechtkomt.": (
        f"{HERE}test_a_complaint_for_another_ombuds_service_is_proposed_to_go_there",
    ),
    "Omgekeerd werken andere (ombuds)diensten op dezelfde wijze en sturen zij klachten die voor de Vlaamse Ombudsdienst bestemd zijn, door naar ons.": (
        f"{HERE}test_what_a_colleague_passes_on_is_handled_and_counts_from_our_receipt",
        "tests/exchange/test_transfer.py::test_the_sender_keeps_the_duty_until_a_person_there_accepts",
    ),
    "Het kan dus niet de bedoeling zijn dat meerdere diensten met dezelfde klacht aan de slag gaan.": (
        f"{HERE}test_several_services_are_brought_together_and_nobody_is_refused_for_it",
    ),
    "Wanneer de Vlaamse Ombudsdienst maar één van de vele of meerdere bestemmelingen is van uw klacht, dan is de kans klein dat wij uw klacht in behandeling nemen.": (
        f"{HERE}test_several_services_are_brought_together_and_nobody_is_refused_for_it",
        f"{HERE}test_press_in_copy_is_no_other_service",
    ),
    "Breng dan de Vlaamse Ombudsdienst op de hoogte zodat we met die diensten kunnen afstemmen wie het best geplaatst is om uw klacht af te handelen.": (
        f"{HERE}test_the_complainant_is_asked_about_the_other_services",
        DUTIES,
    ),
    "Zodra uw klacht bij ons binnenkomt, krijgt u binnen de paar dagen een eerste reactie.": (
        f"{HERE}test_a_first_complaint_gets_its_receipt_at_once",
        "tests/routing/test_clocks.py::test_a_complaint_starts_the_clocks_of_its_procedure",
    ),
    "Wij verwijzen of sturen uw klacht door naar de bevoegde ombudsdienst.": (
        f"{HERE}test_a_complaint_for_another_ombuds_service_is_proposed_to_go_there",
    ),
    "Of wij verwijzen of sturen uw klacht door naar de dienst die uw klacht in eerste instantie moet behandelen omdat u zelf die dienst nog niet gecontacteerd hebt.": (
        "tests/seeds/test_seed_000_flemish_services.py::test_the_ombuds_service_sends_first_to_the_service_itself",
    ),
    "Of wij beantwoorden uw klacht inhoudelijk": (
        "tests/casework/test_workflow.py::test_an_immediate_solution_stays_in_the_register",
    ),
    "een ontvangstmelding met de gegevens van de onderzoeker die uw klacht zal behandelen": (
        f"{HERE}test_the_receipt_names_the_investigator_with_his_coordinates",
    ),
    "U kunt dus altijd rechtstreeks contact opnemen met de onderzoeker die uw klacht behandelt.": (
        f"{HERE}test_the_receipt_names_the_investigator_with_his_coordinates",
    ),
    "In principe contacteert de Vlaamse Ombudsdienst u via dezelfde weg als degene die u gebruikt hebt om met ons contact op te nemen.": (
        f"{HERE}test_the_answer_takes_the_way_the_complaint_came",
    ),
    "Als u een e-mail gestuurd hebt, zult u als antwoord een e-mail krijgen.": (
        f"{HERE}test_the_answer_takes_the_way_the_complaint_came",
    ),
    "Als u ons een brief stuurde, krijgt u als antwoord een brief.": (
        f"{HERE}test_the_answer_takes_the_way_the_complaint_came",
    ),
    "U kunt altijd zelf uitdrukkelijk aangeven op welke manier u gecontacteerd wilt worden.": (
        f"{HERE}test_an_explicit_wish_wins_over_the_way_it_came",
    ),
    "Als u bijvoorbeeld een brief of dossier stuurde per post, kunt u daarin uw e-mailadres vermelden als wij u mogen antwoorden via e-mail.": (
        f"{HERE}test_an_explicit_wish_wins_over_the_way_it_came",
    ),
    "Als u nadat u de klacht hebt ingediend nog een bericht ontvangt van de dienst waarover u klaagt, dan doet u er goed aan om dat aan ons over te maken.": (
        DUTIES,
    ),
    "Ook als de betrokken dienst u toch nog een oplossing aanreikt waarmee u akkoord kunt gaan, houdt u ons op de hoogte.": (
        DUTIES,
        "tests/casework/test_workflow.py::test_withdrawal_names_where_it_was_asked_and_reopening_starts_the_term_anew",
    ),
    "U kunt tussendoor altijd vragen naar de stand van zaken in uw dossier.": (
        f"{HERE}test_a_question_how_far_it_is_may_be_answered_by_itself",
    ),
    "De ombudsdienst beschermt altijd uw privacy en communiceert alleen met u persoonlijk over uw klacht.": (
        f"{STATUS}test_anybody_else_is_told_nothing",
        f"{STATUS}test_a_verdict_or_a_note_is_never_told",
    ),
    "U kunt vragen dat wij uw persoonsgegevens niet kenbaar maken bij de dienst waarover u klaagt": (
        "tests/answers/test_golden.py::test_nothing_of_the_complainant_reaches_the_body_when_the_name_is_withheld",
        "tests/routing/test_admissibility.py::test_not_wanting_to_be_named_to_the_service_is_not_being_anonymous",
        f"{HERE}test_a_withheld_name_does_not_stop_the_complaint",
    ),
    "maar vaak betekent dat dan wel dat wij uw klacht niet of niet volledig kunnen onderzoeken. Overleg daarover is altijd mogelijk.": (
        DUTIES,
    ),
}


def test_the_receipt_tells_what_is_asked_of_the_complainant() -> None:
    text = letter(VO, Answer.RECEIPT).text
    for words in (
        "zelf niet meer met de dienst over dit probleem",
        "Blijf voor de rest gewoon meewerken",
        "kom afspraken na en betaal wat u niet betwist",
        "gewoon aan het werk",
        "Zeg dat dan aan de dienst én aan ons",
        "Krijgt u nog een bericht of een voorstel van de dienst? Bezorg het ons.",
        "Hebt u uw klacht ook aan iemand anders gestuurd?",
        "Wilt u dat niet? Laat het ons nu weten, dan bekijken we samen wat mogelijk is.",
        "Dat mag u altijd vragen.",
    ):
        assert words in text


def test_the_receipt_names_the_investigator_with_his_coordinates() -> None:
    text = letter(VO, Answer.RECEIPT).text
    assert "Uw onderzoeker is Imke Wouters" in text
    assert "imke@dienst.example" in text
    assert "rechtstreeks bellen of schrijven" in text


def test_a_question_how_far_it_is_may_be_answered_by_itself() -> None:
    decided = proposal(VO, kind=Kind.STATUS_REQUEST)
    assert decided.action is Action.ANSWER
    assert decided.reply.answer == "status"


def test_a_complaint_for_another_ombuds_service_is_proposed_to_go_there() -> None:
    decided = proposal(VO, "gemeente-schaarbeek")
    assert (decided.action, decided.to) == (Action.FORWARD, "ombuds-brussel")


def test_what_a_colleague_passes_on_is_handled_and_counts_from_our_receipt() -> None:
    decided = proposal(VO, "de-lijn", kind=Kind.TRANSFER, recipients=["federale-ombudsman"])
    assert decided.action is Action.HANDLE
    assert {clock.starts for clock in decided.clocks} == {RECEIVED.date()}


def test_several_services_are_brought_together_and_nobody_is_refused_for_it() -> None:
    decided = proposal(VO, "de-lijn", recipients=["ombuds-brussel", "federale-ombudsman"])
    assert (decided.action, decided.to) == (Action.COORDINATE, VO)
    assert decided.grounds == ()


def test_press_in_copy_is_no_other_service() -> None:
    assert proposal(VO, "de-lijn", decoys=["press"]).action is Action.HANDLE


def test_the_complainant_is_asked_about_the_other_services() -> None:
    text = letter(VO, Answer.SEVERAL_SERVICES, replace(FACTS, services=("Ombuds Brussel",))).text
    assert "Ombuds Brussel" in text
    assert "Zeg ons of wij met die diensten mogen afspreken" in text


def test_a_first_complaint_gets_its_receipt_at_once() -> None:
    reply = proposal(VO, "de-lijn").reply
    assert (reply.automatic, reply.answer) == (True, "receipt")


def test_a_withheld_name_does_not_stop_the_complaint() -> None:
    assert proposal(VO, "de-lijn", wishes=[Wish.WITHHOLD_IDENTITY], prior=PriorContact.YES).action is Action.HANDLE


BOTH = Recipient("Noor De Smedt", "noor@post.example", ("Noor De Smedt", "Kerkstraat 7", "8400 OOSTENDE"))


def came_by(channel: str, *wishes: Wish) -> Case:
    return Case(channel=channel, wishes=[wish.value for wish in wishes], person={})


@pytest.mark.parametrize("name", [VO, LOCAL])
def test_the_answer_takes_the_way_the_complaint_came(name: str) -> None:
    assert channel_for(came_by("smtp"), BOTH, office(name)) is Channel.MAIL
    assert channel_for(came_by("imap"), BOTH, office(name)) is Channel.MAIL
    assert channel_for(came_by("scan"), BOTH, office(name)) is Channel.LETTER


def test_an_explicit_wish_wins_over_the_way_it_came() -> None:
    assert channel_for(came_by("smtp", Wish.REPLY_BY_LETTER), BOTH, office(VO)) is Channel.LETTER
    assert channel_for(came_by("scan", Wish.REPLY_BY_EMAIL), BOTH, office(VO)) is Channel.MAIL
    assert channel_for(came_by("smtp", Wish.REPLY_BY_PHONE), BOTH, office(VO)) is Channel.PHONE
