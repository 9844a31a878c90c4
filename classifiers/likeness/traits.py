"""What of a message counts when it is compared with others: whose it is, what it speaks of, how its text runs."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classifiers.institutions import is_house
from classifiers.likeness.common import COMMON, SHORT_COMMON
from classifiers.likeness.sketch import band_keys, fold, shingle_hashes, sketch, topic_keys, words_of
from classifiers.likeness.told import homes_told, surnames_told
from classifiers.message import Message, SegmentKind
from classifiers.places import load_places
from classifiers.understanding import Kind, Reading, Understanding

#: Longest text that is compared, in characters; what stands behind it adds cost and no likeness.
MOST_TEXT = 20_000
#: Words of somebody who passes on another citizen's text and makes it his own: no more than a few.
FEW_WORDS = 40
#: A number as people write it: digits with blanks, dots, commas, dashes or slashes between; letters of a plate or file.
NUMBER = re.compile(
    r"\b(?:(?!EUR)[A-Z]{1,4}[-._ ]?|[a-z]{1,4}-?)?\d(?:[ .,/-]?\d|[./-]?(?!EUR)[A-Z](?![a-z])){1,24}\b"
    r"|\b\d{1,2}-[A-Z]{3}-\d{3}\b"
)
#: An amount with its cents; people leave these out the second time.
CENTS = re.compile(r"(\d{1,3}(?:[ .,]\d{3})+|\d{3,})[.,]\d{2}")
PROPER = re.compile(r"[a-zà-ÿ0-9,;:][ \n]([A-ZÀ-Þ][^\W\d_]{2,}(?:-[A-ZÀ-Þ][^\W\d_]+)*)")
MONTHS = {
    1: "januari janvier januar january jan janv",
    2: "februari fevrier februar february feb febr fevr",
    3: "maart mars marz march mrt mar",
    4: "april avril apr avr",
    5: "mei mai may",
    6: "juni juin june jun",
    7: "juli juillet july jul juil",
    8: "augustus aout august aug",
    9: "september septembre sep sept",
    10: "oktober octobre october okt oct",
    11: "november novembre nov",
    12: "december decembre dezember dec dez",
}
MONTH_OF = {name: month for month, names in MONTHS.items() for name in names.split()}
WRITTEN_DAY = re.compile(r"\b([0-3]?\d)(?:er|st|nd|rd|th)?\.? (?:of )?([a-z]{3,9})\b")
MONTH_FIRST = re.compile(r"\b([a-z]{3,9}) ([0-3]?\d)\b(?! ?\d)")
FIGURE_DAY = re.compile(r"\b([0-3]?\d)[/.]([01]?\d)(?:[/.](?:20)?\d\d)?\b")


@dataclass(frozen=True, slots=True)
class Traits:
    """Small enough to be kept for every message; `from_json(to_json())` gives the same value."""

    #: Header Message-ID and Date as text; empty where missing.
    message_id: str
    sent: str
    #: Address and name of the one whose mailbox it came from.
    writer_email: str
    writer: tuple[str, ...]
    #: The complainant: all addresses told, name in folded words, phones, home as (street, number, place, box);
    #: the place is the id of the municipality, however it was told.
    emails: frozenset[str]
    person: tuple[str, ...]
    phones: frozenset[str]
    home: tuple[str, str, str, str]
    language: str
    kind: str
    bodies: frozenset[str]
    mentioned: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[str]
    names: frozenset[str]
    #: Content words (five letters or more, folded and cut to five), for what a text is about.
    topics: frozenset[str]
    length: int
    shingles: int
    sketch: tuple[int, ...]
    bands: tuple[int, ...]
    #: sha256 of the writer's own words, spacing and case aside.
    text_hash: str
    passed_on: bool = False
    #: Of whom and of which homes it speaks: asked of the index, not kept in it.
    surnames_told: frozenset[str] = frozenset()
    homes_told: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """Without the bands, which stand in the index, and without what is only asked of it."""
        return {
            name: sorted(value) if isinstance(value := getattr(self, name), frozenset) else value
            for name in self.__dataclass_fields__
            if name not in ("bands", "surnames_told", "homes_told")
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Traits":
        sets = {"emails", "phones", "bodies", "mentioned", "numbers", "days", "names", "topics"}
        lists = {"writer", "person", "home", "sketch"}
        values: dict[str, Any] = {
            name: frozenset(value) if name in sets else tuple(value) if name in lists else value
            for name, value in data.items()
        }
        return cls(bands=(), **values)


def read_traits(message: Message, understanding: Understanding, *, citizen: Message | None = None) -> Traits:
    """The traits of a mail. `citizen` is the inner message where somebody passed it on, else the mail itself."""
    told = citizen or message
    text = own_text(told)[:MOST_TEXT]
    facts = f"{text}\n{_answers_shown(told)}"
    words = words_of(text)
    hashes = shingle_hashes(words_of(f"{text}\n{_taken_over(told)}") if len(words) < FEW_WORDS else words)
    sender = message.from_[0] if message.from_ else None
    inner = told.from_[0] if told.from_ else None
    person = understanding.person
    name = tuple(words_of(_value(person.name)))
    home = _home(understanding)
    private = {*name, *words_of(home[0]), *words_of(_value(person.municipality))}
    topics = _topics(words_of(facts), private)
    named = f"{message.texts.get('subject', '')}\n{text}"
    return Traits(
        message_id=message.message_id,
        sent=message.date.isoformat() if message.date else "",
        writer_email=sender.email if sender else "",
        writer=tuple(words_of(sender.name)) if sender else (),
        emails=frozenset(e for e in (_value(person.email), inner.email if inner else "") if e),
        person=name or (tuple(words_of(inner.name)) if inner else ()),
        phones=frozenset(p for p in (_value(person.phone),) if p),
        home=home,
        language=str(understanding.language.value),
        kind=str(understanding.kind.value),
        bodies=frozenset(r.value for r in understanding.services),
        mentioned=frozenset(r.value for r in understanding.mentioned),
        numbers=_numbers(
            f"{told.texts.get('subject', '')}\n{facts}",
            exclude={home[1], _value(person.postcode), *_phone_digits(person.phone)},
        ),
        days=_days(facts),
        names=frozenset(n for n in map(fold, PROPER.findall(facts)) if n not in private),
        topics=topics,
        length=len(words),
        shingles=len(hashes),
        sketch=sketch(hashes),
        bands=(*band_keys(hashes), *topic_keys(topics)),
        text_hash=hashlib.sha256(" ".join(words).encode()).hexdigest(),
        passed_on=(citizen is not None and citizen is not message) or understanding.kind.value == Kind.TRANSFER,
        surnames_told=surnames_told(named),
        homes_told=homes_told(named),
    )


def _answers_shown(message: Message) -> str:
    """What a body wrote that the citizen passes on: its facts are those of his matter, its words are not his."""
    shown = [inner for inner in message.forwarded if inner.from_ and is_house(inner.from_[0])]
    return "\n".join(own_text(inner)[:MOST_TEXT] for inner in shown[:3])


def _taken_over(message: Message) -> str:
    """What another citizen wrote and this one passes on in a few words: he signs it too."""
    shown = [inner for inner in message.forwarded if inner.from_ and not is_house(inner.from_[0])]
    return "\n".join(own_text(inner)[:MOST_TEXT] for inner in shown[:1])


def _topics(words: Sequence[str], private: set[str]) -> frozenset[str]:
    telling = (w for w in words if len(w) >= 5 and w[:6] not in COMMON and w not in SHORT_COMMON and w not in private)
    return frozenset(word[:5] for word in telling if not word.isdigit())


def own_text(message: Message) -> str:
    """The writer's new words; quoted text, signature and disclaimer say nothing about the matter."""
    return "\n".join(message.body[s.start : s.end] for s in message.segments if s.kind is SegmentKind.NEW)


