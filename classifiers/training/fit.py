"""Logistic regression over marks, in numpy: the same texts give the same weights."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 0.05


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text by its marks, what it is, and what it counts."""

    marks: Collection[int]
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Way:
    """How a model is fitted."""

    steps: int
    #: The pull of weights towards nothing.
    smoothing: float
    #: How far rare labels are made to count as much as others.
    evenness: float
    #: How much more rare marks tell than those of every text (0: the same).
    rareness: float


def fit(lessons: Sequence[Lesson], labels: Sequence[str], way: Way, *, buckets: int) -> NDArray[np.float32]:
    """Rows as `classifiers.linear.LinearModel` wants them. A long text counts no more than a short one.

    By Adam (Kingma and Ba, 2015) over all texts at once; nothing is drawn, and sums run in the order of the texts.
    """
    lengths = np.array([len(lesson.marks) for lesson in lessons])
    places = np.fromiter((m for lesson in lessons for m in sorted(lesson.marks)), dtype=np.int64)
    used, columns, counts = np.unique(places, return_inverse=True, return_counts=True)
    telling = ((2 - 2 * np.log(counts) / np.log(len(lessons) + 1)) ** way.rareness).astype(np.float32)
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    share_of_mark = (1 / np.sqrt(lengths)).astype(np.float32)
    known = {label: number for number, label in enumerate(labels)}
    truth = np.array([known[lesson.label] for lesson in lessons])
    share = _shares(truth, np.array([lesson.weight for lesson in lessons]), len(labels), way.evenness)
    order = np.argsort(columns, kind="stable")
    sorted_rows = np.repeat(np.arange(len(lessons)), lengths)[order]
    firsts = np.searchsorted(columns[order], np.arange(len(used)))
    weights = np.zeros((len(labels), len(used) + 1), dtype=np.float32)
    mean, spread, slope = np.zeros_like(weights), np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, way.steps + 1):
        told = weights[:, 1:] * telling
        worth = np.stack([np.add.reduceat(row.take(columns), starts) for row in told])
        worth = worth * share_of_mark + weights[:, :1]
        powers = np.exp(worth - worth.max(axis=0))
        error = powers / powers.sum(axis=0)
        error[truth, np.arange(len(truth))] -= 1
        error *= share
        slope[:, 0] = error.sum(axis=1)
        for row, of_text in zip(slope, error * share_of_mark, strict=True):
            row[1:] = np.add.reduceat(of_text.take(sorted_rows), firsts) * telling
        slope[:, 1:] += way.smoothing * weights[:, 1:]
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-9)
    table = np.zeros((buckets + 1, len(labels)), dtype=np.float32)
    table[0] = weights[:, 0]
    table[used + 1] = (weights[:, 1:] * telling).T
    return table


def _shares(
    truth: NDArray[np.int64], weights: NDArray[np.float64], labels: int, evenness: float
) -> NDArray[np.float32]:
    """What each text counts, all together one."""
    told = np.bincount(truth, weights, minlength=labels)
    even = (told.sum() / (labels * told)) ** evenness
    shares = weights * even[truth]
    return np.asarray(shares / shares.sum(), dtype=np.float32)
