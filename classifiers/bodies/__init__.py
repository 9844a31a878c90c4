"""Which bodies a mail speaks of, which of them it complains about, and which other houses got it too."""

from classifiers.bodies.finder import BodiesRead, BodyFinder
from classifiers.bodies.names import BodyNames

__all__ = ["BodiesRead", "BodyFinder", "BodyNames"]
