"""Which of the addresses of a letter is the complainant's home."""

import re
from collections.abc import Sequence
from dataclasses import replace

from classifiers.flat import flat
from classifiers.person.addresses import OTHERS, Found, Where, find_addresses, home_cue, is_addressee, owner_above
from classifiers.person.behalf import Behalf
from classifiers.person.layout import Layout
from classifiers.person.names import PARTICLES, Name
from classifiers.places import Places

#: What a place in the letter is worth; below `ENOUGH` an address is nobody's we know.
SIGNED, HEADED, SAID, NAMED, ALONE = 8.0, 7.5, 7.0, 8.5, 3.0
ENOUGH = 4.0


def home(
    layout: Layout, places: Places, *, person: Name | None, behalf: Behalf | None, staff: bool
) -> tuple[Found, float] | None:
    """The home and how surely (0..1). `person` is the complainant, `staff` says that somebody else writes about him."""
    scored = [(_score(layout, one, person, behalf, staff), one) for one in find_addresses(layout, places)]
    kept = sorted(((s, one) for s, one in scored if s >= ENOUGH), key=lambda pair: (-pair[0], pair[1].start))
    if not kept:
        return None
    score, best = kept[0]
    best = _without_name(_completed(best, kept[1:]), layout, person)
    return best, _sureness(layout, score, best, [one for s, one in kept[1:] if s > score - 2.5])


def _score(layout: Layout, one: Found, person: Name | None, behalf: Behalf | None, staff: bool) -> float:
    if is_addressee(layout, one):
        return -5
    named = person is not None and _beside(layout, one, person)
    for_other = behalf is not None or staff
    score = float(one.street is not None) + float(one.postcode is not None) * 0.5
    owner, house = owner_above(layout, one) if one.where is not Where.PROSE else ("", False)
    if named:
        score += NAMED - (4.5 if house and not for_other else 0)
    elif for_other:
        if _related_home(layout, one, behalf, person):
            return score + SAID
        if _household(behalf) and (one.where in (Where.TAIL, Where.HEAD) or _we_live(layout, one)):
            return score + (ENOUGH - 1 if one.where in (Where.TAIL, Where.HEAD) else SAID)
        return -1
    elif one.where is Where.TAIL:
        score += SIGNED - (4.0 if house else 0)
    elif one.where is Where.HEAD:
        score += HEADED - (6 if house else 0) + (0.5 if owner else -1.5)
    elif home_cue(layout, one.start) or _LIVES_THERE.match(layout.flat, one.end):
        score += SAID + (1.5 if _now(layout, one) else 0)
    elif one.where is Where.PROSE and one.firm and one.street and one.box and one.postcode:
        score += ALONE
    elif one.where is Where.PLATE and one.firm and not house and one.street:
        score += ALONE + 1
    if one.street is None and one.where is Where.PROSE and not named and not home_cue(layout, one.start, 60):
        score -= 4
    return score


#: Behind the address: "(..., 9000 Gent), waar ik woon".
_LIVES_THERE = re.compile(
    r"[ ]?\)?,?[ ](?:waar (?:ik|wij|we)(?: \w+){0,3} wo(?:on|nen)|ou (?:j'habite|nous habitons|je vis)|wo (?:ich|wir)(?: \w+){0,3} wohne|where (?:i|we) live)"
)
#: All of a household speak: "wij wonen", "notre adresse".
_WE_LIVE = re.compile(
    r"\b(?:(?:wij|we)(?: \w+){0,3} wonen|wonen (?:wij|we|samen|allebei)|(?:ons|onze) (?:\w+ )?(?:adres|woning|huis|gezin|appartement)|nous (?:habitons|vivons|residons)|notre (?:adresse|domicile|famille|maison|appartement)|"
    r"wir wohnen|wohnen wir|unsere? (?:adresse|anschrift|wohnung|haus)|we(?: \w+){0,2} live|our (?:home |family )?(?:address|home|house|flat))\b[^.!?]*$"
)


def _we_live(layout: Layout, one: Found) -> bool:
    return _WE_LIVE.search(layout.flat[max(0, one.start - 90) : one.start]) is not None


def _now(layout: Layout, one: Found) -> bool:
    """Said in so many words: "ik woon in", "mijn thuisadres"; it weighs more than a company's address below."""
    before = layout.flat[max(0, one.start - 60) : one.start]
    return any(
        w in before
        for w in (
            "woon",
            "wohn",
            "habit",
            "live",
            "thuis",
            "prive",
            "domicil",
            "mijn adres",
            "mon adresse",
            "my address",
            "meine adresse",
            "residing",
            "demeurant",
        )
    )


