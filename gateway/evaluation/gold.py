"""A set of labelled mails: `gold.jsonl`, one object a mail, and the folder `mails`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from classifiers.understanding import Kind, Language, Person, PriorContact, Reading, Signal, Understanding, Wish
from gateway.errors import WrongCall
from gateway.inspection.as_json import PERSON

#: One object of gold.jsonl. Where a value is a list, any of it is right.
Gold = Mapping[str, Any]
METHOD = "label"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Labelled:
    name: str
    office: str
    path: Path
    gold: Gold


def labelled_mails(folder: Path) -> Iterator[Labelled]:
    """Raises WrongCall where the folder is no such set, or a line of it is wrong."""
    table = folder / "gold.jsonl"
    try:
        lines = table.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise WrongCall(f"{table} cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            gold = json.loads(line)
            mail = str(gold["mail"]).rpartition("/")[2]
            yield Labelled(mail, str(gold["office"]), folder / "mails" / mail, gold)
        except (ValueError, KeyError, TypeError) as error:
            raise WrongCall(f"{table}, line {number} is no label: {error}") from error


def understanding_of(gold: Gold, read: Understanding) -> Understanding:
    """The labels as if they had been read, so that routing is measured alone; what has no label is as it was read."""
    person = gold.get("person") or {}
    months = sorted(_months(gold.get("happened")))
    return replace(
        read,
        language=_sure(Language(gold["language"])),
        kind=_sure(Kind(gold["kind"])),
        person=Person(**{name: _sure(_first(person[name])) for name in PERSON if _first(person.get(name))}),
        services=tuple(_sure(body) for body in gold["services"]),
        prior_contact=_sure(PriorContact(gold["prior_contact"])),
        happened=_sure(months[0]) if months else None,
        happened_until=read.happened_until if len(months) == 1 else _sure(months[-1]) if months else None,
        recipients=tuple(_sure(body) for body in gold["recipients"]),
        wishes=tuple(_sure(Wish(wish)) for wish in gold["wishes"]),
        signals=tuple(_sure(Signal(signal)) for signal in gold["signals"]),
    )


def months_of(gold: Gold) -> list[str]:
    """The months that are right; empty where the mail does not tell."""
    return [month[:7] for month in _months(gold.get("happened"))]


def _months(happened: object) -> list[str]:
    several = happened if isinstance(happened, list) else [happened]
    told = [item.get("from") if isinstance(item, dict) else item for item in several]
    return [str(month) for month in told if month]


def _first(value: object) -> str:
    one = next(iter(value), None) if isinstance(value, Sequence) and not isinstance(value, str) else value
    return str(one) if one else ""


def _sure(value: T) -> Reading[T]:
    return Reading(value, 1.0, METHOD, words=str(value))
