"""The words around a document, in the partner's language: whoever has no software reads and answers these."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from classifiers.understanding import Language
from outbound.clean import clean_text
from outbound.exchange.handshake import TransferAnswer


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


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("cover.toml").read_text(encoding="utf-8"))
