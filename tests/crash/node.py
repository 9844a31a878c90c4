"""One gateway process that is to be killed: `python -m tests.crash.node HOME URL SMTP-PORT RELAY-PORT`.

With `--nursery` it is a process that has imported and loaded everything, and forks such a gateway for each line "life"
that it reads: a kill then costs a fork, not the three seconds in which models load. Mail is read in the forked process.
"""

import os
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

from gateway.assemble import assemble
from gateway.house import load_house
from gateway.parts import build_parts
from gateway.pipeline.reading import Readers, prepare
from gateway.settings import SmtpSettings, WorkerSettings
from gateway.supervisor import Supervisor
from tests.road.house import settings_of

#: More than any campaign sends.
UNCAPPED = 1_000_000


def live(home: Path, url: str, port: int, relay: int, processes: int) -> None:
    """Listener, worker and sender, until somebody kills them."""
    settings = replace(
        settings_of(home, url, relay, per_hour=UNCAPPED),
        smtp=SmtpSettings(port=port),
        worker=WorkerSettings(processes=processes, batch=8),
    )
    Supervisor(build_parts(assemble(settings), ("smtp", "worker", "sender"))).start()
    threading.Event().wait()


def end_with(parent: int) -> None:
    """A campaign that is broken off leaves nobody behind."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def nurse(home: Path, url: str, port: int, relay: int) -> None:
    """Answers each "life" with the id of a new process; it is gone once the next line is read."""
    offices, catalogue = load_house(settings_of(home, url, relay))
    prepare(Readers(offices, catalogue))
    print("ready", flush=True)
    for _ in sys.stdin:
        own = os.getpid()
        child = os.fork()
        if not child:
            end_with(own)
            os.setsid()
            nothing = os.open(os.devnull, os.O_RDWR)
            os.dup2(nothing, 0)
            os.dup2(nothing, 1)
            live(home, url, port, relay, 0)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


def main() -> None:
    home, url, port, relay = sys.argv[1:5]
    end_with(os.getppid())
    told = (Path(home), url, int(port), int(relay))
    if "--nursery" in sys.argv:
        nurse(*told)
    else:
        live(*told, 1)


if __name__ == "__main__":
    main()