def _value(reading: Reading[str] | None) -> str:
    return reading.value if reading else ""


def _home(understanding: Understanding) -> tuple[str, str, str, str]:
    person = understanding.person
    postcode, municipality = _value(person.postcode), _value(person.municipality)
    place = load_places().municipality_of(postcode, municipality) or postcode or fold(municipality)
    return (
        " ".join(words_of(_value(person.street))),
        fold(_value(person.number)).replace(" ", ""),
        place,
        fold(_value(person.box)).lstrip("0"),
    )


def _phone_digits(phone: Reading[str] | None) -> Sequence[str]:
    digits = re.sub(r"\D", "", _value(phone))
    return (digits, "0" + digits[2:]) if digits else ()


def _numbers(text: str, *, exclude: set[str]) -> frozenset[str]:
    """Numbers that tell a matter apart: amounts, files, plates. No years, no day.month, nothing under three digits."""
    found = set()
    for written in NUMBER.findall(text):
        plain = re.sub(r"[\W_]", "", fold(written))
        digits = sum(c.isdigit() for c in plain)
        if digits < 3 or plain in exclude or re.fullmatch(r"(?:19|20)\d\d", plain) or FIGURE_DAY.fullmatch(written):
            continue
        found.add(plain)
        if amount := CENTS.fullmatch(written):
            found.add(re.sub(r"\D", "", amount[1]))
    return frozenset(found)


def _days(text: str) -> frozenset[str]:
    """Days named in the text as "month-day", whatever the language: 14 oktober = le 14 octobre = 14/10."""
    folded = fold(text)
    written = [(MONTH_OF.get(month, 0), int(day)) for day, month in WRITTEN_DAY.findall(folded)]
    american = [(MONTH_OF.get(month, 0), int(day)) for month, day in MONTH_FIRST.findall(folded)]
    figures = [(int(month), int(day)) for day, month in FIGURE_DAY.findall(folded)]
    return frozenset(f"{m:02}-{d:02}" for m, d in [*written, *american, *figures] if 1 <= m <= 12 and 1 <= d <= 31)
