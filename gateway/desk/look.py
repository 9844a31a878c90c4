"""The templates, and the few filters that pages share."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gateway.desk.texts import LANGUAGES, OWN_NAMES
from outbound.blocks import blocks


def templates(static: Path) -> Environment:
    """Every value is escaped; a value that is missing is a fault of ours, not an empty place."""
    environment = Environment(
        loader=FileSystemLoader(static.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    @cache
    def asset(name: str) -> str:
        """The address of a static file, new whenever its content is."""
        version = hashlib.sha256((static / name).read_bytes()).hexdigest()[:12]
        return f"/static/{name}?v={version}"

    environment.globals.update(asset=asset, LANGUAGES=LANGUAGES, OWN_NAMES=OWN_NAMES)
    environment.filters["days_left"] = days_left
    environment.filters["urgency"] = urgency
    environment.filters["blocks"] = blocks
    environment.filters["office_name"] = lambda office, visit: visit.office_name(office)
    environment.filters["body_name"] = lambda body, visit: visit.body_name(body)
    return environment


def days_left(due: date | None, today: date) -> int | None:
    return (due - today).days if due else None


def urgency(days: int | None) -> str:
    """The class of a term by the days that are left; the words beside it say the same."""
    if days is None:
        return "none"
    if days < 0:
        return "late"
    return "soon" if days <= 3 else "calm"
