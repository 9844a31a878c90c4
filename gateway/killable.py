"""Runs a function on items in child processes that can be killed: a hostile mail costs one child, never the house.

Each item has a wall-clock limit and each child a memory limit. A child that is stuck, dies or runs out of memory is
replaced, its item is reported as failed, and the others go on.
"""

import multiprocessing
import pickle
import resource
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, partial
from io import BytesIO
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from operator import attrgetter
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

Item = TypeVar("Item")
Value = TypeVar("Value")

#: Address space of a child. Models and libraries take a good part of it before the first item.
MEMORY = 4 * 1024**3
#: Bytes of one file a child may write.
FILE_SIZE = 100 * 1024**2
#: Seconds a child may take to load what it needs before its first item.
STARTING = 120.0
#: Items after which a child is replaced, so that what libraries leak never adds up.
WORN_OUT = 20_000


@dataclass(frozen=True, slots=True)
class Failed:
    """An item without a value, and why, in words."""

    reason: str


@dataclass(slots=True)
class _Child:
    process: ForkServerProcess
    connection: Connection
    #: Position of the item in hand, None where it is idle.
    index: int | None = None
    deadline: float = 0.0
    #: What the item in hand may take.
    seconds: float = 0.0
    ready: bool = False
    done: int = 0


class KillablePool(Generic[Item, Value]):
    """`function` must be picklable (a module's function, or a `functools.partial` of one), so must items and values.

    `prepare` runs once in each child before its first item, outside the clock: the place to load models.
    Children start with the first items and end with `close`, or when this process ends.
    """

    def __init__(
        self,
        function: Callable[[Item], Value],
        *,
        workers: int = 1,
        seconds: float = 20.0,
        memory: int = MEMORY,
        prepare: Callable[[], object] | None = None,
        patience: Callable[[Item], float] | None = None,
    ) -> None:
        """`patience`: seconds for one item, where they are not the same for all."""
        if workers < 1 or seconds <= 0:
            raise ValueError("a pool needs at least one worker and a limit above zero seconds")
        self._patience = patience or partial(_always, seconds)
        self._work = (function, prepare, self._patience, memory)
        self._workers = workers
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([getattr(function, "func", function).__module__])
        self._children: list[_Child] = []
        self._lock = threading.Lock()
        #: Children that had to be replaced before their time.
        self.kills = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(self, items: Sequence[Item]) -> list[Value | Failed]:
        """One result for each item, in order. Never raises for what the function does with an item."""
        with self._lock:
            return self._run(items)

    def close(self) -> None:
        """Ends the children at once; a pool that is used again starts new ones."""
        with self._lock:
            for child in self._children:
                _end(child)
            self._children.clear()

    def _run(self, items: Sequence[Item]) -> list[Value | Failed]:
        results: dict[int, Value | Failed] = {}
        following = 0
        while len(results) < len(items):
            while following < len(items) and (child := self._idle()) is not None:
                failed = self._hand(child, following, items[following])
                if failed is not None:
                    results[following] = failed
                following += 1
            results |= self._gather()
        return [results[index] for index in range(len(items))]

    def _idle(self) -> _Child | None:
        idle = next((child for child in self._children if child.index is None), None)
        if idle is not None and idle.done >= WORN_OUT:
            self._drop(idle)
            idle = None
        if idle is None and len(self._children) < self._workers:
            idle = self._start()
        return idle

    def _start(self) -> _Child:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_child, args=(theirs, *self._work), daemon=True)
        process.start()
        theirs.close()
        child = _Child(process, ours)
        self._children.append(child)
        return child

    def _hand(self, child: _Child, index: int, item: Item) -> Failed | None:
        try:
            child.connection.send(item)
        except (OSError, ValueError):
            reason = _ending(child)
            self._kill(child)
            return Failed(reason)
        except (pickle.PicklingError, TypeError, AttributeError) as error:
            return Failed(f"cannot be passed to a child ({type(error).__name__})")
        child.index, child.seconds = index, self._patience(item)
        child.deadline = time.monotonic() + (child.seconds if child.ready else STARTING)
        return None

    def _gather(self) -> dict[int, Value | Failed]:
        """What the busy children have by now: values, deaths, and those whose time is up."""
        busy = [child for child in self._children if child.index is not None]
        if not busy:
            return {}
        patience = max(0.0, min(child.deadline for child in busy) - time.monotonic())
        speaking = set(wait([child.connection for child in busy], timeout=patience))
        gathered: dict[int, Value | Failed] = {}
        for child in busy:
            assert child.index is not None
            if child.connection in speaking:
                self._hear(child, gathered)
            elif time.monotonic() >= child.deadline:
                limit = child.seconds if child.ready else STARTING
                gathered[child.index] = Failed(f"stopped after {limit:g} seconds")
                self._kill(child)
        return gathered

    def _hear(self, child: _Child, gathered: dict[int, Value | Failed]) -> None:
        assert child.index is not None
        try:
            word, value = child.connection.recv()
        except Exception as error:  # a dead child, or a value that cannot be rebuilt here
            told = (
                _ending(child) if isinstance(error, (EOFError, OSError)) else f"spoilt value ({type(error).__name__})"
            )
            gathered[child.index] = Failed(told)
            self._kill(child)
            return
        if word == "ready":
            child.ready, child.deadline = True, time.monotonic() + child.seconds
            return
        gathered[child.index] = value if word == "value" else Failed(value)
        child.index = None
        child.done += 1
        if word == "spent":
            self._kill(child)

    def _kill(self, child: _Child) -> None:
        self.kills += 1
        self._drop(child)

    def _drop(self, child: _Child) -> None:
        _end(child)
        self._children.remove(child)


