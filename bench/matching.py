"""One incoming mail against an archive of earlier ones: what the books hold of it, likeness and verification.

Latency is of all that the worker asks and judges for one mail (`gather`, `match`), warm, in one open transaction; the
archive is synthetic (`bench.archive`). Half of the mails were here before in some form, half are new.
"""

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path

from bench.archive import OFFICE, POOL, grow_matching, traits_of
from classifiers.likeness import Traits
from classifiers.likeness.people import full_name
from gateway.matching.shelf import Asked, Shelf, gather
from gateway.store.engine import open_store
from routing.matching import Incoming, Known, Match, match
from tests import postgresql

QUERIES, WARM = 400, 50
SIZES = (10_000, 100_000, 1_000_000)


def run(url: str, sizes: tuple[int, ...]) -> Iterator[str]:
    """Grows the archive at `url` to each size in turn and yields a line of figures for each."""
    store = open_store(url)
    filled = 0
    for size in sizes:
        began = time.monotonic()
        grow_matching(store, filled, size)
        filled, took = size, time.monotonic() - began
        # In a process of its own, whose memory is that of asking, not of growing.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as asking:
            yield f"{asking.submit(_measured, url, size).result()}   (grown in {took:.0f} s)"
    store.close()


def _measured(url: str, size: int) -> str:
    store = open_store(url)
    dice = random.Random(7)
    pool = [traits_of(dice, number) for number in range(min(POOL, size))]
    mails = [dice.choice(pool) if number % 2 else traits_of(dice, 10_000_000 + number) for number in range(QUERIES)]
    took = []
    with store.reading() as session:
        for traits in [*mails[:WARM], *mails]:
            asked = _asked(traits)
            began = time.perf_counter()
            _judged(gather(session, [asked]), asked)
            took.append(time.perf_counter() - began)
    warm = sorted(took[WARM:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"{store.engine.dialect.name:10} {size:>9,} earlier mails   p50 {1000 * statistics.median(warm):5.2f} ms"
        f"   p99 {1000 * warm[int(0.99 * len(warm))]:5.2f} ms   peak memory {peak:4.0f} MiB"
    )


def _asked(traits: Traits) -> Asked:
    """A mail with a thread, a number of ours and two names in its text."""
    name = full_name(traits.person)
    return Asked(OFFICE, "f" * 64, traits, ("none@oud.example",), ("2019-000001",), named=(name, ("els", "jacobs")))


def _judged(shelf: Shelf, asked: Asked) -> Match:
    known = []
    for message in shelf.likeliest(asked):
        case, traits = shelf.traits[message]
        known.append(Known(message, case, traits, frozenset(shelf.cases[case].parties)))
    return match(Incoming(asked.traits, words=()), known)


def main() -> None:
    largest = int(os.environ.get("BENCH_ARCHIVE", "100000"))
    sizes = tuple(size for size in SIZES if size <= largest)
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        for line in run(f"sqlite:///{Path(folder) / 'archive.db'}", sizes):
            print(line, flush=True)
    why = postgresql.missing()
    if why:
        print(f"PostgreSQL: left out, {why}")
    with postgresql.running(fsync=True) if not why else nullcontext() as server:
        for line in run(server.new_database(), sizes) if server else ():
            print(line, flush=True)


if __name__ == "__main__":
    main()
