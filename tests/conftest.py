"""What all tests share: the real servers, and a store on each of the two databases."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.store.engine import Store, open_store
from tests import postgresql as servers
from tests.postgresql import Postgresql


def without_server(reason: str) -> None:
    """A real server that is not there skips the test; on the build machine it fails it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Postgresql]:
    reason = servers.missing()
    if reason:
        without_server(reason)
    with servers.running() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql: Postgresql) -> str:
    """URL of a fresh, empty database."""
    return postgresql.new_database()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: Any, tmp_path: Path) -> str:
    """URL of a fresh, empty database of either kind: a test that takes it runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/books.db"
    return str(request.getfixturevalue("postgresql_url"))


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()
