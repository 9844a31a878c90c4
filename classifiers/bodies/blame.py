"""Which bodies beside the likeliest one are complained about too, and how sure that is."""

from collections.abc import Sequence

from classifiers.bodies.about import IN_PASSING, Scored
from classifiers.bodies.cues import EACH_OTHER, THEY_DID
from classifiers.bodies.mentions import Strength
from classifiers.bodies.regions import FLEMISH, OMBUDS_BEHIND
from classifiers.words import Word

#: Part of the best score that makes a second body complained about too, and the least it must have.
SECOND = 0.72
SECOND_LEAST = 1.35
#: The same where words of complaint stand before both.
SECOND_COMPLAINED = 0.5
#: The same where it harmed the writer too.
SECOND_HARMS, SECOND_HARMS_LEAST = 0.15, 1.25
#: Score from which a body that harmed the writer is complained about beside the receiving office itself.
BESIDE_OWN = 1.35
#: The same for one of two that point at one another.
ONE_OF_TWO = 0.7
#: Score from which a body is one that is complained about; below it only as the single guess.
ENOUGH = 0.7


def second(scored: Scored, best: Scored) -> bool:
    """It is complained about beside the best one."""
    if scored.body.startswith("gemeente-") and scored.strength is not Strength.NAME:
        return False
    if scored.harms and scored.left == 1.0 and (scored.strength is Strength.NAME or scored.cue == THEY_DID):
        return scored.score >= max(SECOND_HARMS_LEAST, SECOND_HARMS * best.score)
    share = SECOND_COMPLAINED if scored.complained and best.complained else SECOND
    named = scored.strength is Strength.NAME or scored.complained
    return named and scored.score >= max(SECOND_LEAST, share * best.score)


def blamed(scored: Scored) -> bool:
    """One of two that point at one another: that it says it is not responsible is just what is complained of."""
    passing = scored.body in IN_PASSING or (scored.body.startswith("gemeente-") and scored.strength < Strength.STRONG)
    return scored.strength > Strength.WEAK and not passing and scored.score >= ONE_OF_TWO * scored.left


def harms_beside(scored: Scored) -> bool:
    return scored.harms and scored.left == 1.0 and scored.score >= BESIDE_OWN


def sureness(scored: Scored, others: Sequence[Scored]) -> float:
    """Sure where it is named and stands clear of the next one."""
    rest = max((s.score for s in others if s.body != scored.body), default=0.0)
    lead = scored.score / (scored.score + rest)
    named = {Strength.NAME: 0.3, Strength.STRONG: 0.27, Strength.WEAK: 0.1}[scored.strength]
    weight = 0.0 if scored.score >= ENOUGH else -0.2
    return round(min(0.97, 0.25 + named + weight + 0.42 * lead + (0.05 if scored.complained else 0.0)), 2)


def each_other(said: Sequence[Word]) -> bool:
    """The writer says that two houses point at one another."""
    return bool(EACH_OTHER.search(" ".join(word.folded for word in said)))


def said_flemish(said: Sequence[Word]) -> bool:
    """Something other than the Vlaamse Ombudsdienst is said to be Flemish."""
    after = (*(word.folded for word in said), "")[1:]
    return any(
        word.folded.startswith(FLEMISH) and not behind.startswith(OMBUDS_BEHIND)
        for word, behind in zip(said, after, strict=True)
    )
