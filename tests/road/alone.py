"""One gateway in a process of its own: `python -m tests.road.alone HOME OFFICE SMTP-PORT RELAY-PORT`."""

import sys
from dataclasses import replace
from pathlib import Path

from gateway.assemble import assemble
from gateway.parts import build_parts
from gateway.settings import OfficeSettings, SmtpSettings, WorkerSettings
from gateway.supervisor import Supervisor
from tests.road.house import settings_of


def main() -> None:
    home, office, port, relay = sys.argv[1:5]
    settings = replace(
        settings_of(Path(home), f"sqlite:///{home}/books.db", int(relay)),
        offices=OfficeSettings(serve=(office,)),
        smtp=SmtpSettings(port=int(port)),
        worker=WorkerSettings(processes=0),
    )
    supervisor = Supervisor(build_parts(assemble(settings), ("smtp", "worker", "sender")))
    supervisor.start()
    sys.stdin.read()
    supervisor.drain(10)


if __name__ == "__main__":
    main()
