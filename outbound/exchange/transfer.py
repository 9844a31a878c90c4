"""The complaint that is passed on, as the body of a "transfer" document."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from outbound.exchange.document import SKEW, Document, NotTaken, Refused

#: Longest texts taken over from another house, in characters.
LONGEST_LINE = 500
LONGEST_TEXT = 20_000
#: Houses a complaint may pass through before a person must look at it: the third hop goes to a person.
MOST_HOPS = 3

_PERSON = ("name", "street", "number", "box", "postcode", "municipality", "phone", "email", "language")


class Asked(StrEnum):
    """What the sender wants of the recipient."""

    TAKE_OVER = "take-over"
    COORDINATE = "coordinate"


@dataclass(frozen=True, slots=True)
class Hop:
    """A house that held the complaint: its own reference, when it got it and when it passed it on."""

    house: str
    reference: str
    received: date
    sent: date


@dataclass(frozen=True, slots=True)
class RunningClock:
    name: str
    legal_last: date
    article: str


@dataclass(frozen=True, slots=True)
class Transfer:
    #: Reference of the sending house: what every answer quotes.
    reference: str
    #: The day the first authority received the complaint.
    first_received: date
    #: Every house so far, the first one first, the sender last.
    hops: tuple[Hop, ...]
    asked: Asked
    #: Why the recipient is thought competent, for a person to read.
    reason: str
    description: str
    #: name, street, number, box, postcode, municipality, phone, email, language; empty where identity is withheld.
    person: Mapping[str, str] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    #: Catalogue ids of the bodies complained about, and their names in words for houses without our catalogue.
    bodies: tuple[str, ...] = ()
    body_names: tuple[str, ...] = ()
    #: First day or month of the facts, "YYYY-MM-DD" or "YYYY-MM"; empty where unknown.
    period: str = ""
    grounds: tuple[str, ...] = ()
    clocks: tuple[RunningClock, ...] = ()
    #: sha256 of the original messages that travel along.
    originals: tuple[str, ...] = ()
    #: Where answers go: mail address, and HTTPS address or empty.
    reply_mail: str = ""
    reply_push: str = ""


def to_body(transfer: Transfer) -> dict[str, Any]:
    """The JSON body; `from_body` gives the same value back."""
    return {
        "reference": transfer.reference,
        "first_received": transfer.first_received.isoformat(),
        "hops": [
            {
                "house": hop.house,
                "reference": hop.reference,
                "received": hop.received.isoformat(),
                "sent": hop.sent.isoformat(),
            }
            for hop in transfer.hops
        ],
        "asked": transfer.asked.value,
        "reason": transfer.reason,
        "description": transfer.description,
        "person": {name: transfer.person[name] for name in _PERSON if transfer.person.get(name)},
        "wishes": list(transfer.wishes),
        "bodies": list(transfer.bodies),
        "body_names": list(transfer.body_names),
        "period": transfer.period,
        "grounds": list(transfer.grounds),
        "clocks": [
            {"name": clock.name, "legal_last": clock.legal_last.isoformat(), "article": clock.article}
            for clock in transfer.clocks
        ],
        "originals": list(transfer.originals),
        "reply": {"mail": transfer.reply_mail, "push": transfer.reply_push},
    }


def from_body(body: Mapping[str, Any]) -> Transfer:
    """Raises NotTaken (WRONG_BODY) with what is missing or senseless. Keys of later versions are ignored."""
    hops = tuple(
        Hop(_line(hop, "house"), _line(hop, "reference"), _day(hop, "received"), _day(hop, "sent"))
        for hop in _objects(body, "hops", 20)
    )
    if not hops:
        raise NotTaken(Refused.WRONG_BODY, "hops is empty: who passes it on?")
    person = body.get("person", {})
    reply = body.get("reply", {})
    if not isinstance(person, Mapping) or not isinstance(reply, Mapping):
        raise NotTaken(Refused.WRONG_BODY, "person or reply is no object")
    if body.get("asked") not in tuple(Asked):
        raise NotTaken(Refused.WRONG_BODY, f"asked is {body.get('asked')!r}")
    period = _line(body, "period", needed=False)
    if period and not re.fullmatch(r"\d{4}-\d{2}(?:-\d{2})?", period):
        raise NotTaken(Refused.WRONG_BODY, f"period is {period!r}")
    return Transfer(
        reference=_line(body, "reference"),
        first_received=_day(body, "first_received"),
        hops=hops,
        asked=Asked(body["asked"]),
        reason=_text(body, "reason"),
        description=_text(body, "description"),
        person={name: _line(person, name) for name in _PERSON if person.get(name)},
        wishes=_lines(body, "wishes"),
        bodies=_lines(body, "bodies"),
        body_names=_lines(body, "body_names"),
        period=period,
        grounds=_lines(body, "grounds"),
        clocks=tuple(
            RunningClock(_line(clock, "name"), _day(clock, "legal_last"), _line(clock, "article", needed=False))
            for clock in _objects(body, "clocks", 20)
        ),
        originals=_lines(body, "originals"),
        reply_mail=_line(reply, "mail", needed=False),
        reply_push=_line(reply, "push", needed=False),
    )


def check_way(transfer: Transfer, document: Document) -> None:
    """Raises NotTaken where the way it came contradicts who sent it, or when: loops could no longer be seen."""
    last = transfer.hops[-1]
    if (last.house, last.reference) != (document.sender, transfer.reference):
        raise NotTaken(Refused.WRONG_BODY, f"the last of hops is {last.house} {last.reference}, not who passes it on")
    latest = (document.made_at + SKEW).date()
    if max(transfer.first_received, *(day for hop in transfer.hops for day in (hop.received, hop.sent))) > latest:
        raise NotTaken(Refused.WRONG_BODY, "it was received or passed on after it was written")


def ping_pong(hops: Sequence[Hop], house: str) -> str:
    """Why a person must look before anything else happens, in words; empty where the way so far is plain.

    A complaint that comes back to a house that held it before, or that makes its third hop, is being sent round.
    """
    if any(hop.house == house for hop in hops):
        return "it was here before and comes back"
    if len(hops) >= MOST_HOPS:
        return f"it has passed through {len(hops)} houses already"
    return ""


def _objects(body: Mapping[str, Any], name: str, most: int) -> list[Mapping[str, Any]]:
    value = body.get(name, [])
    if not isinstance(value, list) or len(value) > most or not all(isinstance(item, Mapping) for item in value):
        raise NotTaken(Refused.WRONG_BODY, f"{name} is no list of at most {most} objects")
    return value


def _lines(body: Mapping[str, Any], name: str, most: int = 50) -> tuple[str, ...]:
    value = body.get(name, [])
    if not isinstance(value, list) or len(value) > most:
        raise NotTaken(Refused.WRONG_BODY, f"{name} is no list of at most {most} texts")
    return tuple(_line({name: item}, name) for item in value)


def _line(body: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_LINE or (needed and not value.strip()):
        raise NotTaken(Refused.WRONG_BODY, f"{name} is missing or no line of text")
    return value


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise NotTaken(Refused.WRONG_BODY, f"{name} is no text")
    return value


def _day(body: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(body.get(name, "")))
    except ValueError:
        raise NotTaken(Refused.WRONG_BODY, f"{name} is no day") from None
