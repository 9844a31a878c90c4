"""What a comparison tells about the matter: another one, the same carried on, or told again."""

from classifiers.likeness.people import full_name
from classifiers.understanding import Kind
from routing.matching.values import CONTINUING, SELF, Comparison

#: Words of a mail that may do without a matter of its own: a question, a thank-you, a paper handed in.
SHORT = 60
#: Below this nothing ties a message to the matter of a case.
OTHER_MATTER = 0.30


def apart(c: Comparison) -> bool:
    """Both tell which body it is about, and not the same one; figures or days may say that it is one matter."""
    told = c.incoming.traits.bodies and c.known.traits.bodies
    same_things = len(c.shared.words) >= 4 and c.shared.topics >= 0.5
    one_matter = c.shared.strong_numbers or len(c.shared.days) >= 3 or c.matter >= 0.6 or same_things
    return bool(told) and not c.shared.bodies and not one_matter


def other_matter(c: Comparison) -> bool:
    """A matter of its own in the thread of an old one; what is short or hands in papers has none."""
    if c.incoming.traits.kind in CONTINUING and (not apart(c) or (c.tie in SELF and c.matter >= 0.1)):
        return False
    # A few words more that name the same body again are no matter of their own.
    least = 45 if c.shared.bodies else 25
    return c.incoming.traits.length >= least and (c.matter < OTHER_MATTER or apart(c)) and not c.cues.to_us


def names_another(c: Comparison) -> bool:
    """Not the complainant is named but somebody else, who has a case against this body as well."""
    mine = c.incoming.traits
    somebody = bool(full_name(mine.person)) and mine.person != mine.writer
    return somebody and not (c.surname_told or c.named) and c.ahead < 0


def carries_on(c: Comparison) -> bool:
    """It speaks of something that the writer has with us; a long one shares at least a little of its matter."""
    if c.incoming.traits.length >= SHORT and c.matter < 0.15:
        return False
    kind = c.incoming.traits.kind
    return c.cues.to_us or kind in CONTINUING or (kind == Kind.OTHER and c.matter >= 0.05) or tells_nothing_new(c)


def tells_nothing_new(c: Comparison) -> bool:
    """A few words without a day or number that the case does not hold; a complaint has a little of its matter."""
    mine, theirs = c.incoming.traits, c.known.traits
    facts = mine.numbers | mine.days
    # Who tells again where he lives introduces a complaint; then the body alone is not its matter.
    least = 0.0 if mine.kind != Kind.COMPLAINT else OTHER_MATTER if mine.home[0] else 0.05
    return mine.length < 30 and facts <= theirs.numbers | theirs.days and c.matter >= least


def unintroduced(c: Comparison) -> bool:
    """Short, without the home that he told before, and without a matter of its own."""
    mine, theirs = c.incoming.traits, c.known.traits
    if mine.home[0] or not theirs.home[0] or mine.length >= SHORT or (mine.bodies and not c.shared.bodies):
        return False
    told = c.cues.hands_in or c.cues.since_then or c.cues.says_again
    if c.cues.thanks and mine.length < 30 and not mine.bodies:
        return True
    if mine.length < 20:
        return told or not mine.bodies or c.matter >= 0.3
    # Who names the body again, in more than a few words and without a word of what went before, may tell a new matter.
    names_nothing_new = told or not mine.bodies or (c.matter >= 0.3 and mine.length < 40)
    return names_nothing_new and c.matter >= (0.05 if told or c.first_name_told else 0.1)


def same_body_and_facts(c: Comparison) -> bool:
    """Both are about the same body and facts; across languages several facts without a body may do."""
    if apart(c):
        return False
    if c.incoming.traits.language != c.known.traits.language:
        return len(c.shared.words) >= (2 if c.shared.bodies else 4)
    if not c.shared.bodies:
        return False
    facts = c.shared.strong_numbers | c.shared.weak_numbers
    same_things = len(c.shared.words) >= 3 and c.shared.topics >= 0.4
    return (bool(facts) and c.matter >= 0.35) or same_things


def hints(c: Comparison) -> bool:
    """Weaker signs of the same: once more, since then, papers, a file number; a shorter mail need share less."""
    told = c.cues.says_again or c.cues.since_then or c.cues.hands_in or bool(c.shared.strong_numbers)
    only = c.ahead >= 1
    return told and c.matter >= (0.25 if c.incoming.traits.length < 35 else 0.3 if only else 0.35)


def of_one_surname(c: Comparison) -> bool:
    """The writer bears the complainant's surname, of five letters or more."""
    mine, theirs = c.incoming.traits, c.known.traits
    own = {*full_name(mine.person)[1:], *full_name(mine.writer)[1:]}
    return any(len(word) >= 5 and word in own for word in full_name(theirs.person)[1:])


def tells_whose(c: Comparison) -> bool:
    """He wrote for somebody else, now tells that one's surname, nobody of his own, and papers or a question."""
    mine, theirs = c.incoming.traits, c.known.traits
    if mine.writer_email not in c.known.parties or not full_name(mine.writer) or mine.home[0]:
        return False
    his = set(full_name(theirs.person)[1:]) - set(mine.writer)
    told = any(len(word) >= 4 and word in c.incoming.told for word in his)
    carries = c.cues.hands_in or c.cues.to_us or mine.kind in CONTINUING
    return told and carries and mine.person in ((), mine.writer)
