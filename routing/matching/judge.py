"""The best that the table says over all candidates, its relation, score and reasons, and the campaign it belongs to."""

from collections.abc import Sequence

from routing.matching.comparison import compared
from routing.matching.rules import RULES, SAME_MATTER, SAME_TEXT
from routing.matching.signs import SHORT, same_body_and_facts
from routing.matching.values import (
    CONTINUING,
    SELF,
    Comparison,
    Incoming,
    Known,
    Match,
    MatchVerdict,
    Relation,
    Tie,
)

#: Part of the shorter text's shingles in the longer one from which two people sent one template: of a long text and
#: of a short one, in which neighbours may put one sentence alike.
TEMPLATE, CLOSE_TEMPLATE = 0.40, 0.55
#: Content words that both hold, and their part of the shorter text, from which one text was put in other words.
REWORDED_WORDS, REWORDED = 9, 0.5
_RANK = {MatchVerdict.LINK: 2, MatchVerdict.PROPOSE: 1, MatchVerdict.NEW: 0}


def match(incoming: Incoming, candidates: Sequence[Known]) -> Match:
    """The best that the table says over all candidates; a message with none is new."""
    beside = compared(incoming, candidates)
    judged = _heard([(one, *_judge(one)) for one in beside])
    template = _template(beside)
    if not judged:
        return Match(MatchVerdict.NEW, Relation.NEW, None, 0.0, ("nothing earlier is like it",))
    best, name, verdict, relation = max(
        judged,
        key=lambda j: (
            _RANK[j[2]],
            j[3] is Relation.SAME_MAIL,
            j[0].pointed,
            _score(j[0]),
            not j[0].known.traits.passed_on,
        ),
    )
    if relation is Relation.COPY and not incoming.traits.passed_on:
        # After the citizen's own mail his next one is no copy, whatever a partner passed on in between.
        own = [c for c in beside if c.known.case == best.known.case and not c.known.traits.passed_on]
        relation = _relation(max(own, key=_score)) if own else relation
    return Match(
        verdict,
        relation,
        None if verdict is MatchVerdict.NEW else best.known.case,
        round(_score(best), 3),
        (name, *_words(best)),
        template_of=template.known.message if template and verdict is not MatchVerdict.LINK else None,
    )


Judged = tuple[Comparison, str, MatchVerdict, Relation]


def _heard(judged: Sequence[Judged]) -> list[Judged]:
    """Without those that cannot tell: one that names no body does not speak against those of its case that do."""
    elsewhere = {c.known.case for c, name, _, _ in judged if name == "other-matter-in-thread" and c.known.traits.bodies}
    return [
        one
        for one in judged
        if not (one[1] == "pointed-by-party" and one[0].known.case in elsewhere and not one[0].known.traits.bodies)
    ]


def _judge(c: Comparison) -> tuple[str, MatchVerdict, Relation]:
    name, _, verdict, relation = next(rule for rule in RULES if rule[1](c))
    return name, verdict, relation or _relation(c)


def _relation(c: Comparison) -> Relation:
    """What a linked message is to its case."""
    mine, theirs = c.incoming.traits, c.known.traits
    if c.tie is Tie.BODY:
        return Relation.FOLLOW_UP
    second_hand = mine.passed_on or (c.incoming.official and c.known.traits.writer_email != mine.writer_email)
    # News on top of it makes it a follow-up, unless most of the old complaint is told over again.
    news = (c.cues.to_us or c.cues.since_then) and not c.cues.sent_again
    hands_in = c.cues.hands_in and mine.length < SHORT
    in_full = not hands_in and c.tie in SELF and c.shared.topics >= 0.45 and mine.length >= 0.6 * theirs.length
    told_again = c.text >= SAME_TEXT or (
        c.narrates
        and (c.matter >= SAME_MATTER or same_body_and_facts(c))
        and theirs.kind not in CONTINUING
        and (in_full or not (news or hands_in))
    )
    if (told_again or c.matter >= SAME_MATTER) and (second_hand or (c.cues.sent_elsewhere and told_again)):
        return Relation.COPY
    if theirs.passed_on and (told_again or (c.narrates and not news)):
        return Relation.COPY
    return Relation.RESENT if told_again else Relation.FOLLOW_UP


def _score(c: Comparison) -> float:
    proof = {
        Tie.NONE: 0.0,
        Tie.NAMESAKE: 0.4,
        Tie.TOWNSMAN: 0.6,
        Tie.ON_BEHALF: 0.7,
        Tie.HOUSEHOLD: 0.7,
        Tie.BODY: 0.8,
    }.get(c.tie, 1.0)
    return proof * (0.25 + 0.75 * min(1.0, c.shared.matter * 0.5 + c.text * 0.5 + (0.3 if c.pointed else 0.0)))


def _template(compared: Sequence[Comparison]) -> Comparison | None:
    """The candidate whose long text a different person sends again: a campaign, never one case."""
    alike = [
        c
        for c in compared
        if c.tie in {Tie.NONE, Tie.HOUSEHOLD, Tie.ON_BEHALF, Tie.NAMESAKE, Tie.TOWNSMAN}
        and not (c.incoming.traits.passed_on or c.known.traits.passed_on)
        and min(c.incoming.traits.shingles, c.known.traits.shingles) >= 25
        and (c.containment >= (TEMPLATE if c.alike >= 25 else CLOSE_TEMPLATE) or _reworded(c))
    ]
    return max(alike, key=lambda c: c.containment, default=None)


def _reworded(c: Comparison) -> bool:
    """The same body, most of the words, and a day, number or name: neighbours with a like trouble share less."""
    shared = c.shared
    facts = shared.days | shared.names | shared.strong_numbers | shared.weak_numbers
    same_words = len(shared.words) >= REWORDED_WORDS and shared.topics >= REWORDED
    return bool(shared.bodies) and bool(facts) and same_words


def _words(c: Comparison) -> tuple[str, ...]:
    """The reasons a person would give."""
    told = [f"tie: {c.tie.value}"] if c.tie is not Tie.NONE else []
    if c.pointed:
        told.append("names the case or answers our mail")
    if c.text >= 0.2:
        told.append(f"text {round(100 * c.text)} % alike")
    for label, values in (
        ("numbers", c.shared.strong_numbers | c.shared.weak_numbers),
        ("days", c.shared.days),
        ("names", c.shared.names),
        ("bodies", c.shared.bodies),
    ):
        if values:
            told.append(f"same {label}: {', '.join(sorted(values)[:5])}")
    return tuple(told)
