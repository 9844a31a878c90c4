"""Whether a message opens a case or belongs to one: an ordered table over ties of person and ties of matter.

A reference number or a thread header never suffices (research: strangers' mail in somebody's file is what peers fail
at most): the sender must be a party of the case, hold its signed token, or the match is only proposed to staff.
Quoted text and signatures do not count as likeness.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from classifiers.likeness import Shared, Traits, containment, resemblance, same_home, same_name, shared_facts
from classifiers.likeness.people import name_words, names_within, other_places
from classifiers.understanding import Kind

#: Kinds that carry on something that exists.
CONTINUING = frozenset({Kind.FOLLOW_UP, Kind.STATUS_REQUEST, Kind.WITHDRAWAL, Kind.OTHER})
#: Shingle likeness from which a text is the other one again.
SAME_TEXT = 0.45
#: Facts in common from which two messages of tied persons speak of one matter.
SAME_MATTER = 0.50
#: Below this nothing ties a message to the matter of a case.
OTHER_MATTER = 0.30


class Relation(StrEnum):
    NEW = "new"
    SAME_MAIL = "same-mail"
    RESENT = "resent"
    COPY = "copy"
    FOLLOW_UP = "follow-up"


class MatchVerdict(StrEnum):
    LINK = "link"
    PROPOSE = "propose"
    NEW = "new"


class Tie(StrEnum):
    """How the sender is tied to the people of a case, the strongest first."""

    SIGNED = "signed-address"
    PARTY = "party"
    SAME_PERSON = "same-person"
    BODY = "body"
    HOUSEHOLD = "household"
    ON_BEHALF = "on-behalf"
    NAMESAKE = "namesake"
    NONE = "none"


#: Ties that prove enough to add a message to a case (never to tell anything about it).
PROVEN = frozenset({Tie.SIGNED, Tie.PARTY, Tie.SAME_PERSON, Tie.BODY, Tie.HOUSEHOLD, Tie.ON_BEHALF})


@dataclass(frozen=True, slots=True)
class Known:
    """One earlier message of a case, as a candidate."""

    message: int
    case: int
    traits: Traits
    #: Addresses that belong to the parties of its case.
    parties: frozenset[str]
    #: Mail domains of the body complained about.
    body_domains: frozenset[str] = frozenset()
    campaign: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    traits: Traits
    #: Folded words of the own text, subject included, in order: who is named in it.
    words: tuple[str, ...]
    #: Cases whose reference the mail names, or whose outgoing mail or message it answers.
    pointed: frozenset[int] = frozenset()
    #: Case whose signed token the mail holds.
    token: int | None = None
    #: The writer says that this is a new matter.
    says_new: bool = False
    #: The writer says that he wrote before.
    says_again: bool = False
    #: Relation words with a person: "mijn man", "op vraag van", ...
    speaks_for: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    verdict: MatchVerdict
    relation: Relation
    case: int | None
    score: float
    #: What it rests on, in words for staff.
    reasons: tuple[str, ...]
    #: Earlier message with the same template by somebody else.
    template_of: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One candidate beside the incoming message: every fact the table below asks."""

    incoming: Incoming
    known: Known
    tie: Tie
    pointed: bool
    resemblance: float
    containment: float
    shared: Shared

    @property
    def text(self) -> float:
        return max(self.resemblance, 0.9 * self.containment if self._long_enough else 0.0)

    @property
    def _long_enough(self) -> bool:
        return min(self.incoming.traits.shingles, self.known.traits.shingles) >= 12

    @property
    def matter(self) -> float:
        return max(self.shared.matter, self.text)

    @property
    def narrates(self) -> bool:
        """It tells a matter of its own, long enough to be a complaint."""
        return self.incoming.traits.kind == Kind.COMPLAINT and self.incoming.traits.length >= 35

    @property
    def same_mail(self) -> bool:
        mine, theirs = self.incoming.traits, self.known.traits
        if mine.message_id and theirs.message_id:
            return (
                mine.message_id == theirs.message_id and self.text >= 0.75 and mine.writer_email == theirs.writer_email
            )
        return (
            mine.text_hash == theirs.text_hash and mine.sent == theirs.sent and mine.writer_email == theirs.writer_email
        )


Rule = tuple[str, Callable[[Comparison], bool], MatchVerdict, Relation | None]

