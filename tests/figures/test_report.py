"""Known books give a known report, the same one every time, and nothing in it leads to a person."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.figures import YearReport, year_report, years_of
from gateway.figures.export import as_csv, as_json, as_xlsx
from gateway.store.engine import Store
from tests.figures.books import OFFICE, Books


def report_of(store: Store, year: int = 2025, office: str = OFFICE) -> YearReport:
    with store.reading() as session:
        return year_report(session, office, year)


def shown(report: YearReport, table: str) -> dict[str, str]:
    return {one.code: one.shown for one in report.breakdown(table).counts}


def plain(table: str, code: str) -> str:
    return code


def a_year(store: Store) -> YearReport:
    books = Books(store)
    books.cases(20, days=8, verdict="founded")
    books.cases(10, days=45, verdict="unfounded", language="fr", channel="imap")
    books.cases(8, days=60, verdict="unfounded", breached="closing", services=["vdab", "de-lijn"])
    books.cases(6, days=120, state="refused", grounds=("anonymous", "facts-too-old"), channel="scan", proposals=2)
    books.cases(7, kind="transfer", channel="spoken", services=[], campaign_id=books.campaign())
    return report_of(store)


def test_known_books_give_the_known_report(store: Store) -> None:
    report = a_year(store)
    assert report.total.number == 51
    assert shown(report, "kind") == {"complaint": "44", "transfer": "7"}
    assert shown(report, "channel") == {"mail": "38", "letter": "6", "spoken": "7"}
    assert shown(report, "language") == {"fr": "10", "nl": "41"}
    assert shown(report, "body") == {"vdab": "36", "several": "8", "none": "7"}
    assert shown(report, "action") == {"handle": "45", "refuse": "6"}
    assert shown(report, "ground") == {"anonymous": "6", "facts-too-old": "6"}
    assert shown(report, "state") == {"closed": "38", "refused": "6", "open": "7"}
    assert shown(report, "verdict") == {"founded": "20", "unfounded": "18", "none": "13"}
    assert shown(report, "duration") == {"to-10": "20", "to-45": "10", "to-90": "8", "over-90": "6", "open": "7"}
    assert shown(report, "breach") == {"closing": "8"}
    assert shown(report, "campaign") == {"yes": "7", "no": "44"}
    assert (report.mean_days, report.median_days) == (41.1, 45.0)


def test_the_same_books_give_the_same_bytes(store: Store) -> None:
    once, again = a_year(store), report_of(store)
    assert as_json(once) == as_json(again)
    assert as_csv(once, plain) == as_csv(again, plain)
    assert as_xlsx(once, plain) == as_xlsx(again, plain)


def test_a_year_begins_and_ends_at_midnight_in_brussels(store: Store) -> None:
    books = Books(store)
    books.cases(5, received_at=datetime(2024, 12, 31, 23, 0, tzinfo=UTC))
    books.cases(6, received_at=datetime(2025, 12, 31, 23, 0, tzinfo=UTC))
    books.cases(9, office="vdab")
    assert report_of(store).total.number == 5
    assert report_of(store, 2026).total.number == 6
    assert report_of(store, 2024).total.number == 0
    with store.reading() as session:
        assert years_of(session, OFFICE) == (2026, 2025)


def test_days_are_those_of_brussels_not_spans_of_24_hours(store: Store) -> None:
    late, early = datetime(2025, 3, 4, 22, 30, tzinfo=UTC), datetime(2025, 3, 14, 23, 30, tzinfo=UTC)
    Books(store).cases(5, received_at=late, closed_at=early)
    report = report_of(store)
    assert report.mean_days == 11.0
    assert shown(report, "duration") == {"to-45": "5"}


def test_sealed_cases_are_one_number_and_stand_in_no_table(store: Store) -> None:
    books = Books(store)
    books.cases(12)
    before = report_of(store)
    books.cases(
        6, days=200, sealed=True, kind="whistleblower-report", services=["nmbs"], language="de", channel="scan",
        breached="whistleblower-receipt", grounds=("anonymous",), verdict="founded",
    )  # fmt: skip
    after = report_of(store)
    assert after.sealed.number == 6
    assert (after.total, after.breakdowns, after.mean_days) == (before.total, before.breakdowns, before.mean_days)


def test_few_sealed_cases_are_not_counted_out(store: Store) -> None:
    Books(store).cases(2, sealed=True)
    assert (report_of(store).sealed.number, report_of(store).sealed.shown) == (None, "<5")


def test_of_a_year_with_hardly_a_case_nothing_is_told(store: Store) -> None:
    Books(store).cases(4, days=3, verdict="founded")
    report = report_of(store)
    assert report.total.shown == "<5"
    assert report.mean_days is None
    assert all(table.withheld and not table.counts for table in report.breakdowns if table.name in ("kind", "verdict"))


def test_a_small_number_is_hidden_together_with_another(store: Store) -> None:
    books = Books(store)
    books.cases(40)
    books.cases(9, language="fr")
    books.cases(2, language="de")
    assert shown(report_of(store), "language") == {"nl": "40", "fr": "*", "de": "<5"}


def test_a_small_number_open_does_not_follow_from_the_durations(store: Store) -> None:
    """Who is open stands in two tables: hidden in one, it is hidden in the other."""
    books = Books(store)
    books.cases(20, days=5)
    books.cases(9, days=50, state="refused")
    books.cases(3)
    report = report_of(store)
    assert shown(report, "state") == {"closed": "20", "refused": "*", "open": "<5"}
    assert shown(report, "duration") == {"to-10": "*", "to-90": "9", "open": "<5"}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_nothing_of_a_person_is_in_the_report(store: Store, form: str) -> None:
    report = a_year(store)
    text = as_json(report) if form == "json" else as_csv(report, plain)
    for personal in ("Katrien", "Verhaegen", "voorbeeld.be", "2025-0001", "bus"):
        assert personal not in text


def test_a_code_that_a_spreadsheet_would_calculate_stays_text(store: Store, tmp_path: Path) -> None:
    books = Books(store)
    for body in ('=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1"):
        books.cases(5, services=[body])
    report = report_of(store)
    lines = as_csv(report, plain).splitlines()
    assert not [cell for line in lines for cell in line.replace('"', "").split(",") if cell.startswith(tuple("=+-@\t"))]
    assert "'@SUM(A1)" in as_csv(report, plain)
    assert b"<f>" not in as_xlsx(report, plain)
