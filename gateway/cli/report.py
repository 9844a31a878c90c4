"""`klachtenpost report`: the figures of an office over a year."""

import argparse
import sys
from pathlib import Path
from typing import Any

from rich.table import Table

from gateway.cli.console import Console
from gateway.desk.texts import words
from gateway.errors import WrongCall
from gateway.figures import YearReport, year_report
from gateway.figures.export import Labels, as_csv, as_json, as_xlsx
from gateway.figures.labels import labels_of
from gateway.house import load_house
from gateway.settings import load_settings
from gateway.store.engine import open_store


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "report",
        help="the figures of an office over a year",
        description="Counts the cases that an office received in a year. No personal data: numbers below five are "
        "hidden, and so are those from which they could be worked out; sealed cases are one number.",
    )
    parser.add_argument("--office", required=True, metavar="ID", help="the office, as in [offices] serve")
    parser.add_argument("--year", required=True, type=_year, metavar="N", help="year of arrival")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--csv", action="store_true", help="print CSV")
    form.add_argument("--xlsx", type=Path, metavar="FILE", help="write a workbook")
    return parser


def run(args: argparse.Namespace) -> int:
    settings = load_settings()
    offices, catalogue = load_house(settings)
    if args.office not in {office.id for office in offices}:
        raise WrongCall(f"there is no office {args.office}; served are {', '.join(one.id for one in offices)}")
    store = open_store(settings.database_url)
    try:
        with store.reading() as session:
            report = year_report(session, args.office, args.year)
    finally:
        store.close()
    labels = labels_of(words("en"), catalogue)
    if args.json:
        sys.stdout.write(as_json(report))
    elif args.csv:
        sys.stdout.write(as_csv(report, labels).replace("\r\n", "\n"))
    elif args.xlsx:
        _write(args.xlsx, as_xlsx(report, labels))
    else:
        _print(report, labels)
    return 0


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 9000):
        raise argparse.ArgumentTypeError(f"{text!r} is no year")
    return int(text)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WrongCall(f"{path} cannot be written: {error.strerror}") from error


def _print(report: YearReport, labels: Labels) -> None:
    console = Console(highlight=False)
    say = words("en")
    console.print(f"{report.office}, {report.year}", style="bold", markup=False)
    for one in (report.total, report.sealed):
        console.print(f"{labels('report', one.code)}: {one.shown}", markup=False)
    for code, days in (("mean-days", report.mean_days), ("median-days", report.median_days)):
        if days is not None:
            console.print(f"{labels('report', code)}: {days:g}", markup=False)
    for breakdown in report.breakdowns:
        if not (breakdown.counts or breakdown.withheld):
            continue
        console.print()
        console.print(say(f"figure.table.{breakdown.name}"), style="bold", markup=False)
        if breakdown.withheld:
            console.print(f"  {labels('report', 'withheld')}", markup=False)
            continue
        table = Table(box=None, show_header=False, pad_edge=True)
        table.add_column(overflow="fold")
        table.add_column(justify="right")
        for count in breakdown.counts:
            table.add_row(labels(breakdown.name, count.code), count.shown)
        console.print(table)
