"""TOML files that people edit: every key and type checked, every fault told with file, line and reason."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from classifiers.understanding import Language


class WrongFile(ValueError):
    """A data file that cannot be used; the text names file, line and reason."""


class Table:
    """One table of a file. What was not asked for by the time of `done` is unknown and refused."""

    def __init__(
        self,
        values: Mapping[str, Any],
        file: str,
        source: str,
        path: tuple[str | int, ...] = (),
        folder: Path | None = None,
    ) -> None:
        self.file = file
        #: Where a file on the disk stands, for what it names beside it.
        self.folder = folder
        self._values = values
        self._source = source
        self._path = path
        self._known: set[str] = set()

    def wrong(self, key: str, reason: str) -> WrongFile:
        """The error for a key of this table."""
        name = ".".join(str(part) for part in (*self._path, key) if not isinstance(part, int))
        return WrongFile(f"{self.file}, line {line_of(self._source, (*self._path, key))}: {name} {reason}")

    def has(self, key: str) -> bool:
        self._known.add(key)
        return key in self._values

    def names(self) -> tuple[str, ...]:
        return tuple(self._values)

    def get(self, key: str, kind: type, words: str) -> Any:
        if not self.has(key):
            raise self.wrong(key, "is missing")
        value = self._values[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.wrong(key, f"is {value!r}, but must be {words}")
        return value

    def text(self, key: str) -> str:
        value = str(self.get(key, str, "a text")).strip()
        if not value:
            raise self.wrong(key, "is empty")
        return value

    def number(self, key: str, least: int, most: int) -> int:
        value = int(self.get(key, int, "a whole number"))
        if not least <= value <= most:
            raise self.wrong(key, f"is {value}, but must lie between {least} and {most}")
        return value

    def truth(self, key: str) -> bool:
        return bool(self.get(key, bool, "true or false"))

    def truth_or(self, key: str, otherwise: bool) -> bool:
        return self.truth(key) if self.has(key) else otherwise

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.get(key, list, "a list of texts")
        if not all(isinstance(item, str) and item.strip() for item in value):
            raise self.wrong(key, "must be a list of texts")
        return tuple(value)

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        return self.member(key, self.text(key), allowed)

    def member(self, key: str, value: str, allowed: Iterable[str]) -> str:
        known = [str(item) for item in allowed]
        if value not in known:
            raise self.wrong(key, f"is {value!r}, but must be one of {', '.join(known)}{meant(value, known)}")
        return value

    def table(self, key: str) -> "Table":
        value = self.get(key, dict, "a table")
        return Table(value, self.file, self._source, (*self._path, key), self.folder)

    def tables(self, key: str) -> list[tuple[str, "Table"]]:
        """The tables below `key` with their names."""
        if not self.has(key):
            return []
        outer = self.table(key)
        return [(name, outer.table(name)) for name in outer.names()]

    def entries(self, key: str) -> list["Table"]:
        """The [[key]] entries."""
        if not self.has(key):
            return []
        value = self.get(key, list, "a list of [[" + key + "]] entries")
        for item in value:
            if not isinstance(item, dict):
                raise self.wrong(key, f"must be written as [[{key}]] entries")
        return [
            Table(item, self.file, self._source, (*self._path, key, n), self.folder) for n, item in enumerate(value)
        ]

    def languages(self) -> dict[Language, str]:
        """This table as one text a language."""
        for key in self._values:
            self.member_key(key, tuple(Language))
        return {Language(key): self.text(key) for key in self._values}

    def text_by_language(self, key: str) -> dict[Language, str]:
        """A text for all languages, or a table with one for each."""
        if self.has(key) and isinstance(self._values[key], str):
            return dict.fromkeys(Language, self.text(key))
        return self.table(key).languages()

    def lines_by_language(self, key: str) -> dict[Language, tuple[str, ...]]:
        """A list of lines for all languages, or a table with one for each."""
        if self.has(key) and isinstance(self._values[key], list):
            return dict.fromkeys(Language, self.texts(key))
        table = self.table(key)
        for name in table.names():
            table.member_key(name, tuple(Language))
        return {Language(name): lines for name, lines in table.lists().items()}

    def lists(self) -> dict[str, tuple[str, ...]]:
        """This table as a list of texts for each key."""
        return {key: self.texts(key) for key in self._values}

    def member_key(self, key: str, allowed: Iterable[str]) -> None:
        known = [str(item) for item in allowed]
        if key not in known:
            raise self.wrong(key, f"is not known here; known are {', '.join(known)}{meant(key, known)}")

    def done(self) -> None:
        """Refuses keys that nobody asked for."""
        for key in self._values:
            if key not in self._known:
                known = sorted(self._known)
                raise self.wrong(key, f"is not known here; known are {', '.join(known)}{meant(key, known)}")


def meant(written: str, known: Iterable[str]) -> str:
    """What was probably meant, to end a reason with; empty where nothing is near."""
    near = get_close_matches(written, list(known), n=1, cutoff=0.75)
    return f"; was {near[0]} meant?" if near else ""


def parsed(text: str, file: str, folder: Path | None = None) -> Table:
    """The whole file as a table. A fault of TOML itself keeps the line that the parser names."""
    try:
        return Table(tomllib.loads(text), file, text, folder=folder)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = found[1] if found else str(text.count("\n") + 1)
        reason = re.sub(r" \(at .*\)$", "", str(error))
        # A text that nobody closed is told as the character at which it had to end.
        reason = "a text has no closing quotation mark" if reason == "Illegal character '\\n'" else reason
        raise WrongFile(f"{file}, line {line}: {reason}") from error


def from_disk(path: Path) -> Table:
    """A file of an office. Raises WrongFile where it cannot be read or is no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise WrongFile(f"{path.name} cannot be read: it is not saved as UTF-8") from error
    except OSError as error:
        raise WrongFile(f"{path.name} cannot be read: {error.strerror or error}") from error
    return parsed(text, path.name, path.parent)


def packaged(*name: str) -> Table:
    """A file of `routing/data`."""
    place = files("routing") / "data"
    for part in name:
        place = place / part
    return parsed(place.read_text(encoding="utf-8"), name[-1])


_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")


def line_of(source: str, path: tuple[str | int, ...]) -> int:
    """Line on which the key of `path` stands; of its nearest table where the key itself is absent.

    A number in the path is the place of a [[...]] entry.
    """
    counts: dict[str, int] = {}
    here: tuple[str | int, ...] = ()
    best, best_depth = 1, 0
    for number, line in enumerate(source.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            here = _place(header[2], header[1] == "[[", counts)
            found = here
        else:
            key = re.match(r"""^\s*([A-Za-z0-9_."'-]+)\s*=""", line)
            if not key:
                continue
            found = (*here, *_parts(key[1]))
        depth = len(found)
        if found == path[:depth] and depth > best_depth:
            best, best_depth = number, depth
    return best


def _place(name: str, is_entry: bool, counts: dict[str, int]) -> tuple[str | int, ...]:
    parts = _parts(name)
    place: list[str | int] = []
    for depth, part in enumerate(parts, 1):
        key = ".".join(parts[:depth])
        place.append(part)
        if depth == len(parts) and is_entry:
            counts[key] = counts.get(key, -1) + 1
        if key in counts:
            place.append(counts[key])
    return tuple(place)


def _parts(name: str) -> list[str]:
    return [part.strip().strip("\"'") for part in name.split(".")]
