"""`klachtenpost explain`: why the gateway proposes what it proposes for one mail."""

import argparse
from datetime import UTC, datetime
from typing import Any

from rich.text import Text

from gateway.cli.console import Console
from gateway.errors import GatewayError
from gateway.house import load_house
from gateway.inspection.language import LANGUAGES, Speaker
from gateway.inspection.look import Unread, look
from gateway.inspection.sources import one_mail
from gateway.settings import load_settings
from routing.explanation import explain


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "explain",
        help="why a mail would be handled as proposed",
        description="Tells in plain sentences what was read in a mail, which rules were tried in which order, on what "
        "articles the proposal rests, and what would change it. Needs no database.",
    )
    parser.add_argument("--office", required=True, metavar="ID", help="the office that gets the mail")
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help="in which language it is told; the mail's words stay"
    )
    parser.add_argument("path", metavar="PATH", help="the mail, or - for standard input")
    return parser


def run(args: argparse.Namespace) -> int:
    (office,), catalogue = load_house(load_settings(), [args.office])
    looked = look(one_mail(args.path), office=office, catalogue=catalogue, now=datetime.now(UTC))
    if isinstance(looked, Unread):
        raise GatewayError(f"{looked.name} could not be read: {looked.why}")
    console = Console()
    speaker = Speaker(args.language, catalogue)
    for section in explain(looked.weighing, speaker.say, speaker.cite):
        console.print(Text(section.title, style="bold"))
        for sentence in section.sentences:
            console.print(Text(f"  {sentence}"), soft_wrap=not console.is_terminal)
        console.print()
    return 0
