"""Data that later steps can mask: national number, bank account, words of health (GDPR art. 9 and 87)."""

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.be import bis, nn

from classifiers.prepared import Prepared
from classifiers.understanding import Private, Reading, Span

#: "85.07.30-033.28", "850730 033 28", "85073003328".
NATIONAL = re.compile(r"(?<![\w.-])\d{2}[ ./-]?\d{2}[ ./-]?\d{2}[ ./-]{0,3}\d{3}[ ./-]{0,2}\d{2}(?![\w-]|[.]\d)")
_CALLED = re.compile(
    r"\b(?:rijksregister\w*|rrn?|insz|niss|registre national|numero national|nationalregister\w*|national (?:register )?number)\b"
)
ACCOUNT = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{2,4}){3,8}(?!\w)")
#: "BE 71 0961 2345 6769" too.
SPACED = re.compile(r"(?<!\w)BE[ .-]?\d{2}(?:[ .-]?\d{4}){3}(?!\w)", re.IGNORECASE)
#: Words on flat text that tell of somebody's health.
HEALTH = re.compile(
    r"\b(?:kanker\w*|chemo\w*|tumor\w*|leukemie|diabet\w*|suikerziekte|dement\w*|alzheimer\w*|parkinson\w*|hartaanval|hartinfarct|beroerte|herseninfarct|pacemaker|epileps\w*|multiple sclerose|"
    r"depressi\w*|burn-?out|psychiat\w*|psycholo\w*|angststoornis|autis\w*|adhd|schizofren\w*|verslav\w*|zwanger\w*|miskraam|hiv|aids|reuma\w*|artrose|fibromyalgie|cvs|"
    r"spierziekte|zenuwziekte|longziekte|copd|astma\w*|rolstoel\w*|gehandicapt\w*|handicap\w*|invalid\w*|arbeidsongeschikt\w*|ziekenhuis\w*|geopereerd|operatie|medicat\w*|medicijn\w*|dialyse|diagnose|medisch\w*|slechtziend\w*|slechthorend\w*|blind\w*|"
    r"cancer\w*|tumeur\w*|leucemie|diabet\w*|demence|infarctus|avc|sclerose en plaques|depression|depressi[fv]\w*|burn ?out|autisme|toxicoman\w*|enceinte|fausse couche|sida|rhumat\w*|asthme|fauteuil roulant|handicape\w*|invalidite|"
    r"incapacite de travail|hopital|hospitalis\w*|opere\w*|medicament\w*|diagnostic|malentendant\w*|malvoyant\w*|medica\w*|"
    r"krebs\w*|chemotherapie|leukamie|demenz\w*|herzinfarkt|schlaganfall|epilepsie|depression\w*|depressiv\w*|psychisch\w*|autismus|sucht\w*|schwanger\w*|fehlgeburt|rheuma\w*|asthma|rollstuhl\w*|behindert\w*|behinderung|schwerbehindert\w*|"
    r"arbeitsunfahig\w*|krankenhaus\w*|operiert|medikament\w*|diagnose|dialyse|schwerhorig\w*|"
    r"cancer|leukaemia|leukemia|dementia|heart attack|stroke|multiple sclerosis|depress\w*|autis\w*|addict\w*|pregnan\w*|miscarriage|rheumat\w*|asthma|wheelchair|disab\w*|hospitali[sz]ed|surgery|medication|diagnos\w*|illness)\b"
)
_DIGITS = re.compile(r"\d+")
#: How an account begins.
_COUNTRY = re.compile(r"[A-Za-z]{2}[ .-]?\d\d")
_WORD = re.compile(r"[a-z]{3,}")
#: Of every word above: most words of a letter need not be tried.
_BEGINNINGS = frozenset(m[1] for m in re.finditer(r"(?:^\\b\(\?:|\|)([a-z]{3})", HEALTH.pattern))
#: Readings of each sort; a mail with more is masked as a whole.
MOST = 40


def read_private(prepared: Prepared) -> tuple[Reading[Private], ...]:
    """In order of the text; every span is the very words to mask. Other texts of the writer are looked at too."""
    found: list[Reading[Private]] = []
    texts = [(prepared.part, prepared.text, prepared.flat), *((part, text, None) for part, text in prepared.others)]
    for part, text, plain in texts:
        where = f"{prepared.prefix}{part}"
        found += _numbers(text, where)
        if plain is not None:
            found += _health(text, plain, where)
    return tuple(found)


def _numbers(text: str, part: str) -> Iterator[Reading[Private]]:
    if not any(c.isdigit() for c in text):
        return
    numbers = (m for n in _DIGITS.finditer(text) if (m := NATIONAL.match(text, n.start())))
    for _, match in zip(range(MOST), numbers, strict=False):
        digits = re.sub(r"\D", "", match.group())
        called = _CALLED.search(text[max(0, match.start() - 60) : match.start()].lower()) is not None
        valid = nn.is_valid(digits) or bis.is_valid(digits)
        if valid or called:
            yield _reading(Private.NATIONAL_NUMBER, match, part, 0.99 if valid else 0.8, "national number")
    seen: set[int] = set()
    for pattern in (SPACED, ACCOUNT):
        accounts = (m for n in _COUNTRY.finditer(text) if (m := pattern.match(text, n.start())))
        for _, match in zip(range(MOST), accounts, strict=False):
            valid = iban.is_valid(re.sub(r"[^A-Za-z0-9]", "", match.group()))
            if match.start() not in seen and (valid or pattern is SPACED):
                seen.add(match.start())
                yield _reading(Private.BANK_ACCOUNT, match, part, 0.99 if valid else 0.8, "IBAN")


def _health(text: str, plain: str, part: str) -> Iterator[Reading[Private]]:
    hits = (
        m
        for word in _WORD.finditer(plain)
        if word.group()[:3] in _BEGINNINGS and (m := HEALTH.match(plain, word.start()))
    )
    for _, match in zip(range(MOST), hits, strict=False):
        span = Span(part, match.start(), match.end())
        yield Reading(Private.HEALTH, 0.7, "words of health", span, text[match.start() : match.end()])


def _reading(kind: Private, match: re.Match[str], part: str, confidence: float, method: str) -> Reading[Private]:
    return Reading(kind, confidence, method, Span(part, *match.span()), match.group())
