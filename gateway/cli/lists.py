"""`inbox`, `cases`, `outbox`: what the books hold, one line each."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from rich.table import Table
from sqlalchemy.orm import Session

from gateway.assemble import open_books
from gateway.cli.console import Console

#: Columns of characters where the list goes to a file or another program.
PIPED: Final = 250
#: A column: heading, and the cell of a row.
Column = tuple[str, Callable[[dict[str, Any]], object]]


def add_list_parser(subparsers: Any, name: str, help_text: str, description: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(name, help=help_text, description=description)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser


def print_list(
    args: argparse.Namespace, rows_of: Callable[[Session], Iterable[dict[str, Any]]], columns: Sequence[Column]
) -> int:
    with open_books() as store, store.reading() as session:
        rows = rows_of(session)
        if args.json:
            for row in rows:
                print(json.dumps(row, ensure_ascii=False))
            return 0
        table = Table(box=None, header_style="bold", pad_edge=False)
        for heading, _ in columns:
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(*(str(cell(row) or "") for _, cell in columns))
        # What goes on to another program stays one line a row.
        console = Console() if sys.stdout.isatty() else Console(width=PIPED)
        console.print(table if table.row_count else "Nothing yet.")
    return 0
