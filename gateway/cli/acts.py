"""Commands of several acts, `klachtenpost COMMAND ACT WORD...`, each of which takes a fixed number of words."""

import argparse
from collections.abc import Mapping
from typing import Any

from gateway.errors import WrongCall


def acts_parser(
    subparsers: Any, command: str, acts: Mapping[str, int], *, about: str, description: str, metavar: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        command, help=about, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("act", choices=tuple(acts))
    parser.add_argument("words", nargs="*", metavar=metavar)
    return parser


def check_words(command: str, acts: Mapping[str, int], args: argparse.Namespace) -> None:
    """Raises WrongCall where an act got more or fewer words than it takes."""
    wanted = acts[args.act]
    if len(args.words) != wanted:
        words = {0: "no words", 1: "one word"}.get(wanted, f"{wanted} words")
        raise WrongCall(f"`{command} {args.act}` takes {words} more; see `klachtenpost {command} --help`")
