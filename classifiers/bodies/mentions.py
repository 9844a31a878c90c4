"""Every place where a text names a body, a product of it, or a municipality."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from classifiers.bodies.lookalikes import AMBIGUOUS, NO_NAME, NOBODY, OTHER_WORDS, UNNAMED
from classifiers.bodies.misspelt import Misspelt
from classifiers.bodies.names import BodyNames
from classifiers.places import Place, Places, key
from classifiers.words import Hit, PhraseTable, Word, fold, words


class Strength(IntEnum):
    """How surely the words stand for the body."""

    WEAK = 1
    STRONG = 2
    NAME = 3


#: Catalogue id that stands for whichever municipality the place tells.
LOCAL = "gemeenten"


@dataclass(frozen=True, slots=True)
class Mention:
    body: str
    strength: Strength
    #: Index of its first and behind its last word.
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Entry:
    body: str
    strength: Strength
    #: Counts only when written with a capital: in lower case it is another word ("ing", "base", "orange").
    capital: bool


#: Words before a place name that make it the municipality itself.
MUNICIPAL = frozenset(
    "gemeente gemeentebestuur stad stadsbestuur ocmw cpas oshz commune ville gemeinde stadt municipality city town "
    "stadhuis gemeentehuis bestuur communale schepencollege burgemeester lokaal sociaal huis stadsdiensten stadsdienst "
    "bourgmestre gemeindeverwaltung stadtverwaltung college gemeenteraad burgerzaken bevolkingsdienst population "
    "groendienst politiereglement urbanisme recyclagepark containerpark communal communaux".split()
)
#: Behind the label of a form's field.
LABEL = re.compile(r" {0,2}:")
#: Names of an ombuds function; with a place they are that municipality's ombuds.
OMBUDS = frozenset(
    "ombudsman ombudsvrouw ombudsdienst ombudspersoon ombuds mediateur mediatrice mediation ombudsfrau "
    "ombudsperson".split()
)
LINKING = frozenset(
    "de d du des van von der the of te in a en l het communal communale municipal stad gemeente".split()
)


class MentionTable:
    """All phrases of all bodies, looked up in one walk."""

    def __init__(self, bodies: Sequence[BodyNames], places: Places) -> None:
        self._phrases: PhraseTable[_Entry] = PhraseTable(_entries(bodies))
        self._places = places
        self._own_ombuds = {body.id: body.own_ombuds for body in bodies if body.own_ombuds}
        self._misspelt = Misspelt(bodies, {*OMBUDS, *places.by_name})
        self._place_heads = {name.split(" ")[0] for name in places.by_name}

    def mentions(self, text: Sequence[Word], source: str) -> list[Mention]:
        """Bodies named in the text, in no order; a municipality needs "gemeente", "stad", "OCMW" before its name.

        `source` is what the words were cut from: "Gemeente: Bocholt" is a field of a form, no municipality.
        """
        named: dict[tuple[str, int], Mention] = {}
        for hit in self._found(text):
            if hit.value.capital and not text[hit.first].capital:
                continue
            if text[hit.first].start and source[text[hit.first].start - 1] == "@":
                continue
            known = named.get((hit.value.body, hit.first))
            if known is None or known.strength < hit.value.strength:
                found = Mention(hit.value.body, hit.value.strength, hit.first, hit.last)
                named[hit.value.body, hit.first] = found
        told = {mention.first for mention in named.values() if mention.body != LOCAL}
        kept = [m for m in named.values() if m.body != LOCAL or m.first not in told]
        taken = {at for mention in kept for at in range(mention.first, mention.last)}
        others = {at for m in kept if m.strength is Strength.NAME and m.body != LOCAL for at in range(m.first, m.last)}
        municipal = [m for m in self._municipalities(text, source) if m.last - 1 not in others]
        # "Gemeente Ternat" is that municipality, and no "gemeente" of which the place is still to be found.
        placed = {at for m in municipal for at in range(m.first, m.last)}
        kept = [m for m in kept if m.body != LOCAL or m.first not in placed]
        misspelt = (Mention(body, Strength.STRONG, at, at + 1) for body, at in self._misspelt.find(text, taken))
        return [*kept, *municipal, *misspelt]

    def _found(self, text: Sequence[Word]) -> Iterator[Hit[_Entry]]:
        """What the phrases find, without sayings that only sound like a name."""
        for hit in self._phrases.find(text):
            if other_word(text, hit.first, hit.last):
                continue
            if hit.value.body:
                yield hit
            elif any(word.capital for word in text[hit.first + 1 : hit.last]):
                inside = self._phrases.find(text[hit.first + 1 : hit.last])
                yield from (Hit(h.first + hit.first + 1, h.last + hit.first + 1, h.value) for h in inside)

    def _municipalities(self, text: Sequence[Word], source: str) -> list[Mention]:
        found = []
        for at, word in enumerate(text):
            ombuds = word.folded in OMBUDS
            if not ombuds and (word.folded not in MUNICIPAL or LABEL.match(source, word.end)):
                continue
            behind = at + 1
            while behind < len(text) and text[behind].folded in LINKING and behind - at <= 4:
                behind += 1
            place = self._place_at(text, behind)
            if place and ombuds and (own := self._own_ombuds.get(place[0].body)):
                found.append(Mention(own, Strength.NAME, at, place[1]))
            elif place and not ombuds:
                found.append(Mention(place[0].body, Strength.NAME, at, place[1]))
            elif at and (adjective := self._adjective(text[at - 1])):
                body = self._own_ombuds.get(adjective.body) if ombuds else adjective.body
                if body:
                    found.append(Mention(body, Strength.NAME, at - 1, at + 1))
        return found

    def _adjective(self, word: Word) -> Place | None:
        """The place behind "Gentse", "Kortrijkse", "Antwerpse"."""
        if not word.capital or not word.folded.endswith("se"):
            return None
        bare = word.folded[:-2]
        rows = next((r for end in ("", "e", "en", "er") if (r := self._places.by_name.get(bare + end))), None)
        return rows[0] if rows else None

    def _place_at(self, text: Sequence[Word], at: int) -> tuple[Place, int] | None:
        """The longest place name that begins here; a capital is asked of names that could be another word."""
        if at >= len(text) or (text[at].folded not in self._place_heads and text[at].folded not in ("st", "ste")):
            return None
        for length in (4, 3, 2, 1):
            if at + length > len(text):
                continue
            name = key(" ".join(w.folded for w in text[at : at + length]))
            rows = self._places.by_name.get(name)
            if rows and (text[at].capital or len(name) >= 7):
                return rows[0], at + length
        return None

    def places(self, text: Sequence[Word]) -> list[tuple[Place, int]]:
        """Places named in the text with a capital, and at which word."""
        found, at = [], 0
        while at < len(text):
            place = self._place_at(text, at) if text[at].capital and len(text[at].folded) >= 3 else None
            if place:
                found.append((place[0], at))
            at = place[1] if place else at + 1
        return found


def other_word(text: Sequence[Word], first: int, last: int) -> bool:
    """One word that only by its stem looks like a name."""
    return last - first == 1 and text[first].folded in OTHER_WORDS


def _entries(bodies: Sequence[BodyNames]) -> Iterable[tuple[str, _Entry]]:
    yield from ((saying, _Entry("", Strength.WEAK, False)) for saying in NOBODY)
    for body in bodies:
        if body.kind in UNNAMED:
            continue
        if body.id != LOCAL:
            for name in body.names:
                for written in _spellings(name):
                    # "huisbaas", "kinderbijslag": words of the matter, no proper names.
                    strength = Strength.STRONG if written.islower() and "." not in written else Strength.NAME
                    yield written, _Entry(body.id, strength, _needs_capital(written))
        for phrase in body.strong:
            yield phrase, _Entry(body.id, Strength.STRONG, _needs_capital(phrase))
        for phrase in body.weak:
            yield phrase, _Entry(body.id, Strength.WEAK, fold(phrase) in AMBIGUOUS)


def _spellings(name: str) -> set[str]:
    """A catalogue name as people write it: without what stands in brackets, each half of "A / B"."""
    bare = re.sub(r"\s*\([^)]{0,80}\)", "", name)
    inside = re.findall(r"\(([^)]{2,40})\)", name)
    pieces = [bare, *bare.split(" / "), *(i for i in inside if "," not in i and len(i) <= 12 and not i.islower())]
    bare_pieces = {piece.strip(" -") for piece in pieces}
    return {piece for piece in bare_pieces if len(piece) >= 2 and fold(piece) not in NO_NAME}


def _needs_capital(name: str) -> bool:
    folded = fold(name)
    return folded in AMBIGUOUS or (len(words(name)) == 1 and len(folded) <= 2)
