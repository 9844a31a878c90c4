"""Where a matter plays: the places a mail names, where the writer lives, and the region that follows from them."""

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass

from classifiers.bodies.mentions import MentionTable
from classifiers.places import Place, Places
from classifiers.words import Word

POSTAL = re.compile(r"\b(?:B-? ?)?([1-9]\d{3}) {1,3}([A-ZÀ-Þ'][^\W\d_'’.-]{1,30}(?:[ '’.-][^\W\d_'’.-]{1,30}){0,3})")
#: Words before a place that make it a street or a person, not a place.
NO_PLACE_AFTER = frozenset(
    "rue avenue chaussee boulevard place square straat laan steenweg mevrouw mevr meneer mijnheer heer dhr madame mme "
    "monsieur herr frau mr mrs ms dr dokter meester maitre".split()
)
#: Words shortly before a place that make it where somebody works, studies or lives, not where it happened.
NOT_OF_THE_MATTER = re.compile(
    r"\b(?:werk|werkt|werken|werkte|studeer|studeert|woont|wonen|travaille|travaillons|etudie|habite|arbeite|arbeitet|studiere|wohnt|work|works|working|study|lives)$"
)
IN = frozenset("in te a at aus im nahe near uit binnen om rond bij".split())
#: Region of an ombuds service's own citizens, where a mail tells nothing else.
HOME_REGION = {"ombuds-brussel": "brussels"}


@dataclass(frozen=True, slots=True)
class Named:
    """A place as named: in the subject or in the text, at which word; `inside` with "in", "te", "à" before it."""

    place: Place
    at: int
    in_subject: bool
    inside: bool
    in_signature: bool
    #: Where somebody works, studies or lives, by the words before it.
    of_somebody: bool = False


@dataclass(frozen=True, slots=True)
class Whereabouts:
    named: tuple[Named, ...]
    #: Catalogue id of the municipality where the complainant lives, None where not told.
    home: str | None
    region: str

    def bodies(self) -> tuple[str, ...]:
        """The municipalities that the story tells of, and home."""
        return (*(n.place.body for n in self.named if not n.in_signature), *([self.home] if self.home else []))

    def of_the_matter(self) -> Named | None:
        """The place of the facts: in the subject, else in the story with "in" before it, else any in the story."""
        told = [n for n in self.named if not n.in_signature and not n.of_somebody]
        ranked = ([n for n in told if n.in_subject], [n for n in told if n.inside], told)
        return next((group[0] for group in ranked if group), None)


def whereabouts(
    table: MentionTable,
    places: Places,
    *,
    text: str,
    words: Sequence[Word],
    subject: Sequence[Word],
    signature: tuple[int, int],
    taken: Container[int],
    home: str | None,
    office: str,
) -> Whereabouts:
    """`taken` are the words that name a body ("Limburg.net"). `home` is the complainant's municipality where it is
    known already; else it is read from a postal address.
    """
    lived, written = _postal(places, text)
    home = home or lived
    named = [
        *(_named(p, at, subject, True, False) for p, at in table.places(subject)),
        *(
            _named(p, at, words, False, signature[0] <= words[at].start < signature[1])
            for p, at in table.places(words)
            if at not in taken and not _inside(written, words[at].start)
        ),
    ]
    kept = tuple(n for n in named if not _is_name(n, subject if n.in_subject else words))
    if home is None:
        home = next((n.place.body for n in reversed(kept) if n.in_signature), None)
    return Whereabouts(kept, home, _region(places, kept, home, office))


def _inside(spans: Sequence[tuple[int, int]], at: int) -> bool:
    """A span, of spans in order, that covers a position."""
    before = bisect_right(spans, (at, at + 1_000_000)) - 1
    return before >= 0 and at < spans[before][1]


def _named(place: Place, at: int, words: Sequence[Word], in_subject: bool, in_signature: bool) -> Named:
    inside = at > 0 and words[at - 1].folded in IN
    return Named(place, at, in_subject, inside, in_signature, inside and _of_somebody(words, at))


def _of_somebody(words: Sequence[Word], at: int) -> bool:
    return bool(NOT_OF_THE_MATTER.search(" ".join(word.folded for word in words[max(0, at - 3) : at - 1])))


def _is_name(named: Named, words: Sequence[Word]) -> bool:
    before = [w.folded for w in words[max(0, named.at - 3) : named.at]]
    if not before:
        return False
    if named.at and words[named.at - 1].capital and before[-1] in ("van", "de", "vanden", "der"):
        return True
    bare = [w for w in before if w not in ("de", "d", "du", "la", "l", "des")]
    return bool(bare) and bare[-1] in NO_PLACE_AFTER


def _postal(places: Places, text: str) -> tuple[str | None, list[tuple[int, int]]]:
    """(municipality of the last postal address, where the addresses stand)."""
    home, found = None, []
    for match in POSTAL.finditer(text):
        name = match.group(2)
        while name and not places.fits(match.group(1), name):
            name = re.split(r"[ '’.-][^ '’.-]*$", name)[0] if re.search(r"[ '’.-]", name) else ""
        if name:
            home = places.municipality_of(match.group(1), name)
            found.append((match.start(), match.end()))
    return home, found


def _region(places: Places, named: Sequence[Named], home: str | None, office: str) -> str:
    regions = [n.place.region for n in named]
    if home and (own := places.municipalities.get(home)):
        regions += [own.region] * 2
    if office in HOME_REGION:
        regions.append(HOME_REGION[office])
    return max(dict.fromkeys(regions), key=regions.count) if regions else "flanders"
