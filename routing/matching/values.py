"""The values of matching: what is asked, what is known, how two messages compare, what came of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from classifiers.likeness import Shared, Traits
from classifiers.likeness.cues import SILENT, Cues
from classifiers.likeness.people import name_words, names_within
from classifiers.understanding import Kind

#: Kinds that carry on something that exists.
CONTINUING = frozenset({Kind.FOLLOW_UP, Kind.STATUS_REQUEST, Kind.WITHDRAWAL})


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
    """A message that may belong to a case."""

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
    #: `words` without order, for every candidate.
    told: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "told", frozenset(self.words))

    def names(self, person: tuple[str, ...]) -> bool:
        """The person is named in full."""
        return self.told.issuperset(name_words(person)) and names_within(person, self.words)


@dataclass(frozen=True, slots=True)
class Match:
    """What matching proposes for a message, and how surely."""

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
    #: The text names the complainant's street and number.
    home_told: bool = False
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
        # Where neither is dated, a few words or none ("see attached") may stand above any paper.
        return (
            mine.text_hash == theirs.text_hash
            and mine.sent == theirs.sent
            and mine.writer_email == theirs.writer_email
            and bool(mine.sent or self._long_enough)
        )
