"""The sources of our own labelled mails: text files that a person can write and re-read.

A file holds mails, each `##### name`, lines `key: value`, an empty line, the text, and parts that `@@@ kind name`
opens (`pdf`, `docx`, `txt`, `image`, `mail`, `html`). What the README of the labels lets follow from the kind
(`grounds`, `reply_automatic`) need not be written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PERSON = ("name", "street", "number", "box", "postcode", "municipality", "phone", "email")
SETS = ("services", "recipients", "wishes", "signals", "grounds")

#: Grounds that a kind or an action always brings along.
GROUND_OF_KIND = {
    "service-report": "no-complaint",
    "information-request": "no-complaint",
    "access-request": "no-complaint",
    "policy-complaint": "policy-or-regulation",
    "appeal": "appeals-not-exhausted",
}
GROUND_OF_ACTION = {"forward": "not-competent", "first-line": "first-line-not-contacted"}

#: Kinds whose receipt may leave without a person.
ANSWERED = frozenset(
    "complaint service-report information-request access-request policy-complaint appeal transfer status-request".split()
)


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a source: `keys` as written, the text, and the parts after it."""

    name: str
    keys: dict[str, str]
    text: str
    parts: tuple[Part, ...] = field(default=())

    def get(self, key: str, otherwise: str = "") -> str:
        return self.keys.get(key, otherwise)


def read_sources(folder: Path) -> list[Mail]:
    """All mails of a folder, in the order of file and place. Raises ValueError where a key is written twice."""
    return [mail for path in sorted(folder.glob("*.txt")) for mail in _mails(path.read_text(encoding="utf-8"))]


def _mails(text: str) -> Iterator[Mail]:
    for block in text.split("\n##### ")[1:] if not text.startswith("##### ") else ("\n" + text).split("\n##### ")[1:]:
        head, _, rest = block.partition("\n\n")
        name, *lines = head.splitlines()
        keys: dict[str, str] = {}
        for line in lines:
            key, _, value = line.partition(":")
            if key in keys:
                raise ValueError(f"{name}: {key} is written twice")
            keys[key] = value.strip()
        body, *parts = ("\n" + rest).split("\n@@@ ")
        yield Mail(name.strip(), keys, body.strip("\n"), tuple(_part(part) for part in parts))


def _part(text: str) -> Part:
    head, _, body = text.partition("\n")
    kind, _, name = head.strip().partition(" ")
    return Part(kind, name.strip(), body.strip("\n"))


def listed(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def choice(value: str) -> str | list[str] | None:
    """`a|b` as a list of acceptable values, `-` and nothing as None."""
    values = [None if part.strip() in ("", "-") else part.strip() for part in value.split("|")]
    return values[0] if len(values) == 1 else values  # type: ignore[return-value]


def gold(mail: Mail) -> dict[str, object]:
    """The labels of one mail in the form of the README of the labels."""
    language, kind, action, *to = mail.keys["gold"].split()
    person = [choice(value) for value in mail.get("person").split(";")] if mail.get("person") else []
    person += [None] * (len(PERSON) - len(person))
    person = [address_of(mail.keys["from"]) if value == "=" else value for value in person]
    signals = listed(mail.get("signals"))
    grounds = listed(mail.get("grounds"))
    if "grounds" not in mail.keys:
        grounds = [GROUND_OF_KIND[kind]] if kind in GROUND_OF_KIND else []
        if kind in ("complaint", "transfer") and action in GROUND_OF_ACTION:
            grounds.append(GROUND_OF_ACTION[action])
    happened = choice(mail.get("happened"))
    answered = kind in ANSWERED and not {"distress", "threat"} & set(signals)
    return {
        "mail": f"{mail.name}.eml",
        "office": mail.keys["office"],
        "language": language,
        "kind": kind,
        "person": dict(zip(PERSON, person, strict=True)),
        "services": listed(mail.get("services")),
        "prior_contact": mail.get("prior", "unknown"),
        "happened": happened if isinstance(happened, list) else {"from": happened} if happened else None,
        "recipients": listed(mail.get("recipients")),
        "wishes": listed(mail.get("wishes")),
        "signals": signals,
        "grounds": grounds,
        "route": {"action": action, "to": choice(to[0]) if to else None},
        "reply_automatic": {"": answered, "yes": True, "no": False}[mail.get("auto")],
    }


def address_of(sender: str) -> str:
    return sender.rpartition("<")[2].rstrip("> ").strip()
