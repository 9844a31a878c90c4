"""Two houses as processes of their own whose clocks the test sets: lost answers, a day without a house, wrong clocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from gateway.demo.world import Received
from gateway.store.partners import ExchangeDocument
from gateway.store.tables import Outbox
from tests.exchange.post import Post, text_of
from tests.exchange.real import RealHouse
from tests.exchange.test_real_houses import BRUSSELS, FLEMISH, arrived, decide, pass_on, post, reached, stands  # noqa: F401 - a fixture
from tests.road.house import until

pytestmark = pytest.mark.timeout(240)
DAY = 86_400.0


@dataclass(slots=True)
class Clocked(RealHouse):
    """A house that is told how far its clock is ahead of the world's."""

    ahead: float = 0.0

    def start_clocked(self) -> None:
        self.start(("-m", "tests.exchange.node", str(self.home)))

    def is_at(self, days: float) -> None:
        """Sets its clock; its people sign in anew, as their sessions have run out."""
        self.ahead = days * DAY
        self.tell(f"ahead {self.ahead}")
        self.forget_browser()

    def looks(self) -> None:
        """The schedule looks at the calendar."""
        self.tell("look")

    def tell(self, line: str) -> None:
        assert self.process is not None
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        for said in self.process.stdout:
            if said.strip() == "done":
                return
        raise AssertionError("the house has ended")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory, post: Post) -> Iterator[tuple[Clocked, Clocked]]:  # noqa: F811
    base = tmp_path_factory.mktemp("clocked")
    flemish = Clocked("vlaamse-ombudsdienst", FLEMISH, base / "flemish", post)
    brussels = Clocked("ombuds-brussel", BRUSSELS, base / "brussels", post)
    flemish.prepare()
    brussels.prepare()
    flemish.befriend(brussels)
    brussels.befriend(flemish)
    for house in (flemish, brussels):
        house.start_clocked()
    for house in (flemish, brussels):
        house.opens()
    yield flemish, brussels
    flemish.close()
    brussels.close()


@pytest.fixture(autouse=True)
def as_before(pair: tuple[Clocked, Clocked], post: Post) -> Iterator[None]:  # noqa: F811
    yield
    post.calm()
    for house in pair:
        house.is_at(0)


def test_clocks_that_differ_by_hours_do_not_matter_and_by_days_are_refused_and_shown(
    pair: tuple[Clocked, Clocked],
) -> None:
    flemish, brussels = pair
    flemish.is_at(0.8)
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    theirs, there = reached(brussels, citizen)
    decide(brussels, theirs, "accepted")
    stands(flemish, row, "accepted")
    assert there.first_received_at is not None
    assert there.first_received_at <= datetime.now(UTC) + timedelta(days=1)
    flemish.is_at(3)
    case, _ = arrived(flemish)
    pass_on(flemish, case, brussels)
    with_future = select(ExchangeDocument).where(ExchangeDocument.outcome == "from-the-future")

    def refused() -> bool:
        with brussels.books() as session:
            return session.scalars(with_future).first() is not None

    until(refused, "a document from the day after tomorrow is refused")
    assert "Dated in the future" in brussels.lien.get("/partners").text


def test_a_house_that_is_down_for_a_day_gets_what_waited_once_it_is_back(pair: tuple[Clocked, Clocked]) -> None:
    flemish, brussels = pair
    brussels.stop()
    case, citizen = arrived(flemish)
    row = pass_on(flemish, case, brussels)
    item = select(Outbox).where(Outbox.dedupe_key == f"document:{row.document_id}")

    def waits(tries: int) -> bool:
        with flemish.books() as session:
            found = session.scalars(item).one()
        return found.state == "queued" and found.attempts == tries and "does not answer" in found.reason

    until(lambda: waits(1), "the mail waits for its next try")
    for tries, day in enumerate((0.05, 0.3, 1.1), 2):
        flemish.is_at(day)
        until(lambda tries=tries: waits(tries), f"try {tries} finds nobody")  # type: ignore[misc]
    brussels.start_clocked()
    brussels.opens()
    brussels.is_at(1.1)
    flemish.is_at(1.6)
    reached(brussels, citizen)
    stands(flemish, row, "received")
    assert flemish.tasks("failed-send", case) == []


def test_an_answer_that_is_lost_brings_a_reminder_then_a_task_and_the_duty_never_leaves_us(
    pair: tuple[Clocked, Clocked],
    post: Post,  # noqa: F811
) -> None:
    flemish, brussels = pair
    case, citizen = arrived(flemish)
    post.loses = lambda mail: b"klachtenpost-answer" in mail.content
    row = pass_on(flemish, case, brussels)
    theirs, _ = reached(brussels, citizen)
    decide(brussels, theirs, "accepted")
    until(lambda: len(post.carried("vlaamseombudsdienst.be", "ombuds.brussels")) >= 2, "both answers are lost")

    def reminders() -> list[Received]:
        told = [mail for mail in post.carried("ombuds.brussels") if case.reference in str(mail.mail["Subject"])]
        return [mail for mail in told if "Wij hoorden nog niet" in text_of(mail)]

    for day in (3, 9, 10, 17, 18):
        flemish.is_at(day)
        flemish.looks()
        flemish.looks()
    until(reminders, "a reminder leaves")
    assert len(flemish.tasks("transfer-unanswered", case)) == 1
    assert len(reminders()) == 1
    row = stands(flemish, row, "sent")
    assert row.reminders == 1
    assert next(one for one in flemish.cases() if one.id == case.id).closed_at is None
    # Lien calls them, hears that they took it over, and notes it.
    flemish.press(f"/transfers/{row.id}", f"/transfers/{row.id}/heard", status="accepted", reference="OM.1")
    stands(flemish, row, "accepted")
    assert flemish.tasks("transfer-unanswered", case) == []
