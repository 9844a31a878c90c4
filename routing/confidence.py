"""How sure a proposal is: the product of the confidences of the readings it rests on."""

from math import prod

from classifiers.understanding import Kind, PriorContact
from routing.decision import Action
from routing.situation import Situation

#: Below this the proposal is shown as doubtful, and staff decide from the alternatives.
DOUBTFUL = 0.6
#: Whether the body itself was asked is not told, and the proposal rests on it.
UNTOLD_CONTACT = 0.6
#: Nothing could be read.
UNREADABLE = 0.1


def confidence(situation: Situation, action: Action) -> float:
    """0..1. A reading that the action does not rest on does not count."""
    return round(prod(_evidence(situation, action)), 3)


def _evidence(s: Situation, action: Action) -> list[float]:
    u = s.understanding
    if s.screening.kind is None and not s.readable:
        return [UNREADABLE]
    evidence = [u.kind.confidence]
    if action is Action.ATTACH and s.linked and s.match is not None:
        return [max(0.6, min(1.0, s.match.score))]
    if s.kind not in (Kind.COMPLAINT, Kind.TRANSFER, Kind.SERVICE_REPORT):
        return evidence
    if action is Action.COORDINATE:
        evidence.append(max((r.confidence for r in u.recipients), default=1.0))
    if s.main is not None and action is not Action.ASK:
        evidence.append(s.main.reading.confidence)
    if s.is_complaint and s.second_line and action in (Action.HANDLE, Action.FIRST_LINE):
        known = s.prior is not PriorContact.UNKNOWN
        evidence.append(u.prior_contact.confidence if known else UNTOLD_CONTACT)
    if action is Action.REFUSE:
        words = [f.words.confidence for f in s.findings if f.verdict == "yes" and f.words is not None]
        evidence.append(max(words, default=0.9))
    if action is Action.FORWARD and s.main is None:
        evidence.append(0.5)
    return evidence
