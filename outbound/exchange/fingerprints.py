"""Fingerprints: how two houses find that they have the same complaint without showing each other a word of it.

For every way in which the complainant can be known (mail address, phone, name at a home) a case has one mark. A mark
is a slow keyed hash (scrypt, RFC 7914) of that way under the circle's key of the quarter. Everything else about the
case (bodies, months, shingles of the text) is hashed under a key that only that mark's own secret gives. So:

- without the circle's key a list of marks is random bytes: nothing can be guessed or compared;
- with the key, somebody must guess the very person, at about 50 ms a guess, before he learns even whether she is there;
- whoever guessed the person can ask whether a body, a month or a run of three words he also guesses is in the case;
- a list without a match tells a partner nothing but how many cases it holds.

Marks of two quarters cannot be compared: keys are rotated, and each list is made under the current and the last key.
"""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from outbound.exchange.document import NotTaken, Refused

#: scrypt cost: 16 MiB and about 50 ms on a common core for each guess.
COST, BLOCK, PARALLEL = 2**14, 8, 1
LENGTH = 12
#: Smallest keyed shingle hashes kept of a text.
SKETCH = 24
#: Resemblance of two texts, or a body in common, from which a mark in common is a match.
ALIKE = 0.35
MOST_MARKS, MOST_PARTS = 6, 40


@dataclass(frozen=True, slots=True)
class Known:
    """What a house knows of a case, already folded (lower case, no accents, no blanks at the ends)."""

    #: Ways to know the complainant, e.g. ("email", "an@example.org"), ("phone", "+32..."), ("home", "an peeters|...").
    ways: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    #: "YYYY-MM" of the facts or of the complaint.
    months: tuple[str, ...]
    #: Runs of three words of the complainant's own text.
    shingles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One way the complainant is known, hashed, and the parts of the case under that way's own key."""

    value: str
    bodies: tuple[str, ...]
    months: tuple[str, ...]
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two cases have in common, as far as marks tell."""

    bodies: int
    months: int
    #: Resemblance of the texts, 0..1, estimated from the sketches.
    text: float

    @property
    def same_matter(self) -> bool:
        return self.text >= ALIKE or (self.bodies > 0 and self.months > 0)


def epoch(day: date) -> str:
    """The quarter whose key is used, e.g. "2026Q4"."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def epochs(day: date) -> tuple[str, str]:
    """The quarter of a day and the one before."""
    now = epoch(day)
    year, quarter = day.year, int(now[-1])
    return now, f"{year}Q{quarter - 1}" if quarter > 1 else f"{year - 1}Q4"


def marks(known: Known, circle_key: bytes, quarter: str) -> tuple[Mark, ...]:
    """One mark for each way the complainant is known; the same for every house of the circle."""
    return tuple(_mark(kind, value, known, circle_key, quarter) for kind, value in known.ways[:MOST_MARKS] if value)


def _mark(kind: str, value: str, known: Known, circle_key: bytes, quarter: str) -> Mark:
    salt = hmac.new(circle_key, f"klachtenpost-fingerprint/1:{quarter}".encode(), hashlib.sha256).digest()
    stretched = hashlib.scrypt(f"{kind}\0{value}".encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL, dklen=64)
    shown, inner = stretched[:32], stretched[32:]
    return Mark(
        value=_short(shown),
        bodies=tuple(sorted(_part(inner, "body", body) for body in known.bodies[:10])),
        months=tuple(sorted(_part(inner, "month", month) for month in known.months[:6])),
        text=tuple(sorted({_part(inner, "text", shingle) for shingle in known.shingles})[:SKETCH]),
    )


def _part(key: bytes, kind: str, value: str) -> str:
    return _short(hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).digest())


def _short(digest: bytes) -> str:
    return digest[:LENGTH].hex()


def likeness(one: Sequence[Mark], other: Sequence[Mark]) -> Likeness | None:
    """The best that any mark in common tells; None where the two cases have no way to the complainant in common."""
    theirs = {mark.value: mark for mark in other}
    found = [_compared(mark, theirs[mark.value]) for mark in one if mark.value in theirs]
    return max(found, key=lambda like: (like.same_matter, like.text, like.bodies, like.months), default=None)


def _compared(one: Mark, other: Mark) -> Likeness:
    both = {*one.text, *other.text}
    smallest = sorted(both)[: min(SKETCH, len(both))]
    shared = set(one.text) & set(other.text)
    text = sum(value in shared for value in smallest) / len(smallest) if smallest else 0.0
    return Likeness(len(set(one.bodies) & set(other.bodies)), len(set(one.months) & set(other.months)), text)


def to_body(circle: str, quarter: str, entries: Sequence[tuple[str, Sequence[Mark]]]) -> dict[str, Any]:
    """The body of a "fingerprints" document. `entries`: a handle that only its house understands, and the marks."""
    return {
        "circle": circle,
        "quarter": quarter,
        "entries": [
            {
                "handle": handle,
                "marks": [
                    {"mark": m.value, "bodies": list(m.bodies), "months": list(m.months), "text": list(m.text)}
                    for m in found
                ],
            }
            for handle, found in entries
        ],
    }


def from_body(body: dict[str, Any]) -> tuple[str, str, list[tuple[str, tuple[Mark, ...]]]]:
    """Circle, quarter, and the entries. Raises NotTaken (WRONG_BODY)."""
    circle, quarter, entries = body.get("circle"), body.get("quarter"), body.get("entries")
    if not isinstance(circle, str) or not isinstance(quarter, str) or not isinstance(entries, list):
        raise NotTaken(Refused.WRONG_BODY, "circle, quarter or entries is missing")
    return circle, quarter, [_entry(entry) for entry in entries[:5_000]]


def _entry(entry: Any) -> tuple[str, tuple[Mark, ...]]:
    if not isinstance(entry, dict) or not isinstance(entry.get("handle"), str):
        raise NotTaken(Refused.WRONG_BODY, "an entry has no handle")
    found = entry.get("marks")
    if not isinstance(found, list) or len(found) > MOST_MARKS or not all(isinstance(mark, dict) for mark in found):
        raise NotTaken(Refused.WRONG_BODY, "an entry has no marks")
    return entry["handle"][:80], tuple(
        Mark(_hex(mark.get("mark")), _hexes(mark, "bodies"), _hexes(mark, "months"), _hexes(mark, "text"))
        for mark in found
    )


def _hexes(mark: dict[str, Any], name: str) -> tuple[str, ...]:
    values = mark.get(name)
    if not isinstance(values, list) or len(values) > MOST_PARTS:
        raise NotTaken(Refused.WRONG_BODY, f"{name} of a mark is no short list")
    return tuple(_hex(value) for value in values)


def _hex(value: Any) -> str:
    if not isinstance(value, str) or len(value) != 2 * LENGTH or not set(value) <= set("0123456789abcdef"):
        raise NotTaken(Refused.WRONG_BODY, "a mark is no hash")
    return value
