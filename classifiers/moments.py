"""Days and months named in a text, in four languages, absolute or counted from the day of writing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTHS = (
    ("januari", "janvier", "januar", "january", "janner", "jan", "janv"),
    ("februari", "fevrier", "februar", "february", "feb", "febr", "fevr"),
    ("maart", "mars", "marz", "maerz", "march", "mrt"),
    ("april", "avril", "apr", "avr"),
    ("mei", "mai", "may"),
    ("juni", "juin", "june", "jun"),
    ("juli", "juillet", "july", "jul", "juil"),
    ("augustus", "aout", "august", "aug"),
    ("september", "septembre", "sept", "sep"),
    ("oktober", "octobre", "october", "okt", "oct"),
    ("november", "novembre", "nov"),
    ("december", "decembre", "dezember", "dec", "dez"),
)
MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WEEKDAYS = (
    ("maandag", "lundi", "montag", "monday"),
    ("dinsdag", "mardi", "dienstag", "tuesday"),
    ("woensdag", "mercredi", "mittwoch", "wednesday"),
    ("donderdag", "jeudi", "donnerstag", "thursday"),
    ("vrijdag", "vendredi", "freitag", "friday"),
    ("zaterdag", "samedi", "samstag", "saturday", "sonnabend"),
    ("zondag", "dimanche", "sonntag", "sunday"),
)
DAY_OF = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "een un une ein eine einem einer one a an 'n ne",
            "twee deux zwei two paar couple",
            "drie trois drei three enkele enige quelques einigen few wat aantal",
            "vier quatre four",
            "vijf cinq funf five",
            "zes six sechs",
            "zeven sept sieben seven",
            "acht huit eight",
            "negen neuf neun nine",
            "tien dix zehn ten",
            "elf onze eleven",
            "twaalf douze zwolf twelve",
        ),
        1,
    )
    for word in words.split()
} | {"anderhalf": 2, "quinze": 15, "veertien": 14, "vijftien": 15, "vierzehn": 14, "fifteen": 15, "half": 0}
_SEASONS = {
    "lente": 4,
    "voorjaar": 4,
    "zomer": 7,
    "herfst": 10,
    "najaar": 10,
    "winter": 1,
    "printemps": 4,
    "ete": 7,
    "automne": 10,
    "hiver": 1,
    "fruhjahr": 4,
    "fruhling": 4,
    "sommer": 7,
    "herbst": 10,
    "spring": 4,
    "summer": 7,
    "autumn": 10,
}
_UNITS = {
    "dag": 1,
    "dagen": 1,
    "jour": 1,
    "jours": 1,
    "tag": 1,
    "tage": 1,
    "tagen": 1,
    "day": 1,
    "days": 1,
    "week": 7,
    "weken": 7,
    "semaine": 7,
    "semaines": 7,
    "woche": 7,
    "wochen": 7,
    "weeks": 7,
    "maand": 30,
    "maanden": 30,
    "mois": 30,
    "monat": 30,
    "monate": 30,
    "monaten": 30,
    "month": 30,
    "months": 30,
    "jaar": 365,
    "jaren": 365,
    "an": 365,
    "ans": 365,
    "annee": 365,
    "annees": 365,
    "jahr": 365,
    "jahre": 365,
    "jahren": 365,
    "year": 365,
    "years": 365,
}

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
    r"\b(?:in|sinds|sedert|vanaf|van|tot|de maand|maand|vorige|verleden|afgelopen|depuis|en|au mois de|mois de|de|d'|du mois d'|seit|im|vom|bis|since|of|from|until|last|this|during|tussen|entre|zwischen|between|,|\()[ ]?(?:de |l')?)$"
)
_NUMERIC = re.compile(
    r"(?<![\d/.,-])(?:(?P<iso>(?:19|20)\d\d)-(?P<im>\d\d)-(?P<id>\d\d)|(?P<d>\d{1,2})(?P<sep>[/.-])(?P<m>\d{1,2})(?P=sep)(?P<y>(?:19|20)?\d\d)|(?P<d2>\d{1,2})/(?P<m2>\d{1,2})|(?P<m3>\d{1,2})/(?P<y3>20\d\d))(?![\d/]|[.,-]\d)"
)
_NUMERIC_LEAD = re.compile(
    r"(?:\b(?:op|le|du|au|am|vom|den|de|on|van|sinds|depuis|seit|since|dd|datum|date|tot|en|et|und|and|[a-z]{2}dag|"
    + "|".join(DAY_OF)
    + r")\.?|[(,])[ ]?$"
)
_COUNT = r"(?P<{0}>\d{{1,2}}|" + "|".join(sorted((w for w in _NUMBERS if w != "half"), key=len, reverse=True)) + r")"
_UNIT = r"(?P<{0}>" + "|".join(sorted(_UNITS, key=len, reverse=True)) + ")"
_AGO = re.compile(
    r"\b(?:" + _COUNT.format("n1") + r"[ ](?:goede |volle |tal )?" + _UNIT.format("u1") + r"[ ](?:geleden|ago|terug)\b|"
    r"(?:il y a|voila)[ ](?:environ |plus de |deja |presque )?"
    + _COUNT.format("n2")
    + "[ ]"
    + _UNIT.format("u2")
    + r"\b|"
    r"vor[ ](?:etwa |ungefahr |uber |rund |gut )?" + _COUNT.format("n3") + "[ ]" + _UNIT.format("u3") + r"\b)"
)
_FOR = re.compile(
    r"\b(?:sinds|sedert|al|reeds|depuis|cela fait|ca fait|seit|schon|bereits|for|since)[ ](?:al |nu |ongeveer |meer dan |bijna |ruim |maintenant |plus de |environ |presque |mehr als |uber |fast |about |more than |over |almost |nearly |een goede |een )?"
    + _COUNT.format("n")
    + "[ ]"
    + _UNIT.format("u")
    + r"\b"
)
_RELATIVE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("yesterday-before", re.compile(r"\b(?:eergisteren|avant-hier|vorgestern|the day before yesterday)\b")),
    (
        "yesterday",
        re.compile(
            r"\b(?:gister(?:en|avond|morgen|middag|nacht)?|hier(?= (?:soir|matin|apres|j'|je|on|nous|a )|,)|gestern|yesterday|last night)\b"
        ),
    ),
    (
        "today",
        re.compile(r"\b(?:vandaag|vanmorgen|vanochtend|vannamiddag|aujourd'hui|ce matin|heute|today|this morning)\b"),
    ),
    (
        "week",
        re.compile(
            r"\b(?:vorige|verleden|afgelopen) week\b|\b(?:la )?semaine (?:derniere|passee)\b|\b(?:letzte[rn]?|vorige[rn]?|vergangene[rn]?) woche\b|\blast week\b"
        ),
    ),
    (
        "month",
        re.compile(
            r"\b(?:vorige|verleden|afgelopen) maand\b|\ble mois (?:dernier|passe)\b|\b(?:letzten|vorigen|vergangenen) monat\b|\blast month\b"
        ),
    ),
    ("this-month", re.compile(r"\b(?:deze maand|ce mois-ci|diesen monat|this month)\b")),
    ("this-week", re.compile(r"\b(?:deze week|cette semaine|diese woche|this week)\b")),
)
_DAYS = re.compile(
    r"\b(?P<lead>vorige|verleden|afgelopen|laatste|letzten?|vergangenen?|vorigen?|last|this past|deze|dieser?n?)[ ](?P<a>{0})\b|\b(?P<b>{0})(?:[ ](?P<tail>dernier|passe|j?l\.?|laatstleden|laatst))?\b".format(
        "|".join(sorted(DAY_OF, key=len, reverse=True))
    )
)
_WEEKDAY_NEXT = re.compile(rf"[ ](?:op |on |am |le )?(?:{'|'.join(DAY_OF)})\b")
_NO_DAY = re.compile(
    r"\b(?:elke|iedere|alle|volgende|komende|aanstaande|chaque|tous les|le(?= \w+ prochain)|jeden|nachsten?|kommenden?|every|each|next|coming|on|am|op|tot|bis|van|du|au|sauf)[ ]$"
)
_FEASTS = re.compile(
    r"\b(?P<feast>pasen|paques|ostern|easter|kerst(?:mis|dag)?|noel|weihnachten|christmas|nieuwjaar|nouvel an|neujahr|new year|allerheiligen|toussaint|all saints|pinksteren|pentecote|pfingsten|hemelvaart|ascension)\b"
)
_SEASON = re.compile(
    rf"\b(?P<season>{'|'.join(_SEASONS)})(?:[ ](?:van |de |l'|of |des jahres )?(?P<year>20\d\d)|[ ](?P<last>dernier|derniere|passe))?\b"
)
_SEASON_LEAD = re.compile(
    r"\b(?:vorige|verleden|afgelopen|deze|dit|last|this|letzten|vergangenen|diesen|cet|sinds de|sinds het|depuis l'|l'|seit dem|since|de|het|le|im|in the)[ ]?$"
)
_YEAR = re.compile(r"\b(?:in|sinds|sedert|vanaf|en|depuis|seit|since)[ ](?P<year>20\d\d)\b")

_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
_ENGLISH = frozenset(
    "january february march april may june july august september october november december sept oct nov dec jan feb aug".split()
)
#: No pattern for relative days can hit a text without one of these.
_RELATIVE_WORDS = frozenset(
    "eergisteren avant vorgestern before gisteren gisteravond gistermorgen gistermiddag gisternacht hier gestern yesterday night vandaag vanmorgen vanochtend vannamiddag "
    "aujourd ce heute today this vorige verleden afgelopen semaine letzte letzten letzter vorigen vorige vergangene vergangenen last mois deze cette diese diesen".split()
)
_FEAST_WORDS = frozenset(
    "pasen paques ostern easter kerst kerstmis kerstdag noel weihnachten christmas nieuwjaar nouvel neujahr new allerheiligen toussaint all pinksteren pentecote pfingsten hemelvaart ascension".split()
)


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


def moments(plain: str, today: date) -> Iterator[Moment]:
    """All days and months of a flat text, in no order; at most some hundreds."""
    taken: list[tuple[int, int]] = []
    for moment in (*_named_months(plain, today), *_numeric(plain, today)):
        taken.append((moment.start, moment.end))
        yield moment
    words = set(_LETTERS.findall(plain))
    if words & _UNITS.keys():
        yield from _ago(plain, today, words)
    if words & _RELATIVE_WORDS:
        for word, pattern in _RELATIVE:
            for _, match in zip(range(20), pattern.finditer(plain), strict=False):
                if word != "week" or not _WEEKDAY_NEXT.match(plain, match.end()):
                    yield Moment(_relative(word, today), match.start(), match.end(), relative=True)
    if words & DAY_OF.keys():
        yield from _weekdays(plain, today, taken)
    if words & _FEAST_WORDS:
        yield from _feasts(plain, today)
    if words & _SEASONS.keys():
        yield from _seasons(plain, today)
    for _, match in zip(range(40), _YEAR.finditer(plain), strict=False):
        if not any(a < match.end() and match.start() < b for a, b in taken) and int(match["year"]) <= today.year:
            yield Moment(f"{match['year']}-01", match.start(), match.end(), vague=True)


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _last_year(month: int, day: int, today: date) -> int:
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def _named_months(plain: str, today: date) -> Iterator[Moment]:
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
            value = _day(year or _last_year(month, int(day["day"]), today), month, int(day["day"]))
            if value and first and 1 <= int(first["from"]) < int(day["day"]):
                begun = _day(int(value[:4]), month, int(first["from"]))
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
                yield Moment(value, start, end, yearless=year is None)
            continue
        american = _DAY_BEHIND.match(plain, match.end())
        if american and match.group() in _ENGLISH and 1 <= int(american["day"]) <= 31:
            told = int(american["year"]) if american["year"] else None
            value = _day(told or _last_year(month, int(american["day"]), today), month, int(american["day"]))
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
            told_year = year or (today.year if month <= today.month else today.year - 1)
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


def _numeric(plain: str, today: date) -> Iterator[Moment]:
    dates = (m for n in _DIGITS.finditer(plain) if (m := _NUMERIC.match(plain, n.start())))
    for _, match in zip(range(200), dates, strict=False):
        if match["iso"]:
            value = _day(int(match["iso"]), int(match["im"]), int(match["id"]))
        elif match["d"]:
            year = int(match["y"])
            value = _day(year + 2000 if year < 100 else year, int(match["m"]), int(match["d"]))
        elif match["y3"]:
            value = f"{match['y3']}-{int(match['m3']):02d}" if 1 <= int(match["m3"]) <= 12 else None
        else:
            lead = _NUMERIC_LEAD.search(plain[max(0, match.start() - 14) : match.start()])
            day, month = int(match["d2"]), int(match["m2"])
            value = (
                _day(_last_year(month, day, today), month, day)
                if lead and 1 <= month <= 12 and 1 <= day <= 31
                else None
            )
        if value:
            yield Moment(value, match.start(), match.end(), yearless=bool(match["d2"]))


def _ago(plain: str, today: date, words: set[str]) -> Iterator[Moment]:
    counted = _AGO.finditer(plain) if words & {"geleden", "ago", "terug", "vor", "il", "voila"} else iter(())
    for _, match in zip(range(40), counted, strict=False):
        count = next(match[f"n{n}"] for n in "123" if match[f"n{n}"])
        unit = next(match[f"u{n}"] for n in "123" if match[f"u{n}"])
        yield Moment(_back(today, count, unit), match.start(), match.end(), relative=True)
    for _, match in zip(range(40), _FOR.finditer(plain), strict=False):
        yield Moment(_back(today, match["n"], match["u"]), match.start(), match.end(), relative=True, vague=True)


def _back(today: date, count: str, unit: str) -> str:
    number = int(count) if count.isdigit() else _NUMBERS[count]
    days = _UNITS[unit]
    if days == 1:
        return (today - timedelta(days=number)).isoformat()
    if days == 7:
        return (today - timedelta(days=7 * number)).isoformat()[: 10 if number < 4 else 7]
    months = number * (12 if days == 365 else 1)
    total = today.year * 12 + today.month - 1 - months
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


@lru_cache(maxsize=64)
def _relative(word: str, today: date) -> str:
    if word == "month":
        first = today.replace(day=1) - timedelta(days=1)
        return first.isoformat()[:7]
    if word in ("this-month", "this-week"):
        return today.isoformat()[:7]
    back = {"yesterday-before": 2, "yesterday": 1, "today": 0, "week": 7}[word]
    day = today - timedelta(days=back)
    return (day - timedelta(days=day.weekday())).isoformat() if word == "week" else day.isoformat()


def _weekdays(plain: str, today: date, taken: list[tuple[int, int]]) -> Iterator[Moment]:
    for _, match in zip(range(60), _DAYS.finditer(plain), strict=False):
        name = match["a"] or match["b"]
        if _NO_DAY.search(plain[max(0, match.start() - 14) : match.start()]) and not match["tail"]:
            continue
        if plain[match.end() : match.end() + 1].isalpha() or any(0 <= a - match.end() <= 8 for a, _ in taken):
            continue
        back = (today.weekday() - DAY_OF[name]) % 7 or 7
        week = re.search(r"\b(?:vorige|verleden|last) week[ ]$", plain[max(0, match.start() - 16) : match.start()])
        if week:
            back = today.weekday() + 7 - DAY_OF[name]
        yield Moment(
            (today - timedelta(days=back)).isoformat(),
            match.start(),
            match.end(),
            relative=True,
            weekday=not (match["lead"] or match["tail"] or week),
        )


def _feasts(plain: str, today: date) -> Iterator[Moment]:
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
    if name in ("allerheiligen", "toussaint", "all saints"):
        return date(year, 11, 1)
    return date(year, 1, 1) if name in ("nieuwjaar", "nouvel an", "neujahr", "new year") else date(year, 12, 25)


def _seasons(plain: str, today: date) -> Iterator[Moment]:
    for _, match in zip(range(20), _SEASON.finditer(plain), strict=False):
        month = _SEASONS[match["season"]]
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
