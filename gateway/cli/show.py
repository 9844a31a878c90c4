"""`klachtenpost show`: all about one case."""

import argparse
import json
from typing import Any

from sqlalchemy import select

from gateway.assemble import open_books
from gateway.cli.console import Console
from gateway.errors import GatewayError
from gateway.sending.wording import state_in_words
from gateway.store.history import broken_at
from gateway.store.queries import case_rows, history_rows, outbox_rows
from gateway.store.tables import Case


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "show",
        help="all about one case",
        description="Shows one case: who, about what, every message, clock and answer, and its whole history. What is "
        "sealed is shown at the desk only, to those who may see it.",
    )
    parser.add_argument("reference", metavar="REF", help="the reference, e.g. 2026-0001")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser


def run(args: argparse.Namespace) -> int:
    with open_books() as store, store.reading() as session:
        cases = list(case_rows(session, args.reference))
        if not cases:
            raise GatewayError(f"there is no case {args.reference}; `klachtenpost cases` lists them all")
        for case in cases:
            row = session.scalars(
                select(Case).where(Case.reference == case["reference"], Case.office == case["office"])
            ).one()
            if row.sealed:
                raise GatewayError(f"case {args.reference} is sealed: it is shown at the desk, to sealed officers only")
            answers = [one for one in outbox_rows(session, args.reference) if one["office"] == case["office"]]
            history = [
                {"at": entry.at.isoformat(timespec="seconds"), "by": entry.actor, "step": entry.step, **entry.detail}
                for entry in history_rows(session, row.id)
            ]
            broken = broken_at(session, row.id)
            told = {**case, "answers": answers, "history": history, "history_whole": broken is None}
            if args.json:
                print(json.dumps(told, ensure_ascii=False))
            else:
                _print(told)
    return 0


def _print(case: dict[str, Any]) -> None:
    console = Console(highlight=False)
    console.print(f"[bold]{case['reference']}[/]  {case['office']}  {case['state']}  ({case['kind']})", markup=True)
    person = case["person"]
    told = ", ".join(str(person[key]) for key in person if person.get(key))
    console.print(f"who       {told or 'not told'}", markup=False)
    console.print(f"about     {', '.join(case['services']) or 'not told'}", markup=False)
    if case["proposal"]:
        proposal = case["proposal"]
        words = " ".join(w for w in (proposal["action"], proposal["to"], ", ".join(proposal["grounds"])) if w)
        console.print(f"proposed  {words} ({proposal['state']})", markup=False)
    for one in case["messages"]:
        console.print(f"message   {one['received_at']}  {one['relation']:<10} {one['mail']}", markup=False)
    for clock in case["clocks"]:
        days = f"target {clock['target']}, legal last day {clock['legal_last']}"
        console.print(f"clock     {clock['name']:<18} {days}  {clock['state']}", markup=False)
    for one in case["answers"]:
        console.print(
            f"answer    {one['created_at']}  {one['answer']:<18} to {one['to']}  {state_in_words(one['state'], 'en')}",
            markup=False,
        )
    for entry in case["history"]:
        detail = {key: value for key, value in entry.items() if key not in ("at", "by", "step")}
        console.print(
            f"history   {entry['at']}  {entry['by']:<12} {entry['step']:<14} {json.dumps(detail, ensure_ascii=False)}",
            markup=False,
        )
    console.print("history   whole" if case["history_whole"] else "history   BROKEN: somebody changed it", markup=False)
