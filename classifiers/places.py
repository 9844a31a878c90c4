"""Belgian postcodes, places and municipalities (see data/POSTCODES.md)."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from classifiers.words import fold

#: What people write for a municipality, beside its names.
SHORT_NAMES = {
    "molenbeek": "1080",
    "sint-gillis": "1060",
    "saint-gilles": "1060",
    "sint-agatha": "1082",
    "berchem-sainte-agathe": "1082",
    "woluwe-saint-lambert": "1200",
    "sint-joost": "1210",
    "saint-josse": "1210",
    "neder-over-heembeek": "1120",
    "brussel-stad": "1000",
    "bruxelles-ville": "1000",
    "brussels": "1000",
    "brüssel": "1000",
    "antwerp": "2000",
    "anvers": "2000",
    "ghent": "9000",
    "gand": "9000",
    "bruges": "8000",
    "ostend": "8400",
    "ostende": "8400",
    "louvain": "3000",
    "malines": "2800",
    "courtrai": "8500",
    "alost": "9300",
    "luik": "4000",
    "lüttich": "4000",
    "bergen": "7000",
    "namen": "5000",
    "doornik": "7500",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row: a postcode and a place, with the municipality it belongs to today."""

    postcode: str
    names: tuple[str, ...]
    #: Catalogue id of the municipality, "gemeente-<slug>".
    body: str
    municipality: tuple[str, ...]
    region: str
    nis: str
    #: German name, empty where there is none.
    german: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    by_postcode: Mapping[str, tuple[Place, ...]]
    #: Folded name -> rows, the municipality's own first.
    by_name: Mapping[str, tuple[Place, ...]]
    #: Catalogue id -> one row of that municipality.
    municipalities: Mapping[str, Place]

    def named(self, name: str) -> tuple[Place, ...]:
        return self.by_name.get(key(name), ())

    def municipality_of(self, postcode: str, name: str) -> str | None:
        """Catalogue id of the municipality of an address; the name decides between those of one postcode."""
        rows = self.by_postcode.get(postcode, ())
        alike = [row for row in rows if key(name) in {key(n) for n in (*row.names, *row.municipality)}]
        return next((row.body for row in alike or rows or self.named(name)), None)

    def fits(self, postcode: str, name: str) -> bool:
        """The name is one of that postcode's."""
        wanted = key(name)
        return any(wanted in {key(n) for n in (*p.names, *p.municipality)} for p in self.by_postcode.get(postcode, ()))


@lru_cache(maxsize=20_000)
def key(name: str) -> str:
    """Names compare without accents, hyphens and apostrophes; "St." is "Sint"."""
    bare = re.sub(r"[^a-z0-9]+", " ", fold(name)).strip()
    bare = re.sub(r"^st\b", "sint", bare)
    return re.sub(r"^ste\b", "sainte", bare)


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


@lru_cache(maxsize=1)
def load_places() -> Places:
    """The table as packaged."""
    table = (files("classifiers") / "data" / "postcodes.csv").read_text(encoding="utf-8")
    rows = [_place(row) for row in csv.DictReader(table.splitlines())]
    by_name: dict[str, list[Place]] = {}
    for row in rows:
        for name in (*row.municipality, *row.names):
            known = by_name.setdefault(key(name), [])
            if row not in known:
                known.append(row)
    municipalities: dict[str, Place] = {}
    for row in rows:
        own = key(row.names[0]) in {key(n) for n in row.municipality}
        if row.body not in municipalities or (own and not _own(municipalities[row.body])):
            municipalities[row.body] = row
    by_postcode = _grouped(rows)
    for short, postcode in SHORT_NAMES.items():
        if postcode in by_postcode and key(short) not in by_name:
            by_name[key(short)] = [by_postcode[postcode][0]]
    return Places(
        by_postcode,
        {name: tuple(sorted(found, key=lambda p: not _own(p))) for name, found in by_name.items()},
        municipalities,
    )


def _own(place: Place) -> bool:
    return key(place.names[0]) in {key(n) for n in place.municipality}


def _grouped(rows: Iterable[Place]) -> dict[str, tuple[Place, ...]]:
    grouped: dict[str, list[Place]] = {}
    for row in rows:
        grouped.setdefault(row.postcode, []).append(row)
    return {postcode: tuple(found) for postcode, found in grouped.items()}


def _place(row: dict[str, str]) -> Place:
    municipality = tuple(dict.fromkeys(n for n in (row["municipality_nl"], row["municipality_fr"]) if n))
    names = tuple(dict.fromkeys(n for n in (row["name_nl"], row["name_fr"], row["name_de"]) if n)) or municipality
    own = row["municipality_fr"] if row["region"] == "wallonia" else row["municipality_nl"]
    return Place(
        row["postcode"],
        names,
        f"gemeente-{slug(own or municipality[0])}",
        municipality,
        row["region"],
        row["nis"],
        row["name_de"],
    )
