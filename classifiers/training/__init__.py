"""Makes the trained models from the texts in this folder; the same texts give the same models."""

from classifiers.training.labelled import Labelled
from classifiers.training.train import Example, Measure, train

__all__ = ["Example", "Labelled", "Measure", "train"]
