"""A real PostgreSQL of our own on a free port, in a temporary folder; it ends with the test run."""

import contextlib
import getpass
import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin")) if Path("/usr/lib/postgresql").is_dir() else []


@dataclass(slots=True)
class Postgresql:
    port: int
    user: str
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def url(self, name: str) -> str:
        return f"postgresql://{self.user}@127.0.0.1:{self.port}/{name}"

    def new_database(self) -> str:
        """URL of a fresh, empty database."""
        name = f"test_{next(self.numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing() -> str:
    """Why PostgreSQL cannot run here; empty where it can."""
    if not BINARIES:
        return "PostgreSQL is not installed (Debian package postgresql)"
    if os.geteuid() == 0 and not has_user("postgres"):
        return "PostgreSQL refuses root and there is no user postgres"
    return ""


def has_user(name: str) -> bool:
    with contextlib.suppress(KeyError):
        pwd.getpwnam(name)
        return True
    return False


@contextlib.contextmanager
def running(fsync: bool = False) -> Iterator[Postgresql]:
    """A server; `fsync` off because the tests crash us, not the machine."""
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="klachtenpost-pg-"))
    if as_user:
        shutil.chown(folder, user, user)
    data, port = folder / "data", free_port()

    def call(program: str, *arguments: str) -> None:
        command = [*as_user, str(BINARIES[-1] / program), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    try:
        call("initdb", "-D", str(data), "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200"
        options += f" -c fsync={'on' if fsync else 'off'}"
        call("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield Postgresql(port, user)
        finally:
            call("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
