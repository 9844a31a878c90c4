"""Whether the writer says that it is the very same complaint once more, which was dealt with before."""

import re
from collections.abc import Sequence

from classifiers.phrases import Hit
from classifiers.sentences import Sentence
from classifiers.understanding import Reading

AGAIN, NOTHING_NEW, DECIDED = "same-again", "nothing-new", "decided-before"
#: The one who reads it did something: "hebt u", "vous avez", "Sie haben", "your letter".
BY_YOU = re.compile(
    r"\b(?:(?:hebt|heeft|had) (?:u|gij|jullie)|"
    r"(?:u|jullie) (?:hebt|hebben|had|besliste|wees|gaf|sloot|vond|verklaarde)|"
    r"(?:uw|jullie) (?:eind)?(?:brief|beslissing|antwoord|oordeel)|"
    r"vous (?:m )?(?:avez|aviez)|votre (?:lettre|decision|reponse|conclusion)|"
    r"haben sie|sie haben|sie hatten|ihr\w* (?:abschluss\w*|entscheidung|antwort|schreiben)|"
    r"you (?:have |had )?(?:wrote|written|decided|rejected|closed|found)|"
    r"your (?:final )?(?:letter|decision|answer|conclusion))\b"
)
#: What ends a complaint.
ENDING = re.compile(
    r"\b(?:eindbrief|slotbrief|eindbeslissing|afgesloten|afgewezen|ongegrond|gelijk (?:geeft|gaf|gegeven)|"
    r"geen gelijk|verworpen|cloture\w*|rejet\w*|classe\w*|non fondee?|donne raison|lettre finale|"
    r"abgeschlossen|abgelehnt|abgewiesen|unbegrundet|recht gegeben|abschluss\w*|"
    r"closed|rejected|dismissed|unfounded|final letter|sided with|not upheld)\b"
)
#: How a reading says so.
BY_US = "says it is the same complaint again, on which the reader decided"


def read_earlier_complaint(hits: Sequence[Hit], sentences: Sequence[Sentence] = ()) -> Reading[str] | None:
    """The same again, and nothing new in it or a decision on it: one saying alone is said of any long wait."""
    said = {name: _first(hits, name) for name in (AGAIN, NOTHING_NEW, DECIDED)}
    again, nothing_new, decided = said[AGAIN], said[NOTHING_NEW], said[DECIDED]
    if again is None or (nothing_new is None and decided is None):
        return None
    sureness = 0.85 if nothing_new and decided else 0.7
    by_us = any(BY_YOU.search(one.folded) and ENDING.search(one.folded) for one in sentences if not one.question)
    method = BY_US if by_us else "says it is the same complaint again"
    return Reading(again.words, sureness, method, again.span, again.words)


def _first(hits: Sequence[Hit], name: str) -> Hit | None:
    return next(
        (
            hit
            for hit in hits
            if hit.name == name and not (hit.denied or hit.quoted or hit.sentence.hypothetical or hit.sentence.question)
        ),
        None,
    )
