"""Keeps the parts of the gateway running: a part that dies is started again, with a growing pause; SIGTERM drains."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

log = structlog.get_logger()

#: Runs until the event is set, then finishes what it began and returns.
Part = Callable[[threading.Event], None]
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 60.0
#: A part that ran this long is well again.
WELL = 120.0
#: Seconds in which the parts may finish what they began.
DRAINING = 60.0


@dataclass(slots=True)
class Running:
    name: str
    part: Part
    thread: threading.Thread
    #: Times it had to be started again.
    restarts: int = 0
    #: Its last failure, in words; empty while all is well.
    failure: str = ""


class Supervisor:
    def __init__(self, parts: Mapping[str, Part]) -> None:
        self.stop = threading.Event()
        self.running = [self._prepared(name, part) for name, part in parts.items()]

    def start(self) -> None:
        for one in self.running:
            one.thread.start()

    def drain(self, seconds: float = DRAINING) -> bool:
        """Tells all parts to finish; True where all did in time."""
        self.stop.set()
        last = time.monotonic() + seconds
        for one in self.running:
            one.thread.join(max(0.0, last - time.monotonic()))
        return not any(one.thread.is_alive() for one in self.running)

    def _prepared(self, name: str, part: Part) -> Running:
        holder: list[Running] = []
        thread = threading.Thread(target=lambda: self._keep(holder[0]), name=name, daemon=True)
        holder.append(Running(name, part, thread))
        return holder[0]

    def _keep(self, one: Running) -> None:
        pause = FIRST_PAUSE
        while not self.stop.is_set():
            began = time.monotonic()
            try:
                one.part(self.stop)
                if self.stop.is_set():
                    return
                one.failure = "ended by itself"
            except Exception as error:
                one.failure = type(error).__name__
                log.exception("part died", part=one.name)
            if time.monotonic() - began > WELL:
                pause = FIRST_PAUSE
            one.restarts += 1
            log.warning("part starts again", part=one.name, seconds=pause, reason=one.failure)
            self.stop.wait(pause)
            pause = min(LONGEST_PAUSE, 2 * pause)
