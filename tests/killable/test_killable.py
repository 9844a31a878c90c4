import os
import time

import pytest

from gateway.killable import Failed, KillablePool
from tests.killable.work import Nothing, Single, Told, act, pid, tell


def test_results_come_in_the_order_of_the_items():
    with KillablePool(act, workers=2) as pool:
        assert pool.run([f"word{n}" for n in range(50)]) == [f"WORD{n}" for n in range(50)]
        assert pool.run([]) == []
        assert pool.kills == 0


@pytest.mark.parametrize("bad", ["stuck", "loop", "die", "hoard", "dig", "raise", "unpicklable"])
def test_a_bad_item_fails_alone_and_the_others_go_on(bad):
    with KillablePool(act, seconds=0.5) as pool:
        first, failed, last = pool.run(["one", bad, "two"])
        assert (first, last) == ("ONE", "TWO")
        assert isinstance(failed, Failed)
        assert pool.run(["three"]) == ["THREE"]


def test_values_come_back_as_the_child_made_them():
    with KillablePool(tell) as pool:
        assert pool.run(["one"]) == [(Single(Told(("one", "one"), Told(("one",)))), Nothing())]


def test_a_stuck_item_is_stopped_in_its_time_and_says_so():
    with KillablePool(act, seconds=0.5) as pool:
        pool.run(["warm"])
        start = time.monotonic()
        assert pool.run(["stuck"]) == [Failed("stopped after 0.5 seconds")]
        assert time.monotonic() - start < 5
        assert pool.kills == 1


def test_the_words_of_an_error_stay_in_the_child():
    with KillablePool(act) as pool:
        assert pool.run(["raise"]) == [Failed("ValueError while it was read")]


def test_work_happens_in_as_many_other_processes_as_asked_for():
    with KillablePool(pid, workers=2) as pool:
        seen = set(pool.run(list(range(200))))
    assert os.getpid() not in seen
    assert 1 <= len(seen) <= 2


def test_children_end_with_the_pool():
    with KillablePool(pid) as pool:
        [child] = pool.run([0])
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
