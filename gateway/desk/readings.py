"""The fields beside a message: what was read, how surely, and what a person may put in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classifiers.understanding import SURE
from gateway.casework.acts import PERSON_FIELDS
from gateway.casework.errors import NotPossible
from gateway.store.tables import Case, MessageRow
from routing.catalogue import Catalogue

#: Longest value of a field of the complainant.
MOST = 300


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the form. `sure`: "sure", "doubtful" or "none"."""

    name: str
    value: str
    sure: str
    #: Words it was read from; empty where no words tell it.
    words: str = ""
    #: Whether these words stand in the message, so that a link leads to them.
    placed: bool = False


def fields_of(case: Case, opening: MessageRow | None, catalogue: Catalogue, language: str) -> list[Field]:
    """The fields staff confirm: the complainant, the service, what kind it is, and in which language."""
    read: Mapping[str, Any] = opening.understanding if opening else {}
    person: Mapping[str, Any] = read.get("person") or {}
    found = [_field(name, str(case.person.get(name) or ""), person.get(name)) for name in PERSON_FIELDS]
    services = read.get("services") or ()
    names = "; ".join(body_name(catalogue, body, language) for body in case.services)
    return [
        *found,
        _field("services", names, services[0] if services else None),
        _field("kind", case.kind, read.get("kind")),
        _field("language", case.language, read.get("language")),
    ]


def facts_of(opening: MessageRow | None) -> list[tuple[str, list[str], str]]:
    """What else was read: name, values, sure or doubtful."""
    read: Mapping[str, Any] = opening.understanding if opening else {}
    found = []
    for name in ("happened", "prior_contact", "description", "recipients", "references"):
        value = read.get(name)
        readings: Sequence[Any] = value if isinstance(value, list) else [value] if value else []
        if readings:
            found.append((name.replace("_", "-"), [str(one["value"]) for one in readings], _sureness(readings[0])))
    missing = read.get("missing") or []
    if missing:
        found.append(("missing", [str(one) for one in missing], "doubtful"))
    return found


def changes_of(case: Case, sent: Mapping[str, str], catalogue: Catalogue, language: str) -> dict[str, Any]:
    """What the form says otherwise than the case. Raises NotPossible for a service nobody knows."""
    changes: dict[str, Any] = {}
    for name in PERSON_FIELDS:
        if name in sent and sent[name][:MOST] != str(case.person.get(name) or ""):
            changes[name] = sent[name][:MOST]
    for name in ("kind", "language"):
        if sent.get(name) and sent[name] != getattr(case, name):
            changes[name] = sent[name]
    if "services" in sent:
        names = [name.strip() for name in sent["services"].split(";") if name.strip()]
        bodies = [body_named(catalogue, name) for name in names]
        standing = {body_name(catalogue, body, language): body for body in case.services}
        chosen = [body or standing.get(name) for body, name in zip(bodies, names, strict=True)]
        if None in chosen:
            raise NotPossible(f"{names[chosen.index(None)]} is no service that we know")
        if chosen != list(case.services):
            changes["services"] = chosen
    return changes


def body_name(catalogue: Catalogue, body_id: str, language: str) -> str:
    body = catalogue.bodies.get(body_id)
    return body.named(language) if body else body_id


def body_named(catalogue: Catalogue, name: str) -> str | None:
    """The id of a body by its id, a name or an alias."""
    return _names(catalogue).get(name.strip().casefold())


def _names(catalogue: Catalogue) -> dict[str, str]:
    names: dict[str, str] = {}
    for body in catalogue.bodies.values():
        for name in (body.id, *body.name.values(), *body.aliases):
            names.setdefault(name.casefold(), body.id)
    return names


def _field(name: str, value: str, reading: Any) -> Field:
    if not reading:
        return Field(name, value, "sure" if value else "none")
    return Field(name, value, _sureness(reading), str(reading.get("words") or ""), bool(reading.get("span")))


def _sureness(reading: Mapping[str, Any]) -> str:
    return "sure" if float(reading.get("confidence") or 0) >= SURE else "doubtful"
