"""Whether a message opens a case or belongs to one: an ordered table over ties of person and ties of matter.

A reference number or a thread header never suffices (research: strangers' mail in somebody's file is what peers fail
at most): the sender must be a party of the case, hold its signed token, or the match is only proposed to staff.
Quoted text and signatures do not count as likeness.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from classifiers.likeness import Shared, Traits, containment, resemblance, same_home, same_name, shared_facts
from classifiers.likeness.cues import SILENT, Cues
from classifiers.likeness.people import full_name, name_words, names_within, other_places
from classifiers.understanding import Kind

#: Kinds that carry on something that exists.
CONTINUING = frozenset({Kind.FOLLOW_UP, Kind.STATUS_REQUEST, Kind.WITHDRAWAL})
#: Words of a mail that may do without a matter of its own: a question, a thank-you, a paper handed in.
SHORT = 60
#: Shingle likeness from which a text is the other one again.
SAME_TEXT = 0.45
#: Facts in common from which two messages of tied persons speak of one matter.
SAME_MATTER = 0.50
#: Part of the shorter text's shingles in the longer one from which two people sent one template: of a long text and
#: of a short one, in which neighbours may put one sentence alike.
TEMPLATE, CLOSE_TEMPLATE = 0.40, 0.55
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
    #: The same name in the same town, and no more.
    TOWNSMAN = "same-name-and-town"
    HOUSEHOLD = "household"
    ON_BEHALF = "on-behalf"
    NAMESAKE = "namesake"
    NONE = "none"


#: The complainant writes himself.
SELF = frozenset({Tie.PARTY, Tie.SAME_PERSON})
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
    #: Name of the complainant of its case, where somebody else wrote this message.
    complainant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    traits: Traits
    #: Folded words of the own text, subject included, in order: who is named in it.
    words: tuple[str, ...]
    #: Cases whose reference the mail names, or whose outgoing mail or message it answers.
    pointed: frozenset[int] = frozenset()
    #: Case whose signed token the mail holds.
    token: int | None = None
    #: What the writer says about this mail and earlier ones.
    cues: Cues = SILENT
    #: It comes from a desk or an administration.
    official: bool = False


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
    #: The complainant of the case is named in the text: in full, by surname, by first name.
    named: bool
    surname_told: bool
    first_name_told: bool
    #: How far its matter is ahead of that of the other cases the writer is tied to; 1 where he has no other.
    ahead: float = 1.0

    @property
    def cues(self) -> Cues:
        return self.incoming.cues

    @property
    def text(self) -> float:
        return max(self.resemblance, 0.9 * self.containment if self._long_enough else 0.0)

    @property
    def alike(self) -> float:
        """Shingles that both hold, estimated."""
        return self.containment * min(self.incoming.traits.shingles, self.known.traits.shingles)

    @property
    def _long_enough(self) -> bool:
        return min(self.incoming.traits.shingles, self.known.traits.shingles) >= 12

    @property
    def matter(self) -> float:
        return max(self.shared.matter, self.text)

    @property
    def weight(self) -> float:
        """The matter, and who of a household is named."""
        return self.matter + (0.15 if self.first_name_told else 0.0)

    @property
    def narrates(self) -> bool:
        """It tells a matter of its own, long enough to be a complaint."""
        return self.incoming.traits.kind not in {*CONTINUING, Kind.OTHER} and self.incoming.traits.length >= 25

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
LINK, PROPOSE, NEW = MatchVerdict.LINK, MatchVerdict.PROPOSE, MatchVerdict.NEW

#: In order; the first row that holds decides about a candidate. A relation of None is worked out by `_relation`.
RULES: tuple[Rule, ...] = (
    # The very same mail, over another road.
    ("same-mail", lambda c: c.same_mail, LINK, Relation.SAME_MAIL),
    # The writer says that this is something else, or that the same trouble is his own as well.
    ("says-new", lambda c: c.cues.says_new and c.text < SAME_TEXT and c.shared.matter < 0.75, NEW, Relation.NEW),
    (
        "own-trouble",
        lambda c: c.cues.own_trouble and c.tie not in {Tie.SIGNED, *SELF} and not c.incoming.official,
        NEW,
        Relation.NEW,
    ),
    # He belongs to the case and answers in its thread, but tells a matter that shares nothing with it.
    ("other-matter-in-thread", lambda c: c.pointed and c.tie in PROVEN and _other_matter(c), NEW, Relation.NEW),
    # A body answers under a number that is another person's here: its number has the form of ours.
    ("number-of-the-body", lambda c: c.pointed and c.tie is Tie.BODY and _names_another(c), NEW, Relation.NEW),
    # To end a case, or to take its papers, it is not enough to name somebody.
    (
        "ends-for-another",
        lambda c: (
            c.tie is Tie.ON_BEHALF
            and not c.incoming.official
            and (c.incoming.traits.kind == Kind.WITHDRAWAL or c.cues.asks_papers)
        ),
        PROPOSE,
        Relation.NEW,
    ),
    # The case is named, and the sender belongs to it; or bears the name of its complainant.
    ("pointed-by-party", lambda c: c.pointed and c.tie in PROVEN, LINK, None),
    (
        "pointed-by-name",
        lambda c: c.pointed and c.tie in {Tie.TOWNSMAN, Tie.NAMESAKE} and not _other_matter(c),
        LINK,
        None,
    ),
    # The case is named by somebody we cannot place: his own matter first, staff may link.
    ("pointed-by-stranger", lambda c: c.pointed, PROPOSE, Relation.NEW),
    # The same person with the same text, or the same facts, again.
    ("same-text-by-party", lambda c: c.tie in SELF and c.text >= SAME_TEXT, LINK, None),
    ("same-matter-by-party", lambda c: c.tie in SELF and c.matter >= SAME_MATTER and not _apart(c), LINK, None),
    # He speaks of what he has with us: his only case, or the one whose matter he touches.
    ("own-case", lambda c: c.tie in SELF and _carries_on(c) and c.ahead >= 1 and not _apart(c), LINK, None),
    (
        "own-case-by-matter",
        lambda c: c.tie in SELF and _carries_on(c) and c.matter >= 0.05 and c.ahead >= 0.05 and not _apart(c),
        LINK,
        None,
    ),
    (
        "again-by-party",
        lambda c: c.tie in SELF and _hints(c) and c.ahead >= 0.1 and not _apart(c),
        LINK,
        None,
    ),
    # His only case; no home or other body told: he does not introduce himself again.
    ("own-case-without-introduction", lambda c: c.tie in SELF and c.ahead >= 1 and _unintroduced(c), LINK, None),
    # About the same body, with a figure, a day or a name in common; in another language the same things.
    ("same-body-same-facts", lambda c: c.tie in SELF and c.ahead >= 0.1 and _same_body_and_facts(c), LINK, None),
    # The same name and town, without an address that proves it.
    ("same-matter-by-townsman", lambda c: c.tie is Tie.TOWNSMAN and c.matter >= SAME_MATTER, LINK, None),
    (
        "carries-on-by-townsman",
        lambda c: c.tie is Tie.TOWNSMAN and _carries_on(c) and c.matter >= 0.3 and c.ahead >= 0.1,
        LINK,
        None,
    ),
    # A partner passed it on; now the citizen writes himself, in his own words.
    (
        "known-from-a-partner",
        lambda c: (
            c.tie in {Tie.NAMESAKE, Tie.TOWNSMAN}
            and c.known.traits.passed_on
            and bool(c.shared.bodies)
            and c.matter >= OTHER_MATTER
        ),
        LINK,
        None,
    ),
    # One of the family knows the file number of the body and tells whose it is.
    (
        "family-with-file-number",
        lambda c: c.cues.speaks_for and c.surname_told and any(len(n) >= 7 for n in c.shared.strong_numbers),
        LINK,
        None,
    ),
    # Somebody of the household, or who writes for the complainant, about the same matter.
    (
        "same-matter-by-household",
        lambda c: c.tie in {Tie.HOUSEHOLD, Tie.ON_BEHALF} and c.matter >= SAME_MATTER and not _apart(c),
        LINK,
        None,
    ),
    (
        "carries-on-by-household",
        lambda c: (
            c.tie in {Tie.HOUSEHOLD, Tie.ON_BEHALF, Tie.PARTY}
            and (c.cues.speaks_for or c.named)
            and (c.cues.to_us or c.named or c.first_name_told or c.incoming.traits.kind in CONTINUING)
            and c.matter >= (0.05 if c.named and c.cues.to_us else 0.25)
            and c.ahead >= 0.1
            and not _apart(c)
        ),
        LINK,
        None,
    ),
    # The body complained about answers without our number: it names the complainant and his matter.
    (
        "answer-of-the-body",
        lambda c: (
            c.tie is Tie.BODY
            and ((c.named and c.matter >= 0.1) or (c.surname_told and bool(c.shared.strong_numbers)))
            and c.ahead >= 0.05
        ),
        LINK,
        Relation.FOLLOW_UP,
    ),
    # Perhaps: a namesake with the same facts, or a tie with half of the facts.
    (
        "namesake-same-matter",
        lambda c: c.tie is Tie.NAMESAKE and (c.text >= 0.6 or c.shared.matter >= 0.75),
        LINK,
        None,
    ),
    (
        "namesake-carries-on",
        lambda c: (
            c.tie is Tie.NAMESAKE
            and c.cues.to_us
            and bool(c.shared.bodies)
            and c.matter >= 0.3
            and c.ahead >= 0.1
            and not _apart(c)
        ),
        LINK,
        None,
    ),
    (
        "namesake-alike",
        lambda c: c.tie in {Tie.NAMESAKE, Tie.TOWNSMAN} and c.matter >= OTHER_MATTER,
        PROPOSE,
        Relation.NEW,
    ),
    ("tied-half-alike", lambda c: c.tie in PROVEN and c.matter >= OTHER_MATTER, PROPOSE, Relation.NEW),
    # Nothing that ties it.
    ("unrelated", lambda c: True, NEW, Relation.NEW),
)

_RANK = {MatchVerdict.LINK: 2, MatchVerdict.PROPOSE: 1, MatchVerdict.NEW: 0}


def match(incoming: Incoming, candidates: Sequence[Known]) -> Match:
    """The best that the table says over all candidates; a message with none is new."""
    compared = _ranked([compare(incoming, known) for known in candidates])
    judged = [(one, *_judge(one)) for one in compared]
    template = _template(compared)
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
        own = [c for c in compared if c.known.case == best.known.case and not c.known.traits.passed_on]
        relation = _relation(max(own, key=_score)) if own else relation
    return Match(
        verdict,
        relation,
        None if verdict is MatchVerdict.NEW else best.known.case,
        round(_score(best), 3),
        (name, *_words(best)),
        template_of=template.known.message if template and verdict is not MatchVerdict.LINK else None,
    )


def compare(incoming: Incoming, known: Known) -> Comparison:
    told = name_words(known.traits.person)
    words = set(incoming.words)
    return Comparison(
        incoming=incoming,
        known=known,
        tie=tie(incoming, known),
        pointed=known.case in incoming.pointed or incoming.token == known.case,
        resemblance=resemblance(incoming.traits, known.traits),
        containment=containment(incoming.traits, known.traits),
        shared=shared_facts(incoming.traits, known.traits),
        named=names_within(known.traits.person, incoming.words),
        surname_told=any(len(word) >= 4 and word in words for word in told[1:]),
        first_name_told=bool(told) and len(told[0]) >= 3 and told[0] in words,
    )


def _ranked(compared: Sequence[Comparison]) -> list[Comparison]:
    """Each with how far its case is ahead of the others that the writer is tied to.

    A first name told weighs as much as a shared fact: of two cases of one household it says which.
    """
    # Whose home is another than that of the complainant is tied to the case by no other message of it either.
    apart = {
        c.known.case for c in compared if c.tie is Tie.NONE and _two_homes(c.incoming.traits.home, c.known.traits.home)
    }
    loose = {Tie.ON_BEHALF, Tie.NAMESAKE, Tie.TOWNSMAN}
    compared = [replace(c, tie=Tie.NONE) if c.known.case in apart and c.tie in loose else c for c in compared]
    own: dict[int, float] = {}
    any_tie: dict[int, float] = {}
    for c in compared:
        if c.tie in SELF:
            own[c.known.case] = max(own.get(c.known.case, 0.0), c.weight)
        if c.tie is not Tie.NONE:
            any_tie[c.known.case] = max(any_tie.get(c.known.case, 0.0), c.weight)
    ranked = []
    for c in compared:
        # Cases of others in his house are no rivals of the writer's own.
        best = own if c.tie in SELF else any_tie
        rivals = [weight for case, weight in best.items() if case != c.known.case]
        ranked.append(replace(c, ahead=best.get(c.known.case, 0.0) - max(rivals) if rivals else 1.0))
    return ranked


def tie(incoming: Incoming, known: Known) -> Tie:
    """The strongest tie between the writer (or his complainant) and the people of the case."""
    mine, theirs = incoming.traits, known.traits
    own = {mine.writer_email, *mine.emails} - {""}
    if incoming.token == known.case:
        return Tie.SIGNED
    named_alike = same_name(mine.person, theirs.person)
    home = same_home(mine.home, theirs.home) or (named_alike and _home_translated(mine, theirs))
    reachable = bool(own & (known.parties | theirs.emails | {theirs.writer_email}))
    speaks_for = incoming.cues.speaks_for
    named = names_within(theirs.person, incoming.words)
    if _of_the_body(incoming, known, named=named or named_alike):
        return Tie.BODY
    # Who wrote for somebody of his house is no complainant of that case.
    helper = _two_people(mine.person, known.complainant)
    if (reachable or home or mine.phones & theirs.phones) and named_alike:
        return Tie.HOUSEHOLD if helper else Tie.SAME_PERSON
    if reachable and not helper and not _two_people(mine.person, theirs.person):
        return Tie.PARTY
    # Homes of their own: neighbours, namesakes, or users of one form, however they name each other.
    if _two_homes(mine.home, theirs.home) and not reachable and not home:
        return Tie.NONE
    if home or reachable or (speaks_for and _first_name_told(incoming, theirs)):
        return Tie.HOUSEHOLD
    # Who speaks for another says who he is himself.
    signed = incoming.official or (bool(full_name(mine.writer)) and max(map(len, mine.writer)) >= 4)
    own_name = same_name(mine.writer if full_name(mine.writer) else mine.person, theirs.person)
    hands_in = incoming.cues.hands_in and mine.length < SHORT
    if named and not own_name and signed and (speaks_for or incoming.official or hands_in):
        return Tie.ON_BEHALF
    # A distant place makes a namesake somebody else; silence about it leaves it open.
    if named_alike and not other_places(mine.home[2], theirs.home[2]):
        return Tie.TOWNSMAN if mine.home[2] and mine.home[2] == theirs.home[2] else Tie.NAMESAKE
    return Tie.NONE


def _of_the_body(incoming: Incoming, known: Known, *, named: bool) -> bool:
    """The body complained about writes: from its own domain, or from a public one in its name about the complainant."""
    mine = incoming.traits
    if mine.passed_on or known.traits.writer_email == mine.writer_email or same_name(mine.writer, known.traits.person):
        return False
    if _domain(mine.writer_email) in known.body_domains:
        return True
    surname = name_words(known.traits.person)[-1:]
    told = named or (known.case in incoming.pointed and bool(surname) and surname[0] in incoming.words)
    if incoming.cues.passes_on:
        return False
    return incoming.official and told and bool(mine.bodies & known.traits.bodies) and mine.kind != Kind.TRANSFER


def _two_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both names are told in full and differ: a shared mailbox."""
    return bool(full_name(one)) and bool(full_name(other)) and not same_name(one, other)


