"""Walks a sequence of mails through the real pipeline, one after the other, and scores how they were grouped.

`python -m tests.sequences.walk FOLDER --scorer PROGRAM [--misses]` prints what a scorer of gold and grouping says of it.
"""

import argparse
import json
import re
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from sqlalchemy import select

from gateway.assemble import Gateway, assemble
from gateway.intake.arrivals import Arrival, take_in
from gateway.pipeline.worker import Worker
from gateway.settings import DatabaseSettings, OfficeSettings, Settings, WorkerSettings
from gateway.store.queries import case_rows
from gateway.store.tables import Case, Inbox, Outbox

TEST_HEADER = re.compile(rb"^X-Test-[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n", re.MULTILINE)
PLACE = re.compile(rb"@@(REF|MSGID):([A-Z]+)@@")


def walk(folder: Path, gateway: Gateway) -> list[dict[str, object]]:
    """One line a mail, in the form of the scorer."""
    gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    rows = [row for row in gold if "mail" in row]
    opening = {row["case"]: row["mail"] for row in reversed(rows) if row.get("case")}
    ids: dict[str, int] = {}
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with gateway.reading() as reading:
        for row in rows:
            content = (folder / "mails" / row["mail"]).read_bytes()
            content = PLACE.sub(lambda found: _value(gateway, found, opening, ids), content)
            now = max(now + timedelta(seconds=1), _sent(content))
            with gateway.store.session() as session:
                ids[row["mail"]] = take_in(session, _arrival(row["mail"], content, now))
            while Worker(gateway.store, reading, gateway.desk, lambda moment=now: moment, patient=False).work():
                pass
    return _told(gateway, rows, ids)


def _value(gateway: Gateway, found: re.Match[bytes], opening: dict[str, str], ids: dict[str, int]) -> bytes:
    kind, case = found[1].decode(), found[2].decode()
    with gateway.store.reading() as session:
        arrival = session.get(Inbox, ids.get(opening.get(case, ""), 0))
        number = arrival.case_id if arrival else None
        if kind == "REF":
            return (session.scalar(select(Case.reference).where(Case.id == number)) or "2026-0000").encode()
        sent = session.scalar(select(Outbox.message_id).where(Outbox.case_id == number).order_by(Outbox.id).limit(1))
        return (sent or f"none-{case}@vlaamseombudsdienst.be").encode()


def _sent(content: bytes) -> datetime:
    try:
        return parsedate_to_datetime(str(message_from_bytes(content)["Date"])).astimezone(UTC)
    except (ValueError, TypeError):
        return datetime(2026, 1, 1, tzinfo=UTC)


def _arrival(name: str, content: bytes, now: datetime) -> Arrival:
    mail = message_from_bytes(content)
    told_from, told_to = mail["X-Test-Envelope-From"], mail["X-Test-Envelope-To"]
    sender = getaddresses([str(told_from if told_from is not None else mail["From"] or "")])
    to = [a for _, a in getaddresses([str(told_to if told_to is not None else mail["To"] or "")])]
    ours = [a for a in to if "vlaamseombudsdienst" in a.lower()] or to[:1]
    return Arrival(
        TEST_HEADER.sub(b"", content),
        "file",
        now,
        source=name,
        envelope_from=sender[0][1].strip("<>") if sender else "",
        envelope_to=tuple(ours[:1]),
    )


def _told(gateway: Gateway, rows: list[dict[str, object]], ids: dict[str, int]) -> list[dict[str, object]]:
    with gateway.store.reading() as session:
        campaigns = {row["reference"]: row["campaign"] for row in case_rows(session)}
        told = []
        for row in rows:
            arrival = session.get_one(Inbox, ids[str(row["mail"])])
            reference = session.scalar(select(Case.reference).where(Case.id == arrival.case_id))
            told.append(
                {
                    "mail": row["mail"],
                    "case": reference,
                    "relation": arrival.relation,
                    "campaign": campaigns.get(reference or ""),
                }
            )
    return told


def assembled(home: Path, url: str = "sqlite:///books.db") -> Gateway:
    return assemble(
        Settings(
            home=home,
            offices=OfficeSettings(serve=("vlaamse-ombudsdienst",)),
            database=DatabaseSettings(url),
            worker=WorkerSettings(processes=0),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        gateway = assembled(Path(home))
        told = walk(args.folder, gateway)
        gateway.close()
        read = Path(home) / "read.jsonl"
        read.write_text("".join(json.dumps(row) + "\n" for row in told), encoding="utf-8")
        misses = ["--misses"] if args.misses else []
        subprocess.run([args.scorer, args.folder / "gold.jsonl", read, *misses], check=True)


if __name__ == "__main__":
    main()
