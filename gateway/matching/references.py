"""Our own references where a mail may carry them: subject, text (quoted too), names of attachments, mails inside."""

import re
import string
from collections.abc import Iterator
from functools import lru_cache

from classifiers.message import Message

#: Characters of a text that are searched, and references that are looked up of one mail.
MOST_TEXT = 60_000
MOST_REFERENCES = 12


@lru_cache(maxsize=64)
def reference_pattern(form: str) -> re.Pattern[str]:
    """What "{year}-{number:04d}" finds; not inside a longer number."""
    pieces = []
    for literal, name, spec, _ in string.Formatter().parse(form):
        pieces.append(re.escape(literal))
        if name == "year":
            pieces.append(r"20\d\d")
        elif name == "number":
            least = int(spec.strip("d") or 1) if spec else 1
            pieces.append(rf"\d{{{least},7}}")
    return re.compile(rf"(?<![\w-]){''.join(pieces)}(?![\w-])", re.IGNORECASE)


def named_references(message: Message, form: str) -> tuple[str, ...]:
    """Each once, in the order of the places looked at. A number proves nothing: another house may write the same."""
    pattern = reference_pattern(form)
    found = (match.group().upper() for text in _places(message, 2) for match in pattern.finditer(text[:MOST_TEXT]))
    distinct: dict[str, None] = {}
    for reference in found:
        distinct.setdefault(reference)
        if len(distinct) >= MOST_REFERENCES:
            break
    return tuple(distinct)


def _places(message: Message, depth: int) -> Iterator[str]:
    yield message.subject
    yield from message.texts.values()
    yield from (re.sub(r"[_\s]+", " ", part.filename) for part in message.parts if part.filename)
    if depth:
        for inner in message.forwarded:
            yield from _places(inner, depth - 1)
