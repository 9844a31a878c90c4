"""The trained models: what a mail is, and which of its sentences despair or threaten. Small, linear, quick.

Both see the marks of `classifiers.marks`; `classifiers.training` makes them. The model of alarms judges every
sentence, and every two that follow each other: despair told softly is often told in two.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from classifiers.linear import LinearModel, load_linear
from classifiers.marks import Marks, Seen, marks_of_mail, see, windows
from classifiers.message import SUBJECT
from classifiers.phrases import Hit
from classifiers.prepared import Prepared
from classifiers.sentences import Sentence
from classifiers.understanding import Kind, Reading, Signal, Span

FOLDER = Path(__file__).parent / "models"
#: Sentences of a mail that are judged.
MOST_JUDGED = 250
_ALARMS = (Signal.DISTRESS, Signal.THREAT)


class Models:
    """Both models, loaded once."""

    def __init__(self, kinds: LinearModel, alarms: LinearModel) -> None:
        self._kinds = kinds
        self._alarms = alarms

    def see(self, prepared: Prepared) -> Seen:
        """What both look at."""
        return see(prepared.sentences[:MOST_JUDGED])

    def kinds(self, prepared: Prepared, seen: Seen, hits: Sequence[Hit]) -> Mapping[Kind, float]:
        """The chance of each kind the model knows."""
        chances = self._kinds.chances([marks_of(prepared, seen, hits)])[0]
        return {Kind(name): float(chance) for name, chance in zip(self._kinds.labels, chances, strict=True)}

    def alarms(self, prepared: Prepared, seen: Seen) -> tuple[Reading[Signal], ...]:
        """What is most like despair and most like a threat, each with its chance."""
        sentences, judged = prepared.sentences, list(windows(seen))
        if not judged:
            return ()
        chances = self._alarms.chances([marks for _, _, marks in judged])
        readings = []
        for signal in _ALARMS:
            column = chances[:, self._alarms.labels.index(signal)]
            best = int(column.argmax())
            first, last, _ = judged[best]
            readings.append(_reading(signal, float(column[best]), sentences[first], sentences[last]))
        return tuple(readings)


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
