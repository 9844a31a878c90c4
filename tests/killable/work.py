"""What the children of these tests do."""

import os
import signal
import time
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Told:
    """A value with a value in it, a field that no maker is given, and none of its own."""

    words: tuple[str, ...]
    inner: "Told | None" = None
    length: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "length", len(self.words))


@dataclass(frozen=True, slots=True)
class Single:
    told: Told


@dataclass(frozen=True)
class Nothing:
    pass


def tell(word: str) -> tuple[Single, Nothing]:
    return Single(Told((word, word), Told((word,)))), Nothing()


def act(word: str) -> str:
    match word:
        case "stuck":
            time.sleep(600)
        case "loop":
            while True:
                pass
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hoard":
            return "x" * (60 * 1024**3)
        case "raise":
            raise ValueError("secret words of a citizen")
        case "dig":
            return dig()
        case "unpicklable":
            return lambda: None  # type: ignore[return-value]
    return word.upper()


def dig() -> str:
    return dig() + "x"


def pid(_: int) -> int:
    return os.getpid()