#: In order; the first row that holds decides about a candidate. A relation of None is worked out by `_relation`.
RULES: tuple[Rule, ...] = (
    # The very same mail, over another road.
    ("same-mail", lambda c: c.same_mail, MatchVerdict.LINK, Relation.SAME_MAIL),
    # A known writer says that this is something else, or tells a matter that shares nothing with the case.
    (
        "says-new",
        lambda c: c.incoming.says_new and c.text < SAME_TEXT and c.shared.matter < 0.75,
        MatchVerdict.NEW,
        Relation.NEW,
    ),
    (
        "other-matter-in-thread",
        lambda c: c.pointed and c.tie in PROVEN and c.narrates and _other_matter(c),
        MatchVerdict.NEW,
        Relation.NEW,
    ),
    # The case is named, and the sender belongs to it.
    ("pointed-by-party", lambda c: c.pointed and c.tie in PROVEN, MatchVerdict.LINK, None),
    # The case is named by somebody we cannot place: his own matter first, staff may link.
    ("pointed-by-stranger", lambda c: c.pointed, MatchVerdict.PROPOSE, Relation.NEW),
    # The same person with the same text, or the same facts, again.
    (
        "same-text-by-party",
        lambda c: c.tie in {Tie.PARTY, Tie.SAME_PERSON} and c.text >= SAME_TEXT,
        MatchVerdict.LINK,
        None,
    ),
    (
        "same-matter-by-party",
        lambda c: c.tie in {Tie.PARTY, Tie.SAME_PERSON} and c.matter >= SAME_MATTER,
        MatchVerdict.LINK,
        None,
    ),
    (
        "carries-on-by-party",
        lambda c: c.tie in {Tie.PARTY, Tie.SAME_PERSON} and _carries_on(c),
        MatchVerdict.LINK,
        None,
    ),
    (
        "short-word-by-party",
        lambda c: (
            c.tie in {Tie.PARTY, Tie.SAME_PERSON} and not c.narrates and bool(c.shared.bodies) and c.matter >= 0.3
        ),
        MatchVerdict.LINK,
        Relation.FOLLOW_UP,
    ),
    # Somebody of the household, or who writes for the complainant, about the same matter.
    (
        "same-matter-by-household",
        lambda c: c.tie in {Tie.HOUSEHOLD, Tie.ON_BEHALF} and c.matter >= SAME_MATTER,
        MatchVerdict.LINK,
        None,
    ),
    (
        "carries-on-by-household",
        lambda c: c.tie in {Tie.HOUSEHOLD, Tie.ON_BEHALF} and c.incoming.speaks_for and _carries_on(c),
        MatchVerdict.LINK,
        None,
    ),
    # Perhaps: same name and facts without an address that proves it, or a tie with half of the facts.
    (
        "namesake-same-matter",
        lambda c: c.tie is Tie.NAMESAKE and (c.text >= 0.6 or c.shared.matter >= 0.8),
        MatchVerdict.LINK,
        None,
    ),
    ("namesake-alike", lambda c: c.tie is Tie.NAMESAKE and c.matter >= SAME_MATTER, MatchVerdict.PROPOSE, Relation.NEW),
    ("tied-half-alike", lambda c: c.tie in PROVEN and c.matter >= OTHER_MATTER, MatchVerdict.PROPOSE, Relation.NEW),
    # Nothing that ties it.
    ("unrelated", lambda c: True, MatchVerdict.NEW, Relation.NEW),
)

_RANK = {MatchVerdict.LINK: 2, MatchVerdict.PROPOSE: 1, MatchVerdict.NEW: 0}


def match(incoming: Incoming, candidates: Sequence[Known]) -> Match:
    """The best that the table says over all candidates; a message with none is new."""
    judged = [(compared, *_judge(compared)) for compared in (compare(incoming, known) for known in candidates)]
    template = _template([compared for compared, *_ in judged])
    if not judged:
        return Match(MatchVerdict.NEW, Relation.NEW, None, 0.0, ("nothing earlier is like it",))
    best, name, verdict, relation = max(
        judged, key=lambda j: (_RANK[j[2]], j[3] is Relation.SAME_MAIL, j[0].pointed, _score(j[0]))
    )
    return Match(
        verdict,
        relation,
        None if verdict is MatchVerdict.NEW else best.known.case,
        round(_score(best), 3),
        (name, *_words(best)),
        template_of=template.known.message if template and verdict is not MatchVerdict.LINK else None,
    )


def compare(incoming: Incoming, known: Known) -> Comparison:
    return Comparison(
        incoming=incoming,
        known=known,
        tie=tie(incoming, known),
        pointed=known.case in incoming.pointed or incoming.token == known.case,
        resemblance=resemblance(incoming.traits, known.traits),
        containment=containment(incoming.traits, known.traits),
        shared=shared_facts(incoming.traits, known.traits),
    )


