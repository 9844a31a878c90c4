"""Books with many earlier cases: rows as the road writes them, made at once."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, text

from bench import matching
from gateway.casework.search import name_keys
from gateway.store.desk import NameKey
from gateway.store.engine import Store
from gateway.store.tables import Case, CaseMessage, History, MessageRow, Outbox, Raw

START = datetime(2025, 1, 1, tzinfo=UTC)
POOL = 400
AT_ONCE = 5_000


def grow(store: Store, count: int) -> None:
    """Cases 1 to `count` of the first office, each with a message, a receipt, its history and its keys."""
    dice = random.Random(7)
    pool = [matching._traits(dice, number) for number in range(min(POOL, count))]
    matching._fill(store, dice, pool, 0, count)
    with store.session() as session:
        session.execute(insert(Raw), [{"sha256": "0" * 64, "size": 0, "compressed": b"", "stored_at": START}])
    for first in range(1, count + 1, AT_ONCE):
        _rows(store, range(first, min(count + 1, first + AT_ONCE)))
    if not store.embedded:
        with store.session() as session:
            for table in ("cases", "messages"):
                session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {count + 1})"))
            session.commit()
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


def _rows(store: Store, numbers: range) -> None:
    office = {"office": matching.OFFICE, "language": "nl", "kind": "complaint", "channel": "smtp"}
    rows: dict[type, list[dict[str, object]]] = {
        one: [] for one in (MessageRow, Case, CaseMessage, Outbox, History, NameKey)
    }
    for number in numbers:
        at = START + timedelta(minutes=number)
        name, email = f"Voornaam{number % 900} Achternaam{number % 9000}", f"mens-{number}@oud.example"
        rows[MessageRow].append(
            {**office, "id": number, "sha256": "0" * 64, "content_key": f"{number:064}", "subject": f"Klacht {number}"}
            | {"header_message_id": f"{number}@oud.example", "from_email": email, "text": "woord " * 200}
            | {"understanding": {}, "received_at": at}
        )
        rows[Case].append(
            {**office, "id": number, "reference": f"2025-{number:04}", "procedure": "ombuds", "state": "received"}
            | {"person": {"name": name}, "person_name": name, "person_email": email, "received_at": at}
            | {"services": ["vdab"], "wishes": [], "signals": []}
        )
        rows[CaseMessage].append(
            {"case_id": number, "message_id": number, "relation": "new", "linked_by": "klachtenpost", "linked_at": at}
        )
        rows[Outbox].append(
            {"case_id": number, "office": matching.OFFICE, "dedupe_key": f"receipt:{number}", "answer": "receipt"}
            | {"channel": "mail", "to_address": email, "language": "nl", "message_id": f"r{number}@ons.example"}
            | {"draft": {"text": "woord " * 200}, "state": "sent", "not_before": at, "created_at": at, "sent_at": at}
        )
        steps = enumerate(("received", "decided", "answered"), 1)
        rows[History] += [
            {"case_id": number, "number": place, "at": at, "actor": "klachtenpost", "step": step, "detail": {}}
            | {"previous": "0" * 64, "hash": "0" * 64}
            for place, step in steps
        ]
        rows[NameKey] += [{"key": key, "case_id": number} for key in sorted(name_keys(name))]
    with store.session() as session:
        for table, made in rows.items():
            session.execute(insert(table), made)
