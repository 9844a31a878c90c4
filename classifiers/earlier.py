"""Whether the writer says that it is the very same complaint once more, which was dealt with before."""

from collections.abc import Sequence

from classifiers.phrases import Hit
from classifiers.understanding import Reading

AGAIN, NOTHING_NEW, DECIDED = "same-again", "nothing-new", "decided-before"


def read_earlier_complaint(hits: Sequence[Hit]) -> Reading[str] | None:
    """The same again, and nothing new in it or a decision on it: one saying alone is said of any long wait."""
    said = {name: _first(hits, name) for name in (AGAIN, NOTHING_NEW, DECIDED)}
    again, nothing_new, decided = said[AGAIN], said[NOTHING_NEW], said[DECIDED]
    if again is None or (nothing_new is None and decided is None):
        return None
    sureness = 0.85 if nothing_new and decided else 0.7
    return Reading(again.words, sureness, "says it is the same complaint again", again.span, again.words)


def _first(hits: Sequence[Hit], name: str) -> Hit | None:
    return next(
        (
            hit
            for hit in hits
            if hit.name == name and not (hit.denied or hit.quoted or hit.sentence.hypothetical or hit.sentence.question)
        ),
        None,
    )