def tie(incoming: Incoming, known: Known) -> Tie:
    """The strongest tie between the writer (or his complainant) and the people of the case."""
    mine, theirs = incoming.traits, known.traits
    own = {mine.writer_email, *mine.emails} - {""}
    if incoming.token == known.case:
        return Tie.SIGNED
    named_alike = same_name(mine.person, theirs.person)
    home = same_home(mine.home, theirs.home)
    reachable = bool(own & (known.parties | theirs.emails | {theirs.writer_email}))
    if (reachable or home or mine.phones & theirs.phones) and named_alike:
        return Tie.SAME_PERSON
    if reachable and not _two_people(mine.person, theirs.person):
        return Tie.PARTY
    if _domain(mine.writer_email) in known.body_domains:
        return Tie.BODY
    # Two people with names and homes of their own: neighbours, or users of one form, however they name each other.
    if _two_people(mine.person, theirs.person) and _two_homes(mine.home, theirs.home):
        return Tie.NONE
    named = names_within(theirs.person, incoming.words)
    if (
        home
        or reachable
        or (named and incoming.speaks_for)
        or (incoming.speaks_for and _first_name_told(incoming, theirs))
    ):
        return Tie.HOUSEHOLD
    if named and mine.kind != Kind.COMPLAINT:
        return Tie.ON_BEHALF
    # A distant place makes a namesake somebody else; silence about the place leaves it open.
    if named_alike and not other_places(mine.home[2], theirs.home[2]):
        return Tie.SAME_PERSON if mine.home[2] and mine.home[2] == theirs.home[2] else Tie.NAMESAKE
    return Tie.NONE


def _two_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both names are told in full and differ: a shared mailbox."""
    return len(name_words(one)) >= 2 and len(name_words(other)) >= 2 and not same_name(one, other)


def _two_homes(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Both tell street and number, and they differ."""
    return bool(one[0] and one[1] and other[0] and other[1]) and not same_home(one, other)


def _first_name_told(incoming: Incoming, theirs: Traits) -> bool:
    first = name_words(theirs.person)[:1]
    place = theirs.home[2]
    same_place = bool(place) and place == incoming.traits.home[2]
    return bool(first) and len(first[0]) >= 3 and first[0] in incoming.words and same_place


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _other_matter(c: Comparison) -> bool:
    mine, theirs = c.incoming.traits, c.known.traits
    apart = bool(mine.bodies and theirs.bodies and not c.shared.bodies)
    return c.matter < OTHER_MATTER or (apart and c.matter < SAME_MATTER)


def _carries_on(c: Comparison) -> bool:
    """It adds to something and shares at least a little with this case."""
    continuing = c.incoming.traits.kind in CONTINUING or c.incoming.says_again
    return continuing and c.matter >= 0.2


def _judge(c: Comparison) -> tuple[str, MatchVerdict, Relation]:
    name, _, verdict, relation = next(rule for rule in RULES if rule[1](c))
    return name, verdict, relation or _relation(c)


def _relation(c: Comparison) -> Relation:
    """What a linked message is to its case."""
    mine, theirs = c.incoming.traits, c.known.traits
    again = c.text >= SAME_TEXT or (c.narrates and not c.pointed and theirs.kind not in CONTINUING)
    if again and (mine.passed_on or theirs.passed_on) and mine.passed_on != theirs.passed_on:
        return Relation.COPY
    if again and c.tie is not Tie.BODY:
        return Relation.RESENT
    return Relation.FOLLOW_UP


def _score(c: Comparison) -> float:
    proof = {Tie.NONE: 0.0, Tie.NAMESAKE: 0.4, Tie.ON_BEHALF: 0.7, Tie.HOUSEHOLD: 0.7, Tie.BODY: 0.8}.get(c.tie, 1.0)
    return proof * (0.25 + 0.75 * min(1.0, c.shared.matter * 0.5 + c.text * 0.5 + (0.3 if c.pointed else 0.0)))


def _template(compared: Sequence[Comparison]) -> Comparison | None:
    """The candidate whose long text a different person sends again: a campaign, never one case."""
    alike = [
        c
        for c in compared
        if c.tie in {Tie.NONE, Tie.HOUSEHOLD}
        and c.incoming.traits.kind == c.known.traits.kind
        and min(c.incoming.traits.shingles, c.known.traits.shingles) >= 25
        and c.containment >= 0.55
    ]
    return max(alike, key=lambda c: c.containment, default=None)


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
