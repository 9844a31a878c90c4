"""`klachtenpost cases`: every case with its clocks and what is proposed."""

import argparse
from typing import Any

from gateway.cli.lists import add_list_parser, print_list
from gateway.store.queries import case_rows


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    return add_list_parser(
        subparsers,
        "cases",
        "every case with its clocks and what is proposed",
        "Lists every case. `klachtenpost show REFERENCE` tells all about one.",
    )


def run(args: argparse.Namespace) -> int:
    columns = [
        ("reference", lambda row: row["reference"]),
        ("office", lambda row: row["office"]),
        ("state", lambda row: row["state"]),
        ("kind", lambda row: row["kind"]),
        ("person", lambda row: "(sealed)" if row["sealed"] else row["person"].get("name")),
        ("about", lambda row: ", ".join(row["services"])),
        ("mails", lambda row: len(row["messages"])),
        ("proposal", lambda row: proposal_in_words(row["proposal"])),
        ("due", lambda row: min((c["target"] for c in row["clocks"] if c["state"] == "running"), default="")),
    ]
    return print_list(args, case_rows, columns)


def proposal_in_words(proposal: dict[str, Any] | None) -> str:
    if proposal is None:
        return ""
    return " ".join(word for word in (proposal["action"], proposal["to"], ", ".join(proposal["grounds"])) if word)
