"""One `serve` for one SQLite file: a lock that the operating system lets go when its process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.errors import GatewayError
from gateway.store.engine import Store


@contextmanager
def sole_server(store: Store) -> Iterator[None]:
    """Holds the lock beside the database's file; nothing to hold for PostgreSQL.

    Raises GatewayError where another process serves the same file.
    """
    file = store.engine.url.database
    if not store.embedded or not file or file == ":memory:":
        yield
        return
    path = Path(f"{file}.lock")
    try:
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise GatewayError(f"{path} cannot be opened: {error.strerror}") from error
    try:
        _take(lock, file)
        yield
    finally:
        os.close(lock)


def _take(lock: int, file: str) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(lock, 20).decode("ascii", "replace").strip() or "unknown"
        raise GatewayError(
            f"another `klachtenpost serve` (process {holder}) already works {file}: stop it first, "
            "or use PostgreSQL, where several may run"
        ) from error
    os.truncate(lock, 0)
    os.write(lock, f"{os.getpid()}\n".encode())
