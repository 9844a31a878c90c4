"""`klachtenpost serve`: the gateway at work, until it is told to stop."""

import argparse
import signal
import threading
from typing import Any

from gateway.assemble import assemble
from gateway.errors import GatewayError, WrongCall
from gateway.health import HealthDoor
from gateway.logs import start_logging
from gateway.parts import PARTS, build_parts, now_utc
from gateway.settings import load_settings
from gateway.store.sole import sole_server
from gateway.supervisor import Supervisor


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "serve",
        help="run the gateway",
        description="Runs the gateway until it is told to stop (Ctrl-C or SIGTERM): then no new mail is taken, what "
        "was begun is finished, and nothing is lost. A part that fails is started again. With PostgreSQL any number "
        "of nodes may run at once; with SQLite it is one.",
    )
    parser.add_argument("--only", metavar="PARTS", help=f"some parts only, with commas between: {', '.join(PARTS)}")
    return parser


def run(args: argparse.Namespace) -> int:
    names = tuple(args.only.split(",")) if args.only else PARTS
    wrong = [name for name in names if name not in PARTS]
    if wrong:
        raise WrongCall(f"{wrong[0]} is no part of the gateway; the parts are {', '.join(PARTS)}")
    settings = load_settings()
    start_logging(settings.log.level)
    gateway = assemble(settings)
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    try:
        with sole_server(gateway.store):
            supervisor = Supervisor(build_parts(gateway, names))
            health = _health(gateway.settings.health.port, gateway)
            supervisor.start()
            running = ", ".join(one.name for one in supervisor.running)
            print(f"klachtenpost runs: {running}. Ctrl-C stops it.", flush=True)
            told.wait()
            drained = supervisor.drain()
            if health:
                health.stop()
            return 0 if drained else 1
    finally:
        gateway.close()


def _health(port: int, gateway: Any) -> HealthDoor | None:
    if not port:
        return None
    try:
        door = HealthDoor(gateway.settings.health, gateway.store, now_utc)
    except OSError as error:
        raise GatewayError(f"port {port} for health cannot be opened: {error.strerror}") from error
    door.start()
    return door
