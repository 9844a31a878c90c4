"""One complaint at several complaint bodies at once: who is best placed, and what everybody must be asked or told.

The Vlaamse Ombudsdienst's rule: services agree among themselves who is best placed, and only one takes it up. The
complainant is asked who else has it; the other services get a note each, never an answer to all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from routing.catalogue import Catalogue
from routing.competence import Competence, Question, Standing
from routing.second_lines import CARE, care_authority, second_line


@dataclass(frozen=True, slots=True)
class Coordination:
    """Which of the complaint bodies that got the same complaint takes it up."""

    #: Catalogue id of the one best placed; may be the receiving office itself.
    best: str
    rule: str
    #: For staff, in words.
    why: str
    #: The other complaint bodies that got it, as far as is known.
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Several:
    """Everything the table asks."""

    question: Question | None
    standing: Competence | None
    office: str
    others: tuple[str, ...]
    catalogue: Catalogue

    @property
    def all(self) -> tuple[str, ...]:
        return (self.office, *self.others)

    @property
    def competent(self) -> str | None:
        """The complaint body that is competent for the body complained about, whoever was written to."""
        if self.question is None:
            return None
        return self.question.body.own_ombuds or second_line(self.question.body, self.question.matter)

    @property
    def body(self) -> str:
        return self.question.body.id if self.question else ""


Row = tuple[str, Callable[[_Several], str | None], str]


def _itself(several: _Several) -> str | None:
    """The body complained about is the receiving office: it answers for itself first."""
    question = several.question
    return several.office if question and question.own and question.office.procedure.kind != "ombuds" else None


def _care(several: _Several) -> str | None:
    """Of the authorities that got it, the one for this kind of care; else the first in the order of instances."""
    if several.question is None or several.body != CARE:
        return None
    wanted = care_authority(several.question.matter)
    via = several.question.body.via
    return wanted if wanted in several.others else next((b for b in via if b in several.others), None)


def _competent(several: _Several) -> str | None:
    return several.competent if several.competent in several.all else None


def _unaffiliated(several: _Several) -> str | None:
    standing = several.standing
    return standing.to if standing and standing.rule == "municipality-not-affiliated" else None


def _ours(several: _Several) -> str | None:
    return several.office if several.standing and several.standing.ours else None


def _elsewhere(several: _Several) -> str | None:
    if several.competent:
        return several.competent
    return several.standing.to if several.standing and several.standing.standing is Standing.ELSEWHERE else None


def _named(several: _Several) -> str | None:
    """No body is told: the ombuds services among them before other complaint bodies, the receiving one first."""
    bodies = several.catalogue.bodies
    return next((b for b in several.all if b in bodies and bodies[b].kind == "ombuds"), None)


TABLE: tuple[Row, ...] = (
    ("itself", _itself, "it is the service complained about, and handles complaints about itself"),
    ("care-authority", _care, "it is the authority that comes after the facility"),
    ("competent-and-told", _competent, "it is competent for the body complained about, and got the complaint"),
    (
        "municipality-itself",
        _unaffiliated,
        "no ombuds service is competent for the municipality: it handles complaints itself",
    ),
    ("ours", _ours, "this office is competent for the body complained about"),
    (
        "competent",
        _elsewhere,
        "it is competent for the body complained about, though it may not have got the complaint",
    ),
    ("ombuds", _named, "no body is named; it is the ombuds service among those that got the complaint"),
    ("receiver", lambda several: several.office, "nobody is better placed than who received it"),
)


def coordinate(
    *,
    question: Question | None,
    standing: Competence | None,
    office: str,
    recipients: Sequence[str],
    catalogue: Catalogue,
) -> Coordination | None:
    """Who is best placed; None where no other complaint body got it.

    `question` and `standing` are of the body that is most likely complained about, None where no body is told.
    `office` is the catalogue id of the receiving office; press, politicians and the body itself are no recipients.
    """
    others = tuple(dict.fromkeys(r for r in recipients if r != office))
    if not others:
        return None
    several = _Several(question, standing, office, others, catalogue)
    for rule, choose, why in TABLE:
        best = choose(several)
        if best is not None:
            return Coordination(best, rule, why, others)
    raise AssertionError("the last row always holds")
