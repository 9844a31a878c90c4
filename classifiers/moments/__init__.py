"""Days and months named in a text, in four languages, absolute or counted from the day of writing."""

from classifiers.moments.feasts import easter
from classifiers.moments.moment import Moment
from classifiers.moments.read import moments

__all__ = ["Moment", "easter", "moments"]
