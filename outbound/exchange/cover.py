"""The words around a document, in the partner's language: whoever has no software reads and answers these."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from classifiers.understanding import Language
from outbound.clean import clean_text
from outbound.exchange.handshake import TransferAnswer
from outbound.exchange.talk import Talk
from outbound.words import words


def answer_words(answer: TransferAnswer, language: Language) -> str:
    """What our answer to a transfer says."""
    say = _words()[language.value]
    return clean_text(
        say[answer.status.value].format(
            reference=answer.reference,
            own=answer.own_reference or "-",
            ground=say[answer.ground.value] if answer.ground else "",
            text=answer.text,
        )
    )


def reminder_words(language: Language, reference: str, sent: date) -> str:
    """What we write when nothing was heard of a transfer."""
    return _words()[language.value]["reminder"].format(reference=reference, day=words(language).day(sent))


def link_words(language: Language, link: str, until: date) -> str:
    """What stands under a covering letter: how to answer without any software."""
    return _words()[language.value]["link"].format(link=link, day=words(language).day(until))


def taken_back_words(language: Language, reference: str, sent: date, text: str) -> str:
    """What we write when we take a transfer back before the partner decided."""
    say = _words()[language.value]["taken-back"]
    return clean_text(say.format(reference=reference, day=words(language).day(sent), text=text))


def returned_words(language: Language, partner: str, reference: str) -> str:
    """What the complainant is told when the partner does not take it: we have it again."""
    return clean_text(_words()[language.value]["returned"].format(partner=partner, reference=reference))


def recalled_words(language: Language, partner: str, reference: str) -> str:
    """What the complainant is told when we take it back before the partner decided."""
    return clean_text(_words()[language.value]["recalled"].format(partner=partner, reference=reference))


def taken_words(language: Language, partner: str, reference: str, number: str) -> str:
    """What the complainant is told when a partner without software took it over: by whom, under which number."""
    say = _words()[language.value]
    own = say["own"].format(partner=partner, number=number) if number else ""
    return clean_text(say["taken"].format(partner=partner, reference=reference, own=own))


def list_words(language: Language, number: int) -> str:
    """What stands around a list of marks."""
    return _words()[language.value]["list"].format(number=number)


def talk_words(talk: Talk, language: Language, best_placed: str) -> str:
    """What our person says about a complaint that both houses have, to whoever reads it without software."""
    return clean_text(_words()[language.value][talk.step.value].format(placed=best_placed, text=talk.text))


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("cover.toml").read_text(encoding="utf-8"))
