"""`klachtenpost inspect`: what the gateway would make of mails, without any database."""

import argparse
from datetime import UTC, datetime
from typing import Any

from gateway.cli.console import Console
from gateway.house import load_house
from gateway.inspection.as_json import as_line
from gateway.inspection.language import LANGUAGES, Speaker
from gateway.inspection.look import look
from gateway.inspection.shown import show
from gateway.inspection.sources import mails
from gateway.settings import load_settings


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "inspect",
        help="what the gateway would make of mails",
        description="Reads mails and prints what the gateway would make of each: what was read, on which words, what "
        "it proposes and why. Needs no database and keeps nothing. Readings that are not sure are marked.",
    )
    parser.add_argument("--office", required=True, metavar="ID", help="the office that gets the mails")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object a line: what was read and proposed, with evidence"
    )
    parser.add_argument(
        "--language", choices=LANGUAGES, default="en", help="in which language it is told; the mail's words stay"
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a mail, a folder, an mbox, or - for standard input")
    return parser


def run(args: argparse.Namespace) -> int:
    (office,), catalogue = load_house(load_settings(), [args.office])
    now = datetime.now(UTC)
    console, speaker = Console(), Speaker(args.language, catalogue)
    for found in mails(args.paths):
        looked = look(found, office=office, catalogue=catalogue, now=now)
        if args.json:
            print(as_line(looked), flush=True)
        else:
            show(console, looked, speaker)
    return 0
