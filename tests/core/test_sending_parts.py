"""The outbox: one item per key, caps that a restart does not forget, a table of pauses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from classifiers.understanding import Language
from gateway.sending.caps import capped, sent_within_hour
from gateway.sending.queue import enqueue
from gateway.sending.retry import next_try
from gateway.settings import SendingSettings
from gateway.store.engine import Store
from gateway.store.tables import Outbox
from outbound.draft import Answer, Channel, Draft, Recipient

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
RECEIPT = Draft(
    Answer.RECEIPT, Channel.MAIL, Recipient("", "zoe@example.org"), Language.NL, "Uw klacht", "Beste", False
)


def put(store: Store, draft: Draft, key: str, approved_by: str | None = None, now: datetime = NOW) -> int | None:
    with store.session() as session:
        return enqueue(
            session,
            draft,
            secret=b"k" * 32,
            office="vlaamse-ombudsdienst",
            address="klachten@ombuds.example",
            dedupe_key=key,
            now=now,
            approved_by=approved_by,
        )


def states(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.execute(select(Outbox.state).order_by(Outbox.id)).scalars())


def test_an_item_is_queued_once_for_its_key(store: Store) -> None:
    assert put(store, RECEIPT, "receipt:1") is not None
    assert put(store, RECEIPT, "receipt:1") is None
    assert states(store) == ["queued"]


def test_what_needs_a_person_waits_until_one_puts_a_name_on_it(store: Store) -> None:
    refusal = replace(RECEIPT, answer=Answer.REFUSAL, needs_person=True)
    put(store, refusal, "refusal:1")
    put(store, refusal, "refusal:2", approved_by="els")
    put(store, replace(RECEIPT, channel=Channel.PHONE), "call:1", approved_by="els")
    assert states(store) == ["waiting-for-person", "queued", "waiting-for-person"]


def test_an_address_gets_no_more_automatic_answers_than_the_cap_of_a_day(store: Store) -> None:
    caps = SendingSettings(per_address_per_day=2)
    for number in range(2):
        put(store, RECEIPT, f"receipt:{number}")
    with store.reading() as session:
        assert "2 automatic answers" in capped(session, "zoe@example.org", None, NOW, caps)
        assert capped(session, "an@example.org", None, NOW, caps) == ""
        assert capped(session, "zoe@example.org", None, NOW + timedelta(days=1, seconds=1), caps) == ""


def test_the_pace_of_the_house_counts_what_left_within_the_hour(store: Store) -> None:
    put(store, RECEIPT, "receipt:1")
    with store.session() as session:
        session.execute(update(Outbox).values(sent_at=NOW))
    with store.reading() as session:
        assert sent_within_hour(session, NOW + timedelta(minutes=59)) == 1
        assert sent_within_hour(session, NOW + timedelta(minutes=61)) == 0


def test_pauses_follow_the_table_and_end() -> None:
    minutes = SendingSettings().retry_minutes
    pauses = [next_try(NOW, attempt, minutes, 0.0) for attempt in range(1, len(minutes) + 2)]
    assert [int((at - NOW).total_seconds() / 60) for at in pauses[:-1] if at] == list(minutes)
    assert pauses[-1] is None
    assert timedelta(days=4) < sum((timedelta(minutes=m) for m in minutes), timedelta()) < timedelta(days=5)
    spread = next_try(NOW, 1, minutes, 1.0)
    assert spread == NOW + timedelta(minutes=5.5)
