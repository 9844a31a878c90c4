"""The demo goes on and tells where something did not end as it should."""

from pathlib import Path

import pytest

from gateway.demo.run import running

pytestmark = pytest.mark.alone


def test_a_sample_that_speaks_to_an_answer_that_never_came_is_left_out(tmp_path: Path) -> None:
    with running(tmp_path) as demo:
        demo.send(later=True)
        rows = {row.sample.name: row for row in demo.rows}
        assert not rows["bounce"].sent
        assert not rows["bounce"].right
        assert rows["bus-copy"].sent
