"""Status question: known facts, to a verified party, and nothing else."""

from datetime import UTC, date, datetime

import pytest

from classifiers.understanding import Kind
from routing.clocks import opening_clocks
from routing.status import Asker, Party, Status, Withheld, status
from tests.routing.offices import LOCAL, office

RECEIVED = datetime(2026, 3, 2, 9, tzinfo=UTC)
PARTY = Party(("noor@post.example",), "Noor De Smedt")
STEPS = [
    (RECEIVED, "received"),
    (datetime(2026, 3, 3, 9, tzinfo=UTC), "noted"),
    (datetime(2026, 3, 6, 23, 30, tzinfo=UTC), "declare-admissible"),
    (datetime(2026, 3, 9, 9, tzinfo=UTC), "verdict"),
]
CLOCKS = opening_clocks(office(LOCAL), received_at=RECEIVED, kind=Kind.COMPLAINT)


def asked(asker: Asker, sealed: bool = False) -> Status | Withheld:
    return status(asker, PARTY, sealed=sealed, steps=STEPS, clocks=CLOCKS)


def test_the_party_hears_what_certainly_happened_and_when_an_answer_comes() -> None:
    told = asked(Asker("Noor@post.example", verified=True, name="Noor De Smedt"))
    assert told == Status(((date(2026, 3, 2), "received"), (date(2026, 3, 7), "admissible")), date(2026, 4, 16))


def test_a_verdict_or_a_note_is_never_told() -> None:
    told = asked(Asker("noor@post.example", verified=True))
    assert isinstance(told, Status)
    assert not {"verdict", "noted"} & {step for _, step in told.steps}


@pytest.mark.parametrize(
    ("asker", "why"),
    [
        (Asker("buur@post.example", verified=True, knows_reference=True), "none of the case"),
        (Asker("", verified=True), "none of the case"),
        (Asker("noor@post.example", verified=False), "really comes from"),
        (Asker("noor@post.example", verified=True, name="Piet Maes"), "somebody else writes"),
    ],
)
def test_anybody_else_is_told_nothing(asker: Asker, why: str) -> None:
    told = asked(asker)
    assert isinstance(told, Withheld)
    assert why in told.why


def test_a_sealed_case_is_never_spoken_of() -> None:
    assert asked(Asker("noor@post.example", verified=True), sealed=True) == Withheld("the case is sealed")


def test_a_closed_case_promises_no_day() -> None:
    told = status(
        Asker("noor@post.example", verified=True),
        PARTY,
        sealed=False,
        steps=[*STEPS, (RECEIVED, "close")],
        clocks=CLOCKS,
    )
    assert isinstance(told, Status)
    assert told.answer_by is None
