"""A report in a plain sentence for staff, in the four languages."""

import tomllib
from importlib.resources import files

from outbound.reports.report import Action, DeliveryReport, Reason

LANGUAGES = ("nl", "fr", "de", "en")
_WORDS: dict[str, dict[str, dict[str, str]]] = tomllib.loads(
    (files("outbound.reports") / "data" / "words.toml").read_text(encoding="utf-8")
)
for _language in LANGUAGES:
    assert _WORDS[_language]["action"].keys() == set(Action), _language
    assert _WORDS[_language]["reason"].keys() == set(Reason), _language


def in_words(report: DeliveryReport, language: str = "nl") -> str:
    """One or two sentences: what became of it, and why. `language` is one of nl, fr, de, en."""
    words, worst = _WORDS[language], report.gravest
    address = worst.address or words["word"]["unnamed"]
    sentences = [words["action"][worst.action].format(address=address), words["reason"][worst.reason]]
    return " ".join(sentence for sentence in sentences if sentence)
