"""Every pattern that meets the words of strangers grows no faster than they do."""

import importlib
import pkgutil
import re
import time

import pytest

import classifiers.mail
import outbound.reports

MODULES = [
    "classifiers.machine_words",
    "classifiers.machine_mail",
    *(
        found.name
        for package in (classifiers.mail, outbound.reports)
        for found in pkgutil.iter_modules(package.__path__, package.__name__ + ".")
    ),
]
#: Each pattern once, under the name by which it was met first.
PATTERNS = {
    pattern: f"{name}.{key}[{number}]"
    for name in reversed(MODULES)
    for key, value in vars(importlib.import_module(name)).items()
    for number, pattern in enumerate(value if isinstance(value, tuple) else (value,))
    if isinstance(pattern, re.Pattern)
}
ATTACKS = {
    "letters": "a",
    "spaces": " ",
    "hard spaces": "\u00a0",
    "lines": "\n",
    "figures": "1",
    "figures and dots": "1.",
    "dates": "4 mei 2026 ",
    "marks": "> ",
    "brackets": "<",
    "addresses": "a@b",
    "colons": "a: ",
    "verbs": "op 4 schreef ",
    "dashes": "-",
    "quotes": "=?utf-8?q?",
    "mangled": "Ã",
    "notices": "dit bericht vertrouwelijk ",
    "greetings": "met vriendelijke ",
    "delivery": "delivery to ",
    "fields": "Van: a\n",
}


def took(pattern: re.Pattern[str], text: str) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        pattern.search(text)
        pattern.match(text)
        best = min(best, time.process_time() - start)
        if best < 0.05:
            break
    return best


@pytest.mark.parametrize("pattern", PATTERNS, ids=PATTERNS.get)
def test_a_pattern_is_linear_on_what_attacks_it(pattern):
    for attack in ATTACKS.values():
        for end in ("", "!", ":"):
            small = (attack * 25_000)[:25_000] + end
            large = (attack * 50_000)[:50_000] + end
            slow = took(pattern, large)
            assert slow < 2, attack
            assert slow < 0.1 or slow < 3.2 * took(pattern, small), attack


def test_there_are_patterns_to_test():
    assert len(PATTERNS) > 40
