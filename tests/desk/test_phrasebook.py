"""What machines wrote into the books in English is told in the reader's language, whole or not at all."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from gateway.desk.phrasebook import PLACE, book
from gateway.desk.texts import LANGUAGES, words

#: Functions that make tasks: the last sentence among their arguments is what people read.
TASKS = frozenset({"task", "_task", "Wanted", "Task"})
#: What fills a place of a sentence in the source, where the phrase needs to know it.
FILLED = "a word"


def sources() -> Iterator[ast.Module]:
    for package in ("gateway.pipeline", "gateway.exchange", "gateway.schedule", "gateway.sending", "gateway.casework"):
        for path in sorted(Path(str(files(package))).glob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def plain(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else FILLED for part in node.values)
    return None


def task_sentences() -> set[str]:
    found = set()
    for tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TASKS:
                given = [*node.args, *(word.value for word in node.keywords if word.arg == "text")]
                found |= {text for text in map(plain, given) if text and " " in text.replace(FILLED, "")}
    return found


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_task_is_told_in_the_readers_language(language: str) -> None:
    sentences = task_sentences()
    assert sentences
    assert {one for one in sentences if words(language).told(one) is None} == set()


def test_every_phrase_has_four_languages_and_the_same_places() -> None:
    for phrase in (*book().whole.values(), *book().open):
        assert set(phrase.told) == set(LANGUAGES), phrase.told["en"]
        places = set(PLACE.findall(phrase.told["en"]))
        for language in LANGUAGES:
            assert set(PLACE.findall(phrase.told[language])) <= places, phrase.told
            assert phrase.told[language].strip()


def test_sentences_within_a_sentence_days_and_codes_are_told_too() -> None:
    dutch = words("nl")
    told = dutch.told("2026-0001: first-contact was due on 2026-03-04; last day 2026-03-09")
    assert told is not None
    assert re.search(r"eerste contact.*wo 4 mrt 2026.*ma 9 mrt 2026", told, re.IGNORECASE)
    assert dutch.told("No receipt has left: a person answers.") == "Er vertrok geen ontvangstmelding: iemand antwoordt."
    assert dutch.error("give the case to a handler first (step 8: x)").endswith("(stap 8)")


def test_what_failed_and_what_is_proposed_instead_are_told_together() -> None:
    failed = "An answer to an@voorbeeld.be could not be sent: the relay refused it: 550 5.1.1 no such person here. "
    told = words("nl").told(failed + "The same by letter waits for a name (outgoing 10), to leave by 2026-12-02.")
    assert told is not None
    assert told.endswith(
        "de mailserver weigerde het: 550 5.1.1 no such person here. "
        "Hetzelfde per brief wacht op een naam (uitgaand 10) en moet vertrekken tegen wo 2 dec 2026."
    )
    told = words("de").told(
        "No receipt has left: the way it came is closed: no address to answer to is known. "
        "Telephone: what is to be told waits in the outbox."
    )
    assert told is not None
    assert told.endswith("es ist keine Antwortadresse bekannt. Rufen Sie an: was zu sagen ist, wartet im Ausgang.")
    dotted = words("nl").told("An answer to an@voorbeeld.be could not be sent: no. not ever.")
    assert dotted == "Een antwoord aan an@voorbeeld.be kon niet verzonden worden: no. not ever."


def test_what_the_book_does_not_know_is_not_half_told() -> None:
    assert words("fr").told("Subject: something nobody foresaw") is None
    assert words("fr").told("somebody; something") is None


def test_an_article_keeps_law_and_number_in_every_language() -> None:
    text = "Bestuursdecreet art. II.77 §2: a refusal is motivated and leaves within 10 calendar days"
    assert words("en").article(text) == text
    assert words("de").article(text) == "Bestuursdecreet art. II.77 §2"
