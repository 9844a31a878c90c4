"""What may stand in a catalogue entry."""

from collections.abc import Mapping
from typing import Any

from classifiers.bodies.names import COMPLAINT_KINDS


class WrongCatalogue(ValueError):
    """A catalogue file that cannot be used; the text names file, entry and reason."""


#: Keys of a [[body]] entry and the type each must have.
BODY_KEYS: Mapping[str, type] = {
    "id": str,
    "kind": str,
    "form": str,
    "level": str,
    "name": dict,
    "aliases": list,
    "words": dict,
    "strong": list,
    "weak": list,
    "addresses": list,
    "matching_only": list,
    "domains": list,
    "shared_domains": list,
    "languages": list,
    "website": str,
    "pool": bool,
    "second_line": str,
    "via": list,
    "first_line_required": bool,
    "direct": list,
    "first_line_wait_days": int,
    "facts_years": int,
    "facts_days": int,
    "anonymous": str,
    "outside_bestuursdecreet": bool,
    "private_or_court": bool,
    "note": str,
}
KINDS = COMPLAINT_KINDS | {"first_line", "other", "desk", "local", "municipality"}
CHOICES: Mapping[str, frozenset[str]] = {
    "kind": KINDS,
    "anonymous": frozenset({"allowed", "refused"}),
    "level": frozenset(
        "federal flemish brussels wallonia_fwb german_speaking sector local local_provider european network".split()
    ),
}


def checked(
    entry: Mapping[str, Any], keys: Mapping[str, type], where: str, *, needed: tuple[str, ...] = ("id", "name")
) -> dict[str, Any]:
    """The entry's known keys, each of its type. Raises WrongCatalogue with file, id and reason."""
    shown = entry.get("id") or "an entry without id"
    for key, value in entry.items():
        if key not in keys:
            raise WrongCatalogue(f"{where}: {shown}: {key} is not known here; known are {', '.join(keys)}")
        if not isinstance(value, keys[key]) or (keys[key] is int and isinstance(value, bool)):
            raise WrongCatalogue(f"{where}: {shown}: {key} must be a {keys[key].__name__}")
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise WrongCatalogue(f"{where}: {shown}: {key} must be a list of texts")
        if key in CHOICES and value not in CHOICES[key]:
            raise WrongCatalogue(f"{where}: {shown}: {key} is {value!r}; known are {', '.join(sorted(CHOICES[key]))}")
        if isinstance(value, list) and key in ("addresses", "matching_only"):
            wrong = next((a for a in value if a.count("@") != 1), None)
            if wrong is not None:
                raise WrongCatalogue(f"{where}: {shown}: {wrong!r} is no mail address")
    for key in needed:
        if not entry.get(key):
            raise WrongCatalogue(f"{where}: {shown}: {key} is missing")
    return dict(entry)
