"""Server time of the desk's pages over many cases: the first page, the list and its filters, searches, a case opened.

Each page is asked as a signed-in coordinator's browser asks it, without the network; p95 over its repeats, warm.
"""

import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from bench.archive import OFFICE, PACE, START, grow_desk, person_of
from gateway.store.engine import Store, open_store
from tests import postgresql
from tests.desk.open_desk import OpenDesk, open_desk

REPEATS, WARM = 40, 3
#: Cases on the embedded database, and on PostgreSQL.
EMBEDDED, SERVER = 100_000, 1_000_000


def pages(count: int) -> dict[str, list[str]]:
    """What is asked -> the addresses asked in turn."""
    dice = random.Random(5)
    numbers = [dice.randint(1, count) for _ in range(REPEATS)]
    references = [f"{(START + timedelta(minutes=PACE * n)).year}-{n:06}" for n in numbers]
    names = [person_of(n).split()[1] for n in numbers]
    slips = [name[:2] + name[3:] for name in names]
    return {
        "first page": ["/"],
        "list": ["/cases", "/cases?state=", "/cases?state=closed"],
        "list, due first": ["/cases?due=late"],
        "list of one body": ["/cases?body=vdab", "/cases?state=&body=vaph"],
        "list, proposed": ["/cases?action=handle"],
        "search a word that is everywhere": ["/cases?state=&query=woord00002"],
        "search a rare word": [f"/cases?state=&query=kenmerk{n}" for n in numbers],
        "search a name": [f"/cases?state=&query={name}" for name in names],
        "search a name misspelt": [f"/cases?state=&query={name}" for name in slips],
        "search a reference": [f"/cases?state=&query={reference}" for reference in references],
        "case opened": [f"/cases/{OFFICE}/{reference}" for reference in references],
    }


def run(store: Store, home: Path, count: int) -> Iterator[str]:
    began = time.monotonic()
    grow_desk(store, count)
    yield f"{store.engine.dialect.name}, {count:,} cases (grown in {time.monotonic() - began:.0f} s)"
    desk = open_desk(store, home)
    desk.now = START + timedelta(minutes=PACE * count)
    desk.person("cora", (OFFICE, "coordinator"))
    for name, addresses in pages(count).items():
        took = _took(desk, addresses)
        yield f"  {name:36} p50 {took[len(took) // 2]:7.1f} ms   p95 {took[int(0.95 * len(took))]:7.1f} ms"


def _took(desk: OpenDesk, addresses: list[str]) -> list[float]:
    """Milliseconds of each answer, the warming ones aside, in rising order."""
    client = desk.clients["cora"]
    took = []
    for number in range(WARM + REPEATS):
        address = addresses[number % len(addresses)]
        began = time.perf_counter()
        answer = client.get(address, follow_redirects=False)
        took.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return sorted(took[WARM:])


def main() -> None:
    largest = int(os.environ.get("BENCH_CASES", "20000"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        home = Path(folder)
        for line in run(open_store(f"sqlite:///{home / 'desk.db'}"), home, min(EMBEDDED, largest)):
            print(line, flush=True)
        why = postgresql.missing()
        if why:
            print(f"PostgreSQL: left out, {why}")
        with postgresql.running(fsync=True) if not why else nullcontext() as server:
            for line in run(open_store(server.new_database()), home, min(SERVER, largest)) if server else ():
                print(line, flush=True)


if __name__ == "__main__":
    main()
