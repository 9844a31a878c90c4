"""Mails as people write them, with the action and target that a caseworker would propose: read and weighed for real.

`citizens` in the words of people who do not know whose door it is, to offices of all four procedures: measured before it was
looked at, 79 of 84 actions, 40 of 46 targets, 82 of 84 answers.

`first` was written beside the rules; `later` afterwards, and measured before it was looked at: of the 35 subjects 45 of
58 actions and 36 of 42 targets, of the offices 45 of 49 and 12 of 16.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from gateway.inspection.look import Looked, look
from gateway.inspection.sources import Found
from routing.decision import Decision
from routing.offices import load_offices
from tests.routing.told import ARRIVED, VO, catalogue

FOLDER = Path(__file__).parent
SIGNED = "Karel Wouters\nStationsstraat 12\n9300 Aalst"


@dataclass(frozen=True)
class Story:
    #: Row of the catalogue's routes, or group of offices.
    group: str
    office: str
    subject: str
    text: str
    actions: tuple[str, ...]
    #: Any of these is right; empty where the action has no target, or any will do.
    targets: tuple[str, ...]
    #: A receipt may leave without a person; None where the story does not say.
    alone: bool | None = None

    def decision(self) -> Decision:
        mail = (
            f"From: Karel Wouters <karel.wouters@telenet.be>\r\nTo: klachten@voorbeeld.be\r\nSubject: {self.subject}\r\n"
            "Date: Mon, 30 Mar 2026 12:00:00 +0200\r\nMessage-ID: <a@b.example>\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{self.text}\n\n{SIGNED}\r\n"
        )
        looked = look(
            Found("story.eml", mail.encode()), office=_office(self.office), catalogue=catalogue(), now=ARRIVED
        )
        assert isinstance(looked, Looked), looked.why
        return looked.weighing.decision


@dataclass(slots=True)
class Share:
    actions: int = 0
    of: int = 0
    targets: int = 0
    of_targets: int = 0
    missed: list[str] = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.missed = []

    def count(self, story: Story) -> None:
        told = story.decision()
        right = told.action.value in story.actions
        there = told.to in story.targets
        self.of += 1
        self.actions += right
        self.of_targets += bool(story.targets)
        self.targets += bool(story.targets) and there
        if not right or (story.targets and not there):
            self.missed.append(f"{'/'.join(story.actions)} read as {told.action} {told.to or ''}: {story.text[:90]}")


@cache
def _office(office_id: str):
    return load_offices([office_id], catalogue())[0]


def rows(half: str) -> Iterator[Story]:
    for row, stories in _read(f"rows_{half}.toml").items():
        yield from (Story(row, VO, "Klacht", text, _several(a), _several(to)) for text, a, to in stories)


def offices(half: str) -> Iterator[Story]:
    for group, stories in _read(f"offices_{half}.toml").items():
        yield from (Story(group, o, subject, text, _several(a), _several(to)) for o, subject, text, a, to in stories)


def citizens() -> Iterator[Story]:
    """By row of the routes and by kind of office, with whether a receipt may leave by itself."""
    for group, stories in _read("citizens.toml").items():
        for o, subject, text, a, to, alone in stories:
            yield Story(group, o, subject, text, _several(a), _several(to), alone)


def readings(name: str, which: str) -> Iterator[Story]:
    """Texts that say a thing ("yes"), or only seem to ("no")."""
    yield from (Story(name, VO, "Klacht", text, (), ()) for text in _read("readings.toml")[name][which])


def _read(name: str) -> dict:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


def _several(value: str | list[str]) -> tuple[str, ...]:
    return tuple(v for v in ([value] if isinstance(value, str) else value) if v)
