"""Days counted from the day of writing: "three weeks ago", "yesterday", "last Monday"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from classifiers.moments.moment import Moment
from classifiers.moments.words import DAY_OF, NUMBERS, UNITS

_COUNT = r"(?P<{0}>\d{{1,2}}|" + "|".join(sorted((w for w in NUMBERS if w != "half"), key=len, reverse=True)) + r")"
_UNIT = r"(?P<{0}>" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
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
            r"\b(?:gister(?:en|avond|morgen|middag|nacht)?|hier(?= (?:soir|matin|apres|pendant|vers|j'|je|on|nous|a |le |la |les |un |une |mon |ma |mes |dans )|,)|gestern|yesterday|last night)\b"
        ),
    ),
    (
        "today",
        re.compile(
            r"\b(?:vandaag|vanmorgen|vanochtend|vannamiddag|vanavond|vannacht|deze (?:nacht|morgen|ochtend|middag|avond)|zojuist|daarnet|zonet|daarjuist|aujourd'hui|ce (?:matin|soir|midi)|cette nuit|cet apres-midi|a l'instant|heute|soeben|gerade eben|eben erst|letzte nacht|today|tonight|this (?:morning|afternoon|evening)|just now)\b"
        ),
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
    (
        "weekend",
        re.compile(
            r"\b(?:vorig|verleden|afgelopen|dit|het voorbije) weekend\b|\b(?:le )?week-?end (?:dernier|passe)\b|\bce week-?end\b|\b(?:letztes|vergangenes|dieses) wochenende\b|\b(?:last|this(?: past)?) weekend\b"
        ),
    ),
    (
        "new-year",
        re.compile(
            r"\b(?:(?:het )?begin van (?:het|dit) jaar|begin dit jaar|jaarbegin|(?:le )?debut de (?:l'|cette )annee|debut d'annee|(?:dem )?(?:jahresbeginn|jahresanfang)|anfang (?:des|dieses) jahres|the (?:start|beginning) of the year)\b"
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
    r"\b(?:elke|iedere|alle|volgende|komende|aanstaande|chaque|tous les|le|les|jeden|nachsten?|kommenden?|every|each|next|coming|tot|bis|van|du|au|sauf|vor|voor|before|avant|de revenir|by)[ ]$"
)
#: "Op maandag", "on Mondays": the last one, or any.
_ANY_WEEK = re.compile(r"\b(?:op|on|am)[ ]$")
#: No pattern for relative days can hit a text without one of its words.
_NEEDED = {
    word: frozenset(words.split())
    for word, words in {
        "yesterday-before": "eergisteren avant vorgestern before",
        "yesterday": "gister gisteren gisteravond gistermorgen gistermiddag gisternacht hier gestern yesterday night",
        "today": "vandaag vanmorgen vanochtend vannamiddag vanavond vannacht zojuist daarnet zonet daarjuist aujourd nacht morgen ochtend middag avond "
        "matin soir midi nuit apres instant heute soeben eben today tonight morning afternoon evening just",
        "week": "week semaine woche",
        "month": "maand mois monat month",
        "weekend": "weekend end wochenende",
        "new-year": "begin jaarbegin debut jahresbeginn jahresanfang anfang start beginning",
        "this-month": "maand mois monat month",
        "this-week": "week semaine woche",
    }.items()
}


def ago(plain: str, today: date, words: set[str]) -> Iterator[Moment]:
    counted = _AGO.finditer(plain) if words & {"geleden", "ago", "terug", "vor", "il", "voila"} else iter(())
    for _, match in zip(range(40), counted, strict=False):
        count = next(match[f"n{n}"] for n in "123" if match[f"n{n}"])
        unit = next(match[f"u{n}"] for n in "123" if match[f"u{n}"])
        yield Moment(_back(today, count, unit), match.start(), match.end(), relative=True)
    for _, match in zip(range(40), _FOR.finditer(plain), strict=False):
        yield Moment(_back(today, match["n"], match["u"]), match.start(), match.end(), relative=True, vague=True)


#: Months of a length of days.
_MONTHS = {365: 12, 182: 6}


def _back(today: date, count: str, unit: str) -> str:
    number = int(count) if count.isdigit() else NUMBERS[count]
    days = UNITS[unit]
    if days == 1:
        return (today - timedelta(days=number)).isoformat()
    if days == 7:
        return (today - timedelta(days=7 * number)).isoformat()[: 10 if number < 4 else 7]
    months = number * _MONTHS.get(days, 1)
    total = today.year * 12 + today.month - 1 - months
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def relative(plain: str, today: date, words: set[str]) -> Iterator[Moment]:
    """ "Yesterday", "last week": words that are days themselves."""
    for word, pattern in _RELATIVE:
        if words.isdisjoint(_NEEDED[word]):
            continue
        for _, match in zip(range(20), pattern.finditer(plain), strict=False):
            if word != "week" or not _WEEKDAY_NEXT.match(plain, match.end()):
                yield Moment(_relative(word, today), match.start(), match.end(), relative=True)


@lru_cache(maxsize=64)
def _relative(word: str, today: date) -> str:
    if word == "month":
        first = today.replace(day=1) - timedelta(days=1)
        return first.isoformat()[:7]
    if word == "new-year":
        return f"{today.year:04d}-01"
    if word == "weekend":
        return (today - timedelta(days=(today.weekday() - 5) % 7)).isoformat()
    if word in ("this-month", "this-week"):
        return today.isoformat()[:7]
    back = {"yesterday-before": 2, "yesterday": 1, "today": 0, "week": 7}[word]
    day = today - timedelta(days=back)
    return (day - timedelta(days=day.weekday())).isoformat() if word == "week" else day.isoformat()


def weekdays(plain: str, today: date, taken: list[tuple[int, int]]) -> Iterator[Moment]:
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
        elif back == 1 and match["lead"] in ("vorige", "verleden", "last"):
            back = 8
        yield Moment(
            (today - timedelta(days=back)).isoformat(),
            match.start(),
            match.end(),
            relative=True,
            weekday=not (match["lead"] or match["tail"] or week),
            vague=_ANY_WEEK.search(plain, max(0, match.start() - 4), match.start()) is not None,
        )
