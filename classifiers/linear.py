"""A linear model over marks: what a text is worth for each label is the sum of the weights of its marks."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class LinearModel:
    def __init__(self, weights: NDArray[np.float32], labels: Sequence[str]) -> None:
        """Rows: first where it begins, then a weight of each of `labels` by bucket."""
        self.labels = tuple(labels)
        self._bias = weights[0].astype(np.float32)
        self._weights = weights[1:].astype(np.float32)

    def chances(self, texts: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
        """Of each text, given by its marks (at least one), the chance of each label."""
        ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))
        return self.chances_of(np.concatenate(texts), np.concatenate(([0], ends[:-1])), ends)

    def chances_of(
        self, marks: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """The same of stretches of `marks`, which may lie over each other."""
        sums = np.zeros((len(marks) + 1, len(self.labels)))
        np.cumsum(self._weights.take(marks, axis=0), axis=0, out=sums[1:])
        worth = (sums[ends] - sums[starts]) / np.sqrt(ends - starts)[:, None] + self._bias
        powers = np.exp(worth - worth.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def load_linear(folder: Path) -> LinearModel:
    """Raises OSError where the model was never trained (`klachtenpost train`)."""
    labels = (folder / "labels.txt").read_text(encoding="utf-8").split()
    return LinearModel(np.load(folder / "weights.npy", allow_pickle=False), labels)


def save_linear(folder: Path, weights: NDArray[np.float32], labels: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "weights.npy", weights.astype(np.float16), allow_pickle=False)
    (folder / "labels.txt").write_text("\n".join(labels) + "\n", encoding="utf-8")
