"""A transfer that is taken back ends at both houses."""

from sqlalchemy import select

from gateway.exchange.outgoing import take_back_from
from gateway.store.partners import TransferRow
from gateway.store.tables import Case, Outbox
from outbound.exchange.handshake import AnswerStatus
from tests.exchange.houses import Town
from tests.exchange.steps import CITIZEN, answer, deliver, passed_on, tasks, transfers


def test_who_takes_a_complaint_back_tells_the_complainant_once_a_person_puts_a_name_on_it(
    friends: tuple[Town, Town],
) -> None:
    flemish, brussels = friends
    case, _ = passed_on(flemish, brussels)
    with flemish.gateway.store.session() as session:
        row = session.scalars(select(TransferRow)).one()
        held = session.get_one(Case, case.id)
        take_back_from(session, flemish.act, held, row, house=flemish.house, text="")
    with flemish.gateway.store.reading() as session:
        waiting = session.scalars(
            select(Outbox).where(Outbox.to_address == CITIZEN, Outbox.state == "waiting-for-person")
        ).all()
    (letter,) = waiting
    assert "opnieuw bij ons" in str(letter.draft["text"])
    assert case.reference in str(letter.draft["text"])


def taken_back(one: Town, case: Case) -> None:
    with one.gateway.store.session() as session:
        row = session.scalars(select(TransferRow)).one()
        take_back_from(session, one.act, session.get_one(Case, case.id), row, house=one.house, text="Opgelost.")


def test_what_the_sender_takes_back_ends_at_the_partner_too(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    case, mail = passed_on(flemish, brussels)
    there = brussels.case(brussels.receive(mail, flemish.address))
    taken_back(flemish, case)
    deliver(2 * flemish.mails_to(brussels.address), flemish, brussels)
    (row,) = transfers(brussels)
    assert (row.state, row.text) == ("withdrawn", "Opgelost.")
    assert tasks(brussels, "transfer-received") == []
    assert len(tasks(brussels, "transfer-answered")) == 1
    with brussels.gateway.store.reading() as session:
        assert session.get_one(Case, there.id).closed_at is not None
        assert len(session.scalars(select(Case)).all()) == 1


def test_taking_back_what_the_partner_took_over_meanwhile_makes_two_people_talk(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    case, mail = passed_on(flemish, brussels)
    brussels.receive(mail, flemish.address)
    answer(brussels, AnswerStatus.ACCEPTED)
    taken_back(flemish, case)
    deliver(flemish.mails_to(brussels.address), flemish, brussels)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    assert transfers(brussels)[0].state == "accepted"
    assert len(tasks(brussels, "transfer-returned")) == 1
    assert len(tasks(flemish, "transfer-returned")) == 1