#: Between a name and its address: how old somebody is.
_AGE = re.compile(
    r"\b(?:(?:geboren|geb\.?|nee?|born|ne)[ ](?:(?:op|te|en|le|am|in|on|a) )?[\w./ -]{4,16}?(?=,|\))|\d{1,3} ?(?:j|jr|jaar|ans|jahre|years old|years)\b(?: (?:oud|alt))?)"
)


def _beside(layout: Layout, one: Found, person: Name) -> bool:
    """The person's name stands right before the address, or on the lines above it."""
    low = max(0, one.start - 90)
    before = layout.flat[low : one.start]
    at = max((before.rfind(word) + len(word) for word in person.words if len(word) > 2 and word in before), default=-1)
    if at < 0:
        return False
    gap = before[at:]
    lines = gap.count("\n")
    if "\n\n" in gap or lines > 3 or OTHERS.search(gap):
        return False
    words = _AGE.sub(" ", gap).split()
    return len(words) <= 3 if lines == 0 else all(len(line) < 45 for line in gap.split("\n")[1:-1])


def _household(behalf: Behalf | None) -> bool:
    """Children and partners live where the writer lives, unless the mail says otherwise."""
    return (
        behalf is not None
        and re.match(
            r"(?:zoon|dochter|kind|man|vrouw|echtgeno|partner|fils|fille|mari|femme|epou|sohn|tochter|mann|frau|ehe|son|daughter|husband|wife)",
            behalf.relation,
        )
        is not None
    )


def _related_home(layout: Layout, one: Found, behalf: Behalf | None, person: Name | None) -> bool:
    before = layout.flat[max(0, one.start - 110) : one.start]
    before = before[max(before.rfind(". "), before.rfind("\n\n")) + 1 :]
    lives = (
        "woon",
        "verblijf",
        "adres",
        "habit",
        "domicili",
        "demeur",
        "wohn",
        "anschrift",
        "lives",
        "living",
        "resid",
        "logeert",
        "reside",
    )
    if not any(word in before for word in lives):
        return False
    who = behalf.relation if behalf else ""
    ours = (
        " zij ",
        " ze ",
        " hij ",
        " haar ",
        " elle ",
        " il ",
        " sie ",
        " er ",
        " she ",
        " he ",
        "mevrouw",
        "mijnheer",
        "madame",
        "monsieur",
        "frau ",
        "herr ",
    )
    return (
        (bool(who) and who in before)
        or (person is not None and any(word in before for word in person.words if len(word) > 2))
        or any(word in f" {before}" for word in ours)
        or before.lstrip(" -*").startswith("adres")
    )


def _completed(best: Found, others: Sequence[tuple[float, Found]]) -> Found:
    """A street told in one place and its town in another belong together where neither has both."""
    if best.street and best.municipality is None and best.postcode is None:
        for _, other in others:
            if other.street is None:
                return replace(best, postcode=other.postcode, municipality=other.municipality)
    if best.street is None:
        for _, other in others:
            if other.street and other.municipality is None and other.postcode is None:
                return replace(best, street=other.street, number=other.number, box=other.box)
    return best


def _without_name(best: Found, layout: Layout, person: Name | None) -> Found:
    """ "Kurt Maes Nederstraat 112" on one line: the name is no part of the street."""
    if best.street is None or person is None:
        return best
    start, end = best.street
    words = [m.span() for m in re.finditer(r"\S+", layout.flat[start:end])]
    own = set(person.words) | PARTICLES
    lead = 0
    while lead < len(words) - 1 and layout.flat[start + words[lead][0] : start + words[lead][1]].strip(",") in own:
        lead += 1
    names = {layout.flat[start + a : start + b].strip(",") for a, b in words[:lead]}
    if words and len(words) == lead + 1 and layout.flat[start + words[lead][0] : end].strip(",") in person.words:
        return replace(best, street=None, number=None, box=None) if best.municipality else best
    return replace(best, street=(start + words[lead][0], end)) if names & set(person.words) else best


def _sureness(layout: Layout, score: float, best: Found, rivals: Sequence[Found]) -> float:
    sure = 0.95 if score >= SIGNED else 0.91 if score >= SAID else 0.7
    if best.where is Where.PROSE and score >= SIGNED:
        sure = 0.93
    if not best.firm:
        sure -= 0.03 if best.where in (Where.TAIL, Where.HEAD) else 0.12
    text = layout.text
    street = flat(text[slice(*best.street)]) if best.street else ""
    differ = [r for r in rivals if r.street and flat(text[slice(*r.street)]) != street]
    return round(sure - (0.12 if differ else 0), 2)
