"""Whole mails that somebody labelled, as lessons: they are read as mails are that arrive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from classifiers.marks import see
from classifiers.model import MOST_JUDGED, marks_of
from classifiers.phrases import load_phrases
from classifiers.prepared import Prepared
from classifiers.training.fit import Lesson

#: What a real mail counts beside one of our own.
WORTH = 4.0


@dataclass(frozen=True, slots=True)
class Labelled:
    prepared: Prepared
    kind: str
    signals: frozenset[str]


def lessons_of_labelled(mails: Sequence[Labelled], *, kinds: Collection[str]) -> list[Lesson]:
    """Of the mails that are of one of these kinds: machine mail is known by other signs."""
    found = []
    for mail in mails:
        if mail.kind not in kinds:
            continue
        hits = load_phrases().find(mail.prepared.sentences)
        marks = marks_of(mail.prepared, see(mail.prepared.sentences[:MOST_JUDGED]), hits)
        found.append(Lesson(marks, mail.kind, WORTH))
    return found
