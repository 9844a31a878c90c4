"""The books: durable commits, numbers without gaps, a history that shows tampering. On both databases."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from gateway.errors import StoreUnavailable
from gateway.store import history
from gateway.store.engine import Store, open_store, wal_is_safe
from gateway.store.references import next_reference
from gateway.store.tables import Case

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def new_case(session: Any, reference: str) -> int:
    row = {
        "reference": reference,
        "office": "vlaamse-ombudsdienst",
        "procedure": "vlaamse-ombudsdienst",
        "state": "received",
        "kind": "complaint",
        "language": "nl",
        "channel": "smtp",
        "person": {},
        "services": [],
        "wishes": [],
        "signals": [],
        "received_at": MOMENT,
    }
    return int(session.execute(insert(Case).values(row).returning(Case.id)).scalar_one())


def test_references_run_per_office_and_year_without_gaps(store: Store) -> None:
    with store.session() as session:
        first = [next_reference(session, "a", "{year}-{number:04d}", 2026) for _ in range(3)]
        other = next_reference(session, "b", "OM.{year}.{number:03d}", 2026)
        later = next_reference(session, "a", "{year}-{number:04d}", 2027)
    assert first == ["2026-0001", "2026-0002", "2026-0003"]
    assert (other, later) == ("OM.2026.001", "2027-0001")


def test_a_number_taken_by_a_transaction_that_failed_is_given_again(store: Store) -> None:
    def dies() -> None:
        with store.session() as session:
            next_reference(session, "a", "{number}", 2026)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        dies()
    with store.session() as session:
        assert next_reference(session, "a", "{number}", 2026) == "1"


def test_history_is_numbered_and_whole(store: Store) -> None:
    with store.session() as session:
        case_id = new_case(session, "2026-0001")
        history.begin(session, case_id, [history.Entry(MOMENT, history.SYSTEM, "received", {"channel": "smtp"})])
        history.append(session, case_id, MOMENT, "els", "decided", {"action": "handle", "naam": "Zoë"})
    with store.reading() as session:
        assert history.broken_at(session, case_id) is None


def test_the_database_refuses_to_change_or_drop_history(store: Store) -> None:
    with store.session() as session:
        case_id = new_case(session, "2026-0001")
        history.append(session, case_id, MOMENT, history.SYSTEM, "received", {})
    for statement in ("UPDATE history SET actor = 'x'", "DELETE FROM history"):
        with pytest.raises((DBAPIError, StoreUnavailable), match="append-only"), store.session() as session:
            session.execute(text(statement))


def test_tampering_past_the_guards_is_found(store: Store) -> None:
    with store.session() as session:
        case_id = new_case(session, "2026-0001")
        for step in ("received", "understood", "decided"):
            history.append(session, case_id, MOMENT, history.SYSTEM, step, {})
    drop = "DROP TRIGGER history_no_update" if store.embedded else "DROP TRIGGER history_append_only ON history"
    with store.session() as session:
        session.execute(text(drop))
        session.execute(text("UPDATE history SET actor = 'somebody' WHERE number = 2"))
    with store.reading() as session:
        assert history.broken_at(session, case_id) == 2


def test_every_commit_reaches_the_disk(store: Store) -> None:
    with store.reading() as session:
        if store.embedded:
            synchronous = session.execute(text("PRAGMA synchronous")).scalar_one()
            journal = session.execute(text("PRAGMA journal_mode")).scalar_one()
            assert (journal, synchronous) in {("wal", 2), ("persist", 3)}
        else:
            assert session.execute(text("SHOW synchronous_commit")).scalar_one() == "on"


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 52, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_its_reset_bug_is_fixed(version: Any, safe: bool) -> None:
    assert wal_is_safe(version) is safe


def test_a_database_that_is_away_is_told_without_its_password() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store("postgresql://klacht:geheim@127.0.0.1:1/none")
    assert "does not answer" in str(caught.value)
    assert "geheim" not in str(caught.value)
