"""Seed 002: communication about your complaint (Vlaamse Ombudsdienst)."""

from dataclasses import replace

import pytest

from classifiers.understanding import Kind, PriorContact, Wish
from gateway.answering.answer import channel_for
from gateway.answering.channel import Ways, choose
from gateway.intake.spoken import Way
from gateway.store.tables import Case
from outbound.draft import Answer, Channel, Recipient
from routing.decision import Action, Ground
from routing.workflow import moves
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
    "gewoon blijft meewerken met de dienstverlening van de overheidsdienst, zeker voor die aspecten die niets te maken hebben met uw klacht.": (
        DUTIES,
    ),
    "U bezorgt de informatie die een dienst opvraagt, u komt een gemaakte afspraak na, u betaalt het bedrag dat niet betwist wordt, u blijft aan de slag als overheidsmedewerker": (
        DUTIES,
    ),
    "Als u toch uw verdere medewerking niet kunt verlenen omdat u van mening bent dat een bepaald aspect (te veel) verbonden is met uw klacht, dan laat u dat aan de dienst weten en brengt u ons op de hoogte.": (
        DUTIES,
    ),
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
    "U komt in principe terecht bij de Vlaamse Ombudsdienst omdat u er zelf niet in geslaagd bent om met de betrokken dienst tot een oplossing te komen.": (
        "tests/seeds/test_seed_000_flemish_services.py::test_the_ombuds_service_sends_first_to_the_service_itself",
    ),
    "De Vlaamse Ombudsdienst neemt uw dossier in handen en wij garanderen dat wij met uw klacht aan de slag gaan.": (
        f"{HERE}test_the_receipt_promises_that_the_office_talks_to_the_service_itself",
        f"{HERE}test_a_first_complaint_gets_its_receipt_at_once",
    ),
    "Bemiddeling en verzoening kunnen alleen plaats vinden in een sfeer van vertrouwen.": (
        "tests/routing/test_workflow.py::test_conciliation_is_a_verdict_of_the_ombuds_services_only",
    ),
    "Wij beoordelen dan samen met u uw situatie.": (DUTIES,),
    "Toch is het niet nodig om uw klacht bij meerdere diensten neer te leggen.": (
        f"{HERE}test_several_services_are_brought_together_and_nobody_is_refused_for_it",
        f"{HERE}test_a_complaint_for_another_ombuds_service_is_proposed_to_go_there",
    ),
    "Ook als pas na een eerste onderzoek blijkt welke dienst echt bevoegd is.": (
        f"{HERE}test_a_complaint_can_be_passed_on_after_the_investigation_began",
    ),
    "Hebt u onbedoeld of uit onwetendheid uw klacht bij meerdere diensten heeft ingediend?": (
        f"{HERE}test_the_complainant_is_asked_about_the_other_services",
        DUTIES,
    ),
    "Of u krijgt bijkomende informatie.": (f"{HERE}test_a_question_is_answered_and_is_no_complaint",),
    "Wanneer wij uw klacht niet met onze snelle dienstverlening kunnen afhandelen, wordt een ombudsonderzoek opgestart.": (
        f"{HERE}test_an_investigation_starts_with_an_investigator",
    ),
    "of een eerste inhoudelijke reactie van de onderzoeker die uw klacht zal behandelen": (
        f"{HERE}test_a_first_answer_in_substance_meets_the_week_too",
    ),
    "Als u ons belt, proberen we u telefonisch te contacteren.": (
        "tests/answers/test_channel.py::test_the_first_rule_that_holds_chooses_the_way",
    ),
    "Als u geen voorkeur hebt, kunt u het best zoveel mogelijk contactmogelijkheden vermelden.": (
        f"{HERE}test_telephone_and_mail_address_are_asked_and_never_required",
    ),
    "Tijdens de behandeling van uw klacht contacteren we u mogelijk nog op andere manieren.": (
        "tests/answers/test_channel.py::test_a_way_that_a_person_prefers_is_told_as_chosen",
    ),
    "Soms hebben wij bijkomende informatie of verduidelijking nodig en die vragen we dan bijvoorbeeld telefonisch op, terwijl u ons antwoord wel per e-mail krijgt.": (
        "tests/answers/test_channel.py::test_a_way_that_a_person_prefers_is_told_as_chosen",
        f"{HERE}test_the_answer_takes_the_way_the_complaint_came",
    ),
    "Als u ons contacteert via sociale media zullen we u altijd vragen hoe we individueel met u kunnen communiceren.": (
        "tests/answers/test_channel.py::test_the_first_rule_that_holds_chooses_the_way",
        f"{HERE}test_who_complains_on_social_media_is_asked_where_to_be_reached",
    ),
    "We vragen dan uw telefoonnummer en/of e-mailadres.": (
        f"{HERE}test_who_complains_on_social_media_is_asked_where_to_be_reached",
    ),
    "De ombudsman doet niet aan klachtenbehandeling op de sociale media zelf.": (
        f"{HERE}test_no_answer_goes_out_on_social_media",
    ),
    "Hetzelfde geldt voor andere informatie die u nog zou krijgen en die nuttig of nodig kan zijn om uw probleem op te lossen.": (
        DUTIES,
    ),
    "Zodra de Vlaamse Ombudsdienst iets kan melden in uw dossier, nemen we zelf contact met u op.": (
        "tests/schedule/test_schedule.py::test_staff_are_reminded_three_days_and_one_day_before_the_target_day",
    ),
    "De Vlaamse Ombudsdienst rapporteert via onderzoeksrapporten, jaarverslagen, de website en sociale media open over de klachtenbehandeling, maar respecteert altijd uw privacy.": (
        "tests/figures/test_report.py::test_nothing_of_a_person_is_in_the_report",
        "tests/figures/test_report.py::test_a_small_number_is_hidden_together_with_another",
    ),
    "Alle persoonlijke gegevens worden in die communicaties weggelaten of vervangen door fictieve gegevens.": (
        "tests/figures/test_report.py::test_nothing_of_a_person_is_in_the_report",
    ),
    "Alleen wanneer de Vlaamse Ombudsdienst contact opneemt met de overheidsdienst waarover u klaagt, zullen we in vele gevallen wel uw persoonsgegevens moeten vermelden om uw klacht verder te kunnen onderzoeken.": (
        DUTIES,
        "tests/answers/test_golden.py::test_nothing_of_the_complainant_reaches_the_body_when_the_name_is_withheld",
    ),
}
#: Sentences that state no rule, by what they are instead.
NO_RULE = {
    "a heading or the way through the site": (
        "Gedaan met laden. U bevindt zich op: Communicatie over uw klacht Uw klacht",
        "Communicatie over uw klacht",
        "U communiceert in principe zelf niet meer met de betrokken dienst",
        "U communiceert enkel met de Vlaamse Ombudsdienst",
        "Communicatiekanalen",
        "U houdt ons op de hoogte van de communicatie met de betrokken dienst",
        "De Vlaamse Ombudsdienst respecteert uw privacy",
        "Meer informatie over ons privacy- en gegevensbeschermingsbeleid vindt u op deze pagina.",
    ),
    "leads over to the next sentence, or gives its reason": (
        "Een vlotte communicatie bij de behandeling van uw klacht is essentieel. Daarom enkele goede afspraken.",
        "Dat zorgt alleen maar voor verwarring en irritatie en komt dus de behandeling van uw klacht niet ten goede.",
        "Tijdens de behandeling van uw klacht verwachten wij dat u - als dat voor u van toepassing is -",
        "De Vlaamse Ombudsdienst begrijpt dat het vaak niet eenvoudig is om te weten bij welke (ombuds)dienst u kunt aankloppen met uw klacht.",
        "Dat is verspilling van tijd en middelen waardoor andere klagers langer moeten wachten op de behandeling van hun klacht.",
        "Voor de eenvoudige dossiers kan dat met onze snelle dienstverlening:",
        "U ontvangt dan:",
        "Dat doen we meestal met de bedoeling om uw klacht niet alleen sneller, maar ook beter te kunnen afhandelen.",
    ),
    "how people work, without a promise": (
        "Hoe snel we uw klacht behandelen, hangt af van hoe ingewikkeld en dringend ze is en van de medewerking van de betrokken dienst.",
    ),
    "asked of the complainant, for people to talk about": (
        "Als u geen vertrouwen hebt in de werking van onze dienst, dan is het niet zinvol dat u ons vraagt uw klacht te behandelen.",
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


def test_the_receipt_promises_that_the_office_talks_to_the_service_itself() -> None:
    text = letter(VO, Answer.RECEIPT).text
    assert "Wij doen dat voor u." in text
    assert "dan vragen we de betrokken dienst om uitleg" in text


def test_a_complaint_can_be_passed_on_after_the_investigation_began() -> None:
    assert "pass-on" in {move.name for move in moves("in-treatment", office(VO).procedure)}


def test_a_question_is_answered_and_is_no_complaint() -> None:
    decided = proposal(VO, kind=Kind.INFORMATION_REQUEST)
    assert decided.action is Action.ANSWER
    assert Ground.NO_COMPLAINT in decided.grounds


def test_an_investigation_starts_with_an_investigator() -> None:
    (take_up,) = [move for move in moves("received", office(VO).procedure) if move.name == "take-up"]
    assert take_up.to == "in-treatment"
    assert "handler" in take_up.needs


def test_a_first_answer_in_substance_meets_the_week_too() -> None:
    (solve,) = [move for move in moves("received", office(VO).procedure) if move.name == "solve-at-once"]
    assert solve.meets == ("*",)


def test_telephone_and_mail_address_are_asked_and_never_required() -> None:
    rules = office(VO).procedure
    assert {"phone", "email"} <= set(rules.asked)
    assert not {"phone", "email"} & set(rules.required)


@pytest.mark.parametrize("known", ["", "phone"])
def test_who_complains_on_social_media_is_asked_where_to_be_reached(known: str) -> None:
    """Without a mail address nothing is sent: staff ask by the way the complaint came."""
    nowhere = Ways("spoken", frozenset(), False, False, told_by=Way.SOCIAL_MEDIA, has_phone=bool(known))
    assert choose(nowhere).rule == "nothing-known"


def test_no_answer_goes_out_on_social_media() -> None:
    assert {channel.value for channel in Channel} == {"mail", "letter", "phone"}
