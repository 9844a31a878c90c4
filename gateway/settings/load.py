"""Reads `klachtenpost.toml` of the home folder; any key is overridden by `KLACHTENPOST_<SECTION>_<KEY>`."""

import os
import tomllib
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from gateway.errors import WrongSettings
from gateway.settings.bounds import check
from gateway.settings.sections import Settings

FILE_NAME = "klachtenpost.toml"
PREFIX = "KLACHTENPOST_"

#: Variables with our prefix that are no setting.
NOT_SETTINGS = frozenset({"KLACHTENPOST_HOME"})


def load_settings(home: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """Reads, overrides and checks the settings.

    Raises WrongSettings with the file, the key and what is wrong with it.
    """
    environment = os.environ if environment is None else environment
    home = (home or Path(environment.get("KLACHTENPOST_HOME") or default_home())).expanduser().absolute()
    path = home / FILE_NAME
    raw = read_file(path) if path.exists() else {}
    raw = overridden(raw, environment)
    settings: Settings = built(Settings, {**raw, "home": home}, str(path), "")
    check(settings, str(path))
    return settings


def default_home() -> Path:
    """This folder where it holds a configuration, else a folder of our own in the user's home."""
    return Path.cwd() if (Path.cwd() / FILE_NAME).is_file() else Path.home() / ".klachtenpost"


def read_file(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(f"{path} cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(f"{path} is no valid TOML: {error}") from error
    if "home" in raw:
        raise WrongSettings(f"{path}: home is given by --home or KLACHTENPOST_HOME, not in the file")
    return raw


def overridden(raw: dict[str, Any], environment: Mapping[str, str]) -> dict[str, Any]:
    """`raw` with each KLACHTENPOST_<SECTION>_<KEY> put in its place; mailboxes and trays are set in the file only."""
    sections = {item.name: item for item in fields(Settings) if item.name not in ("home", "mailbox", "tray")}
    result = {name: dict(value) if isinstance(value, dict) else value for name, value in raw.items()}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS:
            continue
        section, _, key = variable[len(PREFIX) :].lower().partition("_")
        if section not in sections or key not in {item.name for item in fields(section_class(section))}:
            raise WrongSettings(f"environment variable {variable} names no setting")
        result.setdefault(section, {})[key] = from_text(section, key, text, variable)
    return result


def section_class(section: str) -> Any:
    return get_type_hints(Settings)[section]


def from_text(section: str, key: str, text: str, variable: str) -> Any:
    """A value as TOML would have given it, from the text of an environment variable."""
    wanted = get_type_hints(section_class(section))[key]
    try:
        if wanted is bool:
            return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}[text.lower()]
        if wanted in (int, float):
            return wanted(text)
        if get_origin(wanted) is tuple:
            inner = get_args(wanted)[0]
            return [inner(part.strip()) for part in text.split(",") if part.strip()]
    except (KeyError, ValueError):
        raise WrongSettings(f"environment variable {variable}: {text!r} is no {words(wanted)}") from None
    return text


def built(cls: Any, raw: Mapping[str, Any], where: str, prefix: str) -> Any:
    """An instance of the settings class `cls` from TOML values, every key and type checked."""
    hints = get_type_hints(cls)
    known: dict[str, Field[Any]] = {item.name: item for item in fields(cls)}
    for key in raw:
        if key not in known:
            near = ", ".join(sorted(name for name in known if name != "home"))
            raise WrongSettings(f"{where}: {prefix}{key} is no setting; known here: {near}")
    for name, item in known.items():
        required = item.default is MISSING and item.default_factory is MISSING
        if required and name not in raw:
            raise WrongSettings(f"{where}: {prefix}{name} is missing")
    return cls(**{key: converted(hints[key], value, where, f"{prefix}{key}") for key, value in raw.items()})


def converted(wanted: Any, value: Any, where: str, key: str) -> Any:
    if hasattr(wanted, "__dataclass_fields__") and isinstance(value, dict):
        return built(wanted, value, where, f"{key}.")
    if get_origin(wanted) is tuple and isinstance(value, list):
        inner = get_args(wanted)[0]
        return tuple(converted(inner, item, where, f"{key}[{number}]") for number, item in enumerate(value))
    if wanted is float and type(value) is int:
        return float(value)
    if isinstance(wanted, type) and not isinstance(wanted, types.GenericAlias):
        exact = type(value) is wanted or (wanted is Path and isinstance(value, Path))
        if exact:
            return value
    raise WrongSettings(f"{where}: {key} is {value!r}, but must be a {words(wanted)}")


def words(wanted: Any) -> str:
    if get_origin(wanted) is tuple:
        return f"list of {words(get_args(wanted)[0])}s"
    names = {str: "text", int: "whole number", float: "number", bool: "yes-or-no (true or false)"}
    return names.get(wanted, "section of its own")
