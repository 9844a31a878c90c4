"""What could not be worked through is looked at, tried again, or set aside; no byte of it is lost."""

from pathlib import Path

from sqlalchemy import select, update

from gateway.cli.ingest import work_through
from gateway.intake.arrivals import Arrival, take_in
from gateway.store.engine import Store
from gateway.store.tables import Case, Inbox, Task
from tests.desk.open_desk import NOW, OMBUDS, OpenDesk, fields_of, mail, open_desk


def quarantined(store: Store, home: Path, office: str | None = OMBUDS) -> tuple[OpenDesk, str]:
    """An arrival that waits in quarantine, with its task; and its address."""
    desk = open_desk(store, home)
    with store.session() as session:
        number = take_in(session, Arrival(mail(), "smtp", NOW, office=office))
        session.execute(update(Inbox).values(status="quarantine", attempts=3, reason="ValueError while it was read"))
        session.add(Task(office=OMBUDS, kind="unreadable", inbox_id=number, text="x", created_at=NOW))
    return desk, f"/quarantine/{number}"


def test_the_reason_is_told_in_words_and_every_byte_can_be_downloaded(store: Store, tmp_path: Path) -> None:
    desk, page = quarantined(store, tmp_path)
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    assert "Its content could not be read." in coordinator.get("/quarantine").text
    assert "Klacht over De Lijn" in coordinator.get(page).text
    original = coordinator.get(f"{page}/original")
    assert original.content == mail()
    assert original.headers["content-disposition"].startswith("attachment")


def test_what_is_tried_again_becomes_a_case(store: Store, tmp_path: Path) -> None:
    desk, page = quarantined(store, tmp_path)
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    coordinator.post(f"{page}/retry", data=fields_of(coordinator.get(page).text, f"{page}/retry"))
    work_through(desk.gateway, desk.now)
    assert len(desk.rows(select(Case))) == 1
    assert [task.done_by for task in desk.rows(select(Task).where(Task.kind == "unreadable"))] == ["cora"]
    assert coordinator.get(page).status_code == 404


def test_setting_aside_needs_a_reason_that_is_kept(store: Store, tmp_path: Path) -> None:
    desk, page = quarantined(store, tmp_path)
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    fields = fields_of(coordinator.get(page).text, f"{page}/set-aside")
    assert coordinator.post(f"{page}/set-aside", data=fields | {"why": " "}).status_code == 422
    coordinator.post(f"{page}/set-aside", data=fields | {"why": "reclame"})
    row = desk.rows(select(Inbox))[0]
    assert row.status == "set-aside"
    assert row.reason == "set aside by cora: reclame"
    assert "Nothing is in quarantine" in coordinator.get("/quarantine").text


def test_the_quarantine_of_another_office_is_not_there(store: Store, tmp_path: Path) -> None:
    desk, page = quarantined(store, tmp_path)
    stranger = desk.person("stan", ("vdab", "coordinator"))
    csrf = fields_of(stranger.get("/quarantine").text, "/signout")["csrf"]
    assert stranger.get(page).status_code == stranger.get(f"{page}/original").status_code == 404
    assert stranger.post(f"{page}/retry", data={"csrf": csrf}).status_code == 404
    assert desk.rows(select(Inbox))[0].status == "quarantine"


def test_a_handler_keeps_no_quarantine(store: Store, tmp_path: Path) -> None:
    desk, page = quarantined(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    assert handler.get("/quarantine").status_code == handler.get(page).status_code == 403


def test_a_mended_copy_becomes_a_case_of_the_first_day_and_the_original_stays(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    broken = mail().replace(b"From: Katrien Verhaegen <katrien1@voorbeeld.be>\n", b"From: kapot\n")
    broken = broken.replace(b'charset="utf-8"', b'charset="x-none"').replace(
        b"Geachte,", "Geachte mevrouw Çelik é,".encode("cp1252")
    )
    with store.session() as session:
        number = take_in(session, Arrival(broken, "smtp", NOW, office=OMBUDS))
        session.execute(update(Inbox).values(status="quarantine", attempts=3, reason="LookupError while it was read"))
    desk.later(days=3)
    page = f"/quarantine/{number}"
    client = desk.person("cora", (OMBUDS, "coordinator"))
    fields = fields_of(client.get(page).text, f"{page}/mend")
    assert client.post(f"{page}/mend", data=fields).status_code == 422, "kapot is no address"
    fields |= {"sender": "Katrien Verhaegen <katrien@voorbeeld.be>", "charset": "windows-1252"}
    client.post(f"{page}/mend", data=fields)
    work_through(desk.gateway, desk.now)
    case = desk.case()
    assert (case.person_email, case.received_at) == ("katrien@voorbeeld.be", NOW)
    assert "Çelik é" in client.get(f"/cases/{OMBUDS}/{case.reference}").text
    first = desk.rows(select(Inbox).order_by(Inbox.id))[0]
    assert first.status == "set-aside"
    assert "mended by cora" in first.reason


def test_what_nobody_can_mend_is_taken_as_new_with_its_bytes_attached(store: Store, tmp_path: Path) -> None:
    desk, page = quarantined(store, tmp_path)
    client = desk.person("cora", (OMBUDS, "coordinator"))
    fields = fields_of(client.get(page).text, f"{page}/new")
    assert "Ik dien klacht in over De Lijn" in fields["text"]
    client.post(
        f"{page}/new",
        data=fields | {"text": "Ik dien klacht in over De Lijn: bus 5 reed mij op 12 februari 2026 voorbij."},
    )
    work_through(desk.gateway, desk.now)
    case = desk.case()
    shown = client.get(f"/cases/{OMBUDS}/{case.reference}").text
    assert "original.eml" in shown
    assert client.get("/messages/1/parts/2").content == mail()
