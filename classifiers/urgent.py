"""Harm within days: a day named that is near, and in the same breath what will be lost on it."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.understanding import Reading, Signal, Span

#: Days ahead within which an answer in the usual time comes too late.
NEAR = 10
_MONTHS = r"jan\w*|feb\w*|fev\w*|maart|mars|marz|march|apr\w*|avr\w*|mei|mai|may|jun\w*|juin|jul\w*|juil\w*|aug\w*|aout|sep\w*|okt\w*|oct\w*|nov\w*|dec\w*|dez\w*"
_NUMBER = {
    "jan": 1, "feb": 2, "fev": 2, "maa": 3, "mar": 3, "apr": 4, "avr": 4, "mei": 5, "mai": 5, "may": 5, "jun": 6, "jui": 6,
    "jul": 7, "aug": 8, "aou": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_DAY = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:er|ste|de|e|th|st|nd|rd|\.)? (?P<month>{_MONTHS})\b|\b(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})(?:[/.-](?:20)?\d\d)?\b"
)
_SOON = re.compile(
    r"\b(?:morgen(?:vroeg|ochtend|namiddag)?|overmorgen|vanavond|vannacht|(?:deze|komende|aanstaande|volgende) (?:week|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)|binnen (?:een|twee|drie|vier|vijf|enkele|\d) (?:dagen|uur|uren)|over (?:een|twee|drie|vier|vijf|enkele|\d) dagen|nog (?:maar )?(?:een|twee|drie|vier|vijf|\d) dagen|"
    r"demain|apres-demain|ce soir|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi) prochain|ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi)|cette semaine|la semaine prochaine|dans (?:deux|trois|quatre|cinq|quelques|\d) jours|"
    r"ubermorgen|heute abend|(?:diesen|kommenden|nachsten) (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag)|diese woche|nachste woche|in (?:zwei|drei|vier|funf|wenigen|\d) tagen|"
    r"tomorrow|tonight|(?:this|next|coming) (?:week|monday|tuesday|wednesday|thursday|friday|saturday)|in (?:two|three|four|five|a few|\d) days|within (?:two|three|\d|48|24|72) (?:days|hours))\b"
)
_HARM = re.compile(
    r"\b(?:deurwaarder\w*|uithuiszetting\w*|uitgezet|uitdrijving\w*|ontruim\w*|op straat|dakloos|afgesloten|afsluit\w*|afgekoppeld\w*|afgesneden|beslag|verkocht|openbare verkoop|gesloopt|gekapt|weggesleept|uitgewezen|geopereerd|operatie|"
    r"vervalt|verstrijkt|deadline|uiterste datum|te laat|verlies|verliezen|kwijt|geen plaats|geen (?:water|stroom|verwarming|elektriciteit|eten|opvang|school|geld)|zonder (?:water|stroom|verwarming|opvang|eten|geld)|ontslagen|stopgezet|gevaar|levensgevaar|niet binnen|sterven|begrafenis|examen|vlucht|"
    r"huissier\w*|expuls\w*|dehors|a la rue|sans[- ]abri|coupe\w*|coupure|saisie|saisir|vente|vendu\w*|demol\w*|expire\w*|date limite|trop tard|perdre|perds|perdu|plus de place|personne pour|sans (?:eau|electricite|chauffage|logement|argent)|danger|vol|examen|operation|licenci\w*|"
    r"gerichtsvollzieher\w*|zwangsraumung|geraumt|raumung|strasse|obdachlos|abgestellt|abgeschaltet|gepfandet|versteiger\w*|lauft ab|frist|zu spat|verliere\w*|kein (?:wasser|strom|geld|platz)|ohne (?:wasser|strom|heizung|geld)|gefahr|prufung|flug|"
    r"bailiff\w*|evict\w*|homeless|on the street|cut off|disconnect\w*|shut off|auction\w*|seiz\w*|demolish\w*|deport\w*|expire\w*|deadline|too late|lose|losing|no (?:water|heating|electricity|money|place)|without (?:water|heating|electricity|money)|danger|exam|flight|refused|risk|surgery|suspend\w*)\b"
)


def read_urgent(prepared: Prepared, hits: Sequence[Hit]) -> Reading[Signal] | None:
    said = prepared.said
    for hit in hits:
        if hit.name == "urgent" and not hit.denied and not hit.sentence.hypothetical and not _past(hit.sentence.folded):
            return Reading(Signal.URGENT, 0.85, "harm within days", hit.span, hit.words)
    for number, sentence in enumerate(said[:80]):
        near = _near(sentence.folded, prepared.today)
        if near is None:
            continue
        around = sentence.folded + " " + (said[number + 1].folded if number + 1 < len(said) else "")
        if _HARM.search(around) and not _past(sentence.folded[max(0, near[0] - 30) : near[0]]):
            start, end = sentence.start + near[0], sentence.start + near[1]
            words = sentence.text[near[0] : near[1]]
            return Reading(Signal.URGENT, 0.75, "a near day and harm", Span(sentence.part, start, end), words)
    return None


def _near(folded: str, today: date) -> tuple[int, int] | None:
    """Where a day is named that lies one to `NEAR` days ahead."""
    if soon := _SOON.search(folded):
        return soon.span()
    for match in _DAY.finditer(folded):
        day = int(match["day"] or match["d"])
        month = int(match["m"]) if match["m"] else _NUMBER.get((match["month"] or "")[:3], 0)
        if match["month"] and match["month"].startswith("juil"):
            month = 7
        for year in (today.year, today.year + 1):
            try:
                named = date(year, month, day)
            except ValueError:
                continue
            if timedelta(0) < named - today <= timedelta(days=NEAR):
                return match.span()
    return None


_PAST = re.compile(
    r"\b(?:was|waren|werd|werden|kreeg|moest|had|etait|avait|fut|war|wurde|hatte|were|got|vorig\w*|dernier|derniere|letzte\w*|last)\b"
)


def _past(folded: str) -> bool:
    return _PAST.search(folded) is not None
