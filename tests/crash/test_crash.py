"""`kill -9` at any moment loses nothing that got a 250 and makes nothing twice, on both databases."""

import pytest

from tests.crash.campaign import Plan, campaign

#: Two hundred kills on both databases together; longer runs are a command: `python -m tests.crash --kills N`.
WARM, COLD = 96, 4


@pytest.mark.timeout(600)
def test_random_kills_lose_nothing_and_make_nothing_twice(database_url, tmp_path):
    """Every life is forked with everything loaded, so that most of them are spent at work."""
    plan = Plan(kills=WARM, mails=2 * WARM, sessions=4, warm=True, longest=0.4)
    assert campaign(tmp_path, database_url, plan).found.faults == ()


@pytest.mark.timeout(600)
def test_kills_of_whole_sessions_with_their_reading_processes_lose_nothing(database_url, tmp_path):
    """Every life starts from nothing: interpreter, tables, models, reading process."""
    plan = Plan(kills=COLD, mails=6 * COLD, sessions=2, longest=4.0)
    assert campaign(tmp_path, database_url, plan).found.faults == ()
