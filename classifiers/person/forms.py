"""The address behind labels: as a form asks it, field by field, or whole behind one label."""

import re

from classifiers.person.labels import Block, Field, Labelled
from classifiers.person.letter import Mail, tidy
from classifiers.person.places import localities, place_at
from classifiers.person.streets import streets
from classifiers.places import Places
from classifiers.understanding import Person, Reading


def labelled_address(mail: Mail, places: Places, own: Block | None) -> Person:
    """Street, number, postcode and place as a form asks them, or an address behind one label."""
    fields = (
        [
            f
            for b in mail.blocks
            if b is own or (own and not b.other and not b.writer and not b.names and not b.for_whom)
            for f in b.fields
        ]
        if own
        else []
    )
    got: dict[Field, Reading[str]] = {}
    for labelled in fields:
        for field, span in _parts(mail, places, labelled).items():
            got.setdefault(field, mail.reading(tidy(mail, span), *span, 0.96, "label"))
    return Person(
        street=got.get(Field.STREET),
        number=got.get(Field.NUMBER),
        box=got.get(Field.BOX),
        postcode=got.get(Field.POSTCODE),
        municipality=got.get(Field.MUNICIPALITY),
    )


def _parts(mail: Mail, places: Places, labelled: Labelled) -> dict[Field, tuple[int, int]]:
    start, value = labelled.start, labelled.value
    if labelled.field is Field.ADDRESS or (labelled.field is Field.STREET and re.search(r"\d", value)):
        below = _line_below(mail, labelled) if not re.search(r"\b[1-9]\d{3}\b", value) else ""
        return _split(places, value + below, start, line=len(value))
    if labelled.field in (Field.POSTCODE, Field.MUNICIPALITY):
        town = next((t for t in localities(value, places, whole_lines=True)), None)
        if town:
            found = {}
            if town.postcode:
                found[Field.POSTCODE] = _moved(town.postcode, start)
            if town.municipality:
                found[Field.MUNICIPALITY] = _moved(town.municipality, start)
            return found
        if labelled.field is Field.POSTCODE:
            code = re.search(r"\b[1-9]\d{3,4}\b", value)
            return {Field.POSTCODE: _moved(code.span(), start)} if code else {}
        return (
            {Field.MUNICIPALITY: _moved(place_at(value, 0, places, capital=False) or (0, len(value)), start)}
            if len(value) < 40
            else {}
        )
    if labelled.field is Field.NUMBER:
        match = re.match(
            r"(\d{1,4}[ ]?[A-Za-z]?(?:-\d{1,4})?)(?:[ ]?(?:/|bus|bte|b\.?|,)[ ]?(\w{1,5}))?$", value, re.IGNORECASE
        )
        if not match:
            return {}
        found = {Field.NUMBER: _moved(match.span(1), start)}
        return found | ({Field.BOX: _moved(match.span(2), start)} if match[2] else {})
    if labelled.field is Field.BOX:
        return {Field.BOX: (start, start + len(value))} if re.match(r"\w{1,6}$", value) else {}
    return {Field.STREET: (start, start + len(value))} if labelled.field is Field.STREET and len(value) < 60 else {}


def _line_below(mail: Mail, labelled: Labelled) -> str:
    """An address goes on below its label."""
    lines = mail.layout.lines
    below = lines[labelled.line + 1].text if labelled.line + 1 < len(lines) else ""
    town = re.match(r"[ \t]*(?:B-?)?[1-9]\d{3}[ ]+[^\W\d_]", below)
    line = lines[labelled.line]
    return mail.prepared.text[labelled.end : line.end] + "\n" + below if town else ""


def _split(places: Places, value: str, start: int, line: int) -> dict[Field, tuple[int, int]]:
    found: dict[Field, tuple[int, int]] = {}
    town = next((t for t in localities(value, places, whole_lines=True)), None)
    street_part = value[: town.start] if town and town.start > 3 else value[:line] if town is None else value
    roads = streets(street_part.rstrip(" ,-–\n(B"), whole_lines=True) or streets(value)
    if roads:
        road = roads[0]
        found[Field.STREET] = _moved(road.street, start)
        if road.number:
            found[Field.NUMBER] = _moved(road.number, start)
        if road.box:
            found[Field.BOX] = _moved(road.box, start)
    if town and town.postcode:
        found[Field.POSTCODE] = _moved(town.postcode, start)
    if town and town.municipality:
        found[Field.MUNICIPALITY] = _moved(town.municipality, start)
    if "municipality" not in found and town is None:
        at = roads[0].end if roads else 0
        spot = (
            next(
                (
                    s
                    for s in (
                        place_at(value, m.start(), places)
                        for m in re.finditer(r"(?<![\w-])[^\W\d_]", value[at : at + 60])
                        if True
                    )
                    if s
                ),
                None,
            )
            if not roads
            else _after(value, at, places)
        )
        if spot:
            found[Field.MUNICIPALITY] = _moved(spot, start)
    return found


def _after(value: str, at: int, places: Places) -> tuple[int, int] | None:
    for match in re.finditer(r"[^\W\d_][\w'’-]*", value[at : at + 60]):
        if spot := place_at(value, at + match.start(), places, capital=False):
            return spot
    return None


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by
