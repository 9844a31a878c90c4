"""The clocks of a case."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.understanding import Kind
from routing.calendar import is_working_day
from routing.clocks import (
    CannotExtend,
    answer_by,
    breach,
    clock,
    completion_clock,
    decision_by,
    due,
    extended,
    is_breached,
    may_stop,
    met,
    opening_clocks,
    partner_clock,
)
from routing.decision import Clock, ClockState
from tests.routing.offices import ALL, BRUSSELS, FIRST_LINE, LOCAL, VO, office

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))


def moment(day: str, hour: int = 9) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00+00:00")


def opened(name: str, day: str, kind: Kind = Kind.COMPLAINT) -> dict[str, Clock]:
    return {one.name: one for one in opening_clocks(office(name), received_at=moment(day), kind=kind)}


def days(one: Clock) -> tuple[str, str, str]:
    return one.nominal.isoformat(), one.target.isoformat(), one.legal_last.isoformat()


#: Receipt -> (nominal, target, legal last) of 10, 45 and 90 days.
VECTORS = {
    "2026-01-05": (
        ("2026-01-15", "2026-01-15", "2026-01-15"),
        ("2026-02-19", "2026-02-19", "2026-02-19"),
        ("2026-04-05", "2026-04-03", "2026-04-07"),
    ),
    "2025-11-01": (
        ("2025-11-11", "2025-11-10", "2025-11-12"),
        ("2025-12-16", "2025-12-16", "2025-12-16"),
        ("2026-01-30", "2026-01-30", "2026-01-30"),
    ),
    "2024-02-29": (
        ("2024-03-10", "2024-03-08", "2024-03-11"),
        ("2024-04-14", "2024-04-12", "2024-04-15"),
        ("2024-05-29", "2024-05-29", "2024-05-29"),
    ),
    "2026-07-11": (
        ("2026-07-21", "2026-07-20", "2026-07-22"),
        ("2026-08-25", "2026-08-25", "2026-08-25"),
        ("2026-10-09", "2026-10-09", "2026-10-09"),
    ),
}


@pytest.mark.parametrize("received", VECTORS)
def test_days_of_receipt_closing_and_extension(received: str) -> None:
    ten, forty_five, ninety = VECTORS[received]
    clocks = opened(FIRST_LINE, received)
    assert days(clocks["acknowledgement"]) == ten
    assert days(clocks["closing"]) == forty_five
    longer = extended(office(FIRST_LINE).procedure.extension, clocks["closing"], date.fromisoformat(received))
    assert days(longer) == ninety
    assert longer.state is ClockState.EXTENDED


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (FIRST_LINE, {"acknowledgement": 10, "admissibility": 10, "closing": 45}),
        (LOCAL, {"acknowledgement": 10, "admissibility": 10, "report": 30, "expected-answer": 45, "closing": 45}),
        (VO, {"first-contact": 7, "investigation": 120}),
        (BRUSSELS, {}),
    ],
)
def test_a_complaint_starts_the_clocks_of_its_procedure(name: str, wanted: dict[str, int]) -> None:
    clocks = opened(name, "2026-03-02")
    assert set(clocks) == set(wanted)
    for one, count in wanted.items():
        assert clocks[one].starts == date(2026, 3, 2)
        assert abs((clocks[one].nominal - clocks[one].starts).days - count) <= 3
        assert clocks[one].article


def test_four_months_of_investigation_end_on_the_same_day_of_the_month() -> None:
    assert opened(VO, "2026-03-02")["investigation"].nominal == date(2026, 7, 2)


@pytest.mark.parametrize("name", ALL)
def test_a_whistleblower_report_is_confirmed_within_seven_days_and_starts_no_complaint(name: str) -> None:
    clocks = opened(name, "2026-03-02", Kind.WHISTLEBLOWER_REPORT)
    assert set(clocks) == {"whistleblower-receipt"}
    assert clocks["whistleblower-receipt"].nominal == date(2026, 3, 9)


def test_what_is_no_complaint_still_gets_its_first_word_in_time() -> None:
    assert set(opened(LOCAL, "2026-03-02", Kind.SERVICE_REPORT)) == {"acknowledgement", "admissibility"}
    assert set(opened(VO, "2026-03-02", Kind.ACCESS_REQUEST)) == {"first-contact"}


@pytest.mark.parametrize("kind", [Kind.FOLLOW_UP, Kind.WITHDRAWAL, Kind.SPAM, Kind.BULK, Kind.BOUNCE])
def test_what_opens_no_case_starts_no_clock(kind: Kind) -> None:
    assert opened(FIRST_LINE, "2026-03-02", kind) == {}


def test_a_mail_just_after_midnight_in_belgium_counts_from_the_new_day() -> None:
    before = opening_clocks(
        office(FIRST_LINE), received_at=datetime(2026, 7, 5, 21, 59, tzinfo=UTC), kind=Kind.COMPLAINT
    )
    after = opening_clocks(office(FIRST_LINE), received_at=datetime(2026, 7, 5, 22, 1, tzinfo=UTC), kind=Kind.COMPLAINT)
    assert {one.starts for one in before} == {date(2026, 7, 5)}
    assert {one.starts for one in after} == {date(2026, 7, 6)}


def test_a_passed_on_complaint_counts_from_our_own_receipt() -> None:
    clocks = opened(FIRST_LINE, "2026-03-20", Kind.TRANSFER)
    assert {one.starts for one in clocks.values()} == {date(2026, 3, 20)}


def test_the_handlers_thirty_days_run_from_receipt_by_the_coordinator() -> None:
    clocks = opening_clocks(
        office(LOCAL), received_at=moment("2026-03-02"), kind=Kind.COMPLAINT, registered_at=moment("2026-03-04")
    )
    starts = {one.name: one.starts for one in clocks}
    assert starts["report"] == date(2026, 3, 4)
    assert starts["closing"] == starts["acknowledgement"] == date(2026, 3, 2)


def test_redo_is_one_week_and_completion_stops_nothing() -> None:
    redo = office(LOCAL).procedure.term("redo")
    assert clock(redo, date(2026, 3, 2)).nominal == date(2026, 3, 9)
    assert completion_clock(office(LOCAL), date(2026, 3, 2)).nominal == date(2026, 3, 16)
    assert "redo" not in office(VO).procedure.terms


def test_the_federal_ombudsman_confirms_within_five_working_days() -> None:
    found = partner_clock(office(VO), "federale-ombudsman", date(2026, 4, 30))
    assert found is not None
    assert days(found) == ("2026-05-08", "2026-05-08", "2026-05-08")
    assert partner_clock(office(VO), "ombuds-brussel", date(2026, 4, 30)) is None


def test_an_extension_is_told_before_day_45_and_only_once() -> None:
    extension = office(FIRST_LINE).procedure.extension
    assert extension is not None
    closing = opened(FIRST_LINE, "2026-01-05")["closing"]
    longer = extended(extension, closing, date(2026, 2, 18))
    assert longer.nominal == date(2026, 4, 5)
    with pytest.raises(CannotExtend, match="before 2026-02-19"):
        extended(extension, closing, date(2026, 2, 19))
    with pytest.raises(CannotExtend, match="only once"):
        extended(extension, longer, date(2026, 2, 18))


@pytest.mark.parametrize("name", [LOCAL, VO, BRUSSELS])
def test_where_the_procedure_has_no_extension_there_is_none(name: str) -> None:
    one = clock(office(FIRST_LINE).procedure.term("closing"), date(2026, 1, 5))
    with pytest.raises(CannotExtend, match="no extension"):
        extended(office(name).procedure.extension, one, date(2026, 1, 6))


def test_other_terms_and_ended_ones_are_not_extended() -> None:
    extension = office(FIRST_LINE).procedure.extension
    clocks = opened(FIRST_LINE, "2026-01-05")
    with pytest.raises(CannotExtend, match="acknowledgement cannot be extended"):
        extended(extension, clocks["acknowledgement"], date(2026, 1, 6))
    with pytest.raises(CannotExtend, match="no longer runs"):
        extended(extension, met(clocks["closing"], date(2026, 1, 6)), date(2026, 1, 7))


def test_late_is_after_the_nominal_day_and_broken_after_the_last_that_the_law_gives() -> None:
    one = opened(FIRST_LINE, "2024-02-29")["acknowledgement"]
    assert not is_breached(one, date(2024, 3, 11))
    assert is_breached(one, date(2024, 3, 12))
    assert met(one, date(2024, 3, 11)).state is ClockState.MET
    assert met(one, date(2024, 3, 12)).state is ClockState.BREACHED


def test_what_broke_a_term_is_said() -> None:
    rules = office(FIRST_LINE).procedure
    one = clock(rules.term("closing"), date(2026, 1, 5))
    assert "2026-02-19" in breach(one, rules.term("closing"))
    assert "motivated answer" in breach(one, rules.term("closing"))


def test_only_the_coordinator_stops_the_terms_of_a_local_government() -> None:
    assert may_stop(office(LOCAL).procedure.term("closing"), "coordinator")
    assert not may_stop(office(LOCAL).procedure.term("closing"), "handler")
    assert may_stop(office(FIRST_LINE).procedure.term("closing"), "handler")
    assert not may_stop(office(FIRST_LINE).procedure.term("closing"), "reader")


def test_the_answer_is_promised_by_the_target_day() -> None:
    clocks = opened(LOCAL, "2024-02-29").values()
    assert answer_by(clocks) == date(2024, 4, 12)
    assert decision_by(clocks) == date(2024, 3, 8)
    assert due(clocks) == date(2024, 3, 8)
    assert answer_by(opened(BRUSSELS, "2024-02-29").values()) is None
    assert due([]) is None


def test_a_complaint_stops_no_appeal_but_the_one_to_the_council_of_state_at_an_ombuds() -> None:
    def appeals(name: str) -> list[date]:
        started = opening_clocks(
            office(name), received_at=moment("2026-03-02"), kind=Kind.COMPLAINT, decision_named=True
        )
        return [one.nominal for one in started if one.name == "appeal-suspension"]

    assert appeals(VO) == [date(2026, 7, 2)]
    assert appeals(FIRST_LINE) == []


@given(DAYS, st.sampled_from(ALL), st.sampled_from(sorted(Kind)))
def test_days_are_always_in_order(day: date, name: str, kind: Kind) -> None:
    received = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    for one in opening_clocks(office(name), received_at=received, kind=kind):
        assert one.starts == day
        assert one.starts <= one.target <= one.nominal <= one.legal_last
        assert is_working_day(one.legal_last)
        assert is_working_day(one.target) or one.target == one.starts
        assert (one.legal_last - one.nominal) <= timedelta(days=4)


@given(DAYS, st.integers(0, 44))
def test_an_extension_never_shortens_and_ends_ninety_days_after_receipt(day: date, after: int) -> None:
    rules = office(FIRST_LINE).procedure
    one = clock(rules.term("closing"), day)
    longer = extended(rules.extension, one, day + timedelta(days=after))
    assert longer.nominal == day + timedelta(days=90)
    assert longer.target > one.legal_last
    assert longer.starts == one.starts
