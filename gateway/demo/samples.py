"""The sample mails: one file each, with what is to become of each in `samples/expected.toml`.

Placeholders let a sample answer to what the gateway sent: @@MSGID:name@@ and @@REPLY:name@@ stand for the Message-ID
and the reply address of the first answer to sample `name`, @@RETURN:name@@ for its envelope sender; @@OFFICE:id@@ is
an office's address, @@DATE@@ the moment of sending.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from importlib.resources import files

from routing.offices import Office

PLACEHOLDER = re.compile(r"@@(MSGID|REPLY|RETURN|OFFICE):([\w-]+)@@")


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    #: What it shows, in words.
    shows: str
    text: str
    envelope_from: str
    to: str
    #: new, same-mail, resent, follow-up or set-aside
    becomes: str
    #: Answer that leaves by itself: receipt, receipt-again, status, request-to-complete; empty for none.
    answer: tuple[str, ...]
    #: Kind of task that staff find, empty for none.
    task: str
    #: Sent only after the answers to the first ones have left.
    later: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What the world saw of the first answer to a sample."""

    message_id: str
    reply_to: str
    return_path: str


def load_samples() -> tuple[Sample, ...]:
    folder = files("gateway.demo") / "samples"
    table = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    return tuple(
        Sample(
            name=name,
            shows=entry["shows"],
            text=(folder / f"{name}.eml").read_text("utf-8"),
            envelope_from=entry["from"],
            to=entry["to"],
            becomes=entry["becomes"],
            answer=tuple(entry.get("answer", ())),
            task=entry.get("task", ""),
            later=entry.get("later", False),
        )
        for name, entry in table.items()
    )


def filled(text: str, now: datetime, offices: Mapping[str, Office], answers: Mapping[str, Answered]) -> str:
    """The text with its placeholders replaced; what nobody answered to gets an id of nobody."""

    def value(match: re.Match[str]) -> str:
        kind, name = match.groups()
        if kind == "OFFICE":
            return offices[name].addresses[0]
        answered = answers.get(name, Answered("none@example.org", "nobody@example.org", "nobody@example.org"))
        return {"MSGID": answered.message_id, "REPLY": answered.reply_to, "RETURN": answered.return_path}[kind]

    return PLACEHOLDER.sub(value, text.replace("@@DATE@@", format_datetime(now)))
