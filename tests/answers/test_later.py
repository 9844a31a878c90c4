"""An answer leaves at the time that was chosen beside its preview; until then it is taken back like any other."""

from pathlib import Path

from sqlalchemy import select

from gateway.store.engine import Store
from gateway.store.tables import Outbox, Task
from tests.answers.test_telephone import called
from tests.desk.open_desk import CASE, OMBUDS, fields_of, mail, open_desk


def test_a_time_chosen_beside_the_preview_is_when_the_answer_leaves(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail())
    handler = desk.person("hanne", (OMBUDS, "handler"))
    fields = fields_of(handler.get(f"{CASE}/triage?confirmed=1").text, f"{CASE}/answer")
    shown = handler.post(f"{CASE}/answer", data=fields | {"action": "answer", "message": "Wij zoeken het uit."}).text
    form = fields_of(shown, f"{CASE}/send")
    assert handler.post(f"{CASE}/send", data=form | {"later": "2026-03-04T09:00"}).status_code == 422
    assert handler.post(f"{CASE}/send", data=form | {"later": "morgen"}).status_code == 422
    handler.post(f"{CASE}/send", data=form | {"later": "2026-03-06T08:30"})
    (item,) = desk.rows(select(Outbox).where(Outbox.approved_by == "hanne"))
    assert (item.state, item.not_before.isoformat()) == ("queued", "2026-03-06T07:30:00+00:00")


def test_an_answer_to_telephone_that_is_taken_back_leaves_no_task(store: Store, tmp_path: Path) -> None:
    desk = called(store, tmp_path, wish="reply-by-phone")
    handler, case = desk.clients["hanne"], desk.case()
    address = f"/cases/{case.office}/{case.reference}"
    fields = fields_of(handler.get(f"{address}/triage?confirmed=1").text, f"{address}/answer")
    shown = handler.post(f"{address}/answer", data=fields | {"action": "answer", "message": "Goed nieuws."}).text
    form = fields_of(shown, f"{address}/send")
    handler.post(f"{address}/send", data=form)
    assert desk.rows(select(Task).where(Task.kind == "telephone", Task.done_at.is_(None)))
    handler.post(f"{address}/undo", data={"csrf": form["csrf"]})
    (item,) = desk.rows(select(Outbox).where(Outbox.channel == "phone"))
    assert item.state == "withdrawn"
    assert not desk.rows(select(Task).where(Task.kind == "telephone", Task.done_at.is_(None)))
