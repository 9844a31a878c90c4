"""One gateway process that is to be killed: `python -m tests.crash.node HOME URL SMTP-PORT RELAY-PORT`."""

import sys
import threading
from dataclasses import replace
from pathlib import Path

from gateway.assemble import assemble
from gateway.parts import build_parts
from gateway.settings import SmtpSettings, WorkerSettings
from gateway.supervisor import Supervisor
from tests.road.house import settings_of


def main() -> None:
    home, url, port, relay = sys.argv[1:5]
    settings = replace(
        settings_of(Path(home), url, int(relay)), smtp=SmtpSettings(port=int(port)), worker=WorkerSettings(batch=8)
    )
    Supervisor(build_parts(assemble(settings), ("smtp", "worker", "sender"))).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
