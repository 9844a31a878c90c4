"""Letters of the exchange stand in the office's own texts, and one that cannot be written holds no other one up."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from classifiers.understanding import Language, Wish
from gateway.answering import texts
from gateway.answering.withheld import LeakFound
from gateway.exchange.answers import answer_letter
from gateway.exchange.decided import write_word
from gateway.exchange.outgoing import pass_on
from gateway.exchange.silence import look_for_silence
from gateway.store.partners import TransferRow
from gateway.store.tables import Case
from outbound.draft import Answer
from outbound.exchange.handshake import AnswerStatus, TransferAnswer
from tests.exchange.houses import Town, complaint, town
from tests.exchange.steps import CITIZEN, passed_on, tasks
from tests.exchange.test_circles import OTHER

OWN = "Deze zin schreef de dienst zelf."


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Town, Town]]:
    one = town(tmp_path / "flemish", "vlaamse-ombudsdienst")
    two = town(tmp_path / "brussels", "ombuds-brussel")
    one.befriend(two)
    two.befriend(one)
    yield one, two
    one.gateway.close()
    two.gateway.close()


def writes_itself(one: Town, answer: Answer, words: str = OWN) -> None:
    office = one.house.office
    with one.gateway.store.session() as session:
        own = f"{texts.house(office, answer, Language.NL)}\n\n{words}\n"
        texts.save(session, office, answer, Language.NL, own, by="lien", now=one.now)


def plain(mail: bytes) -> str:
    body = message_from_bytes(mail, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_the_letter_with_which_a_complaint_travels_is_in_the_offices_own_text(pair: tuple[Town, Town]) -> None:
    one, two = pair
    writes_itself(one, Answer.FORWARDING_LETTER)
    _, mail = passed_on(one, two)
    assert OWN in plain(mail)


def test_reminders_and_answers_to_partners_are_in_the_offices_own_text(pair: tuple[Town, Town]) -> None:
    one, two = pair
    writes_itself(one, Answer.FREE)
    writes_itself(two, Answer.FREE)
    _, mail = passed_on(one, two)
    assert OWN not in plain(mail)
    one.now += timedelta(days=8)
    with one.gateway.store.session() as session:
        look_for_silence(session, one.now, houses={one.office_id: one.house})
    (reminder,) = one.mails_to(two.address)
    assert OWN in plain(reminder)
    two.receive(mail, one.address)
    with two.gateway.store.reading() as session:
        row = session.scalars(select(TransferRow)).one()
        told = TransferAnswer(row.document_id, row.their_reference, AnswerStatus.ACCEPTED, by_person=True)
        _, draft = answer_letter(session, row, told, house=two.house, now=two.now)
    assert OWN in draft.text


def test_a_reminder_that_would_name_who_wants_to_stay_unknown_becomes_a_task_and_the_next_one_leaves(
    pair: tuple[Town, Town],
) -> None:
    one, two = pair
    for mail, sender, wishes in (
        (complaint(), CITIZEN, [Wish.WITHHOLD_IDENTITY.value]),
        (complaint(OTHER, "bram@example.org").replace(b"<een@", b"<twee@"), "bram@example.org", []),
    ):
        case = one.case(one.receive(mail, sender))
        with one.gateway.store.session() as session:
            row = session.get_one(Case, case.id)
            row.wishes, row.description = wishes, "De bewonerskaart blijft uit."
            pass_on(session, one.act, row, two.office_id, house=one.house, reason="Gewestelijk.")
    assert len(one.mails_to(two.address)) == 2
    writes_itself(one, Answer.FREE, "Uw dossier is bij collega Peeters.")
    one.now += timedelta(days=8)
    with one.gateway.store.session() as session:
        look_for_silence(session, one.now, houses={one.office_id: one.house})
    assert len(one.mails_to(two.address)) == 1
    assert len(tasks(one, "transfer-unanswered")) == 1


def test_what_a_person_writes_to_a_partner_does_not_name_who_wants_to_stay_unknown(pair: tuple[Town, Town]) -> None:
    one, two = pair
    case = one.case(one.receive(complaint(), CITIZEN))
    with one.gateway.store.session() as session:
        row = session.get_one(Case, case.id)
        row.wishes, row.description = [Wish.WITHHOLD_IDENTITY.value], "De bewonerskaart blijft uit."
        sent = pass_on(session, one.act, row, two.office_id, house=one.house, reason="Gewestelijk.")
    one.mails_to(two.address)
    with one.gateway.store.session() as session, pytest.raises(LeakFound, match="peeters"):
        write_word(
            session, one.act, session.get_one(TransferRow, sent.id), "Vraag het aan mevrouw Peeters.", house=one.house
        )
    assert one.mails_to(two.address) == []
