"""Feasts and seasons, the last ones past."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from classifiers.moments.moment import Moment
from classifiers.moments.words import SEASONS

_FEASTS = re.compile(
    r"\b(?P<feast>pasen|paques|ostern|easter|kerst(?:mis|dag)?|noel|weihnachten|christmas|nieuwjaar|nouvel an|neujahr|new year|allerheiligen|toussaint|all saints|pinksteren|pentecote|pfingsten|hemelvaart|ascension|halfoogst|assomption|sinterklaas|saint-nicolas|nikolaus|carnaval|karneval|paasvakantie|vacances de paques|osterferien|kerstvakantie|vacances de noel|weihnachtsferien|herfstvakantie|allerheiligenvakantie|vacances d'automne|herbstferien|krokusvakantie|bouwverlof|conges? du batiment|nationale feestdag|fete nationale|nationalfeiertag|valentijn|saint-valentin|valentinstag|halloween|feestdagen|fetes de fin d'annee|schulbeginn|schuljahresbeginn|(?:begin|start) van het schooljaar|start of the school year|la rentree|de grote vakantie|de zomervakantie|les grandes vacances|den sommerferien)\b"
)
_SEASON = re.compile(
    rf"\b(?P<season>{'|'.join(SEASONS)})(?:[ ](?:van |de |l'|of |des jahres )?(?P<year>20\d\d)|[ ](?P<last>dernier|derniere|passe|(?:van |de |des )?(?:vorig jaar|verleden jaar|l'an(?:nee)? (?:dernier|passe)e?|letzten jahres|last year)))?\b"
)
_SEASON_LEAD = re.compile(
    r"\b(?:vorige|verleden|afgelopen|deze|dit|last|this|letzten|vergangenen|diesen|cet|sinds de|sinds het|depuis l'|l'|seit dem|since|de|het|le|im|in the)[ ]?$"
)
FEAST_WORDS = frozenset(
    "pasen paques ostern easter kerst kerstmis kerstdag noel weihnachten christmas nieuwjaar nouvel neujahr new allerheiligen toussaint all pinksteren pentecote pfingsten hemelvaart ascension halfoogst assomption rentree vakantie zomervakantie vacances sommerferien sinterklaas saint nikolaus carnaval karneval paasvakantie osterferien kerstvakantie weihnachtsferien herfstvakantie allerheiligenvakantie automne herbstferien krokusvakantie bouwverlof batiment feestdag fete nationalfeiertag valentijn valentinstag halloween feestdagen fetes schulbeginn schuljahresbeginn schooljaar school".split()
)


#: "Elk jaar met Allerheiligen", "la rentrée dans 5 jours": no day of the past.
_EVERY_YEAR = re.compile(
    r"\b(?:elk|ieder|chaque|jedes|every|each|volgende?|komende?|prochaine?s?|nachste\w*|next|voor|avant|vor|before|tegen)\b[^.\n]{0,16}$"
)
_AHEAD = re.compile(r"[ ](?:dans|over|binnen|in)[ ](?:\d|een |une? |deux |twee )|[ ](?:prochaine?s?|next)\b")
#: "Noël" is a family name too.
_AT_CHRISTMAS = re.compile(r"\b(?:a|de|depuis|apres|avant|la|le|vers|pour|d')[ ]?$")
#: "Since the holidays" is since their end, so many days on.
_SINCE = re.compile(
    r"\b(?:sinds|sedert|na|depuis|apres|seit|nach|since|after)[ ](?:de |het |les |la |den |dem |der |the )?$"
)
_LASTING = (
    ("zomervakantie", 62), ("grote vakantie", 62), ("grandes vacances", 62), ("sommerferien", 62), ("kerstvakantie", 11), ("vacances de noel", 11), ("weihnachtsferien", 11),
    ("paas", 14), ("vacances de paques", 14), ("osterferien", 14), ("herfst", 8), ("allerheiligenvakantie", 8), ("automne", 8), ("herbstferien", 8), ("krokus", 7),
)  # fmt: skip
#: Month and day of the feasts that stand still, by the beginnings of their names; days from Easter of those that move.
_FIXED = (
    ("halfoogst", 8, 15), ("assomption", 8, 15), ("la rentree", 9, 1), ("schul", 9, 1), ("begin van", 9, 1), ("start ", 9, 1),
    ("sinterklaas", 12, 6), ("saint-nicolas", 12, 6), ("nikolaus", 12, 6), ("bouwverlof", 7, 10), ("conge", 7, 10),
    ("nationa", 7, 21), ("fete nationale", 7, 21), ("valentijn", 2, 14), ("saint-valentin", 2, 14), ("valentinstag", 2, 14), ("halloween", 10, 31),
    ("herfst", 11, 1), ("allerheiligen", 11, 1), ("vacances d'automne", 11, 1), ("herbst", 11, 1), ("toussaint", 11, 1), ("all saints", 11, 1),
    ("nieuwjaar", 1, 1), ("nouvel an", 1, 1), ("neujahr", 1, 1), ("new year", 1, 1),
    ("kerst", 12, 25), ("noel", 12, 25), ("vacances de noel", 12, 25), ("weihnacht", 12, 25), ("christmas", 12, 25), ("feestdagen", 12, 25), ("fetes de", 12, 25),
    ("de grote vakantie", 7, 1), ("de zomervakantie", 7, 1), ("les grandes vacances", 7, 1), ("den sommerferien", 7, 1),
)  # fmt: skip
_MOVED = (
    ("pasen", 0), ("paques", 0), ("ostern", 0), ("easter", 0), ("pin", 49), ("pen", 49), ("pf", 49), ("hemelvaart", 39), ("ascension", 39),
    ("carnaval", -47), ("karneval", -47), ("krokus", -47), ("paasvakantie", 1), ("vacances de paques", 1), ("osterferien", 1),
)  # fmt: skip


def feasts(plain: str, today: date) -> Iterator[Moment]:
    for _, match in zip(range(20), _FEASTS.finditer(plain), strict=False):
        if match["feast"] == "noel" and not _AT_CHRISTMAS.search(plain, max(0, match.start() - 12), match.start()):
            continue
        if _EVERY_YEAR.search(plain, max(0, match.start() - 24), match.start()) or _AHEAD.match(plain, match.end()):
            continue
        days = [_feast(match["feast"], year) for year in (today.year, today.year - 1)]
        past = next(day for day in days if day <= today or day is days[-1])
        if _SINCE.search(plain, max(0, match.start() - 12), match.start()):
            past += timedelta(days=next((days for words, days in _LASTING if words in match["feast"]), 0))
        yield Moment(min(past, today).isoformat(), match.start(), match.end(), relative=True)


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian rule (Meeus, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _feast(name: str, year: int) -> date:
    for begin, days in _MOVED:
        if name.startswith(begin):
            return easter(year) + timedelta(days=days)
    month, day = next((month, day) for begin, month, day in _FIXED if name.startswith(begin))
    return date(year, month, day)


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
