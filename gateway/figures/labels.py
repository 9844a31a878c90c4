"""The words of the report, in the language of whoever reads it."""

from collections.abc import Mapping

from gateway.desk.texts import OWN_NAMES, Words
from gateway.figures.counting import NONE, OPEN, SEVERAL
from gateway.figures.export import Labels
from routing.catalogue import Catalogue

#: Table -> where its words stand among those of the desk.
PREFIXES: Mapping[str, str] = {
    "report": "figure",
    "kind": "kind",
    "channel": "channel",
    "body": "figure.body",
    "action": "action",
    "ground": "ground",
    "state": "state",
    "verdict": "figure.verdict",
    "duration": "figure.duration",
    "breach": "clock",
    "campaign": "figure.campaign",
}


def labels_of(say: Words, catalogue: Catalogue) -> Labels:
    def label(table: str, code: str) -> str:
        if table == "language":
            return OWN_NAMES.get(code, code)
        if table == "body" and code not in (NONE, SEVERAL):
            body = catalogue.bodies.get(code)
            return body.named(say.language) if body else code
        if table == "state" and code == OPEN:
            return say("figure.open")
        return say(f"{PREFIXES[table]}.{code}")

    return label
