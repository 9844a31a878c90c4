"""Months by their names, with day and year where they are told, and days in figures."""

import re
from collections.abc import Iterator
from datetime import date

from classifiers.moments.moment import Moment, day_of, last_year
from classifiers.moments.words import DAY_OF, MONTH_OF

_DAY_BEFORE = re.compile(r"(?P<day>\b\d{1,2})(?:e|er|ste|de|st|nd|rd|th)?\.?[ ]?(?:of[ ])?$")
_RANGE_BEFORE = re.compile(
    r"(?P<from>\b\d{1,2})(?:e|er|ste|de|st|nd|rd|th)?\.?[ ]?(?:tot en met|tot|t/m|au|bis(?: zum)?|to|until|en|et|und|and|-|,|/|of|ou|oder)[ ]?$"
)
_YEAR_BEHIND = re.compile(
    r"\.?,?[ ](?P<year>(?:19|20)\d\d)\b|[ ]'(?P<short>\d\d)\b|\.?,?[ ](?:van |de |l'|von )?(?P<word>dit jaar|vorig jaar|verleden jaar|cette annee|annee derniere|an dernier|an passe|dieses jahres|letzten jahres|vorigen jahres|this year|last year)\b"
)
_DAY_BEHIND = re.compile(
    r"[ ](?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?!:|[ ]?(?:uur|h\b|euro|€))(?:,?[ ](?P<year>20\d\d)\b)?"
)
_MONTH_LEAD = re.compile(
    r"(?:\b(?P<part>begin|eind(?:e)?|half|midden|medio|debut|fin|mi|courant|anfang|ende|mitte|early|late|mid|the end of|the beginning of)[ -](?:van |de |d'|du mois de |of )?(?:de maand )?|"
    r"\b(?:in|sinds|sedert|vanaf|van|tot|de maand|maand|vorige|verleden|afgelopen|heel|hele|gans|ganse|ganzen|tijdens|durant|pendant|tout|courant|through|throughout|all of|my|your|our|their|den ganzen|wahrend|depuis|en|au mois de|mois de|de|d'|du mois d'|seit|im|vom|bis|since|of|from|until|last|this|during|tussen|entre|zwischen|between|,|\()[ ]?(?:de |l')?)$"
)
#: "Vorig jaar in maart".
_YEAR_BEFORE = re.compile(
    r"\b(?:vorig jaar|verleden jaar|l'an(?:nee)? (?:dernier|derniere|passee?)|letztes jahr|last year),?[ ]?(?:al |deja |schon )?$"
)
#: The weekday before a day of a month tells its year.
_WEEKDAY_BEFORE = re.compile(rf"\b(?P<name>{'|'.join(DAY_OF)}),?[ ](?:den |dem |the |le |de )?$")
_NUMERIC = re.compile(
    r"(?<![\d/.,-])(?:(?P<iso>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)|(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d\d)|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})|(?P<m3>\d{1,2})/(?P<y3>20\d\d))(?![\d/]|[.,-]\d)"
)
_NUMERIC_LEAD = re.compile(
    r"(?:\b(?:op|le|du|au|am|vom|den|de|on|van|sinds|depuis|seit|since|dd|datum|date|tot|en|et|und|and|[a-z]{2}dag|"
    + "|".join(DAY_OF)
    + r")\.?|[(,])[ ]?$"
)
_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
_ENGLISH = frozenset(
    "january february march april may june july august september october november december sept oct nov dec jan feb aug".split()
)


def named_months(plain: str, today: date) -> Iterator[Moment]:
    named = (m for m in _LETTERS.finditer(plain) if m.group() in MONTH_OF)
    for _, match in zip(range(200), named, strict=False):
        month = MONTH_OF[match.group()]
        before = plain[max(0, match.start() - 30) : match.start()]
        behind = _YEAR_BEHIND.match(plain, match.end())
        end = behind.end() if behind else match.end()
        year = _year(behind, today)
        day = _DAY_BEFORE.search(before)
        if day and 1 <= int(day["day"]) <= 31:
            start = match.start() - len(before) + day.start()
            first = _RANGE_BEFORE.search(before[: day.start()])
            week = _WEEKDAY_BEFORE.search(before[: day.start()])
            told = year or (_year_of(month, int(day["day"]), DAY_OF[week["name"]], today) if week else None)
            value = day_of(told or last_year(month, int(day["day"]), today), month, int(day["day"]))
            if value and first and 1 <= int(first["from"]) < int(day["day"]):
                begun = day_of(int(value[:4]), month, int(first["from"]))
                if begun:
                    yield Moment(
                        begun,
                        start - len(before[: day.start()]) + first.start(),
                        end,
                        until=value,
                        yearless=year is None,
                    )
                    continue
            if value:
                yield Moment(value, start, end, yearless=told is None)
            continue
        american = _DAY_BEHIND.match(plain, match.end())
        if american and match.group() in _ENGLISH and 1 <= int(american["day"]) <= 31:
            told = int(american["year"]) if american["year"] else None
            value = day_of(told or last_year(month, int(american["day"]), today), month, int(american["day"]))
            if value:
                yield Moment(value, match.start(), american.end(), yearless=told is None)
                continue
        lead = _MONTH_LEAD.search(before)
        if behind or (
            lead
            and not (
                match.group() == "may"
                and lead.group().strip() not in ("in", "since", "of", "last", "early", "late", "mid")
            )
        ):
            last = _YEAR_BEFORE.search(before[: lead.start()] if lead else before)
            told_year = (
                year or (today.year - 1 if last else None) or (today.year if month <= today.month else today.year - 1)
            )
            start = match.start() - (len(lead.group()) if lead and lead["part"] else 0)
            yield Moment(f"{told_year:04d}-{month:02d}", start, end, yearless=year is None)


def _year(behind: re.Match[str] | None, today: date) -> int | None:
    if behind is None:
        return None
    if behind["year"]:
        return int(behind["year"])
    if behind["short"]:
        return 2000 + int(behind["short"])
    this = behind["word"] in ("dit jaar", "cette annee", "dieses jahres", "this year")
    return today.year if this else today.year - 1


def _year_of(month: int, day: int, weekday: int, today: date) -> int | None:
    """Of this year, the last and the next, the one in which that day falls on that weekday."""
    for year in (today.year, today.year - 1, today.year + 1):
        told = day_of(year, month, day)
        if told and date.fromisoformat(told).weekday() == weekday:
            return year
    return None


def numeric(plain: str, today: date) -> Iterator[Moment]:
    dates = (m for n in _DIGITS.finditer(plain) if (m := _NUMERIC.match(plain, n.start())))
    for _, match in zip(range(200), dates, strict=False):
        if match["iso"]:
            value = day_of(int(match["iso"]), int(match["im"]), int(match["id"]))
        elif match["d"]:
            year = int(match["y"])
            value = day_of(year + 2000 if year < 100 else year, int(match["m"]), int(match["d"]))
        elif match["y3"]:
            value = f"{match['y3']}-{int(match['m3']):02d}" if 1 <= int(match["m3"]) <= 12 else None
        else:
            lead = _NUMERIC_LEAD.search(plain[max(0, match.start() - 14) : match.start()])
            day, month = int(match["d2"]), int(match["m2"])
            value = (
                day_of(last_year(month, day, today), month, day)
                if lead and 1 <= month <= 12 and 1 <= day <= 31
                else None
            )
        if value:
            yield Moment(value, match.start(), match.end(), yearless=bool(match["d2"]))
