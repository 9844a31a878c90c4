"""Sentences of a text with their places, and how each is meant: said, denied, supposed or asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from classifiers.flat import flat

#: Longest sentence; what has no full stop is cut here.
LONGEST = 1_500
#: Lines from this length on were wrapped by the mail program and go on in the next one.
WRAPPED = 50
_STOP = re.compile(r"""[.!?…][.!?…]{0,9}["'”»)]{0,3}(?=\s)|\n""")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"'])(?:[A-Za-zÀ-ÿ]|[a-z]\.[a-z]|dhr|mevr|mw|mr|mrs|ms|dr|drs|ir|ing|prof|nr|no|art|tel|gsm|blz|pag|bv|st|ste|mme|mlle|me|m|av|"
    r"bd|ch|hr|fr|str|bzw|usw|ca|ggf|evt|bijv|ivm|resp|incl|excl|max|min|jl|dd|ref|n°|jan|feb|mrt|apr|aug|sept|okt|nov|dec|janv|févr|avr|juil|oct|déc)\.$",
    re.IGNORECASE,
)
#: German dates: "am 20. August".
_ORDINAL = re.compile(r"\D{0,2}\d{1,2}\.\s(?:jan|feb|mär|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez)", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:[-*•–·]|\(?\d{1,2}[.)])\s")
NEGATION = re.compile(
    r"\b(?:niet|niets|niks|nooit|niemand|geen|zonder|evenmin|noch|nergens|"
    r"ne(?=[^.!?\n]{1,60}\b(?:pas|plus|jamais|rien|aucune?|personne|guere|point|que|ni|nul)\b)|pas|jamais|rien|aucune?|sans|ni|n'(?=[aeiouyh])|"
    r"nicht|nichts|nie|niemals|kein|keine|keinen|keinem|keiner|ohne|"
    r"not|never|nothing|nobody|none|without|cannot|no|dont|didnt)\b|n't\b|\bn'"
)
SUPPOSED = re.compile(
    r"\b(?:indien|tenzij|stel dat|(?:als|wanneer|zodra) (?:u|ik|het|ge|gij|je|jij|jullie|ze|zij|we|wij|men|er|dit|dat|hij|niemand|iemand|hier|de|daar)|mocht (?:u|ik|het|dit|dat|er)|"
    r"si (?:je|j'|vous|tu|on|nous|elle|il|ils|rien|cela|ca|c'|personne|l'|la|le|mon|ma|votre)|s'ils?|au cas ou|a moins que|"
    r"wenn|falls|sofern|im falle|if|unless|in case|should you|provided that)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`message.texts[part][start:end]`, the part with the prefix of a forwarded message."""

    part: str
    start: int
    end: int
    text: str
    #: Lower case without accents, letter for letter (`classifiers.flat`).
    folded: str
    #: Holds a word of denial; what exactly is denied is for the reader of the sentence to tell.
    negated: bool
    #: Says what would be, not what is ("als u niet antwoordt", "si rien ne change", "falls", "if").
    hypothetical: bool
    question: bool


def sentences(text: str, part: str) -> list[Sentence]:
    """All sentences in order, without blanks around them; blank stretches are left out."""
    plain = flat(text)
    found = []
    for start, end in _stretches(text):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        for at in range(start, end, LONGEST):
            last = min(end, at + LONGEST)
            folded = plain[at:last]
            found.append(
                Sentence(
                    part=part,
                    start=at,
                    end=last,
                    text=text[at:last],
                    folded=folded,
                    negated=NEGATION.search(folded) is not None,
                    hypothetical=SUPPOSED.search(folded) is not None,
                    question=folded.rstrip("\"')").endswith("?"),
                )
            )
    return found


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    wrapped = min(WRAPPED, int(0.6 * max(map(len, text.split("\n")))))
    start = line = 0
    for stop in _STOP.finditer(text):
        if stop.group() == "\n":
            length, line = stop.start() - line, stop.end()
            goes_on = length >= wrapped and text[stop.end() : stop.end() + 1] not in ("\n", "\r", "")
            if goes_on and not _ITEM.match(text, stop.end()):
                continue
        elif stop.group() == "." and (
            _ORDINAL.match(text, max(0, stop.start() - 3))
            or _ABBREVIATED.search(text[max(0, stop.start() - 12) : stop.end()])
        ):
            continue
        if stop.end() > start:
            yield start, stop.end()
        start = stop.end()
    if start < len(text):
        yield start, len(text)
