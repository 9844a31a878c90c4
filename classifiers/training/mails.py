"""The training texts as they come: whole mails by kind, passages by alarm. Files named "kept" are never trained on."""

import random
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.hints import Hints, hints_of
from classifiers.marks import Marks, marks_of_mail, see
from classifiers.message import BODY, SUBJECT
from classifiers.phrases import load_phrases
from classifiers.sentences import sentences
from classifiers.training import texts
from classifiers.training.fit import Lesson

FOLDER = Path(__file__).parent
KEPT = "kept"
#: Each mail is drawn so often, with other greetings, closings and slips of the pen.
COPIES = 3
#: What all texts put together from pieces (`texts.kinds`) count beside all whole mails.
SHARE_OF_PIECES = 0.5
#: What counts of an alarm: a passage written as one, a sentence of an older list, an ordinary sentence, one of the
#: model of sayings, one put together from pieces.
PASSAGE, LISTED, ORDINARY, OF_SAYINGS, OF_PIECES = 1.5, 1.0, 1.0, 0.5, 0.3
#: A report of wrongdoing speaks of fear and violence itself.
OF_INSIDERS = 0.5
#: Of the texts put together from pieces, so many tell the alarm model what is ordinary.
PIECES_FOR_ALARMS = 150
_SEED = 5
#: Lists of the model of sayings that tell the alarm model what is ordinary.
_SAYINGS = frozenset(
    {"contact", "contact-denials", "contact-more", "contact-none", "wishes", "wishes-contrast", "wishes-more"}
)
_LAST_LINES = (
    "Jan Peeters",
    "Marie Dubois, rue Haute 12, 1000 Bruxelles",
    "K. Maes, Dorpsstraat 4, 9000 Gent",
    "Els",
    "Verstuurd vanaf mijn iPhone",
    "0477 12 34 56",
    "Fatima El Idrissi, 2060 Antwerpen",
    "Hans Müller, 4700 Eupen",
    "John Smith",
)


@dataclass(frozen=True, slots=True)
class Mail:
    kind: str
    language: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Passage:
    label: str
    text: str
    weight: float


def mails(*, kept: bool) -> list[Mail]:
    """Written as "subject | text", one a line."""
    found = []
    for kind, language, line in _lines("mails", kept):
        subject, _, body = line.partition("|")
        found.append(Mail(kind, language, subject.strip(), body.strip()))
    return found


def passages(*, kept: bool) -> list[Passage]:
    """Of one or more sentences; those of the older lists are kept out by their own letters (`texts`)."""
    found = [Passage(label, text, PASSAGE) for label, _, text in _lines("alarms", kept)]
    if not kept:
        found += [Passage(label, text, LISTED) for label, _, text in texts.alarm_sentences(held_out=False)]
    return found


def lessons_of_kinds() -> list[Lesson]:
    draw = random.Random(_SEED)
    whole = [
        Lesson(marks_of_text(*_drawn(mail, draw)), mail.kind, 1 / COPIES)
        for mail in mails(kept=False)
        for _ in range(COPIES)
    ]
    pieces = texts.kinds(held_out=False)
    each = SHARE_OF_PIECES * len(whole) / COPIES / len(pieces)
    return whole + [Lesson(marks_of_text("", text), kind, each) for text, kind in pieces]


def lessons_of_corrections(corrections: Sequence[tuple[str, str]], *, worth: float) -> list[Lesson]:
    """Of texts, subject first, and their kinds."""
    return [Lesson(marks_of_text(*text.partition("\n")[::2]), kind, worth) for text, kind in corrections]


def lessons_of_alarms() -> list[Lesson]:
    found = []
    for passage in passages(kept=False):
        hints = hints_of_text(passage.text)
        found.append(Lesson(hints.marks, passage.label, passage.weight))
        if passage.label == "none":
            found += ordinary(hints, ORDINARY)
    for mail in mails(kept=False):
        insider = mail.kind == "whistleblower-report"
        found += ordinary(hints_of_text(mail.body), OF_INSIDERS if insider else ORDINARY)
    for text, kind in texts.kinds(held_out=False)[:PIECES_FOR_ALARMS]:
        if kind != "whistleblower-report":
            found += ordinary(hints_of_text(text), OF_PIECES)
    draw = random.Random(_SEED)
    for _, _, line in _lines("sayings", kept=False, names=_SAYINGS):
        found += ordinary(hints_of_text(texts.choose(line, draw)), OF_SAYINGS)
    return found


def marks_of_text(subject: str, body: str) -> Marks:
    head, text = sentences(subject, SUBJECT), sentences(body, BODY)
    hits = load_phrases().find([*head, *text])
    names = (hit.name for hit in hits if not hit.denied and not hit.quoted)
    both = range(len(head) + len(text))
    return marks_of_mail(see([*head, *text]), both[: len(head)], both[len(head) :], names)


def hints_of_text(text: str) -> Hints:
    return hints_of([sentence.folded for sentence in sentences(text, BODY)])


def ordinary(hints: Hints, weight: float) -> Iterator[Lesson]:
    """Whatever stands in it is no alarm."""
    for first, last in hints.windows():
        yield Lesson(hints.of_window(first, last), "none", weight)


def _drawn(mail: Mail, draw: random.Random) -> tuple[str, str]:
    subject = mail.subject if draw.random() < 0.75 else draw.choice(texts.SUBJECTS[mail.language])
    body = texts.slip(mail.body, draw) if draw.random() < 0.15 else mail.body
    lines = (
        draw.choice(texts.GREETING[mail.language]) if draw.random() < 0.5 else "",
        body,
        draw.choice(texts.CLOSING[mail.language]) if draw.random() < 0.5 else "",
        draw.choice(_LAST_LINES) if draw.random() < 0.5 else "",
    )
    return subject, "\n".join(line for line in lines if line)


def _lines(folder: str, kept: bool, names: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Label, language and line; of the files named, or of all."""
    for path in sorted((FOLDER / folder).glob("*.toml")):
        if path.stem.startswith(KEPT) is not kept or (names and path.stem not in names):
            continue
        told: Mapping[str, Mapping[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
        for label, languages in told.items():
            for language, lines in languages.items():
                for line in lines.strip().splitlines():
                    yield label, language, line
