"""The question "how far is my case": what may be told, from known facts only, and to whom.

Only a verified party of the case is told anything: the complainant, or who stands in the case as writing for him.
Anybody else, and every doubt, goes to a person; a sealed case does not exist here at all.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from routing.calendar import brussels_day
from routing.clocks import answer_by
from routing.decision import Clock

#: Step of a case's history -> step that a status answer may tell. What is not here is not told.
TELLABLE: Mapping[str, str] = {
    "received": "received",
    "ask": "asked",
    "complete": "completed",
    "declare-admissible": "admissible",
    "pass-on": "forwarded",
    "take-up": "investigated",
    "start-report": "investigated",
    "service-asked": "service-asked",
    "service-answered": "service-answered",
    "extend": "extended",
    "close": "closed",
    "refuse": "closed",
    "withdraw": "closed",
    "solve-at-once": "closed",
}


@dataclass(frozen=True, slots=True)
class Party:
    """Who stands in a case, as confirmed: his addresses and telephone numbers."""

    emails: tuple[str, ...]
    #: The complainant's name, to tell two people at one address apart.
    name: str = ""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks. `verified`: the mail's sender was not forged, as our own mail server found (DKIM or SPF, DMARC)."""

    email: str
    verified: bool
    #: He answered a mail of ours, or named the reference that only the party got.
    knows_reference: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What may be told."""

    steps: tuple[tuple[date, str], ...]
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing is told; `why` is for staff."""

    why: str


def status(
    asker: Asker,
    party: Party,
    *,
    sealed: bool,
    steps: Sequence[tuple[datetime, str]],
    clocks: Collection[Clock],
) -> Status | Withheld:
    """`steps`: the case's history as (moment, step). No verdict, no name, no word of the file is among what is told."""
    why = why_withheld(asker, party, sealed=sealed)
    if why:
        return Withheld(why)
    told: dict[str, tuple[date, str]] = {}
    for moment, step in steps:
        if step in TELLABLE:
            told[TELLABLE[step]] = (brussels_day(moment), TELLABLE[step])
    ended = "closed" in told
    return Status(tuple(sorted(told.values())), None if ended else answer_by(clocks))


def why_withheld(asker: Asker, party: Party, *, sealed: bool) -> str:
    """Why this asker is told nothing by itself; "" where he may be told."""
    known = {address.strip().lower() for address in party.emails if address.strip()}
    if sealed:
        return "the case is sealed"
    if asker.email.strip().lower() not in known:
        return "the asker's address is none of the case"
    if not asker.verified and not asker.knows_reference:
        return "nothing shows that the mail really comes from that address"
    if asker.name and party.name and not _same_person(asker.name, party.name):
        return "somebody else writes from the complainant's address"
    return ""


def _same_person(one: str, other: str) -> bool:
    """They share a word of the name that is more than an initial."""
    words = [{word for word in name.lower().replace("-", " ").split() if len(word) > 2} for name in (one, other)]
    return not all(words) or bool(words[0] & words[1])
