"""Two towns that know each other, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.houses import Town, town


@pytest.fixture
def flemish(tmp_path: Path) -> Iterator[Town]:
    one = town(tmp_path / "flemish", "vlaamse-ombudsdienst")
    yield one
    one.gateway.close()


@pytest.fixture
def brussels(tmp_path: Path, database_url: str) -> Iterator[Town]:
    one = town(tmp_path / "brussels", "ombuds-brussel", database_url)
    yield one
    one.gateway.close()


@pytest.fixture
def friends(flemish: Town, brussels: Town) -> tuple[Town, Town]:
    flemish.befriend(brussels)
    brussels.befriend(flemish)
    return flemish, brussels
