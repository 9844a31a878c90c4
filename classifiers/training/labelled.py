"""Whole mails that somebody labelled, as lessons: they are read as mails are that arrive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from classifiers.hints import hints_of
from classifiers.marks import see
from classifiers.model import MOST_JUDGED, marks_of
from classifiers.phrases import load_phrases
from classifiers.prepared import Prepared
from classifiers.training.fit import Lesson
from classifiers.training.mails import ORDINARY, ordinary
from classifiers.understanding import Signal

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


def calm_of_labelled(mails: Sequence[Labelled]) -> list[Lesson]:
    """What people tell in letters without an alarm. Of those with one nobody noted where in the letter it is told."""
    alarming = {Signal.DISTRESS, Signal.THREAT}
    found: list[Lesson] = []
    for mail in mails:
        if not alarming & mail.signals:
            sentences = mail.prepared.sentences[:MOST_JUDGED]
            found += ordinary(hints_of([sentence.folded for sentence in sentences]), ORDINARY)
    return found
