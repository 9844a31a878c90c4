"""How the writer of a message is tied to the people of a case."""

from itertools import combinations, pairwise

from classifiers.likeness import Traits, same_home, same_name
from classifiers.likeness.people import full_name, name_words, other_places
from classifiers.understanding import Kind
from routing.matching.values import Incoming, Known, Tie

#: Words of a mail that only hands something in.
SHORT = 60


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
    named = incoming.names(theirs.person)
    if _of_the_body(incoming, known, named=named or named_alike):
        return Tie.BODY
    if _for_several(incoming, known):
        return Tie.NONE
    # Who wrote for somebody of his house is no complainant of that case.
    helper = _two_people(mine.person, known.complainant)
    if (reachable or home or mine.phones & theirs.phones) and named_alike:
        return Tie.HOUSEHOLD if helper else Tie.SAME_PERSON
    if reachable and not helper and not _two_people(mine.person, theirs.person):
        return Tie.PARTY
    # Homes of their own: neighbours, namesakes, or users of one form, however they name each other.
    if two_homes(mine.home, theirs.home) and not reachable and not home:
        return Tie.NONE
    if home or reachable or (speaks_for and _first_name_told(incoming, theirs)) or _of_the_family(incoming, theirs):
        return Tie.HOUSEHOLD
    # Who speaks for another says who he is himself.
    signed = incoming.official or (bool(full_name(mine.writer)) and max(map(len, mine.writer)) >= 4)
    own_name = same_name(mine.writer if full_name(mine.writer) else mine.person, theirs.person)
    hands_in = incoming.cues.to_us or (incoming.cues.hands_in and mine.length < SHORT)
    told_home = " ".join(theirs.home[:2]) in mine.homes_told
    if named and not own_name and signed and (speaks_for or incoming.official or hands_in or told_home):
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
    about = incoming.official and mine.kind != Kind.TRANSFER and bool(mine.bodies & known.traits.bodies)
    if not about or incoming.cues.passes_on:
        return False
    name = name_words(known.traits.person)
    pointed = known.case in incoming.pointed and bool(name) and name[-1] in incoming.told
    return named or pointed or _by_initial(incoming, name)


def _by_initial(incoming: Incoming, name: tuple[str, ...]) -> bool:
    """The complainant stands in the text as "N. Lambotte"."""
    if len(name) < 2 or len(name[-1]) < 4 or name[-1] not in incoming.told:
        return False
    return (name[0][:1], name[-1]) in pairwise(incoming.words)


def _for_several(incoming: Incoming, known: Known) -> bool:
    """He wrote for one person and writes for another now: a manager for his residents, a lawyer for his clients."""
    mine, theirs = incoming.traits, known.traits
    complainant = known.complainant or theirs.person
    told = [set(full_name(one)) for one in (mine.writer, mine.person, complainant)]
    # Nobody of one family: a word that two of them bear is its name.
    strangers = all(told) and not any(one & other for one, other in combinations(told, 2))
    return strangers and not incoming.names(complainant)


def _two_people(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both names are told in full and differ: a shared mailbox."""
    return bool(full_name(one)) and bool(full_name(other)) and not same_name(one, other)


def two_homes(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Both tell street and number, and they differ."""
    return bool(one[0] and one[1] and other[0] and other[1]) and not same_home(one, other)


def _home_translated(one: Traits, other: Traits) -> bool:
    """In another language the street may bear its other name: Beukenlaan 12 is Avenue des Hêtres 12."""
    return one.language != other.language and bool(one.home[1] and one.home[2]) and one.home[1:] == other.home[1:]


def _first_name_told(incoming: Incoming, theirs: Traits) -> bool:
    first = name_words(theirs.person)[:1]
    place = theirs.home[2]
    same_place = bool(place) and place == incoming.traits.home[2]
    return bool(first) and len(first[0]) >= 3 and first[0] in incoming.told and same_place


def _of_the_family(incoming: Incoming, theirs: Traits) -> bool:
    """He bears the complainant's surname and tells his home, or speaks for him by first name."""
    mine, told = incoming.traits, name_words(theirs.person)
    surnames = {*name_words(mine.person), *name_words(mine.writer)} & set(told[1:])
    if not any(len(word) >= 4 for word in surnames):
        return False
    first_name = len(told[0]) >= 3 and told[0] in incoming.told
    return " ".join(theirs.home[:2]) in mine.homes_told or (incoming.cues.speaks_for and first_name)


def _domain(email: str) -> str:
    return email.rpartition("@")[2]
