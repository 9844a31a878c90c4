"""Trains the models and measures them on texts kept out of training."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers import hints
from classifiers.linear import load_linear, save_linear
from classifiers.marks import BUCKETS
from classifiers.training import mails
from classifiers.training.fit import Way, fit
from classifiers.training.labelled import Labelled, calm_of_labelled, lessons_of_labelled
from classifiers.training.names import train_names
from classifiers.training.sayings import train_sayings

#: Chosen on the texts kept out.
KINDS = Way(steps=70, smoothing=3e-6, evenness=0.7, rareness=0.5)
ALARMS = Way(steps=200, smoothing=1e-5, evenness=0.8, rareness=0.0)
#: A correction made at the desk counts as much as so many mails of our own.
WORTH_OF_CORRECTION = 3.0


@dataclass(frozen=True, slots=True)
class Example:
    """A text, subject first, and what it is: a correction made at the desk."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Measure:
    model: str
    trained_on: int
    right: int
    held_out: int
    size: int


def train(
    folder: Path,
    *,
    corrections: Mapping[str, Sequence[Example]] | None = None,
    labelled: Sequence[Labelled] = (),
) -> Iterator[Measure]:
    """Writes all models into `folder`, and tells of each when it is made; `corrections` by model ("kinds")."""
    yield train_kinds(folder / "kinds", (corrections or {}).get("kinds", ()), labelled)
    yield train_alarms(folder / "alarms", labelled)
    yield Measure("sayings", *train_sayings(folder / "sayings" / "weights.npy"))
    yield Measure("names", *train_names(folder / "names"))


def train_kinds(folder: Path, corrections: Sequence[Example] = (), labelled: Sequence[Labelled] = ()) -> Measure:
    own = mails.lessons_of_kinds()
    labels = sorted({lesson.label for lesson in own})
    told = [(c.text, c.label) for c in corrections if c.label in labels]
    lessons = own + lessons_of_labelled(labelled, kinds=labels)
    lessons += mails.lessons_of_corrections(told, worth=WORTH_OF_CORRECTION)
    save_linear(folder, fit(lessons, labels, KINDS, buckets=BUCKETS), labels)
    model, kept = load_linear(folder), mails.mails(kept=True)
    chances = model.chances([mails.marks_of_text(mail.subject, mail.body) for mail in kept])
    right = sum(model.labels[best] == mail.kind for best, mail in zip(chances.argmax(axis=1), kept, strict=True))
    return Measure("kinds", len(lessons), right, len(kept), _size(folder))


def train_alarms(folder: Path, labelled: Sequence[Labelled] = ()) -> Measure:
    lessons = mails.lessons_of_alarms() + calm_of_labelled(labelled)
    labels = sorted({lesson.label for lesson in lessons})
    save_linear(folder, fit(lessons, labels, ALARMS, buckets=hints.BUCKETS), labels)
    model, kept = load_linear(folder), mails.passages(kept=True)
    right = 0
    for passage in kept:
        told = mails.hints_of_text(passage.text)
        chances = model.chances([told.of_window(first, last) for first, last in told.windows()])
        right += model.labels[int(chances[int(chances[:, labels.index("none")].argmin())].argmax())] == passage.label
    return Measure("alarms", len(lessons), right, len(kept), _size(folder))


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
