"""Reads the catalogue's files and an office's own additions; a wrong file is refused with file, entry and reason."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from classifiers.places import Place, load_places, slug
from routing.catalogue.catalogue import Body, Catalogue, Helpline, HousingCompany, OthersInCopy, Route
from routing.catalogue.schema import BODY_KEYS, WrongCatalogue, checked

BODY_FILES = ("services.toml", "flemish_entities.toml", "other_bodies.toml")
#: Region -> the ombuds service for municipalities without one of their own.
REGIONAL_OMBUDS = {"brussels": "ombuds-brussel", "wallonia": "mediateur-wallonie-fwb", "german": "ombudsfrau-dg"}
HOUSING = "woonmaatschappij"


def load_catalogue(extra: Path | None = None) -> Catalogue:
    """The packaged catalogue, with an office's own [[body]] entries added or put in place of entries of that id.

    Municipalities are changed by `[[municipality]]` with `id`, `affiliated`, `own_ombuds`, `addresses`.
    Raises WrongCatalogue, which names file, entry and reason.
    """
    catalogue = _packaged()
    if extra is None:
        return catalogue
    try:
        raw = tomllib.loads(extra.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongCatalogue(f"{extra.name}: {error}") from error
    bodies = dict(catalogue.bodies)
    for key in raw:
        if key not in ("body", "municipality"):
            raise WrongCatalogue(f"{extra.name}: {key} is not known here; known are [[body]] and [[municipality]]")
    for entry in raw.get("body", []):
        body = _body(entry, extra.name, {"strong": list(entry.get("strong", [])), "weak": list(entry.get("weak", []))})
        bodies[body.id] = body
    for entry in raw.get("municipality", []):
        bodies |= _changed_municipality(bodies, entry, extra.name)
    _check_references(bodies, catalogue.routes, extra.name)
    return replace(catalogue, bodies=bodies)


@lru_cache(maxsize=1)
def _packaged() -> Catalogue:
    vocabulary = _vocabulary()
    companies = tuple(
        HousingCompany(c["name"], c["area"], tuple(c.get("domains", ())))
        for c in _read("housing_companies.toml")["company"]
    )
    bodies: dict[str, Body] = {}
    for name in BODY_FILES:
        for entry in _read(name).get("body", []):
            body = _body(entry, name, vocabulary.get(str(entry.get("id")), {}))
            if body.id in bodies:
                raise WrongCatalogue(f"{name}: {body.id} stands twice")
            bodies[body.id] = body
    unknown = sorted(set(vocabulary) - set(bodies))
    if unknown:
        raise WrongCatalogue(f"vocabulary: {unknown[0]} is no body")
    housing = bodies[HOUSING]
    bodies[HOUSING] = replace(
        housing,
        strong=(*housing.strong, *(c.name for c in companies)),
        domains=(*housing.domains, *(d for c in companies for d in c.domains)),
    )
    special = _read("municipalities.toml")
    bodies |= {body.id: body for body in _municipalities(special)}
    routes = tuple(_route(entry) for entry in _read("routes.toml")["route"])
    _check_references(bodies, routes, "catalogue")
    return Catalogue(
        bodies=bodies,
        routes=routes,
        helplines=tuple(Helpline(**h) for h in _read("helplines.toml")["helpline"]),
        others_in_copy=tuple(
            OthersInCopy(c["id"], tuple(c["patterns"])) for c in _read("others_in_copy.toml")["class"]
        ),
        housing_companies=companies,
        merged={slug(old): f"gemeente-{slug(new)}" for old, new in special["merged"].items()},
    )


def _read(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((files("routing") / "data" / "catalogue" / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WrongCatalogue(f"{name}: {error}") from error


def _vocabulary() -> dict[str, Any]:
    """Body id -> its words, from all files of the folder."""
    found: dict[str, Any] = {}
    for file in sorted((files("routing") / "data" / "catalogue" / "vocabulary").iterdir(), key=lambda f: f.name):
        read = _read(f"vocabulary/{file.name}")
        twice = sorted(set(read) & set(found))
        if twice:
            raise WrongCatalogue(f"vocabulary/{file.name}: {twice[0]} stands in another file too")
        found |= read
    return found


def _route(entry: Mapping[str, Any]) -> Route:
    said = tuple(word for words in entry["words"].values() for word in words)
    return Route(
        entry["id"],
        entry["subject"],
        said,
        tuple(entry.get("first_lines", ())),
        tuple(entry.get("second_lines", ())),
        entry.get("note", ""),
    )


def _body(entry: Mapping[str, Any], where: str, vocabulary: Mapping[str, Any]) -> Body:
    read = checked(entry, BODY_KEYS, where)
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in read.items()}
    words = fields.pop("words", {})
    said = tuple(word for language in words.values() for word in language)
    own_field = entry.get("kind") == "first_line"
    for unused in ("form", "strong", "weak"):
        fields.pop(unused, None)
    for key in ("addresses", "matching_only", "domains", "shared_domains"):
        fields[key] = tuple(item.lower() for item in fields.get(key, ()))
    fields.setdefault("kind", "other")
    fields.setdefault("level", "")
    return Body(
        **fields,
        strong=tuple(vocabulary.get("strong", ())),
        weak=(*vocabulary.get("weak", ()), *(said if own_field else ())),
    )


def _municipalities(special: Mapping[str, Any]) -> Iterator[Body]:
    """All 565 municipalities, each with its OCMW or CPAS."""
    places = load_places()
    ids = {slug(name): body for body, place in places.municipalities.items() for name in place.municipality}
    affiliated = {ids[slug(name)] for name in special["affiliated"]}
    facilities = {ids[slug(name)] for name in special["facilities"]}
    own = {ids[slug(name)]: ombuds for name, ombuds in special["own_ombuds"].items()}
    domains = {ids[slug(name)]: tuple(found) for name, found in special["domains"].items()}
    postcodes: dict[str, list[str]] = {}
    for postcode, rows in places.by_postcode.items():
        for body in {row.body for row in rows}:
            postcodes.setdefault(body, []).append(postcode)
    for body_id, place in places.municipalities.items():
        ombuds = own.get(body_id)
        fallback = "vlaamse-ombudsdienst" if body_id in affiliated else None
        yield Body(
            id=body_id,
            kind="municipality",
            level="local",
            name=_municipal_names(place),
            domains=_municipal_domains(place, domains.get(body_id, ())),
            second_line=ombuds or REGIONAL_OMBUDS.get(place.region) or fallback,
            facts_years=3 if place.region == "brussels" else 1,
            region=place.region,
            postcodes=tuple(sorted(postcodes[body_id])),
            affiliated=body_id in affiliated,
            own_ombuds=ombuds,
            facilities=body_id in facilities,
        )


def _municipal_names(place: Place) -> dict[str, str]:
    names = {"nl": place.municipality[0], "fr": place.municipality[-1]}
    if place.german:
        names["de"] = place.german
    return names


def _municipal_domains(place: Place, more: tuple[str, ...]) -> tuple[str, ...]:
    """Municipalities write from <name>.be, or in Brussels from <name>.brussels."""
    ends = ("be", "brussels") if place.region == "brussels" else ("be",)
    own = (f"{slug(name)}.{end}" for name in place.municipality for end in ends)
    return tuple(dict.fromkeys((*own, *more)))


def _changed_municipality(bodies: Mapping[str, Body], entry: Mapping[str, Any], where: str) -> dict[str, Body]:
    keys = {"id": str, "affiliated": bool, "own_ombuds": str, "addresses": list}
    read = checked(entry, keys, where, needed=("id",))
    known = bodies.get(read["id"])
    if known is None or not known.is_municipality:
        raise WrongCatalogue(f"{where}: {read['id']} is no municipality (gemeente-<name>)")
    affiliated = bool(read.get("affiliated", known.affiliated))
    own = str(read.get("own_ombuds", known.own_ombuds or "")) or None
    fallback = "vlaamse-ombudsdienst" if affiliated else None
    return {
        known.id: replace(
            known,
            affiliated=affiliated,
            own_ombuds=own,
            addresses=tuple(a.lower() for a in read.get("addresses", known.addresses)),
            second_line=own or REGIONAL_OMBUDS.get(known.region) or fallback,
        )
    }


def _check_references(bodies: Mapping[str, Body], routes: tuple[Route, ...], where: str) -> None:
    for body in bodies.values():
        for named in (body.second_line, body.own_ombuds, *body.via):
            if named is not None and named not in bodies:
                raise WrongCatalogue(f"{where}: {body.id}: {named} is no body")
    for route in routes:
        for named in (*route.first_lines, *route.second_lines):
            if named not in bodies:
                raise WrongCatalogue(f"{where}: {route.id}: {named} is no body")
