"""Surnames and homes that a text names, by which somebody else's case is looked up: never a proof of anything."""

import re

from classifiers.likeness.sketch import fold, words_of

#: A surname as people put it before colleagues: behind a title, a role or an initial; the order of the names varies.
_NAME = r"[A-ZÀ-Þ][^\W\d_]+(?:[-'’][^\W\d_]+)*"
_PARTICLE = r"(?:(?:van|de|den|der|vande|vanden|von|zu|du|la|le|el|al|ben|ten|ter)[ \t]+)"
TITLED = re.compile(
    r"\b(?:[Mm]evrouw|[Mm]evr\b\.?|[Mm]w\b\.?|[Mm]eneer|[Mm]ijnheer|[Hh]eer|[Dd]hr\b\.?|[Ff]amilie|[Gg]ezin|[Ff]am\b\.?|[Cc]liënte?|[Mm]adame|"
    r"[Mm]me\b\.?|[Mm]onsieur|M\.|Mr\b\.?|Mrs\b\.?|Ms\b\.?|[Ff]rau|[Hh]errn?|[Ff]amily|[Ff]amille|[ÉEée]poux|"
    r"[Cc]liente?|[Mm]andant(?:in)?|[Bb]ewoner|[Bb]ewoonster|[Pp]atiënte?|[Pp]atiente?|[Rr]ésidente?|[Rr]esident|[Bb]ewohner(?:in)?|"
    r"[Zz]aak|[Ii]nzake|[Aa]ffaire|[Ss]ache|[Mm]atter of)[ \t]+"
    rf"((?:[A-Z]\.[ \t]?)*{_PARTICLE}{{0,2}}{_NAME}(?:[ \t]+{_PARTICLE}{{0,2}}{_NAME}){{0,2}})"
    rf"|\b[A-Z]\.[ \t]?({_PARTICLE}{{0,2}}{_NAME})"
)
#: A street with its number, as it may stand in a text; what is none finds nobody.
HOME = re.compile(rf"\b({_NAME}(?:[ \t]+[^\W\d_][\w'’-]*){{0,3}})[ \t]+(\d{{1,4}}[a-zA-Z]?)\b")
#: Of each that are looked up for one text.
MOST_TOLD = 8


def surnames_told(text: str) -> frozenset[str]:
    """Folded words that may be the surname of somebody named with a title or an initial."""
    found: dict[str, None] = {}
    for titled, initialled in TITLED.findall(text):
        for word in words_of(titled or initialled):
            if len(word) >= 3:
                found.setdefault(word)
    return frozenset(list(found)[:MOST_TOLD])


def homes_told(text: str) -> frozenset[str]:
    """ "street number", folded, for every word run with a number behind it, longest runs and their ends."""
    found: dict[str, None] = {}
    for street, number in HOME.findall(text):
        words = words_of(street)
        for start in range(len(words)):
            if len(words[start]) >= 4:
                found.setdefault(f"{' '.join(words[start:])} {fold(number)}")
    return frozenset(list(found)[:MOST_TOLD])
