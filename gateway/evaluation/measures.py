"""What was read against what is right: one tally a measure, the confusion of kinds and routes, and the misses."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from classifiers.places import load_places
from classifiers.understanding import Kind
from gateway.evaluation.gold import Gold, months_of
from gateway.inspection.as_json import PERSON

#: Measures of sets: every member that is right, wrong or overlooked counts.
SETS = ("services", "recipients", "wishes", "signals", "grounds")
#: One object of `inspect --json`.
Told = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """`right` of `total` where there is always an answer; else what was rightly read, wrongly read, and overlooked."""

    right: int = 0
    total: int = 0
    found: int = 0
    wrong: int = 0
    overlooked: int = 0

    @property
    def rate(self) -> float:
        return self.right / self.total if self.total else 0.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.found / (self.found + self.overlooked) if self.found + self.overlooked else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def counts_sets(self) -> bool:
        return bool(self.found + self.wrong + self.overlooked)


@dataclass(frozen=True, slots=True)
class Miss:
    mail: str
    measure: str
    wanted: object
    told: object


@dataclass(slots=True)
class Measures:
    tallies: dict[str, Tally] = field(default_factory=dict)
    #: (wanted, told) -> how often.
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    routes: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)
    wrongly_answered: int = 0

    def compare(self, mail: str, gold: Gold, told: Told) -> None:
        """Counts one mail."""
        right = [
            self._same("language", gold.get("language"), told.get("language"), mail),
            self._same("kind", gold["kind"], told.get("kind"), mail),
        ]
        self.kinds[str(gold["kind"]), str(told.get("kind"))] += 1
        person, read = gold.get("person") or {}, told.get("person") or {}
        right += [self._field(f"person.{name}", person.get(name), read.get(name), mail) for name in PERSON]
        for name in SETS:
            if name != "grounds" or gold["kind"] == Kind.COMPLAINT:
                same = self._set(name, gold.get(name) or [], told.get(name) or [], mail)
                right += [same] if name in ("services", "recipients") else []
        prior = gold.get("prior_contact", "unknown"), told.get("prior_contact", "unknown")
        self._same("prior_contact", *prior, mail)
        self._several(bool(gold.get("recipients")), bool(told.get("recipients")))
        if months := months_of(gold):
            month = ((told.get("happened") or {}).get("from") or "")[:7]
            self._same("happened (month)", months, month, mail)
        right.append(self._route(mail, gold, told))
        tally = self._tally("untouched")
        tally.total += 1
        tally.right += all(right)

    def _route(self, mail: str, gold: Gold, told: Told) -> bool:
        wanted, route = gold["route"], told.get("route") or {}
        right = self._same("route.action", wanted["action"], route.get("action"), mail)
        self.routes[str(wanted["action"]), str(route.get("action"))] += 1
        if wanted.get("to"):
            right &= self._same("route.to", wanted["to"], route.get("to"), mail)
        alone = bool((told.get("reply") or {}).get("automatic"))
        self._same("reply.automatic", gold["reply_automatic"], alone, mail)
        self.wrongly_answered += alone and not gold["reply_automatic"]
        return right

    def _tally(self, name: str) -> Tally:
        return self.tallies.setdefault(name, Tally())

    def _same(self, name: str, wanted: object, told: object, mail: str) -> bool:
        if wanted is None:
            return True
        tally, same = self._tally(name), is_right(wanted, told)
        tally.total += 1
        tally.right += same
        self._note(same, mail, name, wanted, told)
        return same

    def _field(self, name: str, wanted: object, told: object, mail: str) -> bool:
        """A value that may be absent."""
        tally = self._tally(name)
        same = is_right(wanted, told) or (name == "person.municipality" and same_town(wanted, told))
        if told:
            tally.found += same
            tally.wrong += not same
        tally.overlooked += not same and None not in _options(wanted)
        self._note(same, mail, name, wanted, told)
        return same

    def _set(self, name: str, wanted: Iterable[object], told: Iterable[object], mail: str) -> bool:
        right, read = {fold(v) for v in wanted}, {fold(v) for v in told}
        tally = self._tally(name)
        tally.found += len(right & read)
        tally.wrong += len(read - right)
        tally.overlooked += len(right - read)
        self._note(right == read, mail, name, wanted, told)
        return right == read

    def _several(self, wanted: bool, told: bool) -> None:
        """Whether other complaint bodies got it too."""
        tally = self._tally("several services")
        tally.found += wanted and told
        tally.wrong += told and not wanted
        tally.overlooked += wanted and not told

    def _note(self, same: bool, mail: str, name: str, wanted: object, told: object) -> None:
        if not same:
            self.misses.append(Miss(mail, name, wanted, told))


def is_right(wanted: object, told: object) -> bool:
    """`wanted` may be a list of values of which any is right; None stands for "must be absent"."""
    return (fold(told) if told not in (None, "") else None) in _options(wanted)


def same_town(wanted: object, told: object) -> bool:
    """A place and the municipality to which it belongs are the same, in either language."""
    several = wanted if isinstance(wanted, list) else [wanted]
    places, mine = load_places(), str(told or "")
    towns = {place.body for place in places.named(mine)}
    return bool(towns) and any(towns & {p.body for p in places.named(str(w))} for w in several if w)


def fold(value: object) -> str:
    """Without case, accents, punctuation and runs of blanks."""
    text = unicodedata.normalize("NFKD", str(value)).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9@+]+", " ", text).strip()


def _options(wanted: object) -> set[str | None]:
    several = wanted if isinstance(wanted, list) else [wanted]
    return {None if value in (None, "") else fold(value) for value in several}
