"""What the children of these tests do."""

import os
import signal
import time


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
