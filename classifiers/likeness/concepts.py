"""Words of four languages for one thing, so that a complaint is known again in another language."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from classifiers.likeness.sketch import words_of


@lru_cache(maxsize=1)
def load_concepts() -> Mapping[str, str]:
    """First five letters of a folded word -> the concept it stands for (`data/concepts.toml`)."""
    text = (files("classifiers") / "data" / "concepts.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    return {word[:5]: concept for concept, words in table.items() for word in words_of(words) if len(word) >= 5}


@lru_cache(maxsize=4_096)
def concepts_of(topics: frozenset[str]) -> frozenset[str]:
    """The concepts among the content words of a text."""
    known = load_concepts()
    return frozenset(known[word] for word in topics if word in known)