def _always(seconds: float, _: object) -> float:
    return seconds


def _end(child: _Child) -> None:
    child.connection.close()
    child.process.kill()
    child.process.join(10)


def _ending(child: _Child) -> str:
    """Why the child is gone."""
    child.process.join(2)
    code = child.process.exitcode
    if code is not None and code < 0:
        return f"the reading process was ended by {signal.Signals(-code).name}"
    return "the reading process ended"


def _child(
    connection: Connection,
    function: Callable[[Any], Any],
    prepare: Callable[[], object] | None,
    patience: Callable[[Any], float],
    memory: int,
) -> None:
    """Life of a child. An alarm ends it even where the parent was killed while it is stuck."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if prepare is not None:
        prepare()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, EOFError):  # the parent is gone: so are we
        connection.send(("ready", None))
        while True:
            item = connection.recv()
            signal.setitimer(signal.ITIMER_REAL, 2 * patience(item) + 5)
            connection.send_bytes(_told(function, item))
            signal.setitimer(signal.ITIMER_REAL, 0)


class _Pickler(pickle.Pickler):
    """Values of ours as their class and their fields: a third less work than pickle's own way."""

    def reducer_override(self, value: object) -> Any:
        kind: type = type(value)
        fields_of = _fields_of(kind)
        return NotImplemented if fields_of is None else (type(value), fields_of(value))


@cache
def _fields_of(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """What makes a value of this class anew; None where its class does not say so by its fields alone."""
    if not is_dataclass(kind) or not all(field.init and not field.kw_only for field in fields(kind)):
        return None
    names = [field.name for field in fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)


def _pickled(value: object) -> bytes:
    told = BytesIO()
    _Pickler(told, pickle.HIGHEST_PROTOCOL).dump(value)
    return told.getvalue()


def _told(function: Callable[[Any], Any], item: object) -> bytes:
    """Pickled: "value" and the value, or "failed" or "spent" and the reason; a spent child is not used again."""
    try:
        return _pickled(("value", function(item)))
    except MemoryError:
        return pickle.dumps(("spent", "needs more memory than one mail may take"))
    except RecursionError:
        return pickle.dumps(("spent", "nested too deep"))
    except Exception as error:
        return pickle.dumps(("failed", f"{type(error).__name__} while it was read"))
