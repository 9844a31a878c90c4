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
    r"\b(?:morgen(?:vroeg|ochtend|namiddag)?|(?:voor|tegen|uiterlijk|ten laatste) (?:morgen|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)|dit weekend|(?<!elke )(?<!iedere )(?<!op )(?<!vorige )(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag)(?: \w{1,20}){0,2} (?:komt?|komen|gaat|gaan|zal|zullen|wordt|worden|moet|moeten|vliegen|vertrek\w*|trouwen|start|begin)|overmorgen|vanavond|vannacht|(?<!keer )(?<!keren )(?<!maal )(?:deze|komende|aanstaande|volgende) (?:week|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)|binnen (?:een|twee|drie|vier|vijf|enkele|\d) (?:dagen|uur|uren)|over (?:een|twee|drie|vier|vijf|enkele|\d) dagen|nog (?:maar )?(?:een|twee|drie|vier|vijf|\d) dagen|"
    r"demain|apres-demain|ce soir|(?:avant|d'ici|pour|au plus tard) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|ce week-end|d'ici (?:deux|trois|quatre|cinq|quelques|\d) jours|(?:lundi|mardi|mercredi|jeudi|vendredi|samedi) prochain|ce (?:lundi|mardi|mercredi|jeudi|vendredi|samedi)|(?<!fois )cette semaine|la semaine prochaine|dans (?:deux|trois|quatre|cinq|quelques|\d) jours|"
    r"ubermorgen|heute abend|(?:bis|vor|spatestens) (?:morgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)|dieses wochenende|(?<!jeden )(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag) (?:kommt|kommen|wird|werden|soll|muss|mussen|fliege\w*|heiraten)|(?:diesen|kommenden|nachsten) (?:montag|dienstag|mittwoch|donnerstag|freitag|samstag)|(?<!mal )diese woche|nachste woche|in (?:zwei|drei|vier|funf|wenigen|\d) tagen|"
    r"tomorrow|tonight|(?:by|before|until) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow)|this weekend|(?<!every )(?<!last )(?:monday|tuesday|wednesday|thursday|friday|saturday)(?: \w{1,12}){0,2} (?:will|is going|are going|are coming|am|is coming)|(?<!time )(?<!times )(?<!twice )(?:this|next|coming) (?:week|monday|tuesday|wednesday|thursday|friday|saturday)|in (?:two|three|four|five|a few|\d) days|within (?:two|three|\d|48|24|72) (?:days|hours))\b"
)
_HARM = re.compile(
    r"\b(?:deurwaarder\w*|uithuiszetting\w*|uitgezet|uitdrijving\w*|ontruim\w*|op straat|dakloos|afgesloten|afsluit\w*|afgekoppeld\w*|afgesneden|beslag|verkocht|openbare verkoop|gesloopt|gekapt|weggesleept|uitgewezen|geopereerd|operatie|"
    r"vervalt|verloopt|verstrijkt|deadline|uiterste datum|te laat|verlies|verliezen|kwijt|geen plaats|geen (?:water|stroom|verwarming|elektriciteit|eten|opvang|school|geld)|zonder (?:water|stroom|verwarming|opvang|eten|geld)|ontslagen|stopgezet|gevaar|levensgevaar|niet binnen|sterven|vervallen|afsnijden|afkoppelen|afdraaien|weghalen|(?:zet|zetten|gezet)(?: \w{1,12}){0,3} buiten|buiten (?:gezet|zetten)|niemand (?:voor|om)|niet (?:gaan )?werken|geen (?:inkomen|gas|onderdak|vervoer|medicatie)|dialyse|begrafenis|examen|vlucht|in het rood|onder nul|blokker\w*|geblokkeerd|bevr(?:iez|oz)\w*|(?:huis|woning|kamer|appartement|studio) (?:uit|verlaten)|verlaten (?:het huis|de woning|hun huis)|sleutels? (?:afgeven|inleveren)|"
    r"huissier\w*|expuls\w*|dehors|a la rue|sans[- ]abri|coupe\w*|coupure|saisie|saisir|vente|vendu\w*|demol\w*|expire\w*|date limite|trop tard|perdre|perds|perdu|plus de place|(?:plus |n'ai |avons )?personne (?:pour|ne garde)|enlev\w*|retir(?:er|ent|e) (?:le|mon|notre|les)|jett?e\w* (?:dehors|a la rue)|mettre a la porte|pas (?:d'ecole|d'eau|de gaz|travailler|de logement)|plus (?:d'eau|de gaz|d'argent|de medicaments)|dialyse|sans (?:eau|electricite|chauffage|logement|argent)|danger|vol|examen|operation|licenci\w*|decouvert|bloqu\w*|(?:quitter|vider|liberer) (?:les lieux|le logement|l.appartement|la maison|la chambre|le studio)|rendre les cles|"
    r"gerichtsvollzieher\w*|zwangsraumung|geraumt|raumung|strasse|obdachlos|abgestellt|abgeschaltet|gepfandet|versteiger\w*|lauft ab|abstellen|abdrehen|abschalten|abklemmen|sperren|raumen|pfanden|rauswerfen|rauswirft|vor die tur|niemanden (?:fur|zum)|nicht arbeiten|ohne betreuung|kein (?:gas|dach)|dialyse|frist|zu spat|verliere\w*|kein (?:wasser|strom|geld|platz)|ohne (?:wasser|strom|heizung|geld)|gefahr|prufung|flug|im minus|gesperrt|ausziehen|auszuziehen|(?:wohnung|haus|zimmer) verlassen|schlussel abgeben|"
    r"bailiff\w*|evict\w*|homeless|on the street|cut off|disconnect\w*|shut off|auction\w*|seiz\w*|demolish\w*|deport\w*|expire\w*|deadline|too late|lose|losing|no (?:water|heating|electricity|money|place)|without (?:water|heating|electricity|money)|danger|exam|flight|refused|risk|surgery|suspend\w*|turn\w* off|throw\w* (?:us|me) out|nobody (?:to|for)|not (?:go to )?work|no (?:gas|childcare|school|income|roof)|dialysis|overdrawn|overdraft|blocked|frozen|move out|moved out|(?:leave|vacate|be out of) (?:the|my|her|his|our|their) (?:house|flat|home|room|premises)|hand in the keys)\b"
)
#: What does not wait, and what is lost with it: a day of it near at hand is a day on which harm is done.
_UNREPEATED = re.compile(
    r"\b(?:begrafenis|uitvaart|crematie|trouw(?:en|dag|feest)?|trouwt|huwelijk|vlieg(?:en|t|tuig)?|vertrek(?:ken|t)?|bevalling|bevallen|uitgerekend|opname|opgenomen|chemo|bestraling|contract|(?:start|begin) ik|(?:nieuwe|mijn) job|eerste werkdag|inschrijving\w*|visum|verblijf\w*|medicatie|medicijnen|insuline|zuurstof|"
    r"enterrement|funerailles|obseques|mariage|marie|marions|avion|decoll\w*|voyage|accouch\w*|hospitalis\w*|contrat|je commence|nouvel emploi|inscription|visa|sejour|medicaments?|insuline|oxygene|"
    r"beerdigung|trauung|hochzeit|heirat\w*|fliege|flieger|abflug|entbindung|geburtstermin|einweisung|vertrag|fange? ich|anmeldung|visum|aufenthalts\w*|medikamente?|insulin|"
    r"funeral|wedding|married|fly|flying|plane|due date|giving birth|admitted|contract|i start|new job|enrol\w*|visa|residence permit|medication|insulin)\b"
)
#: A last day set, and what comes of it otherwise.
_BEFORE = re.compile(
    r"\b(?:voor|tegen|uiterlijk|ten laatste|nog|avant|d'ici|au plus tard|bis|vor|spatestens|by|before|until) (?:(?:deze|dit|komende|aanstaande|ce|cette|diesen|dieses|this|coming) )?(?:\d|morgen|overmorgen|weekend|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    r"demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ubermorgen|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|wochenende|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
#: What is asked for by a day is only a word from us.
_A_WORD = re.compile(
    r"\b(?:bel|bellen|mail\w*|antwoord\w*|schrijf|laat iets weten|appel\w*|telephon\w*|repon\w*|ecriv\w*|ruf\w*|anruf\w*|antwort\w*|schreib\w*|call|ring|reply|answer|write)\b.{0,30}$"
)
_ELSE = re.compile(
    r"\b(?:(?:anders|zoniet|zo niet|sinon|sans quoi|sonst|ansonsten|otherwise|or else)|of (?:ik|wij|we|hij|zij|ze|het|mijn|onze|er) |or (?:i|we|he|she|they|it|my|our) )"
    r"(?!.{0,40}\b(?:pers|krant|advocaat|rechtbank|rechter|presse|avocat|tribunal|anwalt|gericht|lawyer|court|papers|klacht|plainte|beschwerde|complaint|bellen|telephon\w*|rufe|call|ring)\b)"
)
#: Help asked for, or the want of it told: an event alone is no harm.
_NEED = re.compile(
    r"\b(?:zonder|anders|kan (?:iemand|er|u|ik niet)|kunnen wij niet|help|dringend|spoed|alstublieft|aub|niet door|geweigerd|afgezegd|geschrapt|geannuleerd|nog (?:altijd|steeds) (?:geen|niet)|krijg geen|heb ik niet|krijg ik niet|raakt niet|gaat niet|"
    r"sans|sinon|qui peut|pouvez-vous|aidez|urgent|urgence|svp|refus\w*|annul\w*|supprim\w*|toujours pas|je n'ai pas|impossible|"
    r"ohne|sonst|wer kann|konnen sie|helfen|dringend|eilig|bitte|verweiger\w*|gestrichen|abgesagt|immer noch (?:nicht|kein\w*)|unmoglich|"
    r"without|otherwise|can (?:someone|anyone|you)|help|urgent\w*|please|refus\w*|cancel\w*|still no|still not|still have not|cannot|can't)\b"
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
        around = " ".join(s.folded for s in said[number : number + 2])
        wider = " ".join(s.folded for s in said[max(0, number - 1) : number + 3])
        harm = (
            _HARM.search(around)
            or (_UNREPEATED.search(wider) and _NEED.search(wider))
            or (_last_day(sentence.folded) and _ELSE.search(around))
        )
        if harm and not _past(sentence.folded[max(0, near[0] - 30) : near[0]]):
            start, end = sentence.start + near[0], sentence.start + near[1]
            words = sentence.text[near[0] : near[1]]
            return Reading(Signal.URGENT, 0.75, "a near day and harm", Span(sentence.part, start, end), words)
    return None


def _last_day(folded: str) -> bool:
    return any(not _A_WORD.search(folded[: match.start()]) for match in _BEFORE.finditer(folded))


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
