"""Books with many earlier cases: rows as the road writes them, made at once.

One case in twenty is open, one mail in ten is one of 25 template texts (hot keys), names and words recur as they do
among people. `grow_matching` writes what matching asks, `grow_desk` what the desk asks, `grow` both.
"""

import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any, cast

import numpy as np
from sqlalchemy import Column, Table, text

from bench.mails import made
from classifiers.likeness import Traits, read_traits
from classifiers.message import Address, Message, Segment, SegmentKind
from classifiers.understanding import Kind, Language, Person, Reading, Understanding
from gateway.casework.search import POSTGRESQL_TEXT, name_keys
from gateway.store.base import Base
from gateway.store.desk import NameKey
from gateway.store.engine import Store
from gateway.store.likeness import MatchKey, MatchTraits, match_keys, packed
from gateway.store.raw import keep_raw
from gateway.store.tables import Case, CaseMessage, ClockRow, History, MessageRow, Outbox, Proposal

OFFICE = "vlaamse-ombudsdienst"
BODIES = ("de-lijn", "vdab", "vlabel", "wonen-in-vlaanderen", "de-watergroep", "awv", "vaph")
FIRST_NAMES = (
    "Lut Karim Els Jan Sofie Ahmed Marleen Pieter Noor Wim Hilde Yasmina Tom Griet Dirk Ilse Bert Nadia".split()
)
SURNAMES = "Peeters Janssens Maes Jacobs Willems Claes Goossens Wouters Aerts Pauwels Hermans Dubois Benali".split()
SYLLABLES = "ver la ter hof man bo de ruy sel van ker ste ge ma ni lo".split()
START = datetime(2016, 1, 1, tzinfo=UTC)
RAW = hashlib.sha256(made(1)).hexdigest()
#: Minutes between two complaints.
PACE = 5
VOCABULARY, TEMPLATES, POOL, AT_ONCE = 12_000, 25, 3_000, 20_000
KEYS_EACH = 38


def grow(store: Store, count: int) -> None:
    """Cases 1 to `count` with all that the road and the desk ask."""
    grow_matching(store, 0, count)
    grow_desk(store, count, told=False)


def grow_desk(store: Store, count: int, *, told: bool = True) -> None:
    """Cases 1 to `count` with their receipts, clocks, proposals, history and names; what matching asks aside."""
    if told:
        _grow_told(store, 0, count)
    for numbers in _chunks(0, count):
        for table, rows in _worked(numbers).items():
            _bulk(store, table, rows)
        _bulk(store, NameKey, ({"key": k, "case_id": n} for n in numbers for k in name_keys(person_of(n))))
    if not store.embedded:
        _run(store, "VACUUM ANALYZE")


def grow_matching(store: Store, first: int, last: int) -> None:
    """Cases `first` + 1 to `last`, the message of each and what it is found by; `first` is what stands there."""
    dice = random.Random(7)
    pool = [traits_of(dice, number) for number in range(min(POOL, last))]
    blobs = [packed(traits) for traits in pool]
    hot = [match_keys(traits, OFFICE) for traits in pool[::10][:TEMPLATES]]
    _grow_told(store, first, last)
    for numbers in _chunks(first, last):
        kept = ({"message_id": n, "case_id": n, "traits": blobs[(n - 1) % len(blobs)]} for n in numbers)
        _bulk(store, MatchTraits, kept)
    for numbers in _chunks(first, last, 200_000):
        _bulk(store, MatchKey, ({"key": key, "message_id": n} for key, n in _keys(numbers, pool, hot)))
    if not store.embedded:
        _run(store, "VACUUM ANALYZE")


def _grow_told(store: Store, first: int, last: int) -> None:
    dice = random.Random(3)
    texts = [prose(dice, 90) for _ in range(2_000)]
    if not first:
        with store.session() as session:
            keep_raw(session, made(1), START)
    if not store.embedded:
        # A text index is built once over all rows in a tenth of the time that it takes row by row.
        _run(store, "DROP INDEX message_text_words")
    for numbers in _chunks(first, last):
        for table, rows in _told(numbers, texts).items():
            _bulk(store, table, rows)
    if not store.embedded:
        _run(store, POSTGRESQL_TEXT[-1])
        for counted in ("cases", "messages"):
            _run(store, f"SELECT setval(pg_get_serial_sequence('{counted}', 'id'), {last + 1})")


def person_of(number: int) -> str:
    """The complainant of a case: about a million names, some of them borne by many."""
    dice = random.Random(number)
    surname = dice.choice(SURNAMES) if dice.random() < 0.2 else "".join(dice.choices(SYLLABLES, k=4)).title()
    return f"{dice.choice(FIRST_NAMES)} {surname}"


def prose(dice: random.Random, words: int = 220) -> str:
    """Zipf-like words, so that common ones recur as in prose."""
    return " ".join(f"woord{int(VOCABULARY ** dice.random()):05}" for _ in range(words))


def traits_of(dice: random.Random, number: int) -> Traits:
    """What is compared of one generated mail."""
    template = random.Random(number % TEMPLATES) if number % 10 == 0 else None
    body = f"{prose(template or dice)} dossier {dice.randint(100_000, 999_999)}"
    name, email = person_of(dice.randint(1, 1_000_000)), f"mens{number}@post.example"
    message = Message(
        subject="",
        from_=(Address(name, email),),
        to=(),
        cc=(),
        texts={"body": body},
        segments=(Segment(SegmentKind.NEW, 0, len(body)),),
        received_at=START,
        message_id=f"{number}@post.example",
    )
    understood = Understanding(
        language=Reading(Language.NL, 1, ""),
        kind=Reading(Kind.COMPLAINT, 1, ""),
        person=Person(name=Reading(name, 1, ""), email=Reading(email, 1, "")),
        services=(Reading(dice.choice(BODIES), 1, ""),),
    )
    return read_traits(message, understood)


