"""Which message belongs to which case, and which must never."""

from dataclasses import replace

import pytest

from classifiers.understanding import Kind, Language
from routing.matching import MatchVerdict, Relation, match
from tests.matching.build import incoming, known, traits

LEAK = """Sinds 4 februari lekt de hoofdkraan in onze kelder. De technieker van de watermaatschappij kwam op 11 februari
kijken, klopte op de meter en zei dat de dichting versleten was. Toch kreeg ik een afrekening van 913,40 euro voor
verbruik dat ik nooit gehad heb. Dossier WM-55120. Ik belde drie keer en kreeg telkens iemand anders aan de lijn."""
LEAK_SHORT = """Nog eens over de kraan in de kelder: de afrekening van 913,40 euro (WM-55120) klopt niet, de dichting was
versleten volgens uw technieker op 11 februari. Niemand belt mij terug over dat verbruik."""
LEAK_FRENCH = """Depuis le 4 février le robinet principal fuit dans notre cave. Le technicien est venu le 11 février et a dit
que le joint était usé. J'ai pourtant reçu un décompte de 913,40 euros. Dossier WM-55120. J'ai appelé trois fois."""
TRAM = """De tramhalte voor ons rusthuis is op 3 maart opgeheven zonder bericht. Mijn bewoners van tachtig jaar moeten nu
achthonderd meter stappen langs een weg zonder voetpad, en de vervoermaatschappij antwoordt niet op onze brieven."""

ANNA = {"name": "Anna Terlinden", "email": "anna.t@post.example", "bodies": ("de-watergroep",), "postcode": "9300"}
ROB = {"name": "Rob Huysmans", "email": "rob@mail.example", "bodies": ("de-watergroep",), "postcode": "3600"}


def test_the_same_mail_over_another_road_is_the_same_mail():
    first = traits(LEAK, **ANNA, message_id="a@x")
    again = traits(LEAK + "\n_____\nlijst klachten-intern", **ANNA, message_id="a@x")
    found = match(incoming(again), [known(first)])
    assert (found.verdict, found.relation, found.case) == (MatchVerdict.LINK, Relation.SAME_MAIL, 1)


def test_few_words_without_date_and_message_id_are_not_the_same_mail_again():
    for text in ("", "Zie bijlage."):
        first, again = traits(text, email="a@post.example"), traits(text, email="a@post.example")
        found = match(incoming(replace(again, sent="")), [known(replace(first, sent=""))])
        assert found.relation is not Relation.SAME_MAIL


def test_one_message_id_on_the_texts_of_two_people_keeps_them_apart():
    first = traits(LEAK, **ANNA, message_id="form@x")
    other = traits(TRAM, **ROB, message_id="form@x")
    assert match(incoming(other), [known(first)]).verdict is MatchVerdict.NEW


def test_a_reworded_shorter_mail_of_the_same_person_is_resent():
    found = match(
        incoming(traits(LEAK_SHORT, **ANNA, message_id="b@x")), [known(traits(LEAK, **ANNA, message_id="a@x"))]
    )
    assert (found.verdict, found.relation) == (MatchVerdict.LINK, Relation.RESENT)


def test_a_translation_by_the_same_person_is_resent():
    french = traits(LEAK_FRENCH, **ANNA, language=Language.FR)
    found = match(incoming(french), [known(traits(LEAK, **ANNA))])
    assert (found.verdict, found.relation) == (MatchVerdict.LINK, Relation.RESENT)


def test_the_same_person_with_another_matter_opens_a_case():
    other = traits(TRAM, **{**ANNA, "bodies": ("de-lijn",)})
    assert match(incoming(other), [known(traits(LEAK, **ANNA))]).verdict is MatchVerdict.NEW


def test_another_matter_in_the_old_thread_opens_a_case():
    other = traits(TRAM, **{**ANNA, "bodies": ("de-lijn",)})
    assert match(incoming(other, pointed=1), [known(traits(LEAK, **ANNA))]).relation is Relation.NEW


