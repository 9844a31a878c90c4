"""Kills the gateway at random moments while clients send and resend, and compares its books with a ledger outside.

Each life gets its share of the mails, so that there is work whenever a kill comes. Every second kill comes a random
time after the start, so that it also meets a gateway that starts; the others come once the gateway has answered a
random part of that share, so that kills fall all over the work.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gateway.demo.world import free_port
from tests.crash.compared import Findings, compared, is_quiet
from tests.crash.ledger import Senders, Sink, lines
from tests.crash.lives import lives
from tests.road.house import is_open, until

#: Seconds in which a life that is to end at work gets to it.
PATIENCE = 60.0
#: Of the gateway to its relay.
CONNECTIONS = 2


@dataclass(frozen=True, slots=True)
class Plan:
    kills: int
    mails: int
    seed: int = 7
    #: Connections at once.
    sessions: int = 1
    #: Lives forked from a process in which everything is loaded; else each loads its models anew.
    warm: bool = False
    #: The relay is slow to confirm and now and then hangs up instead.
    moody: bool = False
    #: Seconds after which every second life ends at the latest.
    longest: float = 4.0


@dataclass(frozen=True, slots=True)
class Result:
    kills: int
    mails: int
    tries: int
    seconds: float
    found: Findings


def campaign(home: Path, url: str, plan: Plan, *, tell: Callable[[str], None] = lambda _: None) -> Result:
    """Runs the plan; a `home` (and database) of a campaign that was broken off is taken up again."""
    dice, began, port = random.Random(plan.seed), time.monotonic(), free_port()
    with lines(home / "accepted") as accepted, lines(home / "receipts") as receipts:
        sink = Sink(receipts, moody=random.Random(plan.seed + 1) if plan.moody else None)
        sink.start()
        senders = Senders(port, plan.mails, accepted, sessions=plan.sessions)
        with lives(home, url, port, sink.port, warm=plan.warm) as gateway:
            senders.start()
            try:
                for number in range(plan.kills):
                    senders.release(plan.mails * (number + 1) // plan.kills)
                    gateway.begin()
                    at_work = bool(number % 2)
                    # Each earlier kill may have left an answer in doubt on each connection.
                    sure = senders.released - CONNECTIONS * number
                    _let_live(plan, dice, at_work=at_work, answered=lambda: len(receipts), sure=sure)
                    gateway.kill()
                    tell(f"{number + 1} kills, {len(accepted)} mails accepted, {len(receipts)} receipts")
                senders.release(plan.mails)
                gateway.begin()
                until(lambda: is_open(port), "the gateway starts again unaided", 60)
                until(lambda: len(accepted.counts) == plan.mails, "every mail is accepted", 60 + plan.mails / 10)
                until(lambda: is_quiet(url), "everything is worked through", 60 + plan.mails / 5)
            finally:
                senders.end()
                gateway.kill()
                sink.stop()
        return Result(
            plan.kills, plan.mails, senders.tries, time.monotonic() - began, compared(url, receipts, accepted)
        )


def _let_live(plan: Plan, dice: random.Random, *, at_work: bool, answered: Callable[[], int], sure: int) -> None:
    if not at_work:
        time.sleep(dice.uniform(0, plan.longest))
        return
    # However slow the machine is: the work decides, not the clock.
    aim = min(answered() + dice.uniform(0, plan.mails / plan.kills), sure)
    last = time.monotonic() + PATIENCE
    while answered() < aim and time.monotonic() < last:
        time.sleep(0.002)
    time.sleep(dice.uniform(0, 0.05))
