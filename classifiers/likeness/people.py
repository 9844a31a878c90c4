"""Whether two names, or two addresses, may be of one person or one home."""

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from classifiers.likeness.sketch import words_of

#: Words of a name that tell nothing alone: titles and particles.
EMPTY = frozenset(
    "de den der van vande vanden vander von zu la le les du des d l ter ten t el al ben bin "
    "mr mevr mevrouw meneer heer dhr madame monsieur mme m herr frau mrs ms miss fam familie famille family".split()
)

#: A display name or signature of a household: it names nobody of it.
FAMILY = frozenset("fam familie famille family gezin menage haushalt".split())
#: Two to four words with capitals in a row, particles between: how a person is named in a text.
NAMED = re.compile(
    r"\b[A-ZÀ-Þ][\w'’-]+"
    r"(?:[ \t]+(?:(?:van|de|den|der|vande|vanden|von|zu|du|la|le|el|al|ben|ten|ter)[ \t]+){0,2}[A-ZÀ-Þ][\w'’-]+){1,3}"
)
#: People that are looked up of one text.
MOST_NAMED = 8


@lru_cache(maxsize=4_096)
def name_words(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in name if word not in EMPTY)


def full_name(name: tuple[str, ...]) -> tuple[str, ...]:
    """The telling words of one person's name; none where it lacks a surname, or names a household."""
    words = name_words(name)
    return words if len(words) >= 2 and len(words[-1]) >= 2 and not FAMILY & set(name) else ()


def names_told(text: str) -> tuple[tuple[str, ...], ...]:
    """Names of people as they may stand in a text, each in its telling words; many are none, and find nobody."""
    found: dict[tuple[str, ...], None] = {}
    for run in NAMED.findall(text):
        words = name_words(tuple(words_of(run)))
        for width in (2, 3):
            for first in range(len(words) - width + 1):
                found.setdefault(words[first : first + width])
    return tuple(found)[:MOST_NAMED]


@lru_cache(maxsize=1_024)
def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Both tell at least two words, and each of the shorter stands in the longer: as such, as initial, or one misspelt.

    At least one full word of four letters must agree, so that initials alone never do.
    """
    a, b = name_words(one), name_words(other)
    if len(a) > len(b):
        a, b = b, a
    if len(a) < 2:
        return False
    left = list(b)
    firm, slips = 0, 0
    for word in a:
        partner = word if word in left else next((w for w in left if _same_word(word, w)), None)
        if partner is None:
            return False
        left.remove(partner)
        slips += word != partner and min(len(word), len(partner)) > 1
        if slips > 1:
            return False
        firm += min(len(word), len(partner)) >= 4
    return firm >= 1


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    if len(shorter) == 1:
        return longer.startswith(shorter)
    return (
        len(shorter) >= 5
        and len(longer) - len(shorter) <= 1
        and shorter.isalpha()
        and longer.isalpha()
        and Levenshtein.distance(shorter, longer, score_cutoff=1) <= 1
    )


def names_within(name: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """The full name (two telling words or more) stands in the text as one run, particles and order aside."""
    wanted = set(name_words(name))
    if len(wanted) < 2 or not all(word in words for word in wanted):
        return False
    width = len(name) + 1
    places = [i for i, word in enumerate(words) if word in wanted]
    return any(
        wanted <= set(words[i : i + width]) or wanted <= set(words[max(0, i - width + 1) : i + 1]) for i in places
    )


def same_home(one: tuple[str, str, str, str], other: tuple[str, str, str, str]) -> bool:
    """Street, number, place, box: one home, not merely one building."""
    street, number, place, box = one
    street2, number2, place2, box2 = other
    if not street or not number or street != street2 or number != number2:
        return False
    if other_places(place, place2):
        return False
    return box == box2 or not box or not box2


def other_places(one: str, other: str) -> bool:
    """Both are told and are not the same municipality."""
    return bool(one) and bool(other) and one != other
