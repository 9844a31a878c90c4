"""Notions: one thing said in many words and four languages, so that what is learnt in one language is known in all.

A table holds notions by name, each a list of words, flat (`classifiers.flat`): "mot*" stands for every word that begins
so, "*brief" for every longer one that ends so, "one-way" and "l'une" for words that follow each other. A word may have
several notions.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

_WORD = re.compile(r"[a-z]{1,30}|\d{1,30}")
#: Letters that stand for two, and would part a word (`classifiers.flat` leaves them).
_DOUBLE = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae"})
_LEAST_BEGINNING = 3
_LEAST_ENDING = 4


def words_of(text: str) -> list[str]:
    return _WORD.findall(text if text.isascii() else text.translate(_DOUBLE))


class Notions:
    def __init__(self, tables: Iterable[Path]) -> None:
        """Numbered in the order of the tables."""
        self.names: list[str] = []
        self._exact: dict[str, set[int]] = {}
        self._beginnings: dict[str, set[int]] = {}
        self._endings: dict[str, set[int]] = {}
        #: First word and second -> the words that follow, and the notion of all together.
        self._phrases: dict[str, dict[str, list[tuple[list[str], int]]]] = {}
        for path in tables:
            for name, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
                self.names.append(name)
                for entry in entries.split():
                    self._add(entry, len(self.names) - 1)

    def of(self, word: str) -> Sequence[int]:
        found = set(self._exact.get(word, ()))
        for length in range(_LEAST_BEGINNING, len(word) + 1):
            found.update(self._beginnings.get(word[:length], ()))
        for start in range(1, len(word) - _LEAST_ENDING + 1):
            found.update(self._endings.get(word[start:], ()))
        return sorted(found)

    def seconds(self, word: str) -> Collection[str]:
        """The words that, after this one, may make a notion of several words."""
        return self._phrases.get(word, {}).keys()

    def phrases_at(self, words: Sequence[str], at: int) -> list[int]:
        """Notions of several words that begin there."""
        return [
            notion
            for following, notion in self._phrases[words[at]][words[at + 1]]
            if words[at + 2 : at + 2 + len(following)] == following
        ]

    def _add(self, entry: str, notion: int) -> None:
        words = words_of(entry)
        if entry.startswith("*"):
            self._endings.setdefault(words[-1], set()).add(notion)
        elif entry.endswith("*"):
            self._beginnings.setdefault(words[-1], set()).add(notion)
        elif len(words) == 1:
            self._exact.setdefault(words[0], set()).add(notion)
        else:
            self._phrases.setdefault(words[0], {}).setdefault(words[1], []).append((words[2:], notion))


@lru_cache(maxsize=1)
def notions_of_hints() -> Notions:
    return Notions(sorted((Path(__file__).parent / "data" / "hints").glob("*.toml")))
