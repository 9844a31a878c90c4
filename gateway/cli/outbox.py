"""`klachtenpost outbox`: every answer and how far it is."""

import argparse
from typing import Any

from gateway.cli.lists import add_list_parser, print_list
from gateway.sending.wording import state_in_words
from gateway.store.queries import outbox_rows


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    return add_list_parser(
        subparsers,
        "outbox",
        "every answer and how far it is",
        "Lists every outgoing item: receipts, drafts that wait for a person, letters, and how far each is.",
    )


def run(args: argparse.Namespace) -> int:
    columns = [
        ("id", lambda row: row["id"]),
        ("case", lambda row: row["case"]),
        ("answer", lambda row: row["answer"]),
        ("channel", lambda row: row["channel"]),
        ("to", lambda row: row["to"]),
        ("subject", lambda row: row["subject"]),
        ("state", lambda row: state_in_words(row["state"], "en")),
        ("reason", lambda row: row["reason"]),
    ]
    return print_list(args, outbox_rows, columns)
