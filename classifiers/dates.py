"""When the facts happened: of all days a mail names, the one of the facts, not of birth, law, letter or complaint."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from classifiers.moments import Moment, moments
from classifiers.moments.roles import ROLES
from classifiers.prepared import Prepared
from classifiers.sentences import SUPPOSED, Sentence
from classifiers.understanding import Reading, Span

_SINCE = re.compile(r"\b(?:sinds|sedert|vanaf|depuis|a partir du|des|seit|ab|since|from)[ ](?:[a-z']+[ ]){0,3}$")
_FOR_DAY = re.compile(r"\b(?:voor|pour(?: le)?|fur(?: den)?|for(?: the)?)[ ]$")
_THIS_WEEK = re.compile(r"(?:deze|cette|diese|this) (?:week|semaine|woche)")
_SINCE_WORD = re.compile(r"(?:sinds|sedert|depuis|seit|since|cela fait|ca fait)\b")
_ON_GOING = re.compile(
    r"\b(?:nog steeds|nog altijd|tot (?:op )?(?:vandaag|heden|nu toe)|elke (?:dag|week|maand|nacht)|iedere|toujours|encore aujourd'hui|chaque (?:jour|semaine|mois|nuit)|immer noch|bis heute|jede[nrs]? (?:tag|woche|monat|nacht)|still|every (?:day|week|month|night)|until today)\b"
)
#: No text without one of these can hold it.
_ON_GOING_WORDS = (
    "nog ",
    "tot ",
    "elke ",
    "iedere",
    "toujours",
    "encore",
    "chaque",
    "immer",
    "bis h",
    "jede",
    "still",
    "every",
    "until",
)
_PLANNED = re.compile(
    r"\b(?:komt|komen|vient|viennent|kommt|kommen|comes|is coming|overmorgen|demain|morgen komt|ubermorgen|zal|zullen|zou|wordt|worden|ga|gaat|gaan|sera|seront|vais|va|wird|werden|will|shall|going to|moet|moeten|dois|muss|must)\b"
)
_DATELINE = re.compile(r"^[^\n]{0,40}?,?[ ](?:den |le |the |am |op )?$")
#: Months from which facts are hardly the ones complained of.
OLD = 40
#: A month without a year so many months ahead may well be the one to come.
COMING = 4
#: Characters between months that are told together: "mei-juni 2025", "mai ou juin 2025".
JOINT = 4
#: Facts from this worth on; below it a day only helps out.
FACT = 0.9


@dataclass(frozen=True, slots=True)
class _Weighed:
    moment: Moment
    weight: float
    role: str
    since: bool


@dataclass(frozen=True, slots=True)
class Happened:
    first: Reading[str] | None = None
    until: Reading[str] | None = None


def read_happened(prepared: Prepared) -> Happened:
    """First and last day or month of the facts; None where the mail does not tell."""
    told = _with_years(sorted(moments(prepared.flat, prepared.today), key=lambda m: m.start), prepared)
    weighed = [w for m in told if (w := _weigh(prepared, m))]
    weighed = [w for w in weighed if w.weight > 0.15]
    if not weighed:
        return Happened()
    top = max(w.weight for w in weighed)
    chosen = [w for w in weighed if w.weight >= top - 0.06]
    steps = all(w.role == "step" for w in chosen)
    best = min(chosen, key=lambda w: (w.moment.value if steps else "", w.moment.start))
    first = _reading(prepared, best.moment.value, best.moment, _sureness(best, weighed))
    last = _last(prepared, best, weighed)
    return Happened(first, last)


def _with_years(told: Sequence[Moment], prepared: Prepared) -> Iterator[Moment]:
    """ "In de zomer van 2024, in juli": a month without a year has the one its sentence has told before."""
    year, until = "", -1
    for moment, follower in zip(told, [*told[1:], None][: len(told)], strict=True):
        if (
            moment.yearless
            and follower is not None
            and not follower.yearless
            and len(moment.value) == len(follower.value) == len("2026-01")
            and 0 <= follower.start - moment.end <= JOINT
        ):
            moment = replace(moment, value=follower.value[:4] + moment.value[4:])
        elif moment.yearless and moment.start < until and year < moment.value[:4] and not moment.until:
            moment = replace(moment, value=year + moment.value[4:])
        elif not moment.yearless and not moment.relative and _months(moment.value, prepared.today) < OLD:
            sentence = _sentence(prepared.said, moment.start)
            year, until = moment.value[:4], sentence.end if sentence else moment.end
        yield moment


def _weigh(prepared: Prepared, moment: Moment) -> _Weighed | None:
    today, plain = prepared.today, prepared.flat
    if moment.value[: 10 if len(moment.value) > 7 else 7] > today.isoformat()[: len(moment.value)]:
        return None
    sentence = _sentence(prepared.said, moment.start)
    low = sentence.start if sentence else max(0, moment.start - 120)
    high = sentence.end if sentence else min(len(plain), moment.end + 80)
    if _is_dateline(plain, moment, today):
        return None
    before, behind = plain[low : moment.start].replace("\n", " "), plain[moment.end : high].replace("\n", " ")
    clause = _clause(before, behind)
    since = _SINCE.search(plain[max(0, moment.start - 24) : moment.start]) is not None or (
        _SINCE_WORD.match(plain, moment.start) is not None
    )
    role, weight = _role(before, before[-160:] if since else clause)
    if role == "step" and _DONE.search(clause) and not _ANSWERED.search(clause):
        role, weight = "fact", 1.0
    if role == "decision" and _ANSWERED.search(clause):
        role, weight = "step", 0.45
    if role == "application" and since:
        weight = FACT if _PENDING.search(clause) else 0.6
    if role == "life" and (_SINCE_THEN.match(plain, moment.end) or _SINCE_LIFE.search(before[-60:])):
        role, weight = "fact", FACT
    if role == "fact" and since and _STATE.search(before[-70:]):
        weight = 0.6
    if role == "until" and moment.yearless and _coming(moment, today):
        return None
    if role == "until" and moment.until:
        role, weight = "fact", 1.0
    if weight >= FACT and since:
        weight += 0.05
    if moment.vague:
        weight *= 0.96 if since else 0.82
    if moment.weekday:
        weight *= 0.9
    if _THIS_WEEK.match(plain, moment.start):
        weight *= 0.7
    if moment.yearless and not since and _coming(moment, today):
        planned = role == "fact" and (_PLANNED.search(clause) or _FOR_DAY.search(before[-14:]))
        weight *= 0.3 if planned else 0.75
    if moment.weekday and _PLANNED.search(clause):
        weight *= 0.6
    if moment.value == today.isoformat():
        weight *= 0.3
    if SUPPOSED.search(before[-60:]):
        weight *= 0.5
    if sentence is not None and moment.relative and _PLANNED.search(clause) and role != "birth":
        weight *= 0.8
    age = _months(moment.value, today)
    if age > OLD:
        weight *= 0.45
    elif age > 20:
        weight *= 0.8
    return _Weighed(moment, weight, role, since)


def _coming(moment: Moment, today: date) -> bool:
    """The day or month comes round again soon."""
    months = (int(moment.value[5:7]) - today.month) % 12
    return 1 <= months <= COMING or (months == 0 and moment.value[8:] > f"{today.day:02d}")


def _sentence(said: Sequence[Sentence], at: int) -> Sentence | None:
    low, high = 0, len(said)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if said[middle].end <= at else (low, middle)
    return said[low] if low < len(said) and said[low].start <= at < said[low].end else None


_BREAK = re.compile(
    r"[;:]|,(?= (?:en|maar|waar|mais|et|aber|und|but|and|sans|zonder|ohne|without) )|\b(?:maar|waarop|waarna|mais|aber|but)\b|\b(?:en (?:ik|we|wij|kreeg)|et (?:je|j'|nous|ai recu)|und (?:ich|wir|bekam|erhielt)|and (?:i|we|got|received))\b"
)
#: The body did it: a fact, though a letter is named, unless a complaint was answered by it.
_DONE = re.compile(
    r"\b(?:geweiger\w*|weigerd\w*|geschrapt|schrapte|stopgezet|zette\w* stop|afgesloten|afgesneden|weggehaald|verwijderd|beeindigd|ingetrokken|verlaagd|geschorst|uitgesloten|"
    r"raye|radie|refuse|supprime|coupe|suspendu|retire|exclu|arrete|mis fin|termine|resilie|gestrichen|gesperrt|eingestellt|entzogen|gekundigt|ausgeschlossen|gekurzt|"
    r"ended|refused|cut off|removed|cancelled|stopped|withdrawn|suspended|terminated|rewritten|changed)\w*\b"
)
#: What was asked for lies there still.
_PENDING = re.compile(
    r"\b(?:wacht\w*|hangende?|hangt|sleept|aanslepen\w*|ligt|liggen|lopende?|loopt|behandeling|traine\w*|attend\w*|attente|pendante?|en cours|bloqu\w+|liegt|hangt|warte\w*|anhangig|pending|sitting|waiting|wait|stuck)\b"
)
#: A loss told only because of what goes on since.
_SINCE_THEN = re.compile(r"[^.\n]{0,25}[.;] ?(?:sindsdien|sedertdien|depuis(?: lors)?\b|seither|seitdem|since then)")
_SINCE_LIFE = re.compile(r"\b(?:sinds|sedert|depuis que|depuis qu'|seit|since)\b[^.]*$")
#: What he is since then, not what befell him.
_STATE = re.compile(
    r"\b(?:ik ben|wij zijn|we zijn|je suis|nous sommes|ich bin|wir sind|i am|i have been|we are|we have been)\b(?![^.]*\b(?:kwijt|zonder|sans|ohne|without|geen|pas|nicht|not)\b)[^.]*$"
)
_ANSWERED = re.compile(
    r"\b(?:klacht\w*|bezwaar\w*|beroep\w*|geklaagd|plainte\w*|reclamation\w*|recours|contestation|beschwerde\w*|widerspruch|einspruch|complaint\w*|appeal\w*|objection)\b"
)


def _clause(before: str, behind: str) -> str:
    """The words of the clause around a day."""
    cuts = [m.end() for m in _BREAK.finditer(before[-160:])]
    left = before[-160:][cuts[-1] :] if cuts and len(before[-160:]) - cuts[-1] > 6 else before[-160:]
    right = _BREAK.split(behind[:110])[0]
    return f"{left} {right}"


def _role(before: str, clause: str) -> tuple[str, float]:
    for name, weight, pattern in ROLES:
        if name in ("background", "life"):
            clause = clause[-140:]
        near = before[-60:] if name in ("law", "to come", "until", "decision") else clause[-230:]
        if name == "birth":
            near = before[-40:]
        if pattern.search(near):
            return name, weight
    return "fact", 1.0


def _is_dateline(plain: str, moment: Moment, today: date) -> bool:
    """ "Gent, 12 maart 2026" and "Datum: 12/03/2026" at the top or the end: when the letter was written."""
    start = plain.rfind("\n", 0, moment.start) + 1
    end = plain.find("\n", moment.end)
    line = plain[start : end if end >= 0 else len(plain)].strip()
    if len(line) < 45 and re.match(
        r"(?:datum|date|dated|betreft|ingediend op|verzonden|envoye|gesendet|sent|tijdstip|aangemaakt)\b", line
    ):
        return True
    alone = len(line) - (moment.end - moment.start) < 28 and _DATELINE.match(plain[start : moment.start]) is not None
    if not alone or len(moment.value) < 10:
        return False
    signed = re.search(r"(?:opgemaakt|gedaan|fait|geschehen)\b", line) is not None
    return signed or abs((date.fromisoformat(moment.value) - today).days) <= 10


def _months(value: str, today: date) -> int:
    return (today.year - int(value[:4])) * 12 + today.month - int(value[5:7])


def _sureness(best: _Weighed, weighed: Sequence[_Weighed]) -> float:
    others = {w.moment.value[:7] for w in weighed if w.weight >= 0.7} - {best.moment.value[:7]}
    sure = 0.88 if best.weight >= FACT else 0.65 if best.weight >= 0.6 else 0.5
    if best.weight >= FACT and not others:
        sure = 0.93
    return round(sure - 0.05 * min(4, len(others)) - (0.1 if best.moment.vague else 0), 2)


def _last(prepared: Prepared, best: _Weighed, weighed: Sequence[_Weighed]) -> Reading[str] | None:
    today = prepared.today.isoformat()
    facts = [w for w in weighed if w.weight >= 0.7 and w.moment.value >= best.moment.value[:7]]
    if best.since or (best.moment.vague and best.moment.relative) or _goes_on(prepared.flat):
        return _reading(prepared, today, best.moment, 0.8)
    ends = [(w.moment.until or w.moment.value, w.moment) for w in facts]
    value, moment = max(ends, key=lambda pair: pair[0], default=(best.moment.value, best.moment))
    return _reading(prepared, value, moment, 0.75) if value != best.moment.value else None


def _goes_on(plain: str) -> bool:
    return any(word in plain for word in _ON_GOING_WORDS) and _ON_GOING.search(plain) is not None


def _reading(prepared: Prepared, value: str, moment: Moment, confidence: float) -> Reading[str]:
    span = Span(f"{prepared.prefix}{prepared.part}", moment.start, moment.end)
    method = "counted from the day of writing" if moment.relative else "date in the text"
    return Reading(value, confidence, method, span, prepared.text[moment.start : moment.end])
