"""`klachtenpost inbox`: every arrival and what became of it."""

import argparse
from typing import Any

from gateway.cli.lists import add_list_parser, print_list
from gateway.store.queries import inbox_rows


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    return add_list_parser(
        subparsers,
        "inbox",
        "every arrival and what became of it",
        "Lists every arrival: what it was, when it came, and what became of it: waiting, done, set-aside (no case: "
        "machine mail, advertising) or quarantine (could not be read; `klachtenpost replay --inbox ID` tries again).",
    )


def run(args: argparse.Namespace) -> int:
    columns = [
        ("id", lambda row: row["id"]),
        ("received", lambda row: row["received_at"][:16].replace("T", " ")),
        ("mail", lambda row: row["mail"]),
        ("status", lambda row: row["status"]),
        ("case", lambda row: row["case"]),
        ("relation", lambda row: row["relation"]),
        ("reason", lambda row: row["reason"]),
    ]
    return print_list(args, inbox_rows, columns)
