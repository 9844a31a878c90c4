"""Our frozen values as JSON for the books, and back again."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

V = TypeVar("V")
#: What is JSON already, and most of what is asked.
SCALARS = frozenset({type(None), bool, int, float})


def plain(value: Any) -> Any:
    """`value` (dataclass, enum, date, tuple, mapping or scalar) as JSON has it, without what no database keeps."""
    kind: type = type(value)
    return value if kind in SCALARS else _form_of(kind)(value)


@cache
def _form_of(kind: type) -> Callable[[Any], Any]:
    """How values of a class are made plain; asked once a class, not once a value."""
    if issubclass(kind, str):
        return (lambda value: _stored(value.value)) if issubclass(kind, Enum) else _stored
    if issubclass(kind, int | float):
        return lambda value: value
    if is_dataclass(kind):
        names = names_of(kind)
        return lambda value: {name: plain(getattr(value, name)) for name in names}
    if issubclass(kind, Mapping):
        return lambda value: {plain(key): plain(item) for key, item in value.items()}
    if issubclass(kind, tuple | list | set | frozenset):
        return lambda value: [plain(item) for item in value]
    if issubclass(kind, datetime | date):
        return lambda value: value.isoformat()
    raise TypeError(f"{kind.__name__} has no form in the books")


def _stored(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode() if unstorable(text) else text


def unstorable(text: str) -> bool:
    """NUL or half of a surrogate pair: what a database cannot keep as text."""
    if text.isascii():
        return "\x00" in text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return "\x00" in text


@cache
def names_of(cls: type) -> tuple[str, ...]:
    return tuple(item.name for item in fields(cls))


@cache
def hints_of(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def restored(cls: type[V], form: Any) -> V:
    """The value of class `cls` that `plain` made `form` of. Keys that today's class no longer has are passed over."""
    result: V = revived(cls, form, {})
    return result


def revived(wanted: Any, form: Any, variables: Mapping[Any, Any]) -> Any:
    wanted = variables.get(wanted, wanted) if isinstance(wanted, TypeVar) else wanted
    origin, arguments = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        if form is None:
            return None
        return revived(next(item for item in arguments if item is not type(None)), form, variables)
    if origin is tuple and isinstance(form, list):
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(revived(arguments[0], item, variables) for item in form)
        return tuple(revived(kind, item, variables) for kind, item in zip(arguments, form, strict=True))
    if isinstance(form, dict) and is_dataclass(origin or wanted):
        cls = origin or wanted
        inner = dict(zip(getattr(cls, "__parameters__", ()), arguments, strict=False)) or variables
        hints = hints_of(cls)
        return cls(**{name: revived(hints[name], form[name], inner) for name in names_of(cls) if name in form})
    if isinstance(form, dict) and arguments:
        return {
            revived(arguments[0], key, variables): revived(arguments[1], item, variables) for key, item in form.items()
        }
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(form)
    if wanted is datetime:
        return datetime.fromisoformat(form)
    if wanted is date:
        return date.fromisoformat(form)
    return form
