"""Scans at the desk: their picture, and what is typed over from it."""

from pathlib import Path

from PIL import Image
from sqlalchemy import select

from gateway.intake.arrivals import Arrival, take_in
from gateway.store.engine import Store
from gateway.store.tables import Case, Inbox, MessageRow
from tests.desk.open_desk import NOW, OMBUDS, ROUTINE, TOWN, OpenDesk, fields_of, open_desk
from tests.scans.sheets import pdf


def desk_with_picture(store: Store, home: Path) -> tuple[OpenDesk, int, bytes]:
    """One scan that only a person can read waits in the quarantine."""
    desk = open_desk(store, home)
    scan = pdf([Image.new("L", (420, 594), 250), Image.new("L", (420, 594), 200)])
    with store.session() as session:
        number = take_in(session, Arrival(scan, "scan", NOW, source="brief.pdf", office=OMBUDS))
        row = session.get_one(Inbox, number)
        row.status, row.reason = "quarantine", "only a person can read this scan: look at the picture"
    return desk, number, scan


def test_a_person_sees_the_pages_types_them_over_and_the_picture_stays_with_the_case(
    store: Store, tmp_path: Path
) -> None:
    desk, number, scan = desk_with_picture(store, tmp_path)
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    page = coordinator.get(f"/quarantine/{number}").text
    assert "only a person can read: handwriting" in page
    assert f"/quarantine/{number}/pages/2" in page
    picture = coordinator.get(f"/quarantine/{number}/pages/2")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert coordinator.get(f"/quarantine/{number}/pages/3").status_code == 404
    form = f"/quarantine/{number}/typed"
    assert coordinator.post(form, data=fields_of(page, form) | {"text": " "}).status_code == 422
    coordinator.post(form, data=fields_of(page, form) | {"text": ROUTINE})
    desk.mails()
    (case,) = desk.rows(select(Case))
    (message,) = desk.rows(select(MessageRow))
    assert (case.person_name, case.channel) == ("Katrien Verhaegen", "scan")
    assert coordinator.get(f"/messages/{message.id}/pages/1").content.startswith(b"\x89PNG")
    original = coordinator.get(f"/messages/{message.id}/original")
    assert (original.headers["content-type"], original.content) == ("application/pdf", scan)


def test_the_picture_of_another_office_is_not_there(store: Store, tmp_path: Path) -> None:
    desk, number, _ = desk_with_picture(store, tmp_path)
    stranger = desk.person("stan", (TOWN, "coordinator"))
    assert stranger.get(f"/quarantine/{number}/pages/1").status_code == 404


def test_the_separator_sheet_is_one_click_away_in_the_print_tray(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    assert "/outbox/tray/separator" in handler.get("/outbox/tray").text
    sheet = handler.get("/outbox/tray/separator")
    assert sheet.headers["content-type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
