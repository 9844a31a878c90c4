"""Trains the model of sayings on the sentences of the folder `sayings`, and measures it on those kept out."""

import random
import re
import tomllib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifiers.flat import flat
from classifiers.message import BODY
from classifiers.phrases import load_phrases
from classifiers.prior_contact import TOUCH
from classifiers.sayings import BUCKETS, LABELS, WORD_SHARE, SayingsModel, marks_of
from classifiers.sentences import sentences
from classifiers.training import texts
from classifiers.training.voices import voices

FOLDER = Path(__file__).parent / "sayings"
CONTACT = ("contact", "no-contact")
#: Every so many sentences are kept out of training and measured.
HELD_OUT = 10
COPIES = 12
#: What a sentence of `voices` counts beside one that was drawn from a pattern.
VOICED = 4.0
STEPS = 90
RATE = 0.03
SMOOTHING = 3e-4
#: Sentences of ordinary mails that ask nothing about answering.
ORDINARY = 8000
LEAST_LETTERS = 15
#: Share of the sentences for which a label holds.
SHARE = 0.3
_SEED = 11
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_CHOICE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    #: Of each of `LABELS` whether it holds; None where nobody told.
    holds: tuple[bool | None, ...]
    weight: float = 1.0


def said(*, held_out: bool) -> list[Said]:
    """The sentences to train with, or those kept out; which these are hangs on their own letters alone."""
    draw = random.Random(_SEED)
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        about_contact = path.stem.startswith("contact")
        for label, languages in _load(path).items():
            holds = _holds(label, about_contact)
            for lines in languages.values():
                for line in lines:
                    if line and (zlib.crc32(line.encode()) % HELD_OUT == 0) is held_out:
                        drawn = {_choose(line, draw) for _ in range(2 if held_out else COPIES)}
                        found += [Said(text, holds) for text in sorted(drawn)]
    found += _voiced(kept=held_out)
    ordinary = list(_ordinary(draw, held_out))
    return found + ordinary + ([] if held_out else list(_within_longer(found, ordinary, draw)))


def _voiced(*, kept: bool) -> Iterator[Said]:
    """Whether they tell of contact nobody said."""
    for one in voices(kept=kept):
        yield Said(one.text, tuple(None if label in CONTACT else label in one.asked for label in LABELS), VOICED)


def _within_longer(found: Sequence[Said], ordinary: Sequence[Said], draw: random.Random) -> Iterator[Said]:
    """Every third sentence again, with an ordinary one before or behind it: people say it by the way."""
    for one in draw.sample(list(found), len(found) // 3):
        other = draw.choice(ordinary).text.rstrip(".!?")
        pair = (one.text.rstrip(".!?"), other) if draw.random() < 0.6 else (other, one.text)
        holds = tuple(
            None if told is False and label in CONTACT else told for label, told in zip(LABELS, one.holds, strict=True)
        )
        yield Said(draw.choice((", ", "; ", " (", " - ", ": ", " ")).join(pair), holds, one.weight)


def _load(path: Path) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """By label and language: lists, or sentences one a line."""
    return {
        name: {
            language: lines.strip().splitlines() if isinstance(lines, str) else lines
            for language, lines in languages.items()
        }
        for name, languages in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def _choose(text: str, draw: random.Random) -> str:
    return _CHOICE.sub(lambda match: draw.choice(match[1].split("|")), text)


def _holds(label: str, about_contact: bool) -> tuple[bool | None, ...]:
    if label == "none":
        return tuple(False if about_contact or one not in CONTACT else None for one in LABELS)
    return tuple(one == label for one in LABELS)


def _ordinary(draw: random.Random, held_out: bool) -> Iterator[Said]:
    """Sentences of mails of all kinds: nothing is asked where no phrase says so, nor is contact told without a word of
    it; with one it may be."""
    book = load_phrases()
    told = {
        line.strip()
        for text, _ in texts.kinds(held_out=held_out)
        for line in _SENTENCE.split(text)
        if len(line) > LEAST_LETTERS
    }
    calm = [
        line for line in sorted(told) if not any(hit.name in LABELS[2:] for hit in book.find(sentences(line, BODY)))
    ]
    asks_nothing = tuple(None if one in CONTACT else False for one in LABELS)
    for line in draw.sample(calm, min(len(calm), ORDINARY // 10 if held_out else ORDINARY)):
        yield Said(line, asks_nothing if TOUCH.search(flat(line)) else (False,) * len(LABELS))


def train_sayings(path: Path) -> tuple[int, int, int, int]:
    """Writes the weights; (trained on, right, held out, bytes), an answer for each label of a sentence."""
    weights = fit(said(held_out=False))
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, weights.astype(np.float16), allow_pickle=False)
    kept = said(held_out=True)
    told = SayingsModel(weights).chances([flat(one.text) for one in kept])
    answers = [
        (chance > 0.5) == holds
        for one, chances in zip(kept, told, strict=True)
        for holds, chance in zip(one.holds, chances, strict=True)
        if holds is not None
    ]
    return len(said(held_out=False)), sum(map(bool, answers)), len(answers), path.stat().st_size


def fit(told: Sequence[Said]) -> NDArray[np.float32]:
    """Logistic regression for each label by Adam (Kingma and Ba, 2015) over all sentences at once."""
    marks = marks_of([flat(one.text) for one in told])
    used, columns = np.unique(np.concatenate([marks.notions.ravel(), marks.words.ravel()]), return_inverse=True)
    texts_of = np.concatenate(
        [np.repeat(marks.notion_of, marks.notions.shape[1]), np.repeat(marks.word_of, marks.words.shape[1])]
    )
    share = np.where(np.arange(len(columns)) < marks.notions.size, 1.0, WORD_SHARE)
    wanted = np.array([[0.5 if h is None else float(h) for h in one.holds] for one in told])
    counted = _balanced(told)
    weights = np.zeros((len(used) + 1, len(LABELS)))
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = SMOOTHING * weights
        slope[0] = 0
        for label in range(len(LABELS)):
            worth = np.bincount(texts_of, weights[1:, label][columns] * share, len(told)) + weights[0, label]
            error = (1 / (1 + np.exp(-worth)) - wanted[:, label]) * counted[:, label]
            slope[0, label] += error.sum()
            slope[1:, label] += np.bincount(columns, error[texts_of] * share, len(used))
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-9)
    table = np.zeros((BUCKETS + 1, len(LABELS)), dtype=np.float32)
    table[0] = weights[0]
    table[used + 1] = weights[1:]
    return table


def _balanced(told: Sequence[Said]) -> NDArray[np.float64]:
    """How much each sentence counts for each label: where it holds `SHARE` together."""
    holds = np.array([[one.weight * (h is True) for h in one.holds] for one in told])
    fails = np.array([[one.weight * (h is False) for h in one.holds] for one in told])
    counted: NDArray[np.float64] = SHARE * holds / holds.sum(axis=0) + (1 - SHARE) * fails / fails.sum(axis=0)
    return counted
