"""`klachtenpost init`: writes a commented klachtenpost.toml."""

import argparse
from importlib.resources import files
from pathlib import Path
from typing import Any

from gateway.errors import GatewayError
from gateway.settings import FILE_NAME, load_settings


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "init",
        help="write a commented klachtenpost.toml",
        description="Writes klachtenpost.toml with every setting, its default and what it means, into the home folder "
        "(--home DIR, KLACHTENPOST_HOME, or ~/.klachtenpost). An existing file is never touched.",
    )
    return parser


def run(args: argparse.Namespace) -> int:
    home = Path(args.home) if args.home else load_settings().home
    path = home / FILE_NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write((files("gateway") / "klachtenpost.toml").read_text(encoding="utf-8"))
    except FileExistsError:
        raise GatewayError(f"{path} is there already and was left as it is") from None
    except OSError as error:
        raise GatewayError(f"{path} cannot be written: {error.strerror}") from error
    print(f"Wrote {path}. Every line in it is commented out: the defaults serve until you change one.")
    print("Next: `klachtenpost check` says what is still missing, `klachtenpost serve` starts the gateway.")
    return 0
