"""The year report in numbers that lead to nobody."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Query
from pydantic import Field

from gateway.api.call import Call
from gateway.api.models import Given, Shown
from gateway.casework.errors import NotSeen
from gateway.casework.roles import Permission
from gateway.figures import year_report, years_of


class YearAsked(Given):
    year: int | None = Field(default=None, ge=1990, le=2200, description="Null means the newest.")


class CountLine(Shown):
    code: str
    number: int | None = Field(description="Null where it is too small to be published.")
    shown: str


class Table(Shown):
    name: str
    counts: list[CountLine]
    withheld: bool = Field(description="Left out, because its small numbers could be recomputed.")


class Report(Shown):
    office: str
    year: int
    years: list[int] = Field(description="Years of which there is a report.")
    total: CountLine
    sealed: CountLine
    mean_days: float | None
    median_days: float | None
    breakdowns: list[Table]


def report(call: Call, office: str, asked: Annotated[YearAsked, Query()]) -> Report:
    """The figures of an office over a year: by body, kind, verdict, ground, channel, duration, breaches."""
    if not call.person.may(Permission.COORDINATE, office):
        raise NotSeen("no such office")
    years = years_of(call.session, office) or (call.today.year,)
    found = year_report(call.session, office, asked.year or years[0])
    return Report.model_validate({**asdict(found), "years": list(years)})
