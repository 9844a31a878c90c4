"""Belgian days."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.calendar import (
    add_months,
    add_working_days,
    add_years,
    brussels_day,
    easter,
    is_working_day,
    last_working_day,
    legal_holidays,
    next_working_day,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
MD_2026 = "01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25"
MD_2027 = "01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25"


@pytest.mark.parametrize(("year", "days"), [(2026, MD_2026), (2027, MD_2027)])
def test_the_ten_legal_holidays_of_a_year(year: int, days: str) -> None:
    assert sorted(legal_holidays(year)) == [date.fromisoformat(f"{year}-{day}") for day in days.split()]


def test_every_year_agrees_with_the_holidays_library() -> None:
    """The library counts Easter Sunday and Whit Sunday too; they are Sundays anyway."""
    for year in range(1980, 2100):
        theirs = set(holidays.country_holidays("BE", years=year))
        sundays = {easter(year), easter(year) + timedelta(days=49)}
        assert legal_holidays(year) == theirs - sundays | (legal_holidays(year) & sundays)


@pytest.mark.parametrize("day", ["2026-07-11", "2026-09-27", "2026-11-15", "2026-05-08", "2026-11-02", "2026-12-26"])
def test_days_of_communities_and_bridge_days_are_no_legal_holidays(day: str) -> None:
    assert date.fromisoformat(day) not in legal_holidays(2026)


@given(DAYS)
def test_rolling_ends_on_a_working_day_and_never_passes_one(day: date) -> None:
    after, before = next_working_day(day), last_working_day(day)
    assert before <= day <= after
    assert is_working_day(after)
    assert is_working_day(before)
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert not any(is_working_day(one) for one in between)


@given(DAYS, st.integers(0, 30))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    end = add_working_days(day, count)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(is_working_day(one) for one in passed) == count


def test_months_end_on_the_same_day_or_the_last_there_is() -> None:
    assert add_months(date(2026, 10, 31), 4) == date(2027, 2, 28)
    assert add_months(date(2026, 3, 10), 4) == date(2026, 7, 10)
    assert add_years(date(2024, 2, 29), -1) == date(2023, 2, 28)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-01-05T22:59:59+00:00", "2026-01-05"),
        ("2026-01-05T23:00:00+00:00", "2026-01-06"),  # midnight in winter
        ("2026-07-05T22:00:00+00:00", "2026-07-06"),  # midnight in summer
        ("2026-03-29T00:59:59+00:00", "2026-03-29"),  # the clock jumps from 2 to 3
        ("2026-10-25T00:30:00+00:00", "2026-10-25"),  # the hour that comes twice
        ("2026-10-24T22:30:00+00:00", "2026-10-25"),
        ("2026-12-31T23:30:00+00:00", "2027-01-01"),
        ("2026-01-05T23:30:00-05:00", "2026-01-06"),
    ],
)
def test_the_day_is_the_day_in_belgium(moment: str, day: str) -> None:
    assert brussels_day(datetime.fromisoformat(moment)).isoformat() == day


def test_a_moment_without_time_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        brussels_day(datetime(2026, 1, 5))
    assert brussels_day(datetime(2026, 1, 5, tzinfo=UTC)) == date(2026, 1, 5)
