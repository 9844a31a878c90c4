"""What time alone brings, on both databases; done twice, it does nothing more."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from classifiers.understanding import Kind
from gateway.casework.clockwork import open_clocks
from gateway.schedule import Done, Ticker, run_due
from gateway.schedule.ticker import LOCK
from gateway.store.desk import User, UserRole
from gateway.store.engine import Store
from gateway.store.tables import Case, Outbox, Task
from routing.clocks import completion_clock
from routing.offices import Office
from tests.routing.offices import FIRST_LINE, VO, office
from tests.schedule.books import RECEIVED, SECRET, clocks, later, letter, new_case, states, steps

VDAB = office(FIRST_LINE)
NOTHING = Done(0, 0, 0, 0, 0)


def look(session: Session, now: datetime, offices: Sequence[Office] = (VDAB,)) -> Done:
    return run_due(session, offices, now, secret=SECRET)


def tasks(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(select(Task).order_by(Task.id))
    return [(row.kind, row.data.get("clock", "")) for row in rows]


def coordinator(session: Session, email: str = "jan@vdab.example") -> None:
    user = User(name="jan", email=email, created_at=RECEIVED)
    session.add(user)
    session.flush()
    session.add(UserRole(user_id=user.id, office=VDAB.id, role="coordinator"))


def test_staff_are_reminded_three_days_and_one_day_before_the_target_day(store: Store) -> None:
    with store.session() as session:
        new_case(session, VDAB)
        assert look(session, later(6)) == NOTHING
        assert look(session, later(7)).warned == 2
        assert look(session, later(8)) == NOTHING
        assert look(session, later(9)).warned == 2
        assert sorted(tasks(session)) == [("reminder", "acknowledgement")] * 2 + [("reminder", "admissibility")] * 2


def test_after_the_target_day_it_is_escalated_and_after_the_last_day_broken(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        done = look(session, later(11))
        assert (done.warned, done.broken) == (2, 2)
        assert {kind for kind, _ in tasks(session)} == {"escalation"}
        row = clocks(session, case)["acknowledgement"]
        assert row.state == "breached"
        assert row.ended_at is None
        assert "not met by 2026-03-12: the receipt has left" in str(row.ended_by)
        assert case.due == row.target
        assert "clock-breached" in steps(session, case)
        assert look(session, later(11)) == NOTHING


def test_a_term_that_the_law_rolls_forward_is_late_first_and_broken_later(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, office(VO))
        investigation = clocks(session, case)["investigation"]
        investigation.nominal = investigation.target = datetime(2026, 4, 3).date()
        investigation.legal_last = datetime(2026, 4, 7).date()
        session.flush()
        assert look(session, datetime.fromisoformat("2026-04-07T09:00:00+02:00"), [office(VO)]).broken == 1
        assert states(session, case)["investigation"] == "running"
        look(session, datetime.fromisoformat("2026-04-08T09:00:00+02:00"), [office(VO)])
        assert states(session, case)["investigation"] == "breached"


def test_an_answer_that_left_meets_its_clocks_on_the_moment_it_left(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        letter(session, case, "receipt", later(2), state="queued")
        assert look(session, later(2)) == NOTHING
        letter(session, case, "receipt", later(3), state="sent", sent_at=later(3))
        assert look(session, later(4)).met == 1
        row = clocks(session, case)["acknowledgement"]
        assert (row.state, row.ended_at) == ("met", later(3))
        assert look(session, later(4)) == NOTHING


def test_an_answer_that_left_too_late_leaves_the_term_broken_but_no_longer_waiting(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        look(session, later(12))
        letter(session, case, "refusal", later(13), state="sent", sent_at=later(13))
        assert look(session, later(14)).met == 2
        row = clocks(session, case)["acknowledgement"]
        assert (row.state, row.ended_at) == ("breached", later(13))
        assert case.due == clocks(session, case)["closing"].target


def test_a_question_without_an_answer_expires_into_a_task_and_the_complaint_runs_on(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        case.state = "incomplete"
        open_clocks(session, case, [completion_clock(VDAB, later(1).date())])
        look(session, later(15))
        assert states(session, case)["completion"] == "running"
        done = look(session, later(16))
        assert done.expired == 1
        assert ("completion-expired", "") in tasks(session)
        assert (case.state, states(session, case)["closing"]) == ("incomplete", "running")
        assert look(session, later(16)) == NOTHING


def test_a_question_that_was_answered_does_not_expire(store: Store) -> None:
    with store.session() as session:
        case = new_case(session, VDAB)
        open_clocks(session, case, [completion_clock(VDAB, later(1).date())])
        look(session, later(16))
        assert "completion-expired" not in {kind for kind, _ in tasks(session)}


def test_the_digest_goes_once_a_working_day_to_the_coordinator_and_names_nobody(store: Store) -> None:
    with store.session() as session:
        coordinator(session)
        new_case(session, VDAB, "2026-0007")
        new_case(session, VDAB, "2026-0008", kind=Kind.WHISTLEBLOWER_REPORT, sealed=True)
        early = datetime.fromisoformat("2026-03-11T06:59:00+01:00")
        assert look(session, early).digests == 0
        assert look(session, later(9)).digests == 1
        assert look(session, later(9, hour=15)).digests == 0
        item = session.scalars(select(Outbox)).one()
        assert (item.to_address, item.state) == ("jan@vdab.example", "queued")
        said = item.draft["subject"] + item.draft["text"]
        assert "2026-0007" in said
        assert "2026-0008" not in said
        assert "Noor" not in said
        assert item.draft["headers"]["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("day", ["2026-03-14", "2026-04-06"])
def test_no_digest_on_a_weekend_or_holiday(store: Store, day: str) -> None:
    with store.session() as session:
        coordinator(session)
        assert look(session, datetime.fromisoformat(f"{day}T10:00:00+01:00")).digests == 0


def test_no_digest_to_an_address_of_the_office_itself(store: Store) -> None:
    with store.session() as session:
        coordinator(session, VDAB.addresses[0])
        assert look(session, later(9)).digests == 0


def test_a_part_that_fails_undoes_neither_the_schedule_nor_the_parts_after_it(store: Store) -> None:
    with store.session() as session:
        new_case(session, VDAB)
    seen: list[datetime] = []

    def fails(session: Session, now: datetime) -> None:
        session.execute(delete(Task))
        raise LookupError("a partner of a circle that nobody knows")

    ticker = Ticker(store, [VDAB], lambda: later(7), secret=SECRET, hooks=(fails, lambda _, now: seen.append(now)))
    done = ticker.look()
    assert done is not None
    with store.reading() as session:
        assert len(tasks(session)) == done.warned == 2
    assert seen == [later(7)]


def test_the_ticker_looks_again_and_again(store: Store) -> None:
    with store.session() as session:
        new_case(session, VDAB)
    ticker = Ticker(store, [VDAB], lambda: later(7), secret=SECRET, seconds=3600)
    ticker.start()
    done = ticker.look()
    ticker.stop()
    assert done is not None
    assert done.warned == 2
    assert ticker.last_run == later(7)


@pytest.mark.postgresql
def test_of_two_nodes_only_one_looks(postgresql_url: str) -> None:
    from gateway.store.engine import open_store

    one = open_store(postgresql_url)
    other = open_store(postgresql_url)
    with other.session() as session:
        new_case(session, VDAB)
    ticker = Ticker(one, [VDAB], lambda: later(7), secret=SECRET)
    with other.session() as session:
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        assert ticker.look() is None
    assert ticker.look() is not None
    with one.reading() as session:
        assert session.scalars(select(Case.reference)).all() == ["2026-0001"]
    one.close()
    other.close()
