"""What a case holds for its marks: in how many ways the complainant is known, and the matter, all folded alike."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from classifiers.likeness.sketch import SHINGLE_WORDS, words_of
from classifiers.person.phones import international
from classifiers.understanding import Wish
from gateway.answering.facts import opening_message
from gateway.exchange.house import day_of
from gateway.store.partners import TransferRow
from gateway.store.tables import Case
from outbound.exchange.fingerprints import Known

#: Who asked for this has no marks at all.
KEEPS_OUT = frozenset({Wish.NO_FORWARDING.value, Wish.WITHHOLD_IDENTITY.value})
_MONTH = re.compile(r"\d{4}-\d{2}")
#: Shingles of a long letter.
MOST_SHINGLES = 5_000


def known_of(session: Session, case: Case, passed_on: TransferRow | None) -> Known | None:
    """None for a case of which nothing may be told, or whose complainant is known in no way.

    `passed_on`: the transfer with which it came; then the words are the complainant's as told there.
    """
    if case.sealed or KEEPS_OUT & {str(wish) for wish in case.wishes}:
        return None
    ways = _ways(case)
    if not ways:
        return None
    opening = opening_message(session, case.id)
    text = str(passed_on.body.get("description", "")) if passed_on else opening.text if opening else ""
    happened = opening.understanding.get("happened") or {} if opening else {}
    return Known(
        ways=ways,
        bodies=tuple(str(body) for body in case.services),
        months=_months(str(happened.get("value", "")) if isinstance(happened, dict) else "", case.received_at),
        shingles=_shingles(text),
    )


def _ways(case: Case) -> tuple[tuple[str, str], ...]:
    told = {key: str(value) for key, value in case.person.items() if value}
    found = []
    if case.person_email:
        found.append(("email", case.person_email.strip().lower()))
    phone = international(told.get("phone", ""))
    if phone:
        found.append(("phone", phone))
    if all(told.get(part) for part in ("name", "street", "number", "postcode")):
        name = " ".join(sorted(words_of(told["name"])))
        street = " ".join(words_of(f"{told['street']} {told['number']}"))
        found.append(("home", f"{name}|{street}|{told['postcode'].strip()}"))
    return tuple(found)


def _months(happened: str, received_at: datetime) -> tuple[str, ...]:
    """Of the facts where they are told, else of the complaint."""
    return tuple(dict.fromkeys(_MONTH.findall(happened))) or (f"{day_of(received_at):%Y-%m}",)


def _shingles(text: str) -> tuple[str, ...]:
    words = words_of(text)
    runs = (" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1))
    return tuple(dict.fromkeys(runs))[:MOST_SHINGLES]
