"""One mail to two offices of the house: each has its case, its writer one receipt from machines."""

import smtplib

import pytest
from sqlalchemy import func, select

from gateway.demo.world import World
from gateway.store.tables import Case, Inbox, Outbox, Task
from tests.road.house import OFFICE, House, complaint, house, outside, until

OTHER = "klachten@ombuds.brussels"


@pytest.fixture
def world():
    with outside() as opened:
        yield opened


def done(running: House, count: int) -> None:
    ended = select(func.count()).select_from(Inbox).where(Inbox.status.in_(("done", "set-aside")))

    def through() -> bool:
        with running.gateway.store.reading() as session:
            return session.scalar(ended) == count

    until(through, f"{count} arrivals are worked through")


def deliver(running: House, *recipients: str) -> None:
    with smtplib.SMTP("127.0.0.1", running.gateway.settings.smtp.port, timeout=30) as client:
        client.send_message(complaint(5), "mens5@post.example", list(recipients))


def offices(running: House) -> list[str]:
    with running.gateway.store.reading() as session:
        return sorted(session.scalars(select(Case.office)))


@pytest.mark.parametrize("together", [True, False])
def test_each_office_has_a_case_and_the_writer_one_receipt(database_url, tmp_path, world: World, together):
    with house(tmp_path, database_url, world) as running:
        if together:
            deliver(running, OFFICE, OTHER)
        else:
            deliver(running, OFFICE)
            deliver(running, OTHER)
        done(running, 2)
        assert offices(running) == ["ombuds-brussel", "vlaamse-ombudsdienst"]
        until(lambda: len(world.received) == 1, "a receipt arrives")
        with running.gateway.store.reading() as session:
            [withheld] = session.scalars(select(Task).where(Task.kind == "receipt-withheld"))
            assert withheld.office == "ombuds-brussel"
            assert "the same mail came to" in withheld.text
            assert session.scalar(select(func.count()).select_from(Outbox)) == 1


def test_the_same_mail_to_both_again_is_known_to_both(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        deliver(running, OFFICE, OTHER)
        done(running, 2)
        deliver(running, OTHER, OFFICE)
        done(running, 4)
        assert offices(running) == ["ombuds-brussel", "vlaamse-ombudsdienst"]
        with running.gateway.store.reading() as session:
            assert sorted(session.scalars(select(Inbox.relation))) == ["new", "new", "same-mail", "same-mail"]
        until(lambda: len(world.received) == 1, "a receipt arrives")


def test_two_addresses_of_one_office_are_one_arrival(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        deliver(running, OFFICE, "info@vlaamseombudsdienst.be")
        done(running, 1)
        assert offices(running) == ["vlaamse-ombudsdienst"]
