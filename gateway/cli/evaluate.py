"""`klachtenpost evaluate`: how right the gateway is on labelled mails."""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gateway.cli.console import Console
from gateway.errors import GatewayError
from gateway.evaluation.run import evaluate
from gateway.evaluation.shown import show
from gateway.settings import load_settings


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "evaluate",
        help="how right the gateway is on labelled mails",
        description="Reads GOLD_DIR/mails and compares with GOLD_DIR/gold.jsonl: counts, precision, recall and F1 of "
        "every measure, the confusion of kinds and routes, and whether confidence means something.",
    )
    parser.add_argument("folder", type=Path, metavar="GOLD_DIR", help="a folder with gold.jsonl and mails/")
    parser.add_argument("--misses", action="store_true", help="print every difference too")
    parser.add_argument(
        "--gold-readings", action="store_true", help="take the labels as if they had been read: measures routing alone"
    )
    parser.add_argument("--write", type=Path, metavar="FILE", help="keep what was told of each mail, one object a line")
    return parser


def run(args: argparse.Namespace) -> int:
    done = evaluate(args.folder, settings=load_settings(), now=datetime.now(UTC), gold_readings=args.gold_readings)
    if args.write:
        try:
            with args.write.open("w", encoding="utf-8", errors="replace") as file:
                file.writelines(json.dumps(told, ensure_ascii=False) + "\n" for told in done.told)
        except OSError as error:
            raise GatewayError(f"{args.write} cannot be written: {error.strerror}") from error
    show(Console() if sys.stdout.isatty() else Console(width=120), done, misses=args.misses)
    return 0
