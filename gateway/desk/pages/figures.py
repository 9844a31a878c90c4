"""The year report: tables with a picture beside each, and the same numbers to take along."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from gateway.casework.errors import NotSeen
from gateway.casework.roles import Permission
from gateway.desk.visit import Visit
from gateway.figures import Breakdown, YearReport, year_report, years_of
from gateway.figures.export import Labels, as_csv, as_json, as_xlsx
from gateway.figures.labels import labels_of

#: Width of the longest bar, in the units of the picture.
LONGEST = 300
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("csv", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    shown: str
    #: None where the number is not published: no bar betrays it.
    length: int | None


@dataclass(frozen=True, slots=True)
class Chart:
    name: str
    bars: tuple[Bar, ...]
    withheld: bool


def show(visit: Visit) -> Response:
    office = _office(visit)
    years = years_of(visit.session, office) or (visit.today.year,)
    report = year_report(visit.session, office, _year(visit, years))
    labels = labels_of(visit.say, visit.desk.catalogue)
    return visit.page(
        "figures.html",
        report=report,
        charts=[chart_of(one, labels) for one in report.breakdowns],
        offices=visit.person.offices(Permission.COORDINATE),
        years=years,
        forms=FORMS,
    )


def export(visit: Visit) -> Response:
    """The same report as a file."""
    office = _office(visit)
    years = years_of(visit.session, office) or (visit.today.year,)
    report = year_report(visit.session, office, _year(visit, years))
    form = visit.asked("form", 8) or FORMS[0]
    if form not in FORMS:
        raise NotSeen("no such list")
    content, kind = _written(report, form, labels_of(visit.say, visit.desk.catalogue))
    headers = {"Content-Disposition": f'attachment; filename="klachtenpost-{office}-{report.year}.{form}"'}
    return Response(content, media_type=kind, headers=headers)


def chart_of(table: Breakdown, labels: Labels) -> Chart:
    most = max((one.number or 0 for one in table.counts), default=0)
    bars = tuple(
        Bar(
            labels(table.name, one.code),
            one.shown,
            None if one.number is None else max(1, round(LONGEST * one.number / most)),
        )
        for one in table.counts
    )
    return Chart(table.name, bars, table.withheld)


def _written(report: YearReport, form: str, labels: Labels) -> tuple[bytes, str]:
    if form == "xlsx":
        return as_xlsx(report, labels), XLSX
    if form == "json":
        return as_json(report).encode(), "application/json"
    # Spreadsheets take a file without this mark for another encoding.
    return as_csv(report, labels).encode("utf-8-sig"), "text/csv; charset=utf-8"


def _office(visit: Visit) -> str:
    """The office asked for, if this person answers for it. Raises NotSeen."""
    own = visit.person.offices(Permission.COORDINATE)
    office = visit.asked("office", 80) or own[0]
    if office not in own:
        raise NotSeen("no such office")
    return office


def _year(visit: Visit, years: Sequence[int]) -> int:
    asked = visit.asked("year", 4)
    return next((year for year in years if str(year) == asked), years[0])
