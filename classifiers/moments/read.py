"""All days and months of a text."""

import re
from collections.abc import Iterator
from datetime import date

from classifiers.moments.counted import ago, relative, weekdays
from classifiers.moments.feasts import FEAST_WORDS, feasts, seasons
from classifiers.moments.moment import Moment
from classifiers.moments.named import named_months, numeric
from classifiers.moments.words import DAY_OF, MONTH_OF, SEASONS, UNITS

_YEAR = re.compile(r"\b(?:in|sinds|sedert|vanaf|en|depuis|seit|since)[ ](?P<year>20\d\d)\b")

_LETTERS = re.compile(r"[a-z]+")


def moments(plain: str, today: date) -> Iterator[Moment]:
    """All days and months of a flat text, in no order; at most some hundreds."""
    words = set(_LETTERS.findall(plain))
    named = named_months(plain, today) if words & MONTH_OF.keys() else iter(())
    taken: list[tuple[int, int]] = []
    for moment in (*named, *numeric(plain, today)):
        taken.append((moment.start, moment.end))
        yield moment
    if words & UNITS.keys():
        yield from ago(plain, today, words)
    yield from relative(plain, today, words)
    if words & DAY_OF.keys():
        yield from weekdays(plain, today, taken)
    if words & FEAST_WORDS:
        yield from feasts(plain, today)
    if words & SEASONS.keys():
        yield from seasons(plain, today)
    for _, match in zip(range(40), _YEAR.finditer(plain) if "20" in plain else (), strict=False):
        if not any(a < match.end() and match.start() < b for a, b in taken) and int(match["year"]) <= today.year:
            yield Moment(f"{match['year']}-01", match.start(), match.end(), vague=True)
