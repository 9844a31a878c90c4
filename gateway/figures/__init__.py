"""The year report: what an office took in and what became of it, in numbers that lead to nobody."""

from gateway.figures.report import Breakdown, YearReport, year_report, years_of

__all__ = ["Breakdown", "YearReport", "year_report", "years_of"]
