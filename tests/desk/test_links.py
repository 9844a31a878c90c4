"""Two mails, one case or two: people say which, and can always take it back."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from gateway.store.engine import Store
from gateway.store.tables import Case, CaseMessage, Proposal, Task
from tests.desk.open_desk import NOW, OMBUDS, OpenDesk, fields_of, mail, open_desk

OTHER = """Geachte, ik dien klacht in tegen Fluvius. Op 20 februari 2026 werd mijn meter verkeerd afgelezen en kreeg ik
een rekening van 800 euro. Ik meldde dit al op 22 februari aan Fluvius, zonder antwoord.

Jozef Claes, Dorpsstraat 4, 3000 Leuven"""


def two_cases(store: Store, home: Path) -> OpenDesk:
    desk = open_desk(store, home)
    desk.mails(mail(), mail(OTHER, subject="Fluvius", sender="Jozef Claes <jozef@voorbeeld.be>", number=2))
    return desk


def address(case: Case) -> str:
    return f"/cases/{case.office}/{case.reference}"


def standing(desk: OpenDesk, case: Case) -> int:
    rows = select(CaseMessage).where(CaseMessage.case_id == case.id, CaseMessage.ended_at.is_(None))
    return len(desk.rows(rows))


def press(client: Any, case: Case, act: str, **typed: str) -> Any:
    fields = fields_of(client.get(address(case)).text, f"{address(case)}/links/") | typed
    return client.post(f"{address(case)}/links/{act}", data=fields, follow_redirects=False)


def test_a_join_moves_every_message_and_is_undone_again(store: Store, tmp_path: Path) -> None:
    desk = two_cases(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    first, second = desk.case(0), desk.case(1)
    assert press(handler, second, "join", into=first.reference).status_code == 303
    assert (standing(desk, first), standing(desk, second)) == (2, 0)
    assert desk.case(1).state == "joined"
    assert press(handler, second, "undo").status_code == 303
    assert (standing(desk, first), standing(desk, second)) == (1, 1)
    assert desk.case(1).state == "received"


def test_a_message_split_off_is_a_case_with_its_own_terms_and_proposal(store: Store, tmp_path: Path) -> None:
    desk = two_cases(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    first, second = desk.case(0), desk.case(1)
    moved = desk.rows(select(CaseMessage).where(CaseMessage.case_id == second.id))[0].message_id
    press(handler, second, "join", into=first.reference)
    assert press(handler, first, "split", message=str(moved)).status_code == 303
    fresh = desk.case(2)
    assert fresh.reference not in (first.reference, second.reference)
    assert "Claes" in fresh.person_name
    assert fresh.due is not None
    assert desk.rows(select(Proposal).where(Proposal.case_id == fresh.id, Proposal.state == "open"))


def test_a_proposed_link_is_confirmed_or_rejected_once(store: Store, tmp_path: Path) -> None:
    desk = two_cases(store, tmp_path)
    first, second = desk.case(0), desk.case(1)
    message = desk.rows(select(CaseMessage).where(CaseMessage.case_id == second.id))[0].message_id
    with store.session() as session:
        data = {"message": message, "case": first.id, "reasons": ["the same name"]}
        for _ in range(2):
            session.add(
                Task(office=OMBUDS, kind="proposed-link", case_id=second.id, text="x", data=data, created_at=NOW)
            )
    one, two = (task.id for task in desk.rows(select(Task).where(Task.kind == "proposed-link").order_by(Task.id)))
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = handler.get("/tasks?kind=proposed-links").text
    assert first.reference in page
    assert second.reference in page
    csrf = fields_of(page, f"/tasks/{one}/apart")
    handler.post(f"/tasks/{one}/apart", data=csrf)
    assert standing(desk, second) == 1
    handler.post(f"/tasks/{two}/link", data=csrf)
    assert (standing(desk, first), standing(desk, second)) == (2, 0)
    assert handler.post(f"/tasks/{two}/link", data=csrf).status_code == 422


def test_a_task_of_a_case_one_does_not_see_cannot_be_settled(store: Store, tmp_path: Path) -> None:
    desk = two_cases(store, tmp_path)
    case = desk.case(0)
    with store.session() as session:
        session.add(Task(office=OMBUDS, kind="alarm", case_id=case.id, text="ours", data={}, created_at=NOW))
    ours = select(Task).where(Task.text == "ours")
    task = desk.rows(ours)[0].id
    stranger = desk.person("stan", ("vdab", "coordinator"))
    csrf = fields_of(stranger.get("/tasks").text, "/signout")["csrf"]
    assert stranger.post(f"/tasks/{task}/done", data={"csrf": csrf}).status_code == 404
    handler = desk.person("hanne", (OMBUDS, "handler"))
    fields = fields_of(handler.get("/tasks?kind=alarms").text, f"/tasks/{task}/done")
    handler.post(f"/tasks/{task}/done", data=fields)
    assert [row.done_by for row in desk.rows(ours)] == ["hanne"]
