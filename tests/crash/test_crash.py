"""`kill -9` at any moment loses nothing that got a 250 and makes nothing twice, on both databases."""

import pytest

from tests.crash.campaign import campaign

#: The long run is a command: `python -m tests.crash --kills N`.
KILLS = 8


@pytest.mark.timeout(600)
def test_random_kills_lose_nothing_and_make_nothing_twice(database_url, tmp_path):
    result = campaign(tmp_path, database_url, kills=KILLS, mails=40)
    assert result.faults == ()
