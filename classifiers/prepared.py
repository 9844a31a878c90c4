"""The view of a message that all classifiers share: whose words, where, in sentences, in which language."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from classifiers.flat import flat
from classifiers.inner import citizens_message
from classifiers.institutions import is_house
from classifiers.language import read_language
from classifiers.mail.segments import DEVICE, kinds_of_lines
from classifiers.message import BODY, SUBJECT, Message, SegmentKind
from classifiers.sentences import Sentence, sentences
from classifiers.understanding import Language, Reading

__all__ = ["House", "Prepared", "Sentence", "prepare"]

#: Characters of a text that are analysed; no complaint is longer, and no text may cost without end.
MOST_READ = 30_000
#: A body of fewer words that points at an attachment leaves the word to it.
SHORT = 40
VERY_SHORT = 6
#: A desk that passes a letter on says more, and none of it is the citizen's.
SHORT_OF_A_DESK = 90
BRUSSELS = ZoneInfo("Europe/Brussels")
_POINTS = re.compile(
    r"\b(?:bijlagen?|bijgevoegd\w*|bijgaand\w*|aangehecht\w*|attach\w*|pieces? jointes?|ci-joint\w*|annexe?s?|anhang|anlagen?|anbei|beigefugt\w*|"
    r"bijvoegsel\w*|toegevoegd\w*|beigelegt\w*|beiliegend\w*|enclosed|enclosure|(?:word-?)?document\w*|dokument|bestand\w*|fichier|file|datei|pdf|brief|lettre|letter|scan|zie foto|in word)\b"
)
_FIRST_PERSON = re.compile(
    r"\b(?:ik|mijn|mij|wij|ons|onze|je|j'\w|mon|ma|mes|nous|notre|ich|mein\w*|mir|mich|wir|unser\w*|i|my|me|we|our)\b"
)


@dataclass(frozen=True, slots=True)
class House:
    """What classifiers need to know of the office that receives the mail."""

    id: str
    #: Lower case.
    addresses: tuple[str, ...]
    languages: tuple[Language, ...]
    #: "ombuds", "municipality" or "first-line".
    kind: str
    #: Catalogue ids that are the office itself.
    body_ids: tuple[str, ...]
    #: Pattern (Python re) of its own case references; empty where it has none.
    reference_pattern: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    #: The citizen's own message: the inner one where somebody else passed it on.
    message: Message
    #: The mail as it came.
    outer: Message
    #: Before the part of every span: "" or "forwarded:0:".
    prefix: str
    #: Part that holds the citizen's text: "body", or "attachment:<path>" where the body only points at it.
    part: str
    #: The citizen's own words; what is not his (quotes, disclaimers) is blank, so that offsets fit the part.
    text: str
    #: The same, lower case without accents, letter for letter.
    flat: str
    #: The subject's first, then those of the text.
    sentences: tuple[Sentence, ...]
    subject: str
    #: Where in `text` the writer signs: (start, end).
    signature: tuple[int, int] | None
    #: The day on which the citizen wrote, in Belgium: relative dates count from here.
    today: date
    language: Reading[Language]
    #: Other texts of the writer, (part, text): the body beside a letter in the attachment, other attachments.
    others: tuple[tuple[str, str], ...] = ()

    @property
    def said(self) -> tuple[Sentence, ...]:
        """The sentences of the text, without the subject."""
        return tuple(s for s in self.sentences if not s.part.endswith(SUBJECT))


def prepare(message: Message, *, own_addresses: Collection[str] = (), expected: Language = Language.NL) -> Prepared:
    """The citizen's words found and laid out. `own_addresses` are the office's, `expected` its language.

    At most `MOST_READ` characters of each text are taken along. Never raises on content.
    """
    inner, prefix = citizens_message(message, own_addresses)
    part = _own_part(inner)
    text, signature = _own_text(inner, part)
    plain = flat(text)
    subject = inner.subject[:1_000]
    story = plain[: signature[0]] if signature and signature[0] > 20 else plain
    moment = inner.date or message.date or message.received_at
    return Prepared(
        message=inner,
        outer=message,
        prefix=prefix,
        part=part,
        text=text,
        flat=plain,
        sentences=(*sentences(subject, f"{prefix}{SUBJECT}"), *sentences(text, f"{prefix}{part}")),
        subject=subject,
        signature=signature,
        today=_day(moment if moment <= message.received_at or inner is message else message.received_at),
        language=read_language(story if len(story.split()) > 8 else f"{flat(subject)}\n{plain}", expected=expected),
        others=tuple(_others(inner, part)),
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()


def _own_part(message: Message) -> str:
    """The body, or the attached letter where the body says little and points at it."""
    said = flat(" ".join(message.body[s.start : s.end] for s in message.segments if s.kind is SegmentKind.NEW)[:3_000])
    count = len(said.split())
    desk = bool(message.from_) and is_house(message.from_[0])
    if count >= (SHORT_OF_A_DESK if desk else SHORT) or not (count < VERY_SHORT or _POINTS.search(said)):
        return BODY
    letters = {
        key: _letter_worth(text)
        for key, text in message.texts.items()
        if key.startswith("attachment:") and text.strip()
    }
    best = max(letters, key=lambda key: letters[key], default=BODY)
    return best if letters.get(best, 0) >= (15 if count < SHORT else SHORT) else BODY


def _letter_worth(text: str) -> int:
    """Words, where the text speaks as "I" or "we"; letters of others count a tenth."""
    plain = flat(text[:MOST_READ])
    spoken = len(_FIRST_PERSON.findall(plain))
    words = len(plain.split())
    return words if spoken >= 2 else words // 10


def _own_text(message: Message, part: str) -> tuple[str, tuple[int, int] | None]:
    if part == BODY:
        text = message.own_words()[:MOST_READ]
        signed = [
            (s.start, s.end)
            for s in message.segments
            if s.kind is SegmentKind.SIGNATURE and s.end <= len(text) and not _is_device(text[s.start : s.end])
        ]
        return text, signed[-1] if signed else None
    text = message.texts[part][:MOST_READ]
    return text, _signature_of(text)


def _is_device(text: str) -> bool:
    return all(DEVICE.match(line) for line in text.splitlines() if line.strip())


def _signature_of(text: str) -> tuple[int, int] | None:
    """Of a letter in an attachment: the lines of closing and name."""
    lines = text.splitlines(keepends=True)
    start = end = None
    position = 0
    for line, kind in zip(lines, kinds_of_lines(lines, []), strict=True):
        if kind is SegmentKind.SIGNATURE and line.strip():
            start, end = position if start is None else start, position + len(line)
        position += len(line)
    return (start, end) if start is not None and end is not None else None


def _others(message: Message, part: str) -> Sequence[tuple[str, str]]:
    found = [(BODY, message.own_words()[:MOST_READ])] if part != BODY else []
    attached = [(k, t[:MOST_READ]) for k, t in message.texts.items() if k.startswith("attachment:") and k != part]
    return found + attached[:5]
