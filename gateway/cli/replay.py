"""`klachtenpost replay`: stored mail again under today's rules, as a dry run; or a quarantined arrival once more."""

import argparse
import json
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from gateway.assemble import Gateway, assemble
from gateway.cli.ingest import work_through
from gateway.errors import GatewayError
from gateway.killable import Failed
from gateway.logs import start_logging
from gateway.pipeline.reading import ForPerson, Parcelled, Raw, Read, Seen
from gateway.settings import load_settings
from gateway.store.scans import TypedScan
from gateway.store.tables import Case, Inbox, MessageRow, Proposal
from gateway.store.tables import Raw as RawRow
from routing.decide import decide

TOGETHER = 32


def add_parser(subparsers: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "replay",
        help="what today's rules would make of stored mail",
        description="Reads stored raw mail again under today's rules and lists what would change: kind, language, "
        "bodies, proposal, set aside or not. A dry run: nothing is changed. With --inbox ID a quarantined arrival is "
        "worked through once more, for real.",
    )
    parser.add_argument("--inbox", type=int, metavar="ID", help="work a quarantined arrival through once more")
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    return parser


def run(args: argparse.Namespace) -> int:
    settings = load_settings()
    start_logging(settings.log.level)
    gateway = assemble(settings)
    try:
        return _once_more(gateway, args.inbox) if args.inbox is not None else _dry_run(gateway, args.json)
    finally:
        gateway.close()


def _once_more(gateway: Gateway, inbox: int) -> int:
    now = datetime.now(UTC)
    with gateway.store.session() as session:
        row = session.get(Inbox, inbox)
        if row is None or row.status != "quarantine":
            raise GatewayError(f"arrival {inbox} is not in quarantine; `klachtenpost inbox` lists what is")
        again = {"status": "waiting", "attempts": 0, "not_before": row.received_at}
        session.execute(update(Inbox).where(Inbox.id == inbox).values(**again))
    work_through(gateway, now)
    with gateway.store.reading() as session:
        row = session.get_one(Inbox, inbox)
        print(f"Arrival {inbox}: {row.status}{f' ({row.reason})' if row.reason else ''}.")
        return 0 if row.status in ("done", "set-aside") else 1


def _dry_run(gateway: Gateway, as_json: bool) -> int:
    looked, changed = 0, 0
    for change in _changes(gateway):
        looked += 1
        if not change["changes"]:
            continue
        changed += 1
        if as_json:
            print(json.dumps(change, ensure_ascii=False))
        else:
            told = "; ".join(f"{key}: {before} -> {after}" for key, (before, after) in change["changes"].items())
            print(f"arrival {change['inbox']} ({change['case'] or 'no case'}): {told}")
    if not as_json:
        print(f"{looked} arrivals read again; {changed} would change. Nothing was changed.")
    return 0


def _changes(gateway: Gateway) -> Iterator[dict[str, Any]]:
    last = 0
    with gateway.reading() as reading:
        while True:
            rows = _page(gateway, last)
            if not rows:
                return
            results = reading.read([raw for _, raw in rows])
            for (before, _), result in zip(rows, results, strict=True):
                last = before["inbox"]
                after = _told_now(gateway, result, before)
                told = before["told"]
                changes = {key: (told.get(key), value) for key, value in after.items() if told.get(key) != value}
                yield {"inbox": before["inbox"], "case": before["case"], "changes": changes}


def _page(gateway: Gateway, last: int) -> list[tuple[dict[str, Any], Raw]]:
    statement = (
        select(Inbox, RawRow.compressed, MessageRow, Case.reference, TypedScan.text)
        .join(RawRow, RawRow.sha256 == Inbox.sha256)
        .outerjoin(MessageRow, MessageRow.id == Inbox.message_id)
        .outerjoin(Case, Case.id == Inbox.case_id)
        .outerjoin(TypedScan, TypedScan.inbox_id == Inbox.id)
        .where(Inbox.id > last, Inbox.status.in_(("done", "set-aside")))
        .order_by(Inbox.id)
        .limit(TOGETHER)
    )
    page = []
    with gateway.store.reading() as session:
        for inbox, compressed, message, reference, typed in session.execute(statement):
            proposal = session.scalars(
                select(Proposal).where(Proposal.message_id == inbox.message_id).order_by(Proposal.id).limit(1)
            ).first()
            told: dict[str, Any] = {"makes a case": inbox.status == "done"}
            if message is not None:
                services = [one["value"] for one in message.understanding.get("services", ())]
                told |= {"kind": message.kind, "language": message.language, "bodies": services}
            if proposal is not None:
                told |= {"action": proposal.action, "to": proposal.to_body}
            raw = Raw(
                zlib.decompress(compressed),
                inbox.channel,
                inbox.received_at,
                inbox.envelope_from,
                tuple(inbox.envelope_to),
                inbox.office,
                typed or "",
            )
            page.append(({"inbox": inbox.id, "case": reference, "told": told, "opened": inbox.relation == "new"}, raw))
    return page


def _told_now(gateway: Gateway, result: Seen | Failed, before: dict[str, Any]) -> dict[str, Any]:
    match result:
        case Parcelled():
            return {"makes a case": False}
        case ForPerson() | Failed():
            return {"reading": result.reason}
        case Read():
            return _as_told(gateway, result, before)


def _as_told(gateway: Gateway, read: Read, before: dict[str, Any]) -> dict[str, Any]:
    """The same keys under today's rules; what was linked keeps its link."""
    told: dict[str, Any] = {}
    if not before["told"]["makes a case"] or not read.screening.makes_case:
        return {"makes a case": read.screening.makes_case}
    if "kind" in before["told"]:
        told |= {
            "kind": read.understanding.kind.value.value,
            "language": read.understanding.language.value.value,
            "bodies": [one.value for one in read.understanding.services],
        }
    if before["opened"] and "action" in before["told"]:
        decision = decide(
            read.message,
            read.understanding,
            read.screening,
            office=gateway.desk.offices.office(read.office),
            catalogue=gateway.catalogue,
            match=None,
            now=read.message.received_at,
        )
        told |= {"action": decision.action.value, "to": decision.to}
    return told
