"""`klachtenpost separator`: the sheet that lies between two letters in the scanner's feeder."""

import argparse
from pathlib import Path
from typing import Any

from gateway.errors import WrongCall
from gateway.scans.separator import separator_sheet


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "separator",
        help="the sheet between two letters in the scanner, as PDF",
        description="Writes the sheet that parts letters in one scan. Print it as often as there are letters in a "
        "batch and put one between each two; the sheets themselves are left out.",
    )
    parser.add_argument(
        "path", nargs="?", type=Path, default=Path("separator.pdf"), help="where to, as a rule %(default)s"
    )
    return parser


def run(args: argparse.Namespace) -> int:
    try:
        args.path.write_bytes(separator_sheet())
    except OSError as error:
        raise WrongCall(f"{args.path} cannot be written: {error.strerror}") from error
    print(f"{args.path} is written: print it and put it between two letters.")
    return 0
