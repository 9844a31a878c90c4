"""`klachtenpost demo`: watch sample complaints come in, become cases, and be answered."""

import argparse
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.table import Table

from gateway.demo.people import PEOPLE, invite
from gateway.demo.run import OFFICES, PATIENCE, Became, Demo, fresh_folder, running
from gateway.logs import start_logging


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "demo",
        help="watch sample complaints come in, become cases, and be answered",
        description="Runs everything on an embedded database in ./demo: the SMTP door, the worker, the sender, the "
        "desk, and a stand-in outside world that shows what citizens receive. Sends its own sample complaints through "
        "real SMTP and shows, live, what became of each. Nothing leaves this machine.",
    )
    parser.add_argument("--once", action="store_true", help="end after the samples; exit status 1 if any went wrong")
    return parser


def run(args: argparse.Namespace) -> int:
    home = Path(args.home) if args.home else Path.cwd() / "demo"
    fresh_folder(home)
    start_logging("error", pretty=True)
    console = Console()
    with running(home) as demo:
        desk = demo.gateway.settings.desk
        console.print(
            f"SMTP listens on 127.0.0.1:{demo.gateway.settings.smtp.port}, the desk on "
            f"http://{desk.host}:{desk.port}. Everything is kept in {home}."
        )
        with demo.gateway.store.session() as session:
            password = invite(session, OFFICES, datetime.now(UTC))
        for name, _, roles in PEOPLE:
            console.print(f"Sign in as [bold]{name}[/] ({', '.join(roles)}), password {password}", highlight=False)
        with Live(table(demo.rows), console=console, refresh_per_second=4) as live:
            for later in (False, True):
                demo.send(later)
                for _ in demo.wait(later, time.monotonic() + PATIENCE):
                    live.update(table(demo.rows))
        _show_mails(console, demo)
        wrong = [row.sample.name for row in demo.rows if not row.right]
        console.print(
            f"[bold red]Not as it should be: {', '.join(wrong)}.[/]"
            if wrong
            else f"[bold green]All {len(demo.rows)} samples ended as they should.[/]"
        )
        if not args.once:
            console.print("Ctrl-C ends the demo.")
            try:
                while True:
                    time.sleep(1)
            except KeyboardInterrupt:
                pass
        return 1 if wrong and args.once else 0


def table(rows: list[Became]) -> Table:
    shown = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("", "sample", "became", "case", "about", "proposed", "answer", "for staff"):
        shown.add_column(heading, overflow="fold", min_width=len(heading), no_wrap=heading == "case")
    for row in rows:
        mark = "[green]✓[/]" if row.right else "…" if row.sent else ""
        became = row.relation or row.status
        shown.add_row(
            mark,
            f"{row.sample.name}: {row.sample.shows}",
            f"{became}, campaign" if row.campaign else became,
            row.reference,
            row.about,
            row.proposal,
            ", ".join(row.answers),
            ", ".join(row.tasks),
        )
    return shown


def _show_mails(console: Console, demo: Demo) -> None:
    """What the world received: the first answer in full, of the others the first lines."""
    console.rule("what citizens receive")
    for place, received in enumerate(demo.world.received):
        mail = received.mail
        console.print(f"\n[bold]To {received.recipient}[/]: {mail['Subject']}", highlight=False)
        lines = _text(mail).strip().splitlines()
        told = lines if place == 0 else [line for line in lines if line.strip()][:3]
        console.print("\n".join(told), highlight=False, markup=False)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
