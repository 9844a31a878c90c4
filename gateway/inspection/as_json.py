"""One mail as one JSON object: what was read, what is proposed, and the words each reading rests on."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import fields
from enum import Enum
from typing import TypeAlias

from classifiers.message import Message
from classifiers.understanding import Kind, Person, Reading, Signal, Understanding, Wish
from gateway.inspection.look import Looked, Unread
from routing.decide import Weighing
from routing.decision import Clock, Decision, Finding
from routing.offices import Office

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

#: Fields of an understanding that hold several readings.
SEVERAL = (
    "services",
    "mentioned",
    "recipients",
    "decoys",
    "wishes",
    "signals",
    "references",
    "topics",
    "private",
)
#: Fields that hold one reading or none.
SINGLE = (
    "language",
    "kind",
    "prior_contact",
    "happened",
    "happened_until",
    "description",
    "appealable",
    "earlier_complaint",
    "private_dispute",
    "written_by",
)
PERSON = tuple(field.name for field in fields(Person))


def as_line(looked: Looked | Unread) -> str:
    """One line of JSON Lines; characters that no encoding has become question marks."""
    return json.dumps(as_object(looked), ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def as_object(looked: Looked | Unread) -> dict[str, Json]:
    if isinstance(looked, Unread):
        return _unread(looked)
    return told_object(looked.name, looked.office, looked.read.message, looked.weighing)


def told_object(name: str, office: Office, message: Message, weighing: Weighing) -> dict[str, Json]:
    situation = weighing.situation
    return {
        "mail": name,
        "office": office.id,
        "received_at": message.received_at.isoformat(),
        **_facts(situation.understanding),
        **_proposal(weighing.decision),
        "missing": list(situation.missing),
        "screening": {"rule": situation.screening.rule, "why": situation.screening.why},
        "defects": list(message.defects),
        "evidence": [
            {
                "field": field,
                "value": _plain(reading.value),
                "part": reading.span.part if reading.span else None,
                "start": reading.span.start if reading.span else None,
                "end": reading.span.end if reading.span else None,
                "words": reading.words,
                "method": reading.method,
                "confidence": round(reading.confidence, 3),
            }
            for field, reading in readings(situation.understanding)
        ],
    }


def readings(understanding: Understanding) -> Iterator[tuple[str, Reading[object]]]:
    """Every reading with the name of its field, in the order in which a person wants to see them."""
    for name in SINGLE[:2]:
        yield name, getattr(understanding, name)
    for name in PERSON:
        if (reading := getattr(understanding.person, name)) is not None:
            yield f"person.{name}", reading
    for name in (*SINGLE[2:], *SEVERAL):
        told = getattr(understanding, name)
        for reading in told if isinstance(told, tuple) else (told,):
            if reading is not None:
                yield name, reading


def _facts(u: Understanding) -> dict[str, Json]:
    return {
        "language": u.language.value.value,
        "kind": u.kind.value.value,
        "person": {name: _value(getattr(u.person, name)) for name in PERSON},
        "services": _values(u.services),
        "prior_contact": u.prior_contact.value.value,
        "happened": _happened(u),
        "recipients": _values(u.recipients),
        "wishes": _values(u.wishes),
        "signals": _values(u.signals),
        "description": _value(u.description),
    }


def _happened(u: Understanding) -> Json:
    if u.happened is None:
        return None
    until = {"until": u.happened_until.value} if u.happened_until is not None else {}
    return {"from": u.happened.value, **until}


def _proposal(d: Decision) -> dict[str, Json]:
    return {
        "grounds": [ground.value for ground in d.grounds],
        "route": {"action": d.action.value, "to": d.to},
        "reply": {"automatic": d.reply.automatic, "answer": d.reply.answer, "why": d.reply.why},
        "reply_automatic": d.reply.automatic,
        "confidence": d.confidence,
        "reasons": [{"code": r.code, "text": r.text, "article": r.article} for r in d.reasons],
        "alternatives": [{"action": action.value, "to": to, "why": why} for action, to, why in d.alternatives],
        "checklist": [_finding(finding) for finding in d.findings],
        "clocks": [_clock(clock) for clock in d.clocks],
    }


def _finding(finding: Finding) -> Json:
    return {
        "ground": finding.ground.value,
        "verdict": finding.verdict.value,
        "article": finding.article,
        "discretionary": finding.discretionary,
        "words": finding.words.words if finding.words else "",
    }


def _clock(clock: Clock) -> Json:
    return {
        "name": clock.name,
        "starts": clock.starts.isoformat(),
        "nominal": clock.nominal.isoformat(),
        "legal_last": clock.legal_last.isoformat(),
        "target": clock.target.isoformat(),
        "article": clock.article,
        "state": clock.state.value,
    }


def _unread(unread: Unread) -> dict[str, Json]:
    """All keys of a mail that was read, so that whoever counts them need not look for holes."""
    return {
        "mail": unread.name,
        "office": unread.office.id,
        "received_at": None,
        "language": unread.office.languages[0].value,
        "kind": Kind.OTHER.value,
        "person": dict.fromkeys(PERSON),
        "services": [],
        "prior_contact": "unknown",
        "happened": None,
        "recipients": [],
        "wishes": [],
        "signals": [],
        "description": None,
        "grounds": [],
        "route": {"action": "file", "to": None},
        "reply": {"automatic": False, "answer": None, "why": "it could not be read: a person looks at it"},
        "reply_automatic": False,
        "confidence": 0.0,
        "reasons": [{"code": "unreadable", "text": unread.why, "article": ""}],
        "alternatives": [],
        "checklist": [],
        "clocks": [],
        "missing": [],
        "screening": {"rule": "", "why": ""},
        "defects": [unread.why],
        "evidence": [],
    }


def _value(reading: Reading[str] | None) -> str | None:
    return None if reading is None else reading.value


def _values(told: Sequence[Reading[str] | Reading[Wish] | Reading[Signal]]) -> list[Json]:
    return [str(_plain(reading.value)) for reading in told]


def _plain(value: object) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)
