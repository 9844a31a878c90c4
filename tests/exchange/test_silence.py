"""A partner that says nothing is reminded, and somebody here is told."""

from datetime import timedelta

from sqlalchemy import select

from gateway.casework.acts import settle_task
from gateway.exchange.decided import note_word, write_word
from gateway.exchange.silence import look_for_silence
from gateway.store.partners import TransferRow
from gateway.store.tables import Task
from outbound.exchange.handshake import AnswerStatus
from tests.exchange.houses import Town
from tests.exchange.steps import answer, deliver, passed_on, tasks


def test_a_partner_that_says_nothing_is_reminded_once_and_then_somebody_here_is_told(
    friends: tuple[Town, Town],
) -> None:
    flemish, brussels = friends
    passed_on(flemish, brussels)
    houses = {flemish.office_id: flemish.house}
    reminders, told = [], []
    for _ in range(24):
        flemish.now += timedelta(days=1)
        with flemish.gateway.store.session() as session:
            look_for_silence(session, flemish.now, houses=houses)
            look_for_silence(session, flemish.now, houses=houses)
        reminders += flemish.mails_to(brussels.address)
        told.append(len(tasks(flemish, "transfer-unanswered")))
    assert len(reminders) == 1
    assert told[13] == 0
    assert told[-1] == 1


def silent_for(one: Town, days: int) -> int:
    """The schedule looks every day; the open tasks that say that a partner does not answer."""
    for _ in range(days):
        one.now += timedelta(days=1)
        with one.gateway.store.session() as session:
            look_for_silence(session, one.now, houses={one.office_id: one.house})
    return len(tasks(one, "transfer-unanswered"))


def test_a_partner_that_asked_for_more_and_then_says_nothing_is_reminded_and_told_of_again(
    friends: tuple[Town, Town],
) -> None:
    flemish, brussels = friends
    passed_on(flemish, brussels)
    assert silent_for(flemish, 20) == 1
    with flemish.gateway.store.session() as session:
        row = session.scalars(select(TransferRow)).one()
        note_word(session, flemish.act, row, "need-more", "", "Welke kaart?", "", house=flemish.house)
    assert tasks(flemish, "transfer-unanswered") == []
    flemish.mails_to(brussels.address)
    assert silent_for(flemish, 20) == 0
    assert flemish.mails_to(brussels.address) == []
    with flemish.gateway.store.session() as session:
        row = session.scalars(select(TransferRow)).one()
        write_word(session, flemish.act, row, "De bewonerskaart.", house=flemish.house)
    assert len(flemish.mails_to(brussels.address)) == 1
    assert silent_for(flemish, 9) == 0
    assert len(flemish.mails_to(brussels.address)) == 1
    assert silent_for(flemish, 9) == 1


def test_a_silence_that_somebody_called_done_is_told_again_a_week_later(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    passed_on(flemish, brussels)
    assert silent_for(flemish, 16) == 1
    with flemish.gateway.store.session() as session:
        for task in session.scalars(select(Task).where(Task.kind == "transfer-unanswered")):
            settle_task(session, flemish.act, task)
    assert silent_for(flemish, 1) == 0
    assert silent_for(flemish, 8) == 1


def test_what_we_write_to_a_partner_that_needs_more_joins_its_case(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    arrival = brussels.receive(mail, flemish.address)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    answer(brussels, AnswerStatus.NEED_MORE)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    with flemish.gateway.store.session() as session:
        row = session.scalars(select(TransferRow)).one()
        assert row.state == "need-more"
        write_word(session, flemish.act, row, "Het gaat om de kaart van de Kerkstraat.", house=flemish.house)
    (word,) = flemish.mails_to(brussels.address)
    assert brussels.case(brussels.receive(word, flemish.address)).id == brussels.case(arrival).id
