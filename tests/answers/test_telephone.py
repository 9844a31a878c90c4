"""Who called without a written address, or wants to be called, is told the answer by telephone: with a task and a proof."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from gateway.store.engine import Store
from gateway.store.tables import Case, ClockRow, Delivery, History, Outbox, Task
from tests.desk.open_desk import NOW, OMBUDS, TOWN, OpenDesk, fields_of, open_desk
from tests.desk.test_outbox import press
from tests.desk.test_spoken import register

NOWHERE = {"street": "", "number": "", "postcode": "", "municipality": ""}


def called(store: Store, home: Path, office: str = OMBUDS, **typed: str) -> OpenDesk:
    desk = open_desk(store, home)
    register(desk, desk.person("hanne", (office, "handler")), **typed)
    return desk


def test_a_caller_without_an_address_is_told_the_receipt_and_that_meets_its_term(store: Store, tmp_path: Path) -> None:
    desk = called(store, tmp_path, **NOWHERE)
    (item,) = desk.rows(select(Outbox))
    assert (item.channel, item.state) == ("phone", "waiting-for-person")
    assert "reply to this e-mail" not in item.draft["text"]
    (task,) = desk.rows(select(Task).where(Task.outbox_id == item.id))
    assert task.due is not None
    handler, page = desk.clients["hanne"], f"/outbox/{item.id}"
    shown = handler.get(page).text
    assert "+32478123456" in shown
    assert "Read out what stands below" in shown
    desk.later(days=2)
    handler = desk.person("ineke", (OMBUDS, "handler"))
    yesterday = desk.now.date() - timedelta(days=1)
    assert press(handler, page, f"{page}/approve", day="2026-01-05").status_code == 422
    assert press(handler, page, f"{page}/approve", day=yesterday.isoformat()).status_code == 303
    (item,) = desk.rows(select(Outbox))
    assert (item.state, item.approved_by) == ("sent", "ineke")
    assert item.sent_at is not None
    assert item.sent_at.date() == yesterday
    (note,) = desk.rows(select(Delivery))
    assert (note.event, note.code, note.text) == ("told", yesterday.isoformat(), "ineke")
    (clock,) = desk.rows(select(ClockRow).where(ClockRow.state == "met"))
    assert clock.ended_by == f"{item.answer} told on {yesterday.isoformat()}, outgoing {item.id}"
    assert not desk.rows(select(Task).where(Task.outbox_id == item.id, Task.done_at.is_(None)))
    assert "told-by-phone" in [step.step for step in desk.rows(select(History))]


def test_who_wants_to_be_called_becomes_a_task_with_the_text_to_read_out(store: Store, tmp_path: Path) -> None:
    desk = called(store, tmp_path, wish="reply-by-phone")
    case, handler = desk.case(), desk.clients["hanne"]
    address = f"/cases/{case.office}/{case.reference}"
    fields = fields_of(handler.get(f"{address}/triage?confirmed=1").text, f"{address}/answer")
    chosen = fields | {"action": "answer", "message": "De chauffeur wordt erop aangesproken."}
    shown = handler.post(f"{address}/answer", data=chosen).text
    assert "a task to telephone it is made" in shown
    handler.post(f"{address}/send", data=fields_of(shown, f"{address}/send"))
    (item,) = desk.rows(select(Outbox).where(Outbox.channel == "phone"))
    assert item.state == "waiting-for-person"
    assert "De chauffeur wordt erop aangesproken." in item.draft["text"]
    (task,) = desk.rows(select(Task).where(Task.kind == "telephone"))
    assert task.outbox_id == item.id
    assert task.text == "Telephone the answer: Çağla van 't Hof, +32478123456."
    assert "Telephone the answer" in handler.get("/tasks?kind=to-telephone").text


def test_a_local_government_answers_in_writing_whoever_calls(store: Store, tmp_path: Path) -> None:
    desk = called(store, tmp_path, TOWN, wish="reply-by-phone")
    assert not desk.rows(select(Outbox).where(Outbox.channel == "phone"))


def test_a_local_government_asks_a_caller_without_address_for_one(store: Store, tmp_path: Path) -> None:
    desk = called(store, tmp_path, TOWN, **NOWHERE)
    assert not desk.rows(select(Outbox))
    (task,) = desk.rows(select(Task).where(Task.kind == "receipt-withheld"))
    assert "ask for one by telephone" in task.text


def test_the_case_knows_by_which_way_it_was_told(store: Store, tmp_path: Path) -> None:
    desk = called(store, tmp_path, way="counter")
    (first,) = desk.rows(select(History).where(History.step == "received"))
    assert first.detail["way"] == "counter"
    assert desk.rows(select(Case))[0].received_at == NOW
