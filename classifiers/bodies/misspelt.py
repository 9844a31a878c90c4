"""Names of bodies with a slip of the pen."""

from collections.abc import Sequence, Set
from functools import lru_cache

from rapidfuzz.distance import OSA

from classifiers.bodies.lookalikes import AMBIGUOUS, UNNAMED
from classifiers.bodies.names import BodyNames
from classifiers.words import MOST_LETTERS, Word, words

#: One-word names of this length and more are recognised with a typing error.
FUZZY_LENGTH = 6


class Misspelt:
    """Long one-word names written with one wrong letter (two from twelve letters on)."""

    def __init__(self, bodies: Sequence[BodyNames], rightly: Set[str]) -> None:
        """`rightly`: words that are spelt rightly, however like a name they are ("Bruges", "médiation")."""
        self._rightly = rightly
        #: First letter and length -> (name, its stem, body).
        self._known: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
        self._meant = lru_cache(maxsize=1 << 14)(self._near)
        for body in bodies:
            if body.kind in UNNAMED:
                continue
            for name in {*body.names, *(s for s in body.strong if len(s) >= 9)}:
                said = words(name)
                if len(said) == 1 and len(said[0].folded) >= FUZZY_LENGTH and said[0].folded not in AMBIGUOUS:
                    self._known.setdefault((said[0].folded[0], len(said[0].folded)), []).append(
                        (said[0].folded, said[0].stem, body.id)
                    )

    def find(self, text: Sequence[Word], taken: set[int]) -> list[tuple[str, int]]:
        found = []
        for at, word in enumerate(text):
            length = len(word.folded)
            if at in taken or not FUZZY_LENGTH <= length <= MOST_LETTERS or not (word.capital or length >= 9):
                continue
            found += [(body, at) for body in self._meant(word.folded, word.stem)]
        return found

    def _near(self, folded: str, stem: str) -> tuple[str, ...]:
        """The bodies of which a word is the misspelt name."""
        if folded in self._rightly:
            return ()
        length, found = len(folded), []
        for near in (length, length - 1, length + 1):
            for name, bare, body in self._known.get((folded[0], near), ()):
                allowed = 2 if min(length, near) >= 12 else 1
                distance = OSA.distance(folded, name, score_cutoff=allowed)
                if 0 < distance <= allowed and stem != bare:
                    found.append(body)
        return tuple(found)