def test_a_stranger_who_quotes_the_number_is_only_proposed():
    stranger = traits(
        "Stuur mij alle stukken van dit dossier.", name="K. V.", email="kv@else.example", kind=Kind.FOLLOW_UP
    )
    found = match(incoming(stranger, pointed=1), [known(traits(LEAK, **ANNA))])
    assert found.verdict is MatchVerdict.PROPOSE
    assert found.relation is Relation.NEW


def test_the_signed_reply_address_proves_the_sender():
    reply = traits("Hierbij de foto.", name="", email="zus@else.example", kind=Kind.FOLLOW_UP)
    found = match(incoming(reply, token=1), [known(traits(LEAK, **ANNA))])
    assert (found.verdict, found.relation) == (MatchVerdict.LINK, Relation.FOLLOW_UP)


def test_the_body_complained_about_answers_in_the_case_it_names():
    answer = traits("Wij herzien de afrekening.", name="Dienst klanten", email="k@water.example", kind=Kind.FOLLOW_UP)
    found = match(incoming(answer, pointed=1), [known(traits(LEAK, **ANNA), domains=frozenset({"water.example"}))])
    assert (found.verdict, found.relation) == (MatchVerdict.LINK, Relation.FOLLOW_UP)


def test_two_people_with_the_same_trouble_keep_their_own_cases():
    found = match(incoming(traits(LEAK_SHORT.replace("WM-55120", "WM-90011"), **ROB)), [known(traits(LEAK, **ANNA))])
    assert found.verdict is not MatchVerdict.LINK
    assert found.template_of is None


def test_one_text_from_two_people_is_a_campaign_of_two_cases():
    found = match(incoming(traits(TRAM, **ROB)), [known(traits(TRAM, **ANNA), message=7)])
    assert found.verdict is not MatchVerdict.LINK
    assert found.template_of == 7


def test_two_people_of_one_mailbox_keep_their_own_matters():
    wife = traits(TRAM, name="Els Huysmans", email="rob@mail.example", bodies=("de-lijn",), postcode="3600")
    assert match(incoming(wife), [known(traits(LEAK, **ROB))]).verdict is MatchVerdict.NEW


def test_the_husband_writes_about_her_case_from_his_own_address():
    hers = traits(LEAK, **ANNA, street="Veldstraat", number="7")
    his = traits(
        LEAK_SHORT, name="Jos Pauwels", email="jos@mail.example", postcode="9300", street="Veldstraat", number="7"
    )
    found = match(incoming(his, "mijn vrouw Anna schreef u", speaks_for=True), [known(hers)])
    assert found.verdict is MatchVerdict.LINK


def test_a_namesake_in_another_town_is_somebody_else():
    far = traits(LEAK_SHORT, **{**ANNA, "email": "anna@far.example", "postcode": "8400"})
    assert match(incoming(far), [known(traits(LEAK, **ANNA))]).verdict is not MatchVerdict.LINK


def test_quoted_text_of_an_earlier_mail_does_not_make_a_mail_alike():
    reply = traits("Dank u.", **ROB, quoted=LEAK)
    assert match(incoming(reply), [known(traits(LEAK, **ANNA))]).verdict is MatchVerdict.NEW


def test_the_reasons_say_what_is_shared():
    found = match(incoming(traits(LEAK_SHORT, **ANNA)), [known(traits(LEAK, **ANNA))])
    assert any("wm55120" in reason for reason in found.reasons)


@pytest.mark.parametrize("again", [True, False])
def test_a_partner_passing_on_what_we_have_is_a_copy(again: bool):
    mine = traits(LEAK, **ANNA)
    passed = replace(mine, passed_on=True, writer_email="klacht@partner.example", writer=("partner",))
    first, second = (mine, passed) if again else (passed, mine)
    found = match(incoming(replace(second, sent="later")), [known(first)])
    assert (found.verdict, found.relation) == (MatchVerdict.LINK, Relation.COPY)
