"""Invented letters with the complainant each of them tells, in people-*.txt, and how well they are read."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classifiers.message import Message
from classifiers.words import fold
from tests.fields.mails import mail

FIELDS = ("name", "street", "number", "box", "postcode", "municipality", "phone", "email")


@dataclass(frozen=True)
class Case:
    name: str
    message: Message
    #: Field -> value, "" where the letter does not tell.
    told: dict[str, str]


def cases(pattern: str = "people-*.txt") -> Iterator[Case]:
    for path in sorted(Path(__file__).parent.glob(pattern)):
        for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            yield _case(block)


def _case(block: str) -> Case:
    name, _, rest = block.partition("\n")
    headers: dict[str, str] = {}
    while match := re.match(r"(from|reply-to|subject|gold): (.*)\n", rest):
        headers[match[1]] = match[2]
        rest = rest[match.end() :]
    values = [value.strip() for value in headers["gold"].split("|")]
    told = {field: "" if value == "-" else value for field, value in zip(FIELDS, values, strict=True)}
    if told["email"] == "=":
        address = re.search(r"[\w.+-]+@[\w.-]+", headers["from"])
        assert address
        told["email"] = address.group()
    message = mail(
        rest,
        subject=headers.get("subject", "Klacht"),
        sender=headers["from"],
        reply_to=headers.get("reply-to", ""),
    )
    return Case(name.strip(), message, told)


def same(one: str, other: str) -> bool:
    return re.sub(r"[^a-z0-9@+]+", " ", fold(one)).strip() == re.sub(r"[^a-z0-9@+]+", " ", fold(other)).strip()


@dataclass
class Tally:
    right: Counter[str]
    wrong: Counter[str]
    missed: Counter[str]
    sure: int = 0
    sure_wrong: int = 0

    def f1(self, field: str) -> float:
        right = self.right[field]
        found, told = right + self.wrong[field], right + self.missed[field]
        return 2 * right / (found + told) if found + told else 1.0
