"""Whether a message opens a case or belongs to one: an ordered table over ties of person and ties of matter.

A reference number or a thread header never suffices (research: strangers' mail in somebody's file is what peers fail
at most): the sender must be a party of the case, hold its signed token, or the match is only proposed to staff.
Quoted text and signatures do not count as likeness.
"""

from routing.matching.judge import match
from routing.matching.values import Comparison, Incoming, Known, Match, MatchVerdict, Relation, Tie

__all__ = ["Comparison", "Incoming", "Known", "Match", "MatchVerdict", "Relation", "Tie", "match"]
