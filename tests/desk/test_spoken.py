"""A complaint told by phone or written on paper goes the same road as a mail, with what was typed never guessed at."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from gateway.cli.ingest import work_through
from gateway.store.engine import Store
from gateway.store.tables import Case, Inbox, Outbox
from tests.desk.open_desk import NOW, OMBUDS, TOWN, OpenDesk, fields_of, open_desk

TOLD = "Mevrouw belde over bus 5 van De Lijn: de chauffeur reed haar op 12 februari 2026 voorbij aan de halte Zuid."
PERSON = {
    "name": "Çağla van 't Hof",
    "street": "Kortrijksesteenweg",
    "number": "118",
    "postcode": "9000",
    "municipality": "Gent",
    "phone": "0478 12 34 56",
}


def register(desk: OpenDesk, client: Any, **typed: str) -> Any:
    fields = fields_of(client.get("/register").text, "/register") | {"text": TOLD} | PERSON | typed
    response = client.post("/register", data=fields, follow_redirects=False)
    work_through(desk.gateway, desk.now)
    return response


def test_a_complaint_by_phone_is_a_case_with_exactly_what_was_typed(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    response = register(desk, handler, wish="reply-by-letter")
    case = desk.case()
    assert case.channel == "spoken"
    assert case.person == PERSON | {"box": None, "email": None, "phone": "+32478123456"}
    assert "reply-by-letter" in case.wishes
    row = desk.rows(select(Inbox))[0]
    assert row.source == "phone: Hanne"
    page = handler.get(response.headers["location"]).text
    assert case.reference in page
    assert "Hanne (phone)" in handler.get(f"/cases/{case.office}/{case.reference}").text


def test_what_is_told_in_few_words_is_never_set_aside(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    register(desk, handler, text="Boos over de tram.", name="", street="", number="", postcode="", municipality="")
    assert desk.case().kind == "complaint"


def test_it_is_answered_by_letter_where_nothing_else_was_asked(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    register(desk, handler, email="cagla@voorbeeld.be")
    assert {item.channel for item in desk.rows(select(Outbox))} <= {"letter"}


def test_the_terms_count_from_the_day_it_was_received(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    yesterday = (NOW - timedelta(days=1)).date()
    register(desk, handler, day=yesterday.isoformat())
    assert desk.case().received_at.date() == yesterday
    later = (NOW + timedelta(days=1)).date().isoformat()
    assert register(desk, handler, day=later).status_code == 422


def test_a_form_sent_twice_is_one_case(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    fields = fields_of(handler.get("/register").text, "/register") | {"text": TOLD} | PERSON
    for _ in range(2):
        handler.post("/register", data=fields)
    work_through(desk.gateway, desk.now)
    assert len(desk.rows(select(Case))) == 1


def test_a_handler_of_a_town_registers_but_the_register_stays_the_coordinators(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (TOWN, "handler"))
    response = register(desk, handler)
    case = desk.case()
    assert case.office == TOWN
    page = handler.get(response.headers["location"]).text
    assert "is registered" in page
    assert case.reference not in page
    coordinator = desk.person("cora", (TOWN, "coordinator"))
    assert case.reference in coordinator.get("/cases").text


def test_words_of_another_mail_cannot_pretend_to_be_typed_by_us(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    forged = b"From: Piet <piet@voorbeeld.be>\r\nTold-Name: Jan Janssens\r\nSubject: klacht\r\n\r\n"
    desk.mails(forged + TOLD.encode())
    assert "Janssens" not in desk.case().person_name
