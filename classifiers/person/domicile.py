"""The municipality where somebody lives, told without a street: "ik woon in Aalst", "Danny Claes, Izegem"."""

import re

from classifiers.mail.segments import DEVICE
from classifiers.person.addresses import OTHERS
from classifiers.person.layout import Layout
from classifiers.person.names import Name, given_names
from classifiers.person.places import place_at
from classifiers.places import Places

_CAPITAL = re.compile(r"(?<![\w'’-])(?:[A-ZÀ-Ý]|['’]s[- ])")
_LIVES = re.compile(
    r"\b(?:(?:ik|wij|we)(?: \w{1,12}){0,4}? (?:woon|wonen)|(?:woon|wonen) (?:ik|wij|we|al|sinds|zelf)|woonachtig|wonende?|gedomicilieerd|inwo(?:ner|onster) van|(?:ik|wij) verhuisden?(?: \w+){0,2} naar|verhuisd naar|als (?:inwoner|inwoonster|burger) van|"
    r"j'habite|nous habitons|habitons|je (?:vis|reside|demeure)|domiciliee?s?|demeurant|residant|habitante? (?:a|de|d')|ich(?: \w{1,12}){0,3}? wohne|wohne (?:ich|in)|wir(?: \w{1,12}){0,3}? wohnen|wohnen wir|wohnhaft|einwohner\w*|"
    r"i(?:'m| am)?(?: \w{1,10}){0,3}? (?:live|living|reside|residing)|we(?: \w{1,10}){0,3}? live|resident of|moved (?:in)?to)\b"
)
#: Between a name and the place of it on one line.
_BESIDE = re.compile(r"(?:,[ ]|[ ][-–|(][ ]?|[ ](?:uit|in|te|aus|from|de|à|a)[ ])(?=[^\W\d_])")
_AS_PLACE = re.compile(
    r"(?:^|[\s,(])(?:in|te|a|de|d'|nach|zu|von|van|to|at|naar|aus|au|habite|habitons)[ ]?$|[,(][ ]?$|^[ ]$"
)


def lives_in(
    layout: Layout, places: Places, *, person: Name | None, for_other: bool
) -> tuple[tuple[int, int], float, str] | None:
    """(span, confidence, method) of the municipality."""
    if for_other:
        return None
    return _signed(layout, places, person) or _said(layout, places)


def _signed(layout: Layout, places: Places, person: Name | None) -> tuple[tuple[int, int], float, str] | None:
    start, end = layout.tail
    named = False
    lines = [line for line in layout.lines if line.start < end and line.end > start and not line.blank]
    for line in lines[:10]:
        bare = line.text.strip(" .,*_()")
        at = line.start + line.text.find(bare)
        if named and (span := place_at(layout.text, at, places, capital=False)) and span[1] - span[0] == len(bare):
            if bare[0].isupper() and bare.lower() not in given_names():
                return span, 0.91, "place under the name"
            return span, 0.8, "place under the name"
        beside = (
            re.search(r",[ ](?=[^\W\d_][^,]*$)", bare)
            if named and len(bare) < 70 and not re.search(r"\d", bare)
            else None
        )
        if beside and (span := place_at(layout.text, at + beside.end(), places)) and span[1] - at >= len(bare) - 1:
            return span, 0.88, "place under the name"
        if person and any(word in layout.flat[line.start : line.end] for word in person.words if len(word) > 2):
            named = True
            tail = _BESIDE.search(line.text)
            while tail:
                span = place_at(layout.text, line.start + tail.end(), places, capital=True)
                if span and len(line.text.rstrip(" .)")) - (span[1] - line.start) <= 1:
                    return span, 0.91, "place beside the name"
                tail = _BESIDE.search(line.text, tail.end())
    return _at_the_end(layout, places, person)


def _at_the_end(layout: Layout, places: Places, person: Name | None) -> tuple[tuple[int, int], float, str] | None:
    """ "... alvast merci, Marleen Claes (Kortrijk)" in the last line of a letter without signature."""
    line = next((x for x in reversed(layout.lines) if not x.blank and not DEVICE.match(x.text)), None)
    if line is None or person is None:
        return None
    last = person.words[-1]
    at = layout.flat.rfind(last, max(line.start, line.end - 60), line.end)
    gap = re.compile(r"[ ]?[,(–-][ ]?").match(layout.text, at + len(last)) if at >= 0 else None
    span = place_at(layout.text, gap.end(), places) if gap else None
    return (
        (span, 0.9, "place beside the name")
        if span and len(layout.text[span[1] : line.end].strip(" ).")) == 0
        else None
    )


def _said(layout: Layout, places: Places) -> tuple[tuple[int, int], float, str] | None:
    for cue in _LIVES.finditer(layout.flat):
        stretch = layout.joined[cue.end() : cue.end() + 75]
        stop = re.search(r"[.!?;](?:\s|$)|\n", stretch)
        stretch = stretch[: stop.start()] if stop else stretch
        before = layout.flat[max(0, cue.start() - 30) : cue.start()]
        if OTHERS.search(before[before.rfind(".") + 1 :]):
            continue
        for capital in _CAPITAL.finditer(stretch):
            lead = layout.flat[cue.end() : cue.end() + capital.start()]
            if OTHERS.search(lead) or re.search(r",.*,", lead):
                break
            span = place_at(layout.joined, cue.end() + capital.start(), places)
            if span and (_AS_PLACE.search(lead) or not lead.strip()):
                return span, 0.9, "says where he lives"
    return None
