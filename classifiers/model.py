"""The trained models: what a mail is, and which of its sentences despair or threaten. Small, linear, quick.

`classifiers.training` makes them. That of kinds sees the marks of `classifiers.marks`, that of alarms the hints of
`classifiers.hints`: it judges every sentence and every two that follow each other, and several weak hints in one mail
count for more than one.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.hints import hints_of
from classifiers.linear import LinearModel, load_linear
from classifiers.marks import Marks, Seen, marks_of_mail, see
from classifiers.message import SUBJECT
from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.sentences import Sentence
from classifiers.understanding import Kind, Reading, Signal, Span

FOLDER = Path(__file__).parent / "models"
#: Sentences of a mail that are judged.
MOST_JUDGED = 250
_ALARMS = (Signal.DISTRESS, Signal.THREAT)
#: What a mail is worth as an alarm: its likeliest place, and in part the mean of so many likeliest. Chosen on texts
#: kept out of training.
LIKELIEST = 4
SHARE_OF_MEAN = 0.3


class Models:
    """Both models, loaded once."""

    def __init__(self, kinds: LinearModel, alarms: LinearModel) -> None:
        self._kinds = kinds
        self._alarms = alarms

    def kinds(self, prepared: Prepared, hits: Sequence[Hit]) -> Mapping[Kind, float]:
        """The chance of each kind the model knows."""
        seen = see(prepared.sentences[:MOST_JUDGED])
        chances = self._kinds.chances([marks_of(prepared, seen, hits)])[0]
        return {Kind(name): float(chance) for name, chance in zip(self._kinds.labels, chances, strict=True)}

    def alarms(self, prepared: Prepared) -> tuple[Reading[Signal], ...]:
        """What is most like despair and most like a threat, each with the chance that the mail holds any."""
        sentences = prepared.sentences[:MOST_JUDGED]
        hints = hints_of([sentence.folded for sentence in sentences])
        judged = hints.windows()
        if not judged:
            return ()
        firsts, lasts = np.array(judged, dtype=np.int64).T
        begins = np.array(hints.begins)
        chances = self._alarms.chances_of(hints.marks, begins[firsts], begins[lasts + 1])
        readings = []
        for signal in _ALARMS:
            column = chances[:, self._alarms.labels.index(signal)]
            first, last = judged[int(column.argmax())]
            readings.append(_reading(signal, chance_of_mail(column), sentences[first], sentences[last]))
        return tuple(readings)


def chance_of_mail(chances: NDArray[np.float32]) -> float:
    """Of the chances of its places."""
    likeliest = np.clip(np.sort(chances)[-LIKELIEST:].astype(np.float64), 1e-6, 1 - 1e-6)
    odds = np.log(likeliest / (1 - likeliest))
    worth = (1 - SHARE_OF_MEAN) * odds[-1] + SHARE_OF_MEAN * odds.mean()
    return float(1 / (1 + np.exp(-worth)))


def marks_of(prepared: Prepared, seen: Seen, hits: Sequence[Hit]) -> Marks:
    """What the model of kinds sees of a mail."""
    subject: list[int] = []
    said: list[int] = []
    for number, sentence in enumerate(prepared.sentences[:MOST_JUDGED]):
        (subject if sentence.part.endswith(SUBJECT) else said).append(number)
    return marks_of_mail(seen, subject, said, (hit.name for hit in hits if not hit.denied and not hit.quoted))


def _reading(signal: Signal, chance: float, first: Sentence, last: Sentence) -> Reading[Signal]:
    if first.part != last.part or first is last:
        return Reading(signal, round(chance, 3), "alarm model", Span(last.part, last.start, last.end), last.text)
    span = Span(first.part, first.start, last.end)
    return Reading(signal, round(chance, 3), "alarm model", span, f"{first.text} {last.text}")


@lru_cache(maxsize=1)
def load_models() -> Models:
    """Raises OSError where the models were never trained (`klachtenpost train`)."""
    return Models(kinds=load_linear(FOLDER / "kinds"), alarms=load_linear(FOLDER / "alarms"))
