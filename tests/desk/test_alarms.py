"""An alarm is a task for today, told as sure as it is; nothing automatic leaves."""

from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.store.engine import Store
from gateway.store.tables import Outbox, Task
from tests.desk.open_desk import OMBUDS, open_desk
from tests.desk.test_spoken import register

ABOUT = "Vlabel antwoordt al sinds maart niet op mijn vragen over de aanslag. "


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Ik wil niet meer leven en vannacht maak ik er een einde aan.", "The writer may be in despair"),
        ("Morgen kom ik met mijn geweer en schiet ik de controleur neer.", "The message holds a threat"),
    ],
)
def test_an_alarm_is_a_task_of_today_as_sure_as_it_is(store: Store, tmp_path: Path, said: str, told: str) -> None:
    desk = open_desk(store, tmp_path)
    register(desk, desk.person("hanne", (OMBUDS, "handler")), text=ABOUT + said)
    (task,) = desk.rows(select(Task).where(Task.kind == "alarm"))
    assert told in task.text
    assert not [item for item in desk.rows(select(Outbox)) if item.state != "waiting-for-person"]
