"""What people tell, as data: short texts by body in three parts, and longer stories.

`first` was written beside the vocabulary; `later` and `third` afterwards, and measured before they were looked at: 91 of
126 and 27 of 48 texts led to exactly the body meant. They hardly name it, and name other houses. What they taught went
into the vocabulary and the cues in general words.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bodies.mails import FINDER, Mail, office

FOLDER = Path(__file__).parent
VO, BRUSSELS = "vlaamse-ombudsdienst", "ombuds-brussel"
HALVES = ("first", "later", "third")


@dataclass(frozen=True)
class Told:
    office: str
    text: str
    about: tuple[str, ...]
    subject: str = ""

    def read(self) -> list[str]:
        return [r.value for r in FINDER.read(Mail(self.text, self.subject), office(self.office)).services]


def short(half: str) -> Iterator[Told]:
    """Every text of a half: one body each."""
    for file in sorted((FOLDER / half).glob("*.toml")):
        receiving = BRUSSELS if file.stem == "brussels" else VO
        for body, texts in tomllib.loads(file.read_text("utf-8")).items():
            yield from (Told(receiving, text, (body,)) for text in texts)


def stories(name: str) -> list[Told]:
    read = tomllib.loads((FOLDER / f"stories_{name}.toml").read_text("utf-8"))["story"]
    return [Told(s["office"], s["text"], tuple(s["about"]), s["subject"]) for s in read]


def f1(told: list[Told]) -> float:
    right = wrong = missed = 0
    for one in told:
        found, wanted = set(one.read()), set(one.about)
        right, wrong, missed = right + len(found & wanted), wrong + len(found - wanted), missed + len(wanted - found)
    return 2 * right / (2 * right + wrong + missed)
