"""Steps of the procedure at the desk: motivated, with the letter that goes with them, and by another where the law asks."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from gateway.store.engine import Store
from gateway.store.tables import Case, ClockRow, History, Outbox
from tests.desk.open_desk import FIRST_LINE, NOW, TOWN, OpenDesk, fields_of, mail, open_desk


def desk_at(store: Store, home: Path, office: str, state: str, handler: str = "hanne") -> OpenDesk:
    desk = open_desk(store, home)
    desk.mails(mail(), office=office)
    with store.session() as session:
        case = session.scalars(select(Case)).one()
        case.state, case.handler = state, handler
    return desk


def take(desk: OpenDesk, client: Any, step: str, **typed: str) -> Any:
    """Presses the button of a step, and of its letter where it has one."""
    case = desk.case()
    address = f"/cases/{case.office}/{case.reference}"
    csrf = fields_of(client.get("/account").text, "/signout")["csrf"]
    form = {"csrf": csrf, "version": str(case.version), "step": step} | typed
    response = client.post(f"{address}/step", data=form, follow_redirects=False)
    if response.status_code == 200 and "/step/send" in response.text:
        form = fields_of(response.text, "/step/send")
        response = client.post(f"{address}/step/send", data=form, follow_redirects=False)
    return response


def test_an_extension_leaves_with_its_reason_and_moves_the_term(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store, tmp_path, FIRST_LINE, "in-treatment")
    coordinator = desk.person("cora", (FIRST_LINE, "coordinator"))
    assert "Extend the term" in coordinator.get(f"/cases/{FIRST_LINE}/{desk.case().reference}").text
    before = desk.rows(select(ClockRow).where(ClockRow.name == "closing"))[0].nominal
    assert take(desk, coordinator, "extend", motivation="").status_code == 422
    assert take(desk, coordinator, "extend", motivation="Wij wachten op het verslag.").status_code == 303
    after = desk.rows(select(ClockRow).where(ClockRow.name == "closing"))[0]
    assert after.nominal > before
    letter = desk.rows(select(Outbox).where(Outbox.answer == "extension"))[0]
    assert "Wij wachten op het verslag." in letter.draft["text"]
    assert (letter.state, letter.approved_by) == ("queued", "cora")
    assert letter.not_before > NOW


def test_a_case_is_closed_with_verdict_findings_and_letter(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store, tmp_path, FIRST_LINE, "in-treatment")
    handler = desk.person("hanne", (FIRST_LINE, "handler"))
    assert take(desk, handler, "close").status_code == 422
    assert desk.case().state == "in-treatment"
    take(desk, handler, "verdict", outcome="founded", motivation="De bus reed door.", solution="Excuses en een ticket.")
    assert desk.case().verdict == "founded"
    assert take(desk, handler, "close").status_code == 303
    assert desk.case().state == "closed"
    text = desk.rows(select(Outbox).where(Outbox.answer == "closing"))[0].draft["text"]
    assert "De bus reed door." in text
    assert "Excuses en een ticket." in text
    take(desk, handler, "reopen", motivation="nieuwe feiten")
    assert desk.case().state == "in-treatment"


def test_neutrality_is_found_by_somebody_who_did_not_handle_the_case(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store, tmp_path, TOWN, "reported", handler="both")
    both = desk.person("both", (TOWN, "coordinator"), (TOWN, "handler"))
    refused = take(desk, both, "find-neutral")
    assert refused.status_code == 422
    coordinator = desk.person("cora", (TOWN, "coordinator"))
    assert take(desk, coordinator, "find-neutral").status_code == 303
    found = desk.rows(select(History).where(History.step == "find-neutral"))
    assert [step.actor for step in found] == ["cora"]


def test_a_withdrawal_names_where_it_was_asked_and_is_confirmed(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store, tmp_path, FIRST_LINE, "in-treatment")
    handler = desk.person("hanne", (FIRST_LINE, "handler"))
    assert take(desk, handler, "withdraw", request="").status_code == 422
    take(desk, handler, "withdraw", request="telefoon van 3 maart")
    assert desk.case().state == "withdrawn"
    assert desk.rows(select(Outbox).where(Outbox.answer == "withdrawal-confirmed"))


def test_what_was_decided_on_an_older_picture_is_held(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store, tmp_path, FIRST_LINE, "in-treatment")
    handler = desk.person("hanne", (FIRST_LINE, "handler"))
    case = desk.case()
    csrf = fields_of(handler.get("/account").text, "/signout")["csrf"]
    form = {"csrf": csrf, "version": str(case.version), "step": "verdict", "outcome": "unfounded", "motivation": "x"}
    with store.session() as session:
        session.scalars(select(Case)).one().version += 1
    assert handler.post(f"/cases/{case.office}/{case.reference}/step", data=form).status_code == 409
    assert desk.case().verdict is None


def test_the_day_of_receipt_is_changed_on_the_page_of_the_case(store: Store, tmp_path: Path) -> None:
    desk = desk_at(store, tmp_path, FIRST_LINE, "in-treatment")
    handler = desk.person("hanne", (FIRST_LINE, "handler"))
    page = f"/cases/{FIRST_LINE}/{desk.case().reference}"
    form = fields_of(handler.get(page).text, f"{page}/received")
    assert handler.post(f"{page}/received", data=form | {"day": "gisteren", "motivation": "x"}).status_code == 422
    assert handler.post(f"{page}/received", data=form | {"day": "2026-02-27", "motivation": ""}).status_code == 422
    done = handler.post(f"{page}/received", data=form | {"day": "2026-02-27", "motivation": "De stempel zegt het."})
    assert "Day of receipt changed" in done.text
    assert "from Wed 4 Mar 2026" in done.text
    assert "to Fri 27 Feb 2026" in done.text
    assert "De stempel zegt het." in done.text
    assert desk.case().received_at.date().isoformat() == "2026-02-27"
