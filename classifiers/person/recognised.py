"""Names that no layout tells, found by a trained recogniser: run on behind the last sentence, or of whom one writes.

It is asked for the few mails in which the readers of layout found no full name or a doubtful one, and for a short
stretch of their text only.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import spacy
from spacy.language import Language as Pipeline

from classifiers.flat import flat
from classifiers.mail.segments import DEVICE
from classifiers.person.layout import Layout
from classifiers.person.names import PARTICLES, WORD, Name, given_names, parse_name
from classifiers.person.naming import Told, leading_name

FOLDER = Path(__file__).parents[1] / "models" / "names"
PERSON = "PERSON"
#: Characters of the end of a text, and behind the words for whom somebody writes, that are looked at.
STRETCH = 240
WHOM = 160
#: Behind the name only its details: a figure soon, or nothing; and no further sentence.
_DETAILS = re.compile(r"[\s.,;:()|–-]*(?:$|(?=[^.!?\n]{0,45}\d))")
_HOUSE_NUMBER = re.compile(r",?[ ](?:nr\.? )?[1-9]\d{0,3}[a-z]?\b")
_SENTENCE = re.compile(r"[.!?] +(?:[a-z]{2,} ){3}")
_GOES_ON = re.compile(r"\s*(?:$|[,;:(|–\n-]|\d|[A-ZÀ-Ý]|nr\b|tel\b|gsm\b)")
_BEGINS = re.compile(r"(?:[.!?…,;)] {1,2}|\n)(?P<given>[A-ZÀ-Ý][\w'’-]{1,20})(?= [A-ZÀ-Ýdv'’])")
#: What stands before a name that is signed with, and titles that make it another's.
_BEFORE = re.compile(r"(?:^|[.!?…,;:)\"\n]|\d)\s*$")
_TITLED = re.compile(
    r"\b(?:mevrouw|mevr|mijnheer|meneer|heer|dhr|consulente?|dokter|dr|schepen|madame|mme|monsieur|docteur|maitre|frau|herrn?|mr|mrs|ms|volgens|selon|laut|met|avec|mit|with|van|de|von|of|door|par|by)\.?\s*$"
)


class NameRecogniser:
    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def persons(self, text: str) -> list[tuple[int, int]]:
        """Places of names of persons, in order."""
        return [(entity.start_char, entity.end_char) for entity in self._pipeline(text).ents if entity.label_ == PERSON]


@lru_cache(maxsize=1)
def load_recogniser() -> NameRecogniser:
    """Raises OSError where it was never trained (`klachtenpost train`)."""
    return NameRecogniser(spacy.load(FOLDER))


def run_on(layout: Layout, recogniser: NameRecogniser, sender: str) -> tuple[Told, tuple[int, int]] | None:
    """The name with which a text ends without a line of its own, and the stretch that is the signature then.

    `sender` is the flat name and address of the mail's sender.
    """
    line = next((x for x in reversed(layout.lines) if not x.blank and not DEVICE.match(x.text)), None)
    if line is None:
        return None
    low = max(0, line.end - STRETCH)
    low = layout.joined.find(" ", low, line.end) + 1 if low else 0
    stretch = layout.joined[low : line.end]
    for start, end in reversed([*_by_given_name(stretch, sender), *recogniser.persons(stretch)]):
        if _HOUSE_NUMBER.match(layout.flat, low + end):
            end = start + _without_street(layout.flat[low + start : low + end])
        name = parse_name(layout.joined[low + start : low + end], low + start, lenient=True)
        if name is None or not name.full:
            continue
        before, behind = layout.flat[low : low + start], layout.flat[low + end : line.end]
        told = any(len(word) > 2 and word in sender for word in name.words)
        if not _DETAILS.match(behind) or _SENTENCE.search(behind) or _TITLED.search(before):
            continue
        if told or _BEFORE.search(before):
            weight = 0.93 if told else 0.8 if name.known else 0.6
            return Told(name, "recognised name", weight), (name.start, line.end)
    return None


def _by_given_name(stretch: str, sender: str) -> Iterator[tuple[int, int]]:
    """Behind a full stop or comma: a given name that is known or the sender's, and what goes on with capitals."""
    for begin in _BEGINS.finditer(stretch):
        first = flat(begin["given"])
        if first in given_names() or re.search(rf"\b{re.escape(first)}\b", sender):
            name = leading_name(stretch, begin.start("given"), most=4)
            if name and name.full and _GOES_ON.match(stretch, name.end):
                yield name.start, name.end


def _without_street(flat_name: str) -> int:
    """Where the name ends in "koen verstappen bist": behind the second word that is no particle."""
    telling = [word for word in WORD.finditer(flat_name) if word.group() not in PARTICLES]
    return telling[1].end() if len(telling) > 2 else len(flat_name)


def whom(layout: Layout, recogniser: NameRecogniser, at: int) -> Name | None:
    """The first full name behind the words that somebody writes for another."""
    stretch = layout.joined[at : at + WHOM]
    for start, end in recogniser.persons(stretch):
        name = parse_name(stretch[start:end], at + start)
        if name and name.full:
            return name
    return None


def confirmed(layout: Layout, recogniser: NameRecogniser, name: Name) -> bool:
    """The recogniser, too, takes it for a person's, where it stands."""
    low = max(0, name.start - 60)
    stretch = layout.joined[low : name.end + 60]
    return any(low + a < name.end and name.start < low + b for a, b in recogniser.persons(stretch))


def sender_words(name: str, email: str) -> str:
    return flat(f"{name} {email.partition('@')[0]}")
