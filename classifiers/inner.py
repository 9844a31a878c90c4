"""Whose mail it is: of several messages inside each other, the citizen's own."""

import re
from collections.abc import Collection

from classifiers.flat import flat
from classifiers.institutions import is_house
from classifiers.message import Message, SegmentKind

#: Words by which somebody passes on what another wrote.
PASSING_ON = re.compile(
    r"\b(?:doorstu\w*|doorgestuurd\w*|stuur \w{1,12} (?:hierbij |even )?door|doorzend\w*|overma\w*|maak \w{1,12} over|maken \w{1,12} over|onderstaande|hieronder|bijgevoegde|"
    r"bijgaande|ingekomen|ter behandeling|ter opvolging|voor verder gevolg|voor opvolging|ter info|fyi|bezorg\w* (?:ik|wij|we) (?:u|jullie|je)|zie (?:onder|beneden)|"
    r"ci-dessous|ci-joint\w*|transmets|transmettons|transfer\w*|fais suivre|faisons suivre|pour suite|pour traitement|reproduite?|fait suivre|"
    r"weiterleit\w*|leite\w? \w{1,12}(?: \w{1,20}){0,4} weiter|leiten wir|beigefugt\w*|untenstehend\w*|zustandigkeitshalber|siehe unten|"
    r"forward\w*|passing on|pass(?:ed)? on|see below|the (?:mail|message|complaint|letter) below|below)\b"
)
#: Words of a message that is looked at; a longer one is no cover note.
COVER_NOTE = 12


def citizens_message(outer: Message, own_addresses: Collection[str] = ()) -> tuple[Message, str]:
    """The citizen's message and the prefix of its parts ("" or "forwarded:<n>:", once for each message around it)."""
    message, prefix = outer, ""
    for _ in range(4):
        inside = _inside(message, own_addresses)
        if inside is None:
            break
        prefix += f"forwarded:{inside}:"
        message = message.forwarded[inside]
    return message, prefix


def _inside(outer: Message, own_addresses: Collection[str]) -> int | None:
    """Which message inside is the citizen's; None where the outer one is."""
    own = {address.lower() for address in own_addresses}
    for number, inner in enumerate(outer.forwarded):
        sender = inner.from_[0] if inner.from_ else None
        if sender is None or sender.email in own or is_house(sender) or _words(inner) < 5:
            continue
        if _is_cover(outer, inner, own):
            return number
    return None


def _is_cover(outer: Message, inner: Message, own: Collection[str]) -> bool:
    """The outer message only brings the inner one."""
    writer, written, inside = outer.from_[:1], _words(outer), _words(inner)
    if not writer or writer[0].email in own or written < COVER_NOTE:
        return True
    if writer[0].email and writer[0].email == inner.from_[0].email:
        return inside > written
    if is_house(writer[0]) or (_domain(writer[0].email) in {_domain(a) for a in own}):
        return True
    return bool(PASSING_ON.search(flat(_new(outer)[:2_000]))) and inside > 0.4 * written


def _domain(email: str) -> str:
    return email.partition("@")[2]


def _new(message: Message) -> str:
    return " ".join(message.body[s.start : s.end] for s in message.segments if s.kind is SegmentKind.NEW)


def _words(message: Message) -> int:
    """Words of the writer's own text; an attachment that is the letter counts too."""
    body = _new(message) if message.segments else message.body
    return len(body[:20_000].split()) + sum(len(t[:5_000].split()) for k, t in message.texts.items() if ":" in k)
