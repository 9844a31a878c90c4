"""Why a mail did not arrive: by enhanced status where that is particular, else by the words of the diagnostic."""

import re
import tomllib
from importlib.resources import files

from outbound.reports.report import Action, Reason

_DATA = tomllib.loads((files("outbound.reports") / "data" / "reasons.toml").read_text(encoding="utf-8"))
#: Phrases in lower case, in the order in which they are asked.
PHRASES: dict[Reason, tuple[str, ...]] = {Reason(name): tuple(words) for name, words in _DATA["phrases"].items()}
#: Subject and detail of the status ("1.1") -> reason; `sure` before the words are asked, `general` after.
SURE: dict[str, Reason] = {code: Reason(name) for code, name in _DATA["status"]["sure"].items()}
GENERAL: dict[str, Reason] = {code: Reason(name) for code, name in _DATA["status"]["general"].items()}
#: SMTP reply code -> reason, where nothing else tells.
REPLIES: dict[str, Reason] = {code: Reason(name) for code, name in _DATA["replies"].items()}
#: Words that tell delay or delivery from failure, in the order in which they are asked.
ACTIONS: dict[Action, tuple[str, ...]] = {Action(name): tuple(words) for name, words in _DATA["actions"].items()}
REPLY = re.compile(r"(?<![\d.])([45]\d\d)[ -]")


def reason_of(status: str, words: str) -> Reason:
    """`status` like "5.1.1" or empty; `words` the diagnostic or the whole text."""
    detail = status.partition(".")[2]
    if detail in SURE:
        return SURE[detail]
    low = words.casefold().replace("’", "'")
    low = re.sub(r"\s+", " ", low)
    for reason, phrases in PHRASES.items():
        if any(phrase in low for phrase in phrases):
            return reason
    if detail in GENERAL:
        return GENERAL[detail]
    reply = REPLY.search(words)
    return REPLIES.get(reply.group(1), Reason.OTHER) if reply else Reason.OTHER
