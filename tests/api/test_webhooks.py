"""Addresses that are told of events: at least once, in order, signed, and never of what they must not know."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update

from gateway.api import courier as courier_module
from gateway.api.courier import MOST_FAILURES, Courier
from gateway.api.scopes import Scope
from gateway.parts import build_parts
from gateway.store import history
from gateway.store.api import Webhook, WebhookDelivery
from gateway.store.engine import Store
from gateway.store.tables import Case, History, Task
from tests.api.programs import CASE, V1, bearer, program, refused, token_of
from tests.api.receiver import Receiver, receiving
from tests.desk.open_desk import OMBUDS, TOWN, OpenDesk, mail, open_desk


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as opened:
        yield opened


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    opened = open_desk(store, tmp_path)
    opened.mails(mail())
    return opened


@pytest.fixture
def client(desk: OpenDesk) -> TestClient:
    return program(desk, "cora", (OMBUDS, "coordinator"))


def hook(client: TestClient, receiver: Receiver, **more: Any) -> dict[str, Any]:
    made = client.post(f"{V1}/webhooks", json={"office": OMBUDS, "url": receiver.url + "/in", **more})
    assert made.status_code == 201, made.text
    return dict(made.json())


def courier(desk: OpenDesk, **seconds: float) -> Courier:
    return Courier(desk.store, desk.gateway.secret, lambda: desk.now, **seconds)


def note(client: TestClient, text: str = "gebeld") -> None:
    assert client.post(f"{CASE}/notes", json={"text": text}).status_code == 201


def append(desk: OpenDesk, step: str) -> None:
    with desk.store.session() as session:
        history.append(session, session.scalars(select(Case.id).limit(1)).one(), desk.now, "hanne", step, {})


def test_what_happens_from_then_on_is_told_in_order_and_once(
    desk: OpenDesk, client: TestClient, receiver: Receiver
) -> None:
    hook(client, receiver)
    note(client)
    client.put(f"{CASE}/handler", json={"handler": "cora"}, headers={"If-Match": "*"})
    look = courier(desk).look
    assert (look(), look()) == (2, 0)
    assert [event["step"] for event in receiver.events] == ["noted", "assigned"]
    event = receiver.events[0]
    assert set(event) == {"id", "step", "office", "case", "at"}
    assert (event["office"], event["case"]) == (OMBUDS, "2026-0001")
    assert b"Verhaegen" not in b"".join(body for _, _, body in receiver.calls)


def test_each_call_is_signed_with_the_secret_that_was_shown_once(
    desk: OpenDesk, client: TestClient, receiver: Receiver
) -> None:
    secret = hook(client, receiver)["secret"]
    assert secret not in client.get(f"{V1}/webhooks").text
    assert secret.encode() not in desk.rows(select(Webhook))[0].secret
    note(client)
    courier(desk).look()
    _, headers, body = receiver.calls[0]
    moment, _, sign = headers["Klachtenpost-Signature"].partition(",")
    assert moment == f"t={int(desk.now.timestamp())}"
    signed = moment.removeprefix("t=").encode() + b"." + body
    assert sign == "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def test_only_wanted_steps_of_its_own_office_are_told(desk: OpenDesk, client: TestClient, receiver: Receiver) -> None:
    hook(client, receiver, events=["assigned"])
    note(client)
    desk.mails(mail(number=7), office=TOWN)
    client.put(f"{CASE}/handler", json={"handler": "cora"}, headers={"If-Match": "*"})
    assert courier(desk).look() == 1
    assert [event["step"] for event in receiver.events] == ["assigned"]


def test_a_sealed_case_is_told_of_to_nobody_but_a_sealed_officers_address(
    desk: OpenDesk, client: TestClient, receiver: Receiver
) -> None:
    desk.person("officer", (OMBUDS, "coordinator"), (OMBUDS, "sealed-officer"))
    officer = bearer(desk, token_of(desk, "officer", Scope.WEBHOOKS, Scope.SEALED))
    told = client.post(f"{V1}/webhooks", json={"office": OMBUDS, "url": receiver.url, "sealed": True})
    refused(told, 422, "not-possible")
    hook(client, receiver, events=["noted"])
    note(client)
    with desk.store.session() as session:
        session.execute(update(Case).values(sealed=True))
    append(desk, "noted")
    look = courier(desk).look
    assert (look(), receiver.calls) == (0, [])
    made = officer.post(f"{V1}/webhooks", json={"office": OMBUDS, "url": receiver.url + "/sealed", "sealed": True})
    assert made.status_code == 201
    append(desk, "noted")
    assert look() == 1
    assert [path for path, _, _ in receiver.calls] == ["/sealed"]
    assert [one["sealed"] for one in client.get(f"{V1}/webhooks").json()["webhooks"]] == [False]
    refused(client.delete(f"{V1}/webhooks/{made.json()['id']}"), 404, "not-seen")


def test_what_failed_is_told_again_later_and_what_came_after_it_waits(
    desk: OpenDesk, client: TestClient, receiver: Receiver
) -> None:
    number = hook(client, receiver)["id"]
    receiver.statuses = [500, 302, 204]
    note(client, "een")
    note(client, "twee")
    look = courier(desk).look
    assert (look(), len(receiver.calls)) == (0, 1)
    assert (look(), len(receiver.calls)) == (0, 1)
    desk.later(seconds=31)
    assert (look(), len(receiver.calls)) == (0, 2)
    desk.later(seconds=31)
    assert (look(), len(receiver.calls)) == (0, 2)
    desk.later(seconds=31)
    assert (look(), len(receiver.calls)) == (2, 4)
    assert {path for path, _, _ in receiver.calls} == {"/in"}
    ids = [event["id"] for event in receiver.events]
    assert ids == [ids[0]] * 3 + [ids[0] + 1]
    shown = client.get(f"{V1}/webhooks/{number}/deliveries").json()["deliveries"]
    assert [(one["state"], one["attempts"], one["outcome"]) for one in shown] == [
        ("delivered", 1, "204"),
        ("delivered", 3, "204"),
    ]


def test_a_slow_or_absent_receiver_holds_up_no_other(desk: OpenDesk, client: TestClient, receiver: Receiver) -> None:
    with receiving() as slow, receiving() as dripping, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        slow.slow, dripping.dripping = True, True
        hook(client, slow)
        hook(client, dripping)
        absent = hook(client, Receiver(url=f"http://127.0.0.1:{nobody.getsockname()[1]}"))["id"]
        hook(client, receiver)
        note(client)
        assert courier(desk, call_seconds=0.3).look() == 1
        assert [event["step"] for event in receiver.events] == ["noted"]
        said = {row.webhook_id: row.outcome for row in desk.rows(select(WebhookDelivery))}
        assert said[absent] == "ConnectError"
        assert sorted(said.values()) == ["204", "ConnectError", "no answer in time", "no answer in time"]


def test_one_that_fails_again_and_again_is_paused_with_a_task_and_goes_on_where_it_stopped(
    desk: OpenDesk, client: TestClient, receiver: Receiver
) -> None:
    number = hook(client, receiver)["id"]
    receiver.statuses = [500]
    note(client)
    look = courier(desk).look
    for _ in range(MOST_FAILURES + 3):
        look()
        desk.later(hours=7)
    assert len(receiver.calls) == MOST_FAILURES
    assert client.get(f"{V1}/webhooks").json()["webhooks"][0]["state"] == "paused"
    tasks = [task for task in client.get(f"{V1}/tasks").json()["tasks"] if task["kind"] == "webhook-paused"]
    assert "127.0.0.1" in tasks[0]["text"]
    note(client, "intussen")
    receiver.statuses = [204]
    assert client.post(f"{V1}/webhooks/{number}/resume").json()["state"] == "on"
    assert look() == 2
    assert len(desk.rows(select(Task).where(Task.kind == "webhook-paused"))) == 1


def test_an_entry_that_comes_in_below_one_that_was_told_is_told_too(
    desk: OpenDesk, client: TestClient, receiver: Receiver
) -> None:
    """On PostgreSQL a number is given before its transaction ends."""
    hook(client, receiver)
    with desk.store.session() as session:
        late = (session.scalar(select(func.max(History.id))) or 0) + 1
        case = session.scalars(select(Case.id)).one()
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.nextval("history_id_seq")))
        else:
            session.add(_entry(desk, late + 1, case, 90))
    if desk.store.embedded:
        assert courier(desk).look() == 1
    else:
        note(client)
        assert courier(desk).look() == 1
    with desk.store.session() as session:
        session.add(_entry(desk, late, case, 91))
    assert courier(desk).look() == 1
    ids = [event["id"] for event in receiver.events]
    assert ids == [late + 1, late]


def _entry(desk: OpenDesk, number: int, case: int, place: int) -> History:
    return History(
        id=number, case_id=case, number=place, at=desk.now, actor="x", step="noted", detail={}, previous="", hash=""
    )


def test_of_two_nodes_one_calls_and_what_a_dead_one_held_is_told_later(
    desk: OpenDesk, client: TestClient, receiver: Receiver
) -> None:
    hook(client, receiver)
    note(client)
    with desk.store.session() as session:
        session.execute(update(Webhook).values(lease_until=desk.now + timedelta(seconds=60)))
    assert (courier(desk).look(), receiver.calls) == (0, [])
    desk.later(seconds=61)
    assert courier(desk).look() == 1


def test_one_look_makes_a_bounded_number_of_calls(
    desk: OpenDesk, client: TestClient, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "MOST_CALLS", 2)
    monkeypatch.setattr(courier_module, "MOST_NEW", 3)
    hook(client, receiver)
    for text in "abcde":
        note(client, text)
    look = courier(desk).look
    assert [look(), look(), look(), look()] == [2, 2, 1, 0]
    ids = [event["id"] for event in receiver.events]
    assert ids == sorted(set(ids))


def test_only_https_or_this_very_machine_is_called(client: TestClient) -> None:
    for url in (
        "http://example.org/in",
        "ftp://127.0.0.1/",
        "https://user:password@example.org/",
        "https:///in",
        "http://127.0.0.1.example.org/",
        "https://example.org/#x",
        "https://[::1",
        "javascript:alert(1)",
    ):
        refused(client.post(f"{V1}/webhooks", json={"office": OMBUDS, "url": url}), 422, "not-possible")
    for good in ("https://example.org/in", "http://[::1]:8000/in", "http://localhost/in"):
        assert client.post(f"{V1}/webhooks", json={"office": OMBUDS, "url": good}).status_code == 201


def test_the_schedule_of_a_running_gateway_makes_the_calls(
    desk: OpenDesk, client: TestClient, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "EVERY_SECONDS", 0.05)
    hook(client, receiver)
    note(client)
    run = build_parts(desk.gateway, ("schedule",), lambda: desk.now)["schedule"]
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop,))
    thread.start()
    try:
        assert receiver.came.wait(30)
    finally:
        stop.set()
        thread.join(30)
    assert receiver.events[0]["step"] == "noted"


def test_an_ended_webhook_is_told_nothing_more(desk: OpenDesk, client: TestClient, receiver: Receiver) -> None:
    number = hook(client, receiver)["id"]
    assert client.delete(f"{V1}/webhooks/{number}").json()["state"] == "ended"
    note(client)
    assert courier(desk).look() == 0
    assert client.get(f"{V1}/webhooks").json()["webhooks"] == []
    assert json.loads(client.get(f"{V1}/webhooks").text) == {"webhooks": []}
