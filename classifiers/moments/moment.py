"""A day or a month as a text names it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a month, and the last one where a stretch of days is named."""

    value: str
    start: int
    end: int
    #: Counted from the day of writing.
    relative: bool = False
    #: A season, a year, "for weeks".
    vague: bool = False
    #: A single word for a weekday.
    weekday: bool = False
    until: str = ""
    #: No year was written; the last one past is meant.
    yearless: bool = False


def day_of(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def last_year(month: int, day: int, today: date) -> int:
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1
