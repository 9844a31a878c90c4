"""A person says that a complaint was received on another day: its clocks, warnings and history follow."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from gateway.casework.acts import Act
from gateway.casework.arrival_day import change_day
from gateway.casework.clockwork import met_by_answer
from gateway.casework.errors import MovedOn, NotAllowed, NotPossible
from gateway.casework.roles import Role
from gateway.casework.workflow import extend
from gateway.schedule.clocks import break_terms, warn
from gateway.store import history
from gateway.store.engine import Store
from gateway.store.tables import History, Task
from tests.routing.offices import FIRST_LINE, office
from tests.schedule.books import RECEIVED, act, clocks, later, letter, new_case, person, states, steps

VDAB = office(FIRST_LINE)
HANNE = person("hanne", VDAB, Role.HANDLER)
CORA = person("cora", VDAB, Role.COORDINATOR)
ENTERED = RECEIVED.date()
WHY = "De stempel zegt 26 februari."


def test_the_terms_count_from_the_day_that_a_person_names(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        session.add(Task(office=VDAB.id, kind="arrival-day", case_id=case.id, text="x", created_at=RECEIVED))
        before, version = clocks(session, case)["closing"].nominal, case.version
        change_day(session, act(HANNE, later(1)), case, VDAB, date(2026, 2, 26), WHY)
        after = clocks(session, case)
        assert after["closing"].nominal == before - timedelta(days=4)
        assert {row.starts for row in after.values()} == {date(2026, 2, 26)}
        assert case.due == min(row.target for row in after.values())
        assert case.version == version + 1
        told = session.scalars(select(History).where(History.step == "received-day-changed")).one()
        assert told.actor == "hanne"
        assert told.detail == {"from": "2026-03-02", "to": "2026-02-26", "motivation": WHY}
        assert [task.done_by for task in session.scalars(select(Task))] == ["hanne"]
        assert history.broken_at(session, case.id) is None


def test_what_was_thought_in_time_is_broken_where_the_letter_lay_longer(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        met_by_answer(session, case, "receipt", later(8))
        assert states(session, case)["acknowledgement"] == "met"
        change_day(session, act(HANNE, later(9)), case, VDAB, ENTERED - timedelta(days=10), WHY)
        row = clocks(session, case)["acknowledgement"]
        assert row.state == "breached"
        assert (row.ended_by or "").startswith("not met by 2026-03-02")
        change_day(session, act(HANNE, later(9)), case, VDAB, ENTERED, "vergissing")
        assert states(session, case)["acknowledgement"] == "met"


def test_a_broken_term_runs_again_where_the_letter_came_later_and_warns_anew(store: Store) -> None:
    offices = {VDAB.id: VDAB}
    with store.session() as session:
        case = new_case(session, VDAB)
        change_day(session, act(HANNE, later(0)), case, VDAB, ENTERED - timedelta(days=20), WHY)
        warn(session, later(1).date(), later(1))
        assert break_terms(session, offices, later(1).date(), later(1)) > 0
        change_day(session, act(HANNE, later(1)), case, VDAB, ENTERED, "toch de dag van de scan")
        assert set(states(session, case).values()) == {"running"}
        assert not list(session.scalars(select(Task).where(Task.done_at.is_(None))))
        assert warn(session, later(9).date(), later(9)) > 0


def test_a_term_that_was_made_longer_stays_that_much_longer(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        case.state = "in-treatment"
        letter(session, case, "extension", later(5))
        extend(session, act(CORA, later(5)), case, VDAB, "wij wachten op een verslag")
        change_day(session, act(HANNE, later(6)), case, VDAB, ENTERED - timedelta(days=2), WHY)
        row = clocks(session, case)["closing"]
        assert row.state == "extended"
        assert row.nominal == ENTERED + timedelta(days=88)


@pytest.mark.parametrize(
    ("day", "why", "told"),
    [
        (ENTERED, WHY, "the day already"),
        (ENTERED + timedelta(days=1), WHY, "before it stood in the books"),
        (ENTERED - timedelta(days=400), WHY, "a year before at most"),
        (ENTERED - timedelta(days=1), " ", "say first why"),
    ],
)
def test_a_day_that_cannot_be_true_or_has_no_reason_changes_nothing(
    store: Store, day: date, why: str, told: str
) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        with pytest.raises(NotPossible, match=told):
            change_day(session, act(HANNE, later(5)), case, VDAB, day, why)
        assert case.received_at == RECEIVED
        assert steps(session, case) == ["received"]


def test_nobody_changes_it_without_the_right_or_on_an_old_picture(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        day = ENTERED - timedelta(days=1)
        with pytest.raises(NotAllowed):
            change_day(session, act(person("leo", VDAB, Role.READER), later(1)), case, VDAB, day, WHY)
        with pytest.raises(MovedOn):
            change_day(session, Act(HANNE, later(1), case.version + 1), case, VDAB, day, WHY)
        assert case.received_at == RECEIVED
