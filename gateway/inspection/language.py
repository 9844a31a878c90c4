"""What routing says in English codes and sentences, told on the command line in a language of people."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from gateway.desk import phrasebook
from gateway.desk.texts import LANGUAGES, words
from routing.catalogue import Catalogue
from routing.decision import Action

__all__ = ["LANGUAGES", "Speaker"]

#: Places of sentences that hold a code of that group of the desk's words.
CODES = frozenset({"kind", "action", "signal", "wish", "ground", "clock", "answer"})
#: Places that hold a body, by id or by name.
BODIES = frozenset({"body", "to", "office"})
#: Field of a reading -> group of the desk's words that tells its values.
VALUES: Final[Mapping[str, str]] = {
    "kind": "kind",
    "wishes": "wish",
    "signals": "signal",
    "prior_contact": "prior",
}
#: Fields that hold bodies.
OF_BODIES = frozenset({"services", "mentioned", "recipients"})
#: A proposal by itself: "first-line to vlabel", "refuse".
PROPOSAL = re.compile(rf"({'|'.join(Action)})(?: to (.+))?")
MONTH = re.compile(r"(\d{4})-(\d{2})")


class Speaker:
    """Tells sentences in one language; what nobody told us how stays English."""

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self.language = language
        self._words = words(language)
        self._bodies = {name: body for body in catalogue.bodies.values() for name in body.name.values()}
        self._bodies |= catalogue.bodies
        self._subjects = {route.id: route.subject for route in catalogue.routes}

    def say(self, sentence: str) -> str:
        proposal = PROPOSAL.fullmatch(sentence)
        if proposal:
            action, to = proposal.groups()
            told = self._code("action", action) or action
            return f"{told} ({self._body(to) or to})" if to else told
        return phrasebook.told(sentence, self.language, self._fill) or sentence

    def cite(self, article: str) -> str:
        return phrasebook.reference(article, self.language)

    def field(self, name: str) -> str:
        """The heading of a reading: "person.name", "prior_contact"."""
        code = name.rpartition(".")[2].replace("_", "-")
        return self._words(f"field.{code}") if self._words.known(f"field.{code}") else self.say(code.replace("-", " "))

    def ground(self, ground: str) -> str:
        return self._code("ground", ground) or ground

    def value(self, name: str, value: str) -> str:
        """What was read, where it is a code or a body."""
        if name in VALUES:
            return self._code(VALUES[name], value) or value
        if name in OF_BODIES:
            return self._body(value) or value
        if name == "topics":
            return self._subjects.get(value, value)
        return self._moment(value) or value

    def _fill(self, place: str, text: str) -> str | None:
        if place in BODIES:
            return self._body(text)
        if place in CODES:
            return self._code(place, text)
        if place == "bodies":
            return ", ".join(self._body(one) or one for one in text.split(", "))
        if place == "fields":
            return ", ".join(self._code("field", one) or one for one in text.split(", "))
        return self._moment(text)

    def _moment(self, text: str) -> str | None:
        """A day or a month."""
        month = MONTH.fullmatch(text)
        try:
            if month:
                return self._words.day(date(int(month[1]), int(month[2]), 1)).split(" ", 2)[2]
            return self._words.day(date.fromisoformat(text))
        except ValueError:
            return None

    def _body(self, text: str) -> str | None:
        body = self._bodies.get(text)
        return body.named(self.language) if body else None

    def _code(self, group: str, text: str) -> str | None:
        told = self._words.texts.get(f"{group}.{text}", "")
        return (told if self.language == "de" else told[:1].lower() + told[1:]) or None
