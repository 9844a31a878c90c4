"""A message as staff read it: its own words with what was read marked, the rest folded, nothing left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from classifiers.mail import read_mail
from classifiers.message import BODY, SUBJECT, Address, Message, Part, SegmentKind
from gateway.store.raw import raw_bytes
from gateway.store.tables import MessageRow

#: Stretches that stand open; all others are folded, never removed.
OPEN = frozenset({SegmentKind.NEW, SegmentKind.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Mark:
    """Words from which a field was read."""

    field: str
    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    #: Fields read from these words, the narrowest first.
    fields: tuple[str, ...] = ()
    #: True for the first words of its first field: the place a link to it leads to.
    first: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    kind: str
    pieces: tuple[Piece, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class Shown:
    subject: tuple[Piece, ...]
    from_: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    stretches: tuple[Stretch, ...]
    forwarded: tuple["Shown", ...]
    parts: tuple[Part, ...]
    defects: tuple[str, ...]
    has_html: bool

    @property
    def marked(self) -> bool:
        """Whether something was read from it."""
        pieces = (piece for stretch in self.stretches for piece in stretch.pieces)
        return any(piece.fields for piece in pieces) or any(inner.marked for inner in self.forwarded)


def show_message(session: Session, row: MessageRow, *, with_marks: bool = True) -> Shown | None:
    """None where the books no longer hold its bytes."""
    message = stored_message(session, row)
    return shown(message, marks_of(row.understanding) if with_marks else ()) if message else None


def stored_message(session: Session, row: MessageRow) -> Message | None:
    try:
        content = raw_bytes(session, row.sha256)
    except KeyError:
        return None
    return _read(content, row)


def shown(message: Message, marks: Sequence[Mark], prefix: str = "") -> Shown:
    seen: set[str] = set()
    body = [mark for mark in marks if mark.part == prefix + BODY]
    return Shown(
        subject=pieces(
            message.subject, 0, len(message.subject), [m for m in marks if m.part == prefix + SUBJECT], seen
        ),
        from_=message.from_,
        to=message.to,
        cc=message.cc,
        stretches=tuple(
            Stretch(
                segment.kind.value, pieces(message.body, segment.start, segment.end, body, seen), segment.kind in OPEN
            )
            for segment in message.segments
            if message.body[segment.start : segment.end].strip()
        ),
        forwarded=tuple(
            shown(inner, marks, f"{prefix}forwarded:{number}:") for number, inner in enumerate(message.forwarded)
        ),
        parts=tuple(part for part in message.parts if part.filename or part.text_key),
        defects=message.defects,
        has_html=any(part.content_type == "text/html" for part in message.parts),
    )


def pieces(text: str, start: int, end: int, marks: Sequence[Mark], seen: set[str]) -> tuple[Piece, ...]:
    """`text[start:end]` cut where a mark begins or ends."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start and mark.start < mark.end]
    cuts = sorted({start, end, *(min(max(at, start), end) for mark in inside for at in (mark.start, mark.end))})
    found = []
    for left, right in pairwise(cuts):
        over = sorted((m for m in inside if m.start <= left and m.end >= right), key=lambda m: m.end - m.start)
        fields = tuple(dict.fromkeys(mark.field for mark in over))
        first = bool(fields) and fields[0] not in seen
        seen.update(fields[:1])
        found.append(Piece(text[left:right], fields, first))
    return tuple(found)


def marks_of(understanding: Mapping[str, Any]) -> tuple[Mark, ...]:
    """The spans of every reading, by name of its field."""
    found = []
    for name, value in {**understanding, **(understanding.get("person") or {})}.items():
        readings = value if isinstance(value, list) else [value]
        for reading in readings:
            span = reading.get("span") if isinstance(reading, dict) else None
            if span:
                found.append(Mark(name.replace("_", "-"), span["part"], span["start"], span["end"]))
    return tuple(found)


@lru_cache(maxsize=64)
def _read_again(content: bytes, received_at: Any) -> Message:
    return read_mail(content, received_at=received_at)


def _read(content: bytes, row: MessageRow) -> Message:
    if len(content) > 1_000_000:
        return read_mail(content, received_at=row.received_at)
    return _read_again(content, row.received_at)
