"""Many rows at once are the rows that would have been made one by one."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, StatementError

from gateway.store.engine import Store
from gateway.store.raw import keep_raw
from gateway.store.rows import add_rows, change_rows, fresh_ids
from gateway.store.tables import Campaign, ClockRow, Inbox, Task

NOW = datetime(2026, 3, 2, 9, 0, 0, 123_456, tzinfo=UTC)
TEXT = 'NUL is no text, but é, 人, "quotes", \\u0041, {braces} and %(this)s are\r\n'


def campaign(label: str, **more: object) -> dict[str, object]:
    return {"office": "a", "label": label, "first_message_id": 7, "created_at": NOW, **more}


def task(key: str | None, **more: object) -> dict[str, object]:
    told = {"office": "a", "kind": "alarm", "text": TEXT, "data": {"é": [1, None, TEXT]}, "due": date(2026, 3, 4)}
    return {**told, "dedupe_key": key, "created_at": NOW, **more}


def test_rows_come_back_as_they_were_told(store: Store) -> None:
    with store.session() as session:
        add_rows(session.connection(), Task, [task("one"), task(None, due=None, data={})])
    with store.session() as session:
        session.execute(insert(Task).values(**task("two")))
        one, bare, two = session.scalars(select(Task).order_by(Task.id))
    columns = ("office", "kind", "text", "data", "due", "created_at", "case_id", "done_at")
    assert [getattr(one, name) for name in columns] == [getattr(two, name) for name in columns]
    assert (bare.due, bare.data, bare.dedupe_key) == (None, {}, None)


def test_a_moment_is_kept_as_the_moment_it_is_whatever_its_zone(store: Store) -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=2)))
    with store.session() as session:
        add_rows(session.connection(), Campaign, [campaign("2026-1", created_at=elsewhere)])
        assert session.scalars(select(Campaign.created_at)).one() == NOW


def test_a_moment_without_zone_is_refused(store: Store) -> None:
    with pytest.raises((ValueError, StatementError)), store.session() as session:
        add_rows(session.connection(), Campaign, [campaign("2026-1", created_at=NOW.replace(tzinfo=None))])


def test_drawn_ids_are_in_order_and_nobody_elses(store: Store) -> None:
    with store.session() as session:
        session.execute(insert(Campaign).values(**campaign("before")))
        books = session.connection()
        ids = fresh_ids(books, Campaign, 3)
        add_rows(books, Campaign, [campaign(f"{number}", id=number) for number in ids])
    with store.session() as session:
        session.execute(insert(Campaign).values(**campaign("after")))
        kept = session.execute(select(Campaign.id, Campaign.label).order_by(Campaign.id)).all()
    assert [label for _, label in kept] == ["before", *map(str, ids), "after"]
    assert list(ids) == sorted(set(ids))


def test_what_is_there_already_is_left_out_where_it_may_be_there_once(store: Store) -> None:
    with store.session() as session:
        add_rows(session.connection(), Task, [task("one")], once="dedupe_key")
        add_rows(session.connection(), Task, [task("one", text="again"), task("two")], once="dedupe_key")
        assert session.scalars(select(Task.text).order_by(Task.id)).all() == [TEXT, TEXT]


def test_what_points_nowhere_is_refused(store: Store) -> None:
    day = NOW.date()
    days = {"starts": day, "nominal": day, "legal_last": day, "target": day}
    clock = {"case_id": 4_711, "name": "x", **days, "article": "", "state": "running"}
    with pytest.raises(IntegrityError), store.session() as session:
        add_rows(session.connection(), ClockRow, [clock])


def test_changes_reach_the_rows_they_name_and_no_other(store: Store) -> None:
    with store.session() as session:
        name = keep_raw(session, b"x", NOW)
        books = session.connection()
        told = {"sha256": name, "channel": "smtp", "source": "", "envelope_to": ["a@b.example"], "received_at": NOW}
        ids = fresh_ids(books, Inbox, 3)
        rest = {"status": "waiting", "reason": "", "attempts": 0, "not_before": NOW}
        add_rows(books, Inbox, [{"id": number, **told, **rest} for number in ids])
        done = {"status": "done", "reason": TEXT, "done_at": NOW}
        change_rows(books, Inbox, [{"id": ids[0], **done}, {"id": ids[2], **done, "reason": "%"}])
    with store.session() as session:
        kept = session.execute(select(Inbox.status, Inbox.reason, Inbox.done_at).order_by(Inbox.id)).all()
    assert [tuple(row) for row in kept] == [("done", TEXT, NOW), ("waiting", "", None), ("done", "%", NOW)]