def _two_homes(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Both tell street and number, and they differ."""
    return bool(one[0] and one[1] and other[0] and other[1]) and not same_home(one, other)


def _home_translated(one: Traits, other: Traits) -> bool:
    """In another language the street may bear its other name: Beukenlaan 12 is Avenue des Hêtres 12."""
    return one.language != other.language and bool(one.home[1] and one.home[2]) and one.home[1:] == other.home[1:]


def _first_name_told(incoming: Incoming, theirs: Traits) -> bool:
    first = name_words(theirs.person)[:1]
    place = theirs.home[2]
    same_place = bool(place) and place == incoming.traits.home[2]
    return bool(first) and len(first[0]) >= 3 and first[0] in incoming.words and same_place


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _apart(c: Comparison) -> bool:
    """Both tell which body it is about, and not the same one; figures or days may say that it is one matter."""
    told = c.incoming.traits.bodies and c.known.traits.bodies
    same_things = len(c.shared.words) >= 4 and c.shared.topics >= 0.5
    one_matter = c.shared.strong_numbers or len(c.shared.days) >= 3 or c.matter >= 0.6 or same_things
    return bool(told) and not c.shared.bodies and not one_matter


def _other_matter(c: Comparison) -> bool:
    """A matter of its own in the thread of an old one; what is short or hands in papers has none."""
    if c.incoming.traits.kind in CONTINUING and not _apart(c):
        return False
    return c.incoming.traits.length >= 25 and (c.matter < OTHER_MATTER or _apart(c)) and not c.cues.to_us


def _names_another(c: Comparison) -> bool:
    """Not the complainant is named but somebody else, who has a case against this body as well."""
    mine = c.incoming.traits
    somebody = bool(full_name(mine.person)) and mine.person != mine.writer
    return somebody and not (c.surname_told or c.named) and c.ahead < 0


def _carries_on(c: Comparison) -> bool:
    """It speaks of something that the writer has with us; a long one shares at least a little of its matter."""
    if c.incoming.traits.length >= SHORT and c.matter < 0.15:
        return False
    kind = c.incoming.traits.kind
    return c.cues.to_us or kind in CONTINUING or (kind == Kind.OTHER and c.matter >= 0.05) or _tells_nothing_new(c)


def _tells_nothing_new(c: Comparison) -> bool:
    """A few words without a day or number that the case does not hold; a complaint has a little of its matter."""
    mine, theirs = c.incoming.traits, c.known.traits
    facts = mine.numbers | mine.days
    least = 0.05 if mine.kind == Kind.COMPLAINT else 0.0
    return mine.length < 30 and facts <= theirs.numbers | theirs.days and c.matter >= least


def _unintroduced(c: Comparison) -> bool:
    """Short, without the home that he told before, and without a matter of its own."""
    mine, theirs = c.incoming.traits, c.known.traits
    if mine.home[0] or not theirs.home[0] or mine.length >= SHORT or (mine.bodies and not c.shared.bodies):
        return False
    told = c.cues.hands_in or c.cues.since_then or c.cues.says_again
    if mine.length < 20:
        return told or not mine.bodies
    return c.matter >= (0.05 if told else 0.15) and (told or not mine.bodies)


def _same_body_and_facts(c: Comparison) -> bool:
    if _apart(c):
        return False
    if c.incoming.traits.language != c.known.traits.language:
        return len(c.shared.words) >= (2 if c.shared.bodies else 4)
    if not c.shared.bodies:
        return False
    facts = c.shared.strong_numbers | c.shared.weak_numbers
    return bool(facts) and c.matter >= 0.35


def _hints(c: Comparison) -> bool:
    """Weaker signs of the same: once more, since then, papers, a file number; a shorter mail need share less."""
    told = c.cues.says_again or c.cues.since_then or c.cues.hands_in or bool(c.shared.strong_numbers)
    return told and c.matter >= (0.25 if c.incoming.traits.length < 35 else 0.35)


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
    news = c.cues.to_us or c.cues.since_then
    hands_in = c.cues.hands_in and mine.length < SHORT
    in_full = not hands_in and c.tie in SELF and c.shared.topics >= 0.45 and mine.length >= 0.6 * theirs.length
    told_again = c.text >= SAME_TEXT or (
        c.narrates
        and (c.matter >= SAME_MATTER or _same_body_and_facts(c))
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
        and c.containment >= (TEMPLATE if c.alike >= 25 else CLOSE_TEMPLATE)
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
