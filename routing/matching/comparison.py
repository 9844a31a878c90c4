"""The incoming message beside every candidate: each fact that the table asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from classifiers.likeness import containment, resemblance, shared_facts
from classifiers.likeness.people import name_words
from routing.matching.ties import tie, two_homes
from routing.matching.values import SELF, Comparison, Incoming, Known, Tie


def compared(incoming: Incoming, candidates: Sequence[Known]) -> list[Comparison]:
    """Each candidate beside the message, in their order."""
    return _ranked([compare(incoming, known) for known in candidates])


def compare(incoming: Incoming, known: Known) -> Comparison:
    """The message beside one message of a known case: how their people are tied, and what they share."""
    told = name_words(known.traits.person)
    words = incoming.told
    alike = resemblance(incoming.traits, known.traits)
    return Comparison(
        incoming=incoming,
        known=known,
        tie=tie(incoming, known),
        pointed=known.case in incoming.pointed or incoming.token == known.case,
        resemblance=alike,
        containment=containment(incoming.traits, known.traits, alike),
        shared=shared_facts(incoming.traits, known.traits),
        named=incoming.names(known.traits.person),
        surname_told=any(len(word) >= 4 and word in words for word in told[1:]),
        home_told=" ".join(known.traits.home[:2]) in incoming.traits.homes_told,
        first_name_told=bool(told) and len(told[0]) >= 3 and told[0] in words,
    )


def _loose(c: Comparison) -> bool:
    """The tie is told, not proved by an address."""
    reachable = c.incoming.traits.writer_email in c.known.parties
    return c.tie in {Tie.ON_BEHALF, Tie.NAMESAKE, Tie.TOWNSMAN} or (c.tie is Tie.HOUSEHOLD and not reachable)


def _ranked(compared: Sequence[Comparison]) -> list[Comparison]:
    """Each with how far its case is ahead of the others that the writer is tied to.

    A first name told weighs as much as a shared fact: of two cases of one household it says which.
    """
    # Whose home is another than that of the complainant is tied to the case by no other message of it either.
    apart = {
        c.known.case for c in compared if c.tie is Tie.NONE and two_homes(c.incoming.traits.home, c.known.traits.home)
    }
    compared = [replace(c, tie=Tie.NONE) if c.known.case in apart and _loose(c) else c for c in compared]
    own: dict[int, float] = {}
    any_tie: dict[int, float] = {}
    for c in compared:
        if c.tie in SELF:
            own[c.known.case] = max(own.get(c.known.case, 0.0), c.weight)
        if c.tie is not Tie.NONE:
            any_tie[c.known.case] = max(any_tie.get(c.known.case, 0.0), c.weight)
    # Cases of others in his house are no rivals of the writer's own.
    return [_ahead(c, own if c.tie in SELF else any_tie) for c in compared]


def _ahead(c: Comparison, best: Mapping[int, float]) -> Comparison:
    rivals = [weight for case, weight in best.items() if case != c.known.case]
    return replace(c, ahead=best.get(c.known.case, 0.0) - max(rivals)) if rivals else c
