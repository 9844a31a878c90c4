"""Two gateways pass a complaint on, and it never lies between them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.answering.withheld import LeakFound
from gateway.casework.acts import settle_task
from gateway.casework.errors import NotPossible
from gateway.errors import GatewayError
from gateway.exchange import directory
from gateway.exchange.answers import answer_transfer
from gateway.exchange.decided import note_word, write_word
from gateway.exchange.incoming import document_in
from gateway.exchange.keys import partner_keys, signing_key
from gateway.exchange.outgoing import pass_on, take_back_from
from gateway.exchange.silence import look_for_silence
from gateway.store.partners import ExchangeDocument, TransferRow
from gateway.store.tables import Case, Inbox, Outbox, Task
from outbound.exchange.document import Document, DocumentType, sign
from outbound.exchange.handshake import AnswerGround, AnswerStatus, TransferAnswer
from tests.exchange.houses import Town, complaint, files_of, town

CITIZEN = "an.peeters@example.org"


@pytest.fixture
def flemish(tmp_path: Path) -> Iterator[Town]:
    one = town(tmp_path / "flemish", "vlaamse-ombudsdienst")
    yield one
    one.gateway.close()


@pytest.fixture
def brussels(tmp_path: Path, database_url: str) -> Iterator[Town]:
    one = town(tmp_path / "brussels", "ombuds-brussel", database_url)
    yield one
    one.gateway.close()


@pytest.fixture
def friends(flemish: Town, brussels: Town) -> tuple[Town, Town]:
    flemish.befriend(brussels)
    brussels.befriend(flemish)
    return flemish, brussels


def passed_on(sender: Town, recipient: Town) -> tuple[Case, bytes]:
    """The case at the sender after the decision, and the mail that leaves."""
    case = sender.case(sender.receive(complaint(), CITIZEN))
    with sender.gateway.store.session() as session:
        pass_on(
            session,
            sender.act,
            session.get_one(Case, case.id),
            recipient.office_id,
            house=sender.house,
            reason="parking.brussels is een gewestelijke dienst.",
        )
    (mail,) = sender.mails_to(recipient.address)
    return case, mail


def transfers(one: Town) -> list[TransferRow]:
    with one.gateway.store.reading() as session:
        return list(session.scalars(select(TransferRow).order_by(TransferRow.id)))


def tasks(one: Town, kind: str) -> list[Task]:
    with one.gateway.store.reading() as session:
        return list(session.scalars(select(Task).where(Task.kind == kind, Task.done_at.is_(None))))


def answer(one: Town, status: AnswerStatus, ground: AnswerGround | None = None) -> None:
    """A person at the recipient decides about the transfer."""
    with one.gateway.store.session() as session:
        row = session.scalars(select(TransferRow).where(TransferRow.direction == "in")).one()
        case = session.get_one(Case, row.case_id)
        told = TransferAnswer(row.document_id, row.their_reference, status, case.reference, ground, "Lien", True)
        answer_transfer(session, row, told, house=one.house, now=one.now, by="lien")


def deliver(mails: list[bytes], sender: Town, recipient: Town) -> None:
    for mail in mails:
        recipient.receive(mail, sender.address)


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


def test_a_transfer_from_a_house_that_nobody_verified_is_ordinary_mail(flemish: Town, brussels: Town) -> None:
    flemish.befriend(brussels)
    _, mail = passed_on(flemish, brussels)
    number = brussels.receive(mail, flemish.address)
    assert transfers(brussels) == []
    (task,) = tasks(brussels, "transfer-refused")
    assert task.data == {"refused": "unknown-house"}
    with brussels.gateway.store.reading() as session:
        assert session.get_one(Inbox, number).case_id is not None


def test_a_forged_sender_without_the_key_gets_no_partner_rights(friends: tuple[Town, Town], tmp_path: Path) -> None:
    _, brussels = friends
    forger = town(tmp_path / "forger", "vlaamse-ombudsdienst")
    forger.befriend(brussels)
    _, mail = passed_on(forger, brussels)
    brussels.receive(mail, forger.address)
    assert transfers(brussels) == []
    (task,) = tasks(brussels, "transfer-refused")
    assert task.data == {"refused": "unknown-key"}
    forger.gateway.close()


def test_a_key_that_was_taken_out_signs_nothing_any_more(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    with brussels.gateway.store.session() as session:
        (name,) = partner_keys(session, flemish.office_id)
        directory.unpin(session, flemish.office_id, name, "lien", brussels.now)
    brussels.receive(mail, flemish.address)
    assert transfers(brussels) == []


def test_nothing_leaves_to_an_address_that_no_person_verified(flemish: Town, brussels: Town) -> None:
    with flemish.gateway.store.session() as session:
        entry = directory.Entry(brussels.office_id, "Ombuds Brussel", brussels.address)
        directory.enter(session, entry, "lien", flemish.now)
    with pytest.raises(GatewayError, match="nobody verified"):
        passed_on(flemish, brussels)


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


def test_a_house_that_was_down_for_a_day_takes_what_waited(friends: tuple[Town, Town]) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    brussels.now = flemish.now = flemish.now + timedelta(days=1, hours=3)
    brussels.receive(mail, flemish.address)
    deliver(brussels.mails_to(flemish.address), brussels, flemish)
    assert transfers(flemish)[0].state == "received"


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


def test_a_relay_that_spells_a_document_in_another_way_makes_no_second_one_and_no_forgery(
    friends: tuple[Town, Town],
) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    document = document_in(mail)
    assert document is not None
    spelt = EmailMessage()
    spelt["From"], spelt["To"], spelt["Subject"] = flemish.address, brussels.address, "Een klacht"
    spelt.set_content("Een klacht.\n")
    other = json.dumps(json.loads(document), indent=2).encode()
    spelt.add_attachment(other, maintype="application", subtype="json", filename="klachtenpost-transfer.json")
    deliver([spelt.as_bytes(), mail], flemish, brussels)
    assert len(transfers(brussels)) == 1
    assert tasks(brussels, "transfer-refused") == []


@pytest.mark.parametrize(
    "change",
    [
        {"hops": [{"house": "gemeente-gent", "reference": "1", "received": "2026-03-01", "sent": "2026-03-02"}]},
        {"first_received": "2031-01-01"},
    ],
)
def test_a_transfer_that_hides_who_had_it_or_comes_from_a_day_to_come_is_refused_and_shown(
    friends: tuple[Town, Town], change: dict[str, object]
) -> None:
    flemish, brussels = friends
    _, mail = passed_on(flemish, brussels)
    document = json.loads(document_in(mail) or b"")
    with flemish.gateway.store.session() as session:
        key = signing_key(session, flemish.office_id, flemish.gateway.secret, flemish.now)
    body = document["body"] | change
    lying = Document(
        DocumentType.TRANSFER, "lying-document-0001", flemish.office_id, brussels.office_id, flemish.now, body
    )
    told = EmailMessage()
    told["From"], told["To"], told["Subject"] = flemish.address, brussels.address, "Een klacht"
    told.set_content("Een klacht over parking.brussels.\n")
    told.add_attachment(sign(lying, key), maintype="application", subtype="json", filename="klachtenpost-transfer.json")
    brussels.receive(told.as_bytes(), flemish.address)
    assert transfers(brussels) == []
    assert len(tasks(brussels, "transfer-refused")) == 1


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
