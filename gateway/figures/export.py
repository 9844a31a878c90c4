"""The report as JSON, CSV and a workbook. None of them holds a moment of making: the same report, the same bytes."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import xlsxwriter

from gateway.figures.report import YearReport

#: (table, code) -> words for people.
Labels = Callable[[str, str], str]
HEADINGS = ("table", "code", "label", "number")
#: With these a spreadsheet begins a formula, or is led to one.
LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def as_json(report: YearReport) -> str:
    return json.dumps(asdict(report), ensure_ascii=False, indent=2) + "\n"


def as_csv(report: YearReport, labels: Labels) -> str:
    """One line a number. Texts that a spreadsheet would calculate get an apostrophe before them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([harmless(cell) for cell in row] for row in rows_of(report, labels))
    return out.getvalue()


def as_xlsx(report: YearReport, labels: Labels) -> bytes:
    """A workbook with one sheet; texts are written as texts, never as formulas or links."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": f"{report.office} {report.year}", "created": datetime(report.year, 1, 1)})  # noqa: DTZ001
    sheet, bold = book.add_worksheet(str(report.year)), book.add_format({"bold": True})
    sheet.set_column(0, 1, 18)
    sheet.set_column(2, 2, 44)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(HEADINGS):
        sheet.write_string(0, column, heading, bold)
    for line, row in enumerate(rows_of(report, labels), start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell)
            else:
                sheet.write_number(line, column, cell)
    book.close()
    return out.getvalue()


def rows_of(report: YearReport, labels: Labels) -> list[tuple[Any, ...]]:
    """Table, code, words and number (or what stands in its place), in the order of the report."""
    rows: list[tuple[Any, ...]] = [
        ("report", one.code, labels("report", one.code), one.shown if one.number is None else one.number)
        for one in (report.total, report.sealed)
    ]
    for code, days in (("mean-days", report.mean_days), ("median-days", report.median_days)):
        rows.append(("report", code, labels("report", code), "" if days is None else days))
    for table in report.breakdowns:
        if table.withheld:
            rows.append((table.name, "", labels("report", "withheld"), "*"))
        for one in table.counts:
            number = one.shown if one.number is None else one.number
            rows.append((table.name, one.code, labels(table.name, one.code), number))
    return rows


def harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(LEADS) else cell
