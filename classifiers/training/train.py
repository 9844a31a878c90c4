"""Trains the models with spaCy and measures them on texts kept out of training."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
from spacy.training import Example as Told
from thinc.api import fix_random_seed

from classifiers.flat import flat
from classifiers.message import BODY
from classifiers.model import GRAVE, beginnings, document, marks
from classifiers.phrases import load_phrases
from classifiers.sentences import sentences
from classifiers.training import texts

SEED = 7
ROUNDS = 8
BATCH = 32
RATE = 0.003
#: A correction made at the desk counts as much as so many texts of our own.
WORTH_OF_CORRECTION = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what it is: a correction made at the desk."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Measure:
    model: str
    trained_on: int
    right: int
    held_out: int
    size: int


def train(folder: Path, *, corrections: Mapping[str, Sequence[Example]] | None = None) -> tuple[Measure, ...]:
    """Writes all models into `folder`; `corrections` by model ("kinds"). Takes a minute or two."""
    return tuple(
        _train(name, source, folder / name, (corrections or {}).get(name, ())) for name, source in SOURCES.items()
    )


Source = Callable[[bool], list[tuple[str, str]]]
SOURCES: Mapping[str, Source] = {
    "kinds": lambda held_out: texts.kinds(held_out=held_out),
    "alarms": lambda held_out: texts.alarms(held_out=held_out),
}


def _train(name: str, source: Source, folder: Path, corrections: Sequence[Example]) -> Measure:
    fix_random_seed(SEED)
    told = source(False) + [(c.text, c.label) for c in corrections for _ in range(WORTH_OF_CORRECTION)]
    known_labels = {label for _, label in told[: len(told) - len(corrections) * WORTH_OF_CORRECTION]}
    told = [(text, label) for text, label in told if label in known_labels]
    labels = sorted(known_labels)
    pipeline = spacy.blank("xx")
    pipeline.add_pipe(
        "textcat",
        config={
            "model": {
                "@architectures": "spacy.TextCatBOW.v3",
                "exclusive_classes": True,
                "ngram_size": 1,
                "no_output_layer": False,
                "length": 32768,
            }
        },
    )
    made = [
        Told.from_dict(document(pipeline, _marks(text)), {"cats": {known: float(known == label) for known in labels}})
        for text, label in told
    ]
    optimizer = pipeline.initialize(lambda: made)
    optimizer.learn_rate = RATE
    draw = random.Random(SEED)
    for _ in range(ROUNDS):
        draw.shuffle(made)
        for first in range(0, len(made), BATCH):
            pipeline.update(made[first : first + BATCH], sgd=optimizer, drop=0.3)
    kept = source(True)
    guesses = [pipeline(document(pipeline, _marks(text))).cats for text, _ in kept]
    right = sum(
        max(cats, key=lambda label: cats[label]) == label for cats, (_, label) in zip(guesses, kept, strict=True)
    )
    folder.mkdir(parents=True, exist_ok=True)
    pipeline.to_disk(folder)
    if name == "alarms":
        (folder / GRAVE).write_text("\n".join(_grave(told)) + "\n", encoding="utf-8")
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Measure(name, len(told), right, len(kept), size)


def _grave(told: Sequence[tuple[str, str]]) -> list[str]:
    """Beginnings of words that stand in alarms and seldom elsewhere: a sentence without any of them is not judged."""
    alarming, calm = Counter[str](), Counter[str]()
    for text, label in told:
        (calm if label == "none" else alarming).update(beginnings(flat(text)))
    return sorted(word for word, count in alarming.items() if count >= 2 and count >= calm[word] / 8)


def _marks(text: str) -> list[str]:
    hits = load_phrases().find(sentences(text, BODY))
    return marks(flat(text), (hit.name for hit in hits if not hit.denied))
