"""A house whose clock the test sets: `python -m tests.exchange.node HOME`, told on standard input.

The same parts as `klachtenpost serve`; `ahead SECONDS` sets its clock, `look` has the schedule look at the calendar.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from gateway.assemble import assemble
from gateway.exchange.daily import looks
from gateway.exchange.road import houses_of
from gateway.logs import start_logging
from gateway.parts import build_parts, now_utc
from gateway.schedule.ticker import Ticker
from gateway.settings import load_settings
from gateway.supervisor import Supervisor


def main() -> None:
    ahead = timedelta()

    def clock() -> datetime:
        return now_utc() + ahead

    settings = load_settings(Path(sys.argv[1]))
    start_logging(settings.log.level)
    gateway = assemble(settings)
    houses = houses_of(gateway.offices, gateway.catalogue, gateway.secret, settings.desk.url)
    ticker = Ticker(gateway.store, gateway.offices, clock, secret=gateway.secret, hooks=looks(houses))
    supervisor = Supervisor(build_parts(gateway, ("smtp", "worker", "sender", "desk"), clock))
    supervisor.start()
    print("ready", flush=True)
    for line in sys.stdin:
        word, _, value = line.strip().partition(" ")
        if word == "ahead":
            ahead = timedelta(seconds=float(value))
        else:
            ticker.look()
        print("done", flush=True)
    supervisor.drain(20)
    gateway.close()


if __name__ == "__main__":
    main()
