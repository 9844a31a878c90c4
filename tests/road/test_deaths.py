"""A mail over which the worker's process dies must not kill it for ever, nor take good mail with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from gateway.assemble import assemble
from gateway.intake.arrivals import Arrival, take_in_all
from gateway.pipeline import worker as worker_module
from gateway.pipeline.worker import DEATHS, Worker
from gateway.settings import WorkerSettings
from gateway.store.begun import Begun
from gateway.store.tables import Inbox, Raw, Task
from tests.road.house import complaint, settings_of

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Died(BaseException):
    """The end of a process, as far as the books can tell."""


@pytest.fixture
def gateway(database_url, tmp_path):
    settings = replace(settings_of(tmp_path, database_url, 25), worker=WorkerSettings(processes=0))
    made = assemble(settings)
    with made.store.session() as session:
        mails = [complaint(number, subject="deadly" if number == 2 else "") for number in range(5)]
        take_in_all(session, [Arrival(mail.as_bytes(), "smtp", NOW) for mail in mails])
    yield made
    made.close()


def process(gateway, seconds=60):
    """A worker in a process of its own: True where it worked everything through, False where it died."""
    worker = Worker(gateway.store, gateway.reading(), gateway.desk, lambda: NOW + timedelta(seconds=seconds))
    try:
        while worker.work():
            pass
    except Died:
        return False
    return True


def states(gateway):
    with gateway.store.reading() as session:
        return list(session.scalars(select(Inbox.status).order_by(Inbox.id)))


def test_a_mail_that_kills_its_worker_waits_in_quarantine_and_the_others_become_cases(gateway, monkeypatch):
    record = worker_module.record

    def deadly(session, arrivals, **known):
        if any(one.read.message.subject == "deadly" for one in arrivals):
            raise Died
        return record(session, arrivals, **known)

    monkeypatch.setattr(worker_module, "record", deadly)
    lives = 1
    while not process(gateway, 60 * lives):
        lives += 1
    assert lives == DEATHS + 1
    assert states(gateway) == ["done", "done", "quarantine", "done", "done"]
    with gateway.store.reading() as session:
        assert "processes ended" in session.scalars(select(Task.text).where(Task.kind == "unreadable")).one()


def test_good_mail_survives_a_machine_that_is_switched_off_now_and_then(gateway, monkeypatch):
    record, left = worker_module.record, [DEATHS - 1]

    def switched_off(session, arrivals, **known):
        if left[0]:
            left[0] -= 1
            raise Died
        return record(session, arrivals, **known)

    monkeypatch.setattr(worker_module, "record", switched_off)
    minute = 60
    while not process(gateway, minute):
        minute += 60
    assert states(gateway) == ["done"] * 5


def test_no_good_mail_is_put_aside_by_a_machine_that_is_killed_all_the_time_for_a_while(gateway, monkeypatch):
    record = worker_module.record

    def killed(session, arrivals, **known):
        raise Died

    monkeypatch.setattr(worker_module, "record", killed)
    for second in range(40):
        process(gateway, second)
    assert "quarantine" not in states(gateway)
    monkeypatch.setattr(worker_module, "record", record)
    assert process(gateway, 100)
    assert states(gateway) == ["done"] * 5


def test_what_came_to_its_end_is_in_nobodys_hands(gateway):
    assert process(gateway)
    with gateway.store.reading() as session:
        assert session.scalars(select(Begun)).all() == []


def test_large_mails_are_taken_in_hand_few_at_a_time(gateway, monkeypatch):
    with gateway.store.reading() as session:
        sizes = list(session.scalars(select(Raw.size).join(Inbox, Inbox.sha256 == Raw.sha256).order_by(Inbox.id)))
    monkeypatch.setattr(worker_module, "MOST_BYTES", sizes[0] + sizes[1])
    worker = Worker(gateway.store, gateway.reading(), gateway.desk, lambda: NOW + timedelta(seconds=60))
    assert worker.work() == 2
    monkeypatch.setattr(worker_module, "MOST_BYTES", 1)
    assert [worker.work() for _ in range(4)] == [1, 1, 1, 0]
    assert set(states(gateway)) == {"done"}