def _chunks(first: int, last: int, size: int = AT_ONCE) -> Iterator[range]:
    for start in range(first + 1, last + 1, size):
        yield range(start, min(last + 1, start + size))


def _told(numbers: range, texts: Sequence[str]) -> dict[type[Base], list[dict[str, object]]]:
    office = {"office": OFFICE, "language": "nl", "kind": "complaint", "channel": "smtp"}
    messages, cases, links = [], [], []
    for number in numbers:
        at = START + timedelta(minutes=PACE * number)
        name, email, still_open = person_of(number), f"mens-{number}@oud.example", number % 20 == 0
        messages.append(
            {**office, "id": number, "sha256": RAW, "content_key": f"{number:064}", "subject": f"Klacht {number}"}
            | {"header_message_id": f"{number}@oud.example", "from_email": email, "received_at": at}
            | {"text": f"{texts[number % len(texts)]} kenmerk{number}", "understanding": {}}
        )
        cases.append(
            {**office, "id": number, "reference": f"{at.year}-{number:06}", "procedure": "vlaamse-ombudsdienst"}
            | {"state": "received" if still_open else "closed", "closed_at": None if still_open else at}
            | {"person": {"name": name, "email": email}, "person_name": name, "person_email": email}
            | {"services": [BODIES[number % len(BODIES)]], "wishes": [], "signals": [], "received_at": at}
            | {"due": at.date() + timedelta(days=10) if still_open else None}
            | {"handler": "an" if still_open and number % 60 == 0 else None}
        )
        links.append(
            {"case_id": number, "message_id": number, "relation": "new", "linked_by": "klachtenpost", "linked_at": at}
        )
    return {MessageRow: messages, Case: cases, CaseMessage: links}


def _worked(numbers: range) -> dict[type[Base], list[dict[str, object]]]:
    rows: dict[type[Base], list[dict[str, object]]] = {one: [] for one in (Outbox, History, ClockRow, Proposal)}
    for number in numbers:
        at = START + timedelta(minutes=PACE * number)
        rows[Outbox].append(
            {"case_id": number, "office": OFFICE, "dedupe_key": f"receipt:{number}", "answer": "receipt"}
            | {"channel": "mail", "to_address": f"mens-{number}@oud.example", "language": "nl", "state": "sent"}
            | {"message_id": f"r{number}@ons.example", "draft": {"text": "woord " * 80}, "not_before": at}
            | {"created_at": at, "sent_at": at}
        )
        rows[History] += [
            {"case_id": number, "number": place, "at": at, "actor": "klachtenpost", "step": step, "detail": {}}
            | {"previous": "0" * 64, "hash": "0" * 64}
            for place, step in enumerate(("received", "decided", "answered"), 1)
        ]
        day: date = at.date()
        state = "running" if number % 20 == 0 else "met"
        rows[ClockRow].append(
            {"case_id": number, "name": "acknowledgement", "starts": day, "nominal": day, "legal_last": day}
            | {"target": day + timedelta(days=10), "state": state, "ended_by": None, "ended_at": None}
        )
        rows[Proposal].append(
            {"case_id": number, "message_id": number, "action": "handle", "to_body": None, "grounds": []}
            | {"decision": {}, "state": "open" if number % 20 == 0 else "accepted", "created_at": at}
        )
    return rows


def _keys(numbers: range, pool: Sequence[Traits], hot: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """In key order, which a B-tree takes a hundred times faster than random order."""
    told: list[tuple[int, int]] = []
    cold = []
    for number in numbers:
        if number <= len(pool):
            told += [(key, number) for key in set(match_keys(pool[number - 1], OFFICE))]
        elif number % 10 == 1:
            told += [(key, number) for key in set(hot[number // 10 % TEMPLATES])]
        else:
            cold.append(number)
    made = np.random.default_rng(numbers.start).integers(0, 1 << 62, len(cold) * KEYS_EACH, dtype=np.int64)
    keys = np.concatenate([made, np.array([key for key, _ in told], dtype=np.int64)])
    messages = np.concatenate([np.repeat(cold, KEYS_EACH), [message for _, message in told]]).astype(np.int64)
    order = np.argsort(keys, kind="stable")
    yield from zip(keys[order].tolist(), messages[order].tolist(), strict=True)


def _bulk(store: Store, table: type[Base], rows: Iterable[Mapping[str, object]]) -> None:
    """By the driver's own road for many rows; what a row does not tell has the default of its column."""
    shown = iter(rows)
    first = next(shown, None)
    if first is None:
        return
    told = cast(Table, table.__table__).columns
    columns = [c for c in told if c.name in first or (not c.primary_key and not c.nullable)]
    ready = ([_stored(store, c, row) for c in columns] for row in chain((first,), shown))
    name, names = table.__tablename__, ", ".join(c.name for c in columns)
    with store.session() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        cursor = driver.cursor()
        if store.embedded:
            marks = ", ".join("?" * len(columns))
            cursor.executemany(f"INSERT OR IGNORE INTO {name} ({names}) VALUES ({marks})", ready)
            return
        with cursor.copy(f"COPY {name} ({names}) FROM STDIN") as copy:
            for row in ready:
                copy.write_row(row)


def _stored(store: Store, column: Column[Any], row: Mapping[str, object]) -> object:
    """A value as the driver stores it."""
    value = row.get(column.name, column.default.arg if column.default is not None else None)  # type: ignore[attr-defined]
    if isinstance(value, dict | list):
        return json.dumps(value)
    if store.embedded and isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if store.embedded and isinstance(value, date) else value


def _run(store: Store, statement: str) -> None:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
