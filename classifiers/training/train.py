"""Trains the models with spaCy and measures them on texts kept out of training."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language as Pipeline
from spacy.tokens import Doc
from spacy.training import Example as Told
from thinc.api import fix_random_seed

from classifiers.flat import flat
from classifiers.message import BODY
from classifiers.model import (
    ALARM_BUCKETS,
    ALARM_LABELS,
    WEIGHTS,
    AlarmModel,
    alarm_bucket,
    alarm_marks,
    bucketed,
    document,
    marks,
)
from classifiers.phrases import load_phrases
from classifiers.sentences import sentences
from classifiers.training import texts
from classifiers.training.names import train_names
from classifiers.training.sayings import train_sayings

SEED = 7
ROUNDS = 8
BATCH = 32
RATE = 0.003
#: The alarm model: steps, size of a step, pull towards nothing, and the share of each of `ALARM_LABELS`.
ALARM_STEPS = 120
ALARM_RATE = 0.03
ALARM_SMOOTHING = 2e-5
ALARM_SHARE = np.array([0.25, 0.55, 0.2])
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
    return (
        train_kinds(folder / "kinds", (corrections or {}).get("kinds", ())),
        train_alarms(folder / "alarms", (corrections or {}).get("alarms", ())),
        Measure("sayings", *train_sayings(folder / "sayings" / "weights.npy")),
        Measure("names", *train_names(folder / "names")),
    )


def train_kinds(folder: Path, corrections: Sequence[Example] = ()) -> Measure:
    told = _with(texts.kinds(held_out=False), corrections)
    pipeline = _fit([(bucketed(_marks(text)), label) for text, label in told])
    kept = texts.kinds(held_out=True)
    guesses = [pipeline(document(pipeline, _marks(text))).cats for text, _ in kept]
    right = sum(max(cats, key=cats.__getitem__) == label for cats, (_, label) in zip(guesses, kept, strict=True))
    pipeline.to_disk(folder)
    return Measure("kinds", len(told), right, len(kept), _size(folder))


def train_alarms(folder: Path, corrections: Sequence[Example] = ()) -> Measure:
    told = _with(texts.alarms(held_out=False), corrections)
    weights = _weights([([alarm_bucket(mark) for mark in alarm_marks(flat(text))], label) for text, label in told])
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / WEIGHTS, weights.astype(np.float16), allow_pickle=False)
    model = AlarmModel(weights)
    kept = texts.alarms(held_out=True)
    right = 0
    for text, label in kept:
        chances = model.probabilities(flat(text))
        right += ALARM_LABELS[chances.index(max(chances))] == label
    return Measure("alarms", len(told), right, len(kept), _size(folder))


def _with(own: list[tuple[str, str]], corrections: Sequence[Example]) -> list[tuple[str, str]]:
    known = {label for _, label in own}
    return own + [(c.text, c.label) for c in corrections if c.label in known for _ in range(WORTH_OF_CORRECTION)]


def _fit(told: Sequence[tuple[Sequence[str], str]]) -> Pipeline:
    """A linear categoriser of marks."""
    fix_random_seed(SEED)
    labels = sorted({label for _, label in told})
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
        Told.from_dict(
            Doc(pipeline.vocab, words=list(found)), {"cats": {known: float(known == label) for known in labels}}
        )
        for found, label in told
    ]
    optimizer = pipeline.initialize(lambda: made)
    optimizer.learn_rate = RATE
    draw = random.Random(SEED)
    for _ in range(ROUNDS):
        draw.shuffle(made)
        for first in range(0, len(made), BATCH):
            pipeline.update(made[first : first + BATCH], sgd=optimizer, drop=0.3)
    return pipeline


def _weights(told: Sequence[tuple[Sequence[int], str]]) -> NDArray[np.float32]:
    """Logistic regression over the marks of sentences, each counted once; the first row is where a sentence begins."""
    buckets, columns = np.unique(np.concatenate([found for found, _ in told]), return_inverse=True)
    starts = np.cumsum([0, *(len(found) for found, _ in told)])[:-1]
    rows = np.repeat(np.arange(len(told)), [len(found) for found, _ in told])
    truth = np.zeros((len(told), len(ALARM_LABELS)))
    truth[np.arange(len(told)), [ALARM_LABELS.index(label) for _, label in told]] = 1
    share = (ALARM_SHARE / truth.sum(axis=0))[truth.argmax(axis=1)][:, None]
    weights = np.zeros((len(buckets) + 1, len(ALARM_LABELS)))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    slope = np.empty_like(weights)
    for step in range(1, ALARM_STEPS + 1):
        scores = np.add.reduceat(weights[1:][columns], starts) + weights[0]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        error = (powers / powers.sum(axis=1, keepdims=True) - truth) * share
        slope[0] = error.sum(axis=0)
        for label in range(len(ALARM_LABELS)):
            slope[1:, label] = np.bincount(columns, error[rows, label], len(buckets))
        slope[1:] += ALARM_SMOOTHING * weights[1:]
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        weights -= ALARM_RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-9)
    table = np.zeros((ALARM_BUCKETS + 1, len(ALARM_LABELS)), dtype=np.float32)
    table[0] = weights[0]
    table[buckets + 1] = weights[1:]
    return table


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _marks(text: str) -> list[str]:
    hits = load_phrases().find(sentences(text, BODY))
    return marks(flat(text), (hit.name for hit in hits if not hit.denied))
