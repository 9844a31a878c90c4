"""The complaint that is passed on, and the handshake about it."""

from dataclasses import replace
from datetime import date

import pytest

from outbound.exchange.document import NotTaken
from outbound.exchange.handshake import (
    AnswerGround,
    AnswerStatus,
    Duty,
    TransferAnswer,
    TransferState,
    answer_body,
    duty,
    follow,
    read_answer,
)
from outbound.exchange.transfer import Asked, Hop, RunningClock, Transfer, from_body, ping_pong, to_body

HOP = Hop("vlaamseombudsdienst.be", "2026-0007", date(2026, 3, 2), date(2026, 3, 4))
TRANSFER = Transfer(
    reference="2026-0007",
    first_received=date(2026, 3, 2),
    hops=(HOP,),
    asked=Asked.TAKE_OVER,
    reason="De klacht gaat over een gewestelijke dienst in Brussel.",
    description="Mijn parkeerkaart is al acht maanden zoek.",
    person={"name": "An Peeters", "email": "an@example.org", "language": "nl"},
    wishes=("reply-by-letter",),
    bodies=("parking-brussels",),
    body_names=("parking.brussels",),
    period="2025-07",
    clocks=(RunningClock("acknowledgement", date(2026, 3, 12), "art. II.78"),),
    originals=("a" * 64,),
    reply_mail="klachten@vlaamseombudsdienst.be",
)


def test_a_transfer_comes_back_as_it_was() -> None:
    assert from_body(to_body(TRANSFER)) == TRANSFER


def test_parts_that_a_later_version_adds_are_left_aside() -> None:
    assert from_body({**to_body(TRANSFER), "colour": "blue"}) == TRANSFER


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("reference", ""),
        ("reference", 7),
        ("first_received", "gisteren"),
        ("hops", []),
        ("hops", ["x"]),
        ("asked", "money"),
        ("period", "2026"),
        ("person", "An"),
        ("bodies", ["x"] * 51),
        ("description", "x" * 20_001),
    ],
)
def test_a_body_that_lacks_what_a_house_needs_is_refused_with_the_part_named(part: str, value: object) -> None:
    with pytest.raises(NotTaken, match=part):
        from_body({**to_body(TRANSFER), part: value})


def test_a_complaint_that_comes_back_or_makes_a_third_hop_goes_to_a_person() -> None:
    elsewhere = replace(HOP, house="ombuds.brussels")
    assert ping_pong((HOP,), "ombuds.brussels") == ""
    assert "comes back" in ping_pong((HOP, elsewhere), "vlaamseombudsdienst.be")
    assert "3 houses" in ping_pong((HOP, elsewhere, replace(HOP, house="vdab.be")), "brugge.be")


def test_the_sender_keeps_the_duty_until_a_person_there_accepts() -> None:
    state = TransferState.SENT
    for status in (AnswerStatus.RECEIVED, AnswerStatus.NEED_MORE):
        following = follow(state, status)
        assert following is not None
        state = following
        assert duty(state) is Duty.SENDER
    accepted = follow(state, AnswerStatus.ACCEPTED)
    assert accepted is TransferState.ACCEPTED
    assert duty(accepted) is Duty.RECIPIENT


def test_what_was_accepted_and_handed_back_is_the_senders_again() -> None:
    back = follow(TransferState.ACCEPTED, AnswerStatus.HANDED_BACK)
    assert back is not None
    assert duty(back) is Duty.SENDER


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (TransferState.REFUSED, AnswerStatus.ACCEPTED),
        (TransferState.ACCEPTED, AnswerStatus.REFUSED),
        (TransferState.HANDED_BACK, AnswerStatus.ACCEPTED),
        (TransferState.WITHDRAWN, AnswerStatus.ACCEPTED),
    ],
)
def test_an_answer_out_of_order_changes_nothing(state: TransferState, status: AnswerStatus) -> None:
    assert follow(state, status) is None


def test_the_same_answer_twice_leaves_things_as_they_stand() -> None:
    for state, status in [
        (TransferState.RECEIVED, AnswerStatus.RECEIVED),
        (TransferState.ACCEPTED, AnswerStatus.ACCEPTED),
        (TransferState.REFUSED, AnswerStatus.REFUSED),
        (TransferState.HANDED_BACK, AnswerStatus.HANDED_BACK),
    ]:
        assert follow(state, status) is state


ANSWER = TransferAnswer(
    "t" * 20,
    "2026-0007",
    AnswerStatus.REFUSED,
    ground=AnswerGround.NOT_COMPETENT,
    text="Niet voor ons.",
    by_person=True,
)


def test_an_answer_comes_back_as_it_was() -> None:
    assert read_answer(answer_body(ANSWER)) == ANSWER


@pytest.mark.parametrize(
    "change",
    [
        {"ground": ""},
        {"by_person": False},
        {"status": "perhaps"},
        {"transfer": ""},
        {"ground": "because"},
        {"by_person": "yes"},
        {"text": 5},
    ],
)
def test_a_refusal_needs_a_ground_and_a_person(change: dict[str, object]) -> None:
    with pytest.raises(NotTaken):
        read_answer({**answer_body(ANSWER), **change})


def test_only_the_receipt_may_come_from_a_machine() -> None:
    receipt = {**answer_body(ANSWER), "status": "received", "ground": "", "by_person": False}
    assert read_answer(receipt).status is AnswerStatus.RECEIVED
