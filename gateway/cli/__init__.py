"""The command line: one module a command, one line each in the table below."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from gateway.errors import GatewayError

#: Command -> what it does, in the order in which a newcomer needs them. Each is a module of this package with
#: `add_parser(subparsers) -> ArgumentParser` and `run(args) -> int`; only the one that is called is loaded.
COMMANDS: Final = {
    "demo": "watch sample complaints come in, become cases, and be answered",
    "init": "write a commented klachtenpost.toml",
    "inspect": "what the gateway would make of mails, without any database",
    "explain": "why a mail would be handled as proposed",
    "evaluate": "how right the gateway is on labelled mails",
    "check": "what is wrong with the configuration, in words",
    "serve": "run the gateway: intake, worker, sender, schedule, desk",
    "ingest": "put mails into the inbox and work them through",
    "inbox": "every arrival and what became of it",
    "cases": "every case with its clocks and what is proposed",
    "outbox": "every answer and how far it is",
    "show": "all about one case",
    "texts": "the texts of an office's answers, out and in",
    "separator": "the sheet that parts letters in the scanner, as PDF",
    "report": "the figures of an office over a year",
    "replay": "what today's rules would make of stored mail",
    "train": "make the trained models again and measure them",
    "partner": "the directory of partner services and our keys",
    "user": "who works at the desk, and what each may",
    "token": "which programs may use the API, and for what",
}

EPILOG = """\
Exit status: 0 good, 1 something was found wrong, 2 the call or the configuration is wrong.
Settings stand in klachtenpost.toml in the home folder (--home DIR or KLACHTENPOST_HOME); every one of them can be
overridden by a variable KLACHTENPOST_<SECTION>_<KEY>. `klachtenpost COMMAND --help` tells more about a command.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns the exit status; errors are one sentence on standard error."""
    words = list(sys.argv[1:] if argv is None else argv)
    args = build_parser(words).parse_args(words)
    if args.home:
        os.environ["KLACHTENPOST_HOME"] = str(args.home.absolute())
    try:
        return int(import_module(f"gateway.cli.{args.command}").run(args))
    except GatewayError as error:
        print(f"klachtenpost: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def build_parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The parser, with only the arguments of the command that `words` name."""
    parser = argparse.ArgumentParser(
        prog="klachtenpost",
        description="A post office for complaints: takes in, reads, routes, answers and tracks complaints.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--home", type=Path, metavar="DIR", help="where settings and database are kept")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    called = next((word for word in words if word in COMMANDS), None)
    for name, summary in COMMANDS.items():
        if name == called:
            command = import_module(f"gateway.cli.{name}").add_parser(subparsers)
            # `--home` is understood on either side of the command's name.
            command.add_argument("--home", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        else:
            subparsers.add_parser(name, help=summary, add_help=False)
    return parser
