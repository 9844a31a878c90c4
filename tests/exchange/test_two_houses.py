"""Two gateways pass a complaint on, and it never lies between them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from gateway.answering.withheld import LeakFound
from gateway.casework.errors import NotPossible
from gateway.exchange.incoming import document_in
from gateway.exchange.outgoing import pass_on
from gateway.store.partners import ExchangeDocument
from gateway.store.tables import Case, Outbox
from outbound.exchange.handshake import AnswerGround, AnswerStatus
from tests.exchange.houses import Town, complaint, files_of
from tests.exchange.steps import CITIZEN, answer, deliver, passed_on, tasks, transfers


def test_a_complaint_passed_on_is_a_case_there_with_its_first_day_and_both_houses_know_both_references(
    friends: tuple[Town, Town],
) -> None:
    flemish, brussels = friends
    case, mail = passed_on(flemish, brussels)
    assert files_of(mail) == ["original-1.eml", "klachtenpost-transfer.json"]
    brussels.now = flemish.now = flemish.now + timedelta(days=3)
    there = brussels.case(brussels.receive(mail, flemish.address))
    assert there.person_email == CITIZEN
    assert there.first_received_at is not None
    assert there.first_received_at.date().isoformat() in ("2026-03-01", "2026-03-02")
    assert transfers(brussels)[0].their_reference == case.reference
    assert len(tasks(brussels, "transfer-received")) == 1
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    assert transfers(flemish)[0].state == "received"
    assert transfers(flemish)[0].their_reference == there.reference


def test_the_citizen_is_told_once_who_has_it(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    passed_on(flemish, brussels)
    with flemish.gateway.store.reading() as session:
        notices = session.scalars(select(Outbox).where(Outbox.answer == "forwarding-notice")).all()
    assert [notice.to_address for notice in notices] == [CITIZEN]


def test_the_citizen_gets_the_receipt_of_the_new_house_and_the_partner_a_signed_answer(
    friends: tuple[Town, Town],
) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    brussels.receive(mail, flemish.address)
    assert len(brussels.mails_to(CITIZEN)) == 1
    (told,) = brussels.mails_to(flemish.address)
    assert files_of(told) == ["klachtenpost-answer.json"]


def test_the_duty_stays_with_the_sender_until_the_partner_accepts(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    case, mail = passed_on(flemish, brussels)
    brussels.receive(mail, flemish.address)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    with flemish.gateway.store.reading() as session:
        assert session.get_one(Case, case.id).closed_at is None
    answer(brussels, AnswerStatus.ACCEPTED)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    with flemish.gateway.store.reading() as session:
        assert session.get_one(Case, case.id).closed_at is not None
    assert transfers(flemish)[0].state == "accepted"


def test_a_refusal_gives_the_case_back_with_its_ground(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    case, mail = passed_on(flemish, brussels)
    brussels.receive(mail, flemish.address)
    answer(brussels, AnswerStatus.REFUSED, AnswerGround.NOT_COMPETENT)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    assert transfers(flemish)[0].state == "refused"
    (task,) = tasks(flemish, "transfer-returned")
    assert "not-competent" in task.text
    with flemish.gateway.store.reading() as session:
        assert session.get_one(Case, case.id).state == "received"


def test_what_was_accepted_can_be_handed_back(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    brussels.receive(mail, flemish.address)
    answer(brussels, AnswerStatus.ACCEPTED)
    answer(brussels, AnswerStatus.HANDED_BACK, AnswerGround.INADMISSIBLE)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    assert transfers(flemish)[0].state == "handed-back"


def test_the_same_mail_twice_makes_one_case_one_transfer_and_one_answer(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    first, again = brussels.receive(mail, flemish.address), brussels.receive(mail, flemish.address)
    assert brussels.case(first).id == brussels.case(again).id
    assert len(transfers(brussels)) == 1
    assert len(brussels.mails_to(flemish.address)) == 1


def test_an_answer_that_arrives_twice_changes_nothing_the_second_time(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    brussels.receive(mail, flemish.address)
    answers = brussels.mails_to(flemish.address)
    deliver(answers * 2, brussels, flemish)
    with flemish.gateway.store.reading() as session:
        assert len(session.scalars(select(ExchangeDocument)).all()) == 1
    assert transfers(flemish)[0].state == "received"


def test_a_complaint_that_comes_back_goes_to_a_person(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    there = brussels.case(brussels.receive(mail, flemish.address))
    with (
        brussels.gateway.store.session() as session,
        pytest.raises(NotPossible, match="was here before"),
    ):
        pass_on(
            session,
            brussels.act,
            session.get_one(Case, there.id),
            flemish.office_id,
            house=brussels.house,
            reason="Toch voor u.",
        )


def test_a_wish_not_to_forward_is_kept(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    case = flemish.case(flemish.receive(complaint(), CITIZEN))
    with flemish.gateway.store.session() as session:
        row = session.get_one(Case, case.id)
        row.wishes = ["no-forwarding"]
        with pytest.raises(NotPossible, match="asked not to"):
            pass_on(session, flemish.act, row, brussels.office_id, house=flemish.house, reason="x")


def test_withheld_identity_sends_neither_name_nor_original(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    case = flemish.case(flemish.receive(complaint(), CITIZEN))
    with flemish.gateway.store.session() as session:
        row = session.get_one(Case, case.id)
        row.wishes, row.description = ["withhold-identity"], "De bewonerskaart blijft uit."
        pass_on(session, flemish.act, row, brussels.office_id, house=flemish.house, reason="Gewestelijke dienst.")
    (mail,) = flemish.mails_to(brussels.address)
    document = document_in(mail)
    assert document is not None
    for told in (b"Peeters", CITIZEN.encode(), b"Kerkstraat"):
        assert told not in mail
        assert told not in document


def test_a_covering_letter_that_names_whoever_wants_to_stay_unknown_is_stopped(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    case = flemish.case(flemish.receive(complaint(), CITIZEN))
    reason = "Mevrouw Peeters wacht op haar kaart."
    with flemish.gateway.store.session() as session:
        row = session.get_one(Case, case.id)
        row.wishes, row.description = ["withhold-identity"], "De bewonerskaart blijft uit."
        with pytest.raises(LeakFound, match="peeters"):
            pass_on(session, flemish.act, row, brussels.office_id, house=flemish.house, reason=reason)
        session.rollback()
    assert flemish.mails_to(brussels.address) == []


def test_a_house_that_was_down_for_a_day_takes_what_waited(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    brussels.now = flemish.now = flemish.now + timedelta(days=1, hours=3)
    brussels.receive(mail, flemish.address)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    assert transfers(flemish)[0].state == "received"
