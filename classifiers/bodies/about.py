"""About which body the complaint is, among all that are named."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from classifiers.bodies.cues import (
    ACTING,
    BEHIND,
    COMPLAINED_AT,
    COMPLAINING,
    CUES,
    DISCLAIMS,
    DOES,
    EXCUSED,
    HARMING,
    NOT_PRAISED,
    PRAISES,
    THERE_THEY,
    THEY_DID,
)
from classifiers.bodies.mentions import Mention, Strength
from classifiers.words import Word

#: What a mention is worth by its own words.
BASE = {Strength.WEAK: 0.4, Strength.STRONG: 1.0, Strength.NAME: 1.0}
#: A second and third mention add less.
REPEAT = (1.0, 0.6, 0.4, 0.2, 0.1, 0.1)
IN_SUBJECT = 1.8
#: What descriptions alone are worth at most: less than a name.
MOST_DESCRIBED = 0.95
#: Part of the score that is left of a body that the writer excuses, and of one that says it is another's.
NOT_TO_BLAME = {EXCUSED: 0.35, PRAISES: 0.45, DISCLAIMS: 0.7}
#: Bodies that many stories name in passing: the landlord, the court, the notary, the doctor, the bank.
IN_PASSING = {
    "prive-persoon": 0.45,
    "rechtbank": 0.35,
    "politie": 0.6,
    "notaris": 0.5,
    "ziekenhuis": 0.5,
    "bank": 0.6,
    "verzekeraar": 0.6,
    "webwinkel": 0.38,
    "fod-justitie": 0.7,
    "gemeenten": 0.6,
    "universiteiten-hogescholen": 0.7,
    "zorgvoorzieningen": 0.9,
    "vrt": 0.6,
    "riziv": 0.7,
    "digitaal-vlaanderen": 0.6,
}
#: What weakens a mention more than this (compared, sent on, heard from) is no harm done by that body.
LEAST_TO_HARM = 0.75
SENTENCE_END = re.compile(r"[.!?;]|\n\s*\n")
#: Words looked at before and behind a mention.
BEFORE_IT, BEHIND_IT = 9, 18


@dataclass(frozen=True, slots=True)
class Scored:
    body: str
    score: float
    strength: Strength
    cue: str
    #: The mention that tells most, in the text or (where `in_subject`) in the subject.
    best: Mention | None
    in_subject: bool = False
    #: How often it is named (descriptions do not count).
    times: int = 0
    #: Part of the score that is left: the writer says that it is not to blame, or it says so itself.
    left: float = 1.0
    #: Words behind it tell that it harmed the writer.
    harms: bool = False

    @property
    def complained(self) -> bool:
        """Words such as "complaint about" stand before it."""
        return self.cue in COMPLAINING

    def settled(self) -> "Scored":
        """Held down where it is described only, and where it is not to blame."""
        score = min(self.score, MOST_DESCRIBED) if self.strength is Strength.WEAK else self.score
        return replace(self, score=score * self.left)

    @property
    def acts(self) -> bool:
        """By name it does something in the story, or it is where the writer went."""
        return self.strength is Strength.NAME and self.cue in (DOES, "acts")


def weigh(
    text: Sequence[Word],
    mentions: Sequence[Mention],
    *,
    source: str,
    in_subject: bool,
    factor_at: Callable[[Mention], float],
) -> list[Scored]:
    """Each body's score over its mentions in one text; `factor_at` weakens or drops mentions by their place."""
    by_body: dict[str, list[tuple[float, Mention, str]]] = defaultdict(list)
    left: dict[str, float] = {}
    harming: set[str] = set()
    for mention in mentions:
        place = factor_at(mention)
        if not place:
            continue
        before, behind = _around(text, mention, source)
        cue, factor = next(((name, value) for name, pattern, value in CUES if pattern.search(before)), ("", 1.0))
        word, less = next(((name, value) for name, pattern, value in BEHIND if pattern.search(behind)), ("", 1.0))
        if word == PRAISES and NOT_PRAISED.search(behind):
            word, less = "", 1.0
        if word in NOT_TO_BLAME:
            left[mention.body] = min(NOT_TO_BLAME[word], left.get(mention.body, 1.0))
        if word:
            factor *= less
        elif COMPLAINED_AT.match(behind) and factor >= 0.8:
            factor, cue = 1.4, cue if cue in COMPLAINING else DOES
        elif cue in ("on the way", "acts", "") and THERE_THEY.match(behind):
            factor, cue = 1.4, THEY_DID
        elif ACTING.match(behind):
            factor, cue = factor * 1.4, DOES if cue in ("", "acts") else cue
        named = mention.strength > Strength.WEAK
        blamable = named and (mention.body not in IN_PASSING or cue == THEY_DID)
        harms = blamable and not word and factor >= LEAST_TO_HARM and HARMING.match(behind) is not None
        if harms:
            harming.add(mention.body)
        early = 1.25 if mention.first < 50 else 1.0
        passing = IN_PASSING.get(mention.body, 1.0) if named and cue not in COMPLAINING else 1.0
        if harms and cue == THEY_DID:
            passing = 1.0
        value = BASE[mention.strength] * factor * early * place * passing * (IN_SUBJECT if in_subject else 1.0)
        by_body[mention.body].append((value, mention, cue))
    scored = []
    for body, values in by_body.items():
        values.sort(key=lambda v: -v[0])
        total = sum(value * share for (value, _, _), share in zip(values, REPEAT, strict=False))
        strongest = max(m.strength for _, m, _ in values)
        times = sum(m.strength > Strength.WEAK for _, m, _ in values)
        scored.append(
            Scored(
                body,
                total,
                strongest,
                values[0][2],
                values[0][1],
                in_subject,
                times,
                left.get(body, 1.0),
                body in harming,
            )
        )
    return scored


def _around(text: Sequence[Word], mention: Mention, source: str) -> tuple[str, str]:
    """The folded words of the same sentence before and behind a mention, each with a space at the mention's side."""
    first = mention.first
    while first > max(0, mention.first - BEFORE_IT) and not SENTENCE_END.search(
        source, text[first - 1].end, text[first].start
    ):
        first -= 1
    last = mention.last
    most = min(len(text), mention.last + BEHIND_IT)
    while last < most and not SENTENCE_END.search(source, text[last - 1].end, text[last].start):
        last += 1
    before = " ".join(word.folded[:30] for word in text[first : mention.first])
    behind = " ".join(word.folded[:30] for word in text[mention.last : last])
    return before + " ", " " + behind + " "


def merged(*parts: Sequence[Scored]) -> list[Scored]:
    """Scores of subject, text and addressees together, best first; the place shown is the text's where there is one."""
    together: dict[str, Scored] = {}
    for scored in (s for part in parts for s in part):
        known = together.get(scored.body)
        if known is None:
            together[scored.body] = scored
            continue
        told = known if known.best and not known.in_subject else scored if scored.best else known
        together[scored.body] = Scored(
            scored.body,
            known.score + scored.score,
            max(scored.strength, known.strength),
            next((s.cue for s in (known, scored) if s.complained), known.cue or scored.cue),
            told.best,
            told.in_subject,
            known.times + scored.times,
            min(known.left, scored.left),
            known.harms or scored.harms,
        )
    return sorted(together.values(), key=lambda s: -s.score)
