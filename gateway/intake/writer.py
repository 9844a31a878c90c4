"""Group commit: the arrivals of concurrent sessions go into the books together, so that one wait for the disk serves
all of them. A session hears of its own arrival only, and only once it is on the disk."""

import sqlite3
import threading
import time
from asyncio import AbstractEventLoop, Future
from collections import deque
from collections.abc import Sequence
from enum import Enum, auto

import structlog

from gateway.errors import StoreUnavailable
from gateway.intake.arrivals import Arrival, take_in_all
from gateway.store.engine import Store

log = structlog.get_logger()

#: Arrivals and bytes of one transaction.
MOST = 64
MOST_BYTES = 32 * 1024 * 1024

#: After one of these nobody knows what the disk holds: trying again could make an unwritten page look written.
DISK_BROKE = frozenset({"SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_DIR_FSYNC"})


class Stage(Enum):
    WAITING = auto()
    #: Too late to take it back.
    COMMITTING = auto()
    TAKEN_BACK = auto()


class Slip:
    """One arrival on its way into the books. `answer` becomes the inbox row's id, or an exception."""

    __slots__ = ("answer", "arrival", "stage")

    def __init__(self, arrival: Arrival, answer: "Future[int]") -> None:
        self.arrival = arrival
        self.answer = answer
        self.stage = Stage.WAITING


class TakenBack(Exception):
    """A session gave up while its arrival was being written: the group goes again without it."""


class GroupWriter:
    """One thread that writes. Sessions of one event loop hand in arrivals; `stop` writes what was handed in."""

    def __init__(self, store: Store, loop: AbstractEventLoop) -> None:
        self.store = store
        self.loop = loop
        self.waiting: deque[Slip] = deque()
        self.changed = threading.Condition()
        self.stopping = False
        #: Why nothing is taken any more; empty while all is well.
        self.broken = ""
        self.thread = threading.Thread(target=self.run, name="intake-writer", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        with self.changed:
            self.stopping = True
            self.changed.notify()
        self.thread.join()

    def hand_in(self, arrival: Arrival) -> Slip:
        """Called in the event loop; the slip's answer is a future of it."""
        slip = Slip(arrival, self.loop.create_future())
        with self.changed:
            self.waiting.append(slip)
            self.changed.notify()
        return slip

    def take_back(self, slip: Slip) -> bool:
        """Whether the arrival is sure never to be in the books; False where its commit is under way."""
        with self.changed:
            if slip.stage is Stage.WAITING:
                slip.stage = Stage.TAKEN_BACK
            return slip.stage is Stage.TAKEN_BACK

    def run(self) -> None:
        while group := self.next_group():
            answers = self.written(group)
            self.loop.call_soon_threadsafe(tell, group, answers)

    def next_group(self) -> list[Slip]:
        """What waits, up to a limit; empty once there will be nothing more."""
        with self.changed:
            self.changed.wait_for(lambda: self.waiting or self.stopping)
            group: list[Slip] = []
            size = 0
            while self.waiting and len(group) < MOST and size < MOST_BYTES:
                slip = self.waiting.popleft()
                group.append(slip)
                size += len(slip.arrival.content)
            return group

    def written(self, group: Sequence[Slip]) -> Sequence[int | Exception]:
        """An answer to each slip, in order. A group that fails is tried one by one: a bad arrival fails alone."""
        started = time.monotonic()
        answers = self.together(group)
        if len(group) > 1 and isinstance(answers[0], Exception) and not self.broken:
            answers = self.one_by_one(group)
        failed = [answer for answer in answers if isinstance(answer, Exception)]
        if kept := len(group) - len(failed):
            log.info("kept", arrivals=kept, milliseconds=round((time.monotonic() - started) * 1000))
        for kind in {type(answer).__name__ for answer in failed}:
            log.error("not kept", arrivals=len(failed), error=kind)
        return answers

    def one_by_one(self, group: Sequence[Slip]) -> list[int | Exception]:
        answers: list[int | Exception] = []
        refusals = 0
        for slip in group:
            if refusals > 1:
                # It is the database that is away: the others need not wait for it one after the other.
                answers.append(answers[-1])
                continue
            [answer] = self.together([slip])
            refusals = refusals + 1 if isinstance(answer, StoreUnavailable) else 0
            answers.append(answer)
        return answers

    def together(self, group: Sequence[Slip]) -> Sequence[int | Exception]:
        """Writes the group in one transaction; the same exception for all of them where that fails."""
        while True:
            slips = [slip for slip in group if slip.stage is not Stage.TAKEN_BACK]
            try:
                rows = iter(self.commit(slips))
            except TakenBack:
                continue
            except Exception as error:
                self.after_failure(error)
                return [error] * len(group)
            return [TakenBack() if slip.stage is Stage.TAKEN_BACK else next(rows) for slip in group]

    def commit(self, slips: Sequence[Slip]) -> list[int]:
        if not slips:
            return []
        if self.broken:
            raise StoreUnavailable(self.broken)
        with self.store.writing() as books:
            rows = take_in_all(books, [slip.arrival for slip in slips])
            with self.changed:
                if any(slip.stage is Stage.TAKEN_BACK for slip in slips):
                    raise TakenBack
                for slip in slips:
                    slip.stage = Stage.COMMITTING
        return rows

    def after_failure(self, error: Exception) -> None:
        driver = getattr(error.__cause__, "orig", None)
        if isinstance(driver, sqlite3.Error) and getattr(driver, "sqlite_errorname", "") in DISK_BROKE:
            self.broken = "the disk failed while a mail was written; mend it and start again"
            log.critical("disk broke", error=driver.sqlite_errorname)


def tell(group: Sequence[Slip], answers: Sequence[int | Exception]) -> None:
    for slip, answer in zip(group, answers, strict=True):
        if slip.answer.done():
            continue
        if isinstance(answer, Exception):
            slip.answer.set_exception(answer)
            # A session that is gone never asks: that is no error of ours.
            slip.answer.exception()
        else:
            slip.answer.set_result(answer)
