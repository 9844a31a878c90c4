"""Feasts and seasons, the last ones past."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from classifiers.moments.moment import Moment
from classifiers.moments.words import SEASONS

_FEASTS = re.compile(
    r"\b(?P<feast>pasen|paques|ostern|easter|kerst(?:mis|dag)?|noel|weihnachten|christmas|nieuwjaar|nouvel an|neujahr|new year|allerheiligen|toussaint|all saints|pinksteren|pentecote|pfingsten|hemelvaart|ascension|halfoogst|assomption|la rentree|de grote vakantie|de zomervakantie|les grandes vacances|den sommerferien)\b"
)
_SEASON = re.compile(
    rf"\b(?P<season>{'|'.join(SEASONS)})(?:[ ](?:van |de |l'|of |des jahres )?(?P<year>20\d\d)|[ ](?P<last>dernier|derniere|passe))?\b"
)
_SEASON_LEAD = re.compile(
    r"\b(?:vorige|verleden|afgelopen|deze|dit|last|this|letzten|vergangenen|diesen|cet|sinds de|sinds het|depuis l'|l'|seit dem|since|de|het|le|im|in the)[ ]?$"
)
FEAST_WORDS = frozenset(
    "pasen paques ostern easter kerst kerstmis kerstdag noel weihnachten christmas nieuwjaar nouvel neujahr new allerheiligen toussaint all pinksteren pentecote pfingsten hemelvaart ascension halfoogst assomption rentree vakantie zomervakantie vacances sommerferien".split()
)


def feasts(plain: str, today: date) -> Iterator[Moment]:
    for _, match in zip(range(20), _FEASTS.finditer(plain), strict=False):
        days = [_feast(match["feast"], year) for year in (today.year, today.year - 1)]
        past = next(day for day in days if day <= today or day is days[-1])
        yield Moment(past.isoformat(), match.start(), match.end(), relative=True)


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _feast(name: str, year: int) -> date:
    sunday = easter(year)
    if name in ("pasen", "paques", "ostern", "easter"):
        return sunday
    if name.startswith("pin") or name.startswith("pen") or name.startswith("pf"):
        return sunday + timedelta(days=49)
    if name in ("hemelvaart", "ascension"):
        return sunday + timedelta(days=39)
    if name in ("halfoogst", "assomption"):
        return date(year, 8, 15)
    if name == "la rentree":
        return date(year, 9, 1)
    if name.endswith(("vakantie", "vacances", "ferien")):
        return date(year, 7, 1)
    if name in ("allerheiligen", "toussaint", "all saints"):
        return date(year, 11, 1)
    return date(year, 1, 1) if name in ("nieuwjaar", "nouvel an", "neujahr", "new year") else date(year, 12, 25)


def seasons(plain: str, today: date) -> Iterator[Moment]:
    for _, match in zip(range(20), _SEASON.finditer(plain), strict=False):
        month = SEASONS[match["season"]]
        lead = _SEASON_LEAD.search(plain[max(0, match.start() - 14) : match.start()])
        if match["year"]:
            yield Moment(f"{match['year']}-{month:02d}", match.start(), match.end(), vague=True)
        elif lead or match["last"]:
            year = today.year if month <= today.month else today.year - 1
            before = lead.group() if lead else ""
            last = re.search(r"vorige|verleden|last|letzt", before) is not None or bool(match["last"])
            if last and month + 2 >= today.month and month <= today.month:
                year -= 1
            if (
                re.search(
                    r"sinds|depuis|seit|since|vorige|verleden|afgelopen|last|letzt|vergangen|deze|this|cet|diesen",
                    before,
                )
                or match["last"]
            ):
                yield Moment(f"{year:04d}-{month:02d}", match.start(), match.end(), vague=True)
