"""What routing says in English, told on the command line in another language."""

import re
from datetime import date

from gateway.desk import phrasebook
from gateway.desk.texts import LANGUAGES, words
from routing.catalogue import Catalogue
from routing.decision import Action

__all__ = ["LANGUAGES", "Speaker"]

#: Places of sentences that hold a code of that group of the desk's words.
CODES = frozenset({"kind", "action", "signal", "wish", "ground", "clock", "answer"})
#: Places that hold a body, by id or by name.
BODIES = frozenset({"body", "to", "office"})
#: A proposal by itself: "first-line to vlabel", "refuse".
PROPOSAL = re.compile(rf"({'|'.join(Action)})(?: to (.+))?")


class Speaker:
    """Tells sentences in one language; what nobody told us how stays English."""

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self.language = language
        self._words = words(language)
        self._bodies = {name: body for body in catalogue.bodies.values() for name in body.name.values()}
        self._bodies |= catalogue.bodies

    def say(self, sentence: str) -> str:
        if self.language == "en":
            return sentence
        proposal = PROPOSAL.fullmatch(sentence)
        if proposal:
            action, to = proposal.groups()
            told = self._code("action", action) or action
            return f"{told} ({self._body(to) or to})" if to else told
        return phrasebook.told(sentence, self.language, self._fill) or sentence

    def cite(self, article: str) -> str:
        return phrasebook.reference(article, self.language)

    def _fill(self, place: str, text: str) -> str | None:
        if place in BODIES:
            return self._body(text)
        if place in CODES:
            return self._code(place, text)
        if place == "fields":
            return ", ".join(self._code("field", one) or one for one in text.split(", "))
        try:
            return self._words.day(date.fromisoformat(text))
        except ValueError:
            return None

    def _body(self, text: str) -> str | None:
        body = self._bodies.get(text)
        return body.named(self.language) if body else None

    def _code(self, group: str, text: str) -> str | None:
        told = self._words.texts.get(f"{group}.{text}", "")
        return (told if self.language == "de" else told.lower()) or None
