"""One incoming mail against an archive of earlier ones: keys, likeness and verification, inside the transaction.

The archive is synthetic: the traits of a few thousand generated mails, their keys scattered at random as real ones
are, one mail in ten with the bands of one of 25 template texts (hot keys). Latency is of match alone, warm.
"""

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from classifiers.likeness import Traits, read_traits
from classifiers.message import Address, Message, Segment, SegmentKind
from classifiers.understanding import Kind, Language, Person, Reading, Understanding
from gateway.store.engine import Store, open_store
from gateway.store.likeness import likeliest, match_keys, packed
from routing.matching import Incoming, Known, match

OFFICE = "vlaamse-ombudsdienst"
BODIES = ("de-lijn", "vdab", "vlabel", "wonen-in-vlaanderen", "de-watergroep", "awv", "vaph")
VOCABULARY = 12_000
TEMPLATES = 25
POOL = 3_000
QUERIES = 400


def run(url: str, sizes: tuple[int, ...]) -> Iterator[str]:
    """Grows the archive at `url` to each size in turn and yields a line of figures for each."""
    store = open_store(url)
    dice = random.Random(7)
    pool = [_traits(dice, number) for number in range(POOL)]
    filled = 0
    for size in sizes:
        _fill(store, dice, pool, filled, size)
        filled = size
        yield _measure(store, dice, pool, size)
    store.close()


def _text(dice: random.Random, words: int = 220) -> str:
    """Zipf-like words, so that common ones recur as in prose."""
    return " ".join(f"woord{int(VOCABULARY ** dice.random()):05}" for _ in range(words))


def _traits(dice: random.Random, number: int) -> Traits:
    template = random.Random(number % TEMPLATES) if number % 10 == 0 else None
    body = f"{_text(template or dice)} dossier {dice.randint(100_000, 999_999)}"
    name = f"Voornaam{dice.randint(1, 900)} Achternaam{dice.randint(1, 9000)}"
    message = Message(
        subject="",
        from_=(Address(name, f"mens{number}@post.example"),),
        to=(),
        cc=(),
        texts={"body": body},
        segments=(Segment(SegmentKind.NEW, 0, len(body)),),
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
        message_id=f"{number}@post.example",
    )
    understood = Understanding(
        language=Reading(Language.NL, 1, ""),
        kind=Reading(Kind.COMPLAINT, 1, ""),
        person=Person(name=Reading(name, 1, ""), email=Reading(f"mens{number}@post.example", 1, "")),
        services=(Reading(dice.choice(BODIES), 1, ""),),
    )
    return read_traits(message, understood)


def _fill(store: Store, dice: random.Random, pool: list[Traits], first: int, last: int) -> None:
    """Rows `first` to `last`, in key order, which a B-tree takes a hundred times faster than random order."""
    blobs = [packed(traits) for traits in pool]
    hot = [match_keys(traits, OFFICE) for traits in pool[::10][:TEMPLATES]]
    for start in range(first, last, 20_000):
        end = min(last, start + 20_000)
        keys = []
        for message in range(start, end):
            if message < len(pool):
                keys += [(key, message + 1) for key in match_keys(pool[message], OFFICE)]
            elif message % 10 == 0:
                keys += [(key, message + 1) for key in hot[message // 10 % TEMPLATES]]
            else:
                keys += [(dice.getrandbits(63), message + 1) for _ in range(38)]
        keys.sort()
        traits = [(m + 1, m + 1, blobs[m % len(pool)]) for m in range(start, end)]
        _insert(store, keys, traits)


def _insert(store: Store, keys: list[tuple[int, int]], traits: list[tuple[int, int, bytes]]) -> None:
    with store.session() as session:
        driver = session.connection().connection.driver_connection
        assert driver is not None
        cursor = driver.cursor()
        if store.embedded:
            cursor.executemany("INSERT OR IGNORE INTO match_keys (key, message_id) VALUES (?, ?)", keys)
            cursor.executemany("INSERT INTO match_traits (message_id, case_id, traits) VALUES (?, ?, ?)", traits)
            return
        with cursor.copy("COPY match_keys (key, message_id) FROM STDIN") as copy:
            for row in sorted(set(keys)):
                copy.write_row(row)
        with cursor.copy("COPY match_traits (message_id, case_id, traits) FROM STDIN") as copy:
            for row in traits:
                copy.write_row(row)


def _measure(store: Store, dice: random.Random, pool: list[Traits], size: int) -> str:
    if not store.embedded:
        with store.session() as session:
            session.execute(text("ANALYZE match_keys"))
    questions = [dice.choice(pool) if number % 2 else _traits(dice, 10_000_000 + number) for number in range(QUERIES)]
    took = []
    with store.reading() as session:
        for asked in [*questions[:50], *questions]:
            began = time.perf_counter()
            found = likeliest(session, asked, OFFICE)
            match(Incoming(asked, words=()), [Known(m, c, t, parties=t.emails) for m, c, t in found])
            took.append(time.perf_counter() - began)
    warm = sorted(took[50:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{store.engine.dialect.name:10} {size:>9,} earlier mails   p50 {1000 * statistics.median(warm):5.2f} ms"
        f"   p99 {1000 * warm[int(0.99 * len(warm))]:5.2f} ms   peak memory {peak:4.0f} MiB"
    )


def sqlite(folder: Path, sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)) -> Iterator[str]:
    yield from run(f"sqlite:///{folder / 'archive.db'}", sizes)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        largest = int(os.environ.get("BENCH_ARCHIVE", "100000"))
        for line in sqlite(Path(folder), (largest // 10, largest)):
            print(line, flush=True)
