"""The list: found by name with a slip, by reference, by words of a message or an attachment; it never moves by itself."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.store.engine import Store
from gateway.store.tables import Case
from tests.desk.open_desk import CASE, OMBUDS, ROUTINE, OpenDesk, fields_of, mail, open_desk


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    return open_desk(store, tmp_path)


METER = """Geachte,

Ik dien klacht in tegen Fluvius. Op 2 april 2026 werd mijn elektriciteitsmeter verkeerd afgelezen en kreeg ik een
rekening van 800 euro. Ik meldde dit op 3 april aan Fluvius, zonder antwoord.

Katrien Verhaegen
"""


def with_attachment() -> bytes:
    message = EmailMessage()
    message["From"] = "Els Vandenbroucke <els@voorbeeld.be>"
    message["To"] = "klachten@vlaamseombudsdienst.be"
    message["Subject"] = "Klacht over Fluvius"
    message["Message-ID"] = "<els@voorbeeld.be>"
    message.set_content(
        "Ik dien klacht in tegen Fluvius over mijn rekening van 20 februari 2026.\n\nEls Vandenbroucke\n"
    )
    message.add_attachment(
        b"De meter met nummer kilowattspook werd nooit opgenomen.",
        maintype="text",
        subtype="plain",
        filename="meterstand-zolder.txt",
    )
    return message.as_bytes()


def test_search_forgives_a_slip_in_a_name_and_looks_into_attachments(desk: OpenDesk) -> None:
    desk.mails(mail(), with_attachment())
    client = desk.person("an", (OMBUDS, "coordinator"))
    for query, found, not_found in (
        ("Verhagen", "Katrien Verhaegen", "Els Vandenbroucke"),
        ("Vandenbrouke", "Els Vandenbroucke", "Katrien Verhaegen"),
        ("kilowattspook", "Els Vandenbroucke", "Katrien Verhaegen"),
        ("zolder", "Els Vandenbroucke", "Katrien Verhaegen"),
        ("halte Zuid", "Katrien Verhaegen", "Els Vandenbroucke"),
        ("2026-0001", "Katrien Verhaegen", "Els Vandenbroucke"),
    ):
        page = client.get("/cases", params={"query": query, "state": ""}).text
        assert found in page, query
        assert not_found not in page, query
    assert "attachment" in client.get("/cases").text


def test_the_list_says_what_is_new_without_moving(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    page = client.get("/cases").text
    live = page.partition('data-live="/cases/live?')[2].partition('"')[0].replace("&amp;", "&")
    assert client.get(f"/cases/live?{live}").text.strip() == ""
    desk.mails(with_attachment())
    assert "1 new" in client.get(f"/cases/live?{live}").text


def test_counts_of_the_first_page_come_as_a_piece_of_it(desk: OpenDesk) -> None:
    client = desk.person("an", (OMBUDS, "coordinator"))
    assert "All is well" in client.get("/live").text
    desk.mails(mail())
    piece = client.get("/live").text
    assert "Unassigned" in piece
    assert "<html" not in piece


def test_a_view_of_ones_own_stays_ones_own_and_a_shared_one_is_the_offices(desk: OpenDesk) -> None:
    an, bert = desk.person("an", (OMBUDS, "coordinator")), desk.person("bert", (OMBUDS, "handler"))
    fields = fields_of(an.get("/cases?state=&language=fr").text, "/views")
    an.post("/views", data={**fields, "name": "Franstalig"})
    an.post("/views", data={**fields, "name": "Voor ons allen", "shared": "yes"})
    assert "Franstalig" in an.get("/cases").text
    seen = bert.get("/cases").text
    assert "Voor ons allen" in seen
    assert "Franstalig" not in seen
    assert "language=fr" in seen


def test_what_is_typed_is_kept_found_again_and_gone_once_sent(desk: OpenDesk) -> None:
    desk.mails(mail())
    an, bert = desk.person("an", (OMBUDS, "coordinator")), desk.person("bert", (OMBUDS, "handler"))
    chosen = {**fields_of(an.get(CASE + "/triage").text, CASE + "/answer"), "action": "refuse", "to": ""}
    form = fields_of(an.post(CASE + "/answer", data=chosen).text, CASE + "/send")
    kept = an.post(CASE + "/draft", data={**form, "motivation": "Te oude feiten, want"})
    assert "Kept" in kept.text
    again = an.post(CASE + "/answer", data=chosen).text
    assert "Te oude feiten, want" in again
    assert "You were writing this" in again
    assert "An is writing an answer" in bert.get(CASE).text
    assert "Te oude feiten, want" in bert.get(CASE).text
    full = fields_of(an.post(CASE + "/answer", data=chosen).text, CASE + "/send")
    an.post(CASE + "/send", data={**full, "motivation": "De feiten zijn te oud."})
    shown = an.post(CASE + "/answer", data={**full, "motivation": "De feiten zijn te oud.", "anew": "yes"}).text
    an.post(CASE + "/send", data=fields_of(shown, CASE + "/send"))
    assert desk.case().state == "refused"
    assert "is writing an answer" not in bert.get(CASE).text


def test_a_colleague_who_opens_the_same_case_is_seen_there_and_in_the_list(desk: OpenDesk) -> None:
    desk.mails(mail(ROUTINE))
    an, bert = desk.person("an", (OMBUDS, "coordinator")), desk.person("bert", (OMBUDS, "handler"))
    csrf = fields_of(bert.get(CASE).text, "/signout")["csrf"]
    assert "Also in this case" not in bert.post(CASE + "/here", data={"csrf": csrf}).text
    assert "Also in this case: Bert" in an.get(CASE).text
    assert "Bert looks at it" in an.get("/cases").text
    assert "Also in this case: An" in bert.post(CASE + "/here", data={"csrf": csrf}).text
    desk.later(minutes=11)
    assert "looks at it" not in an.get("/cases").text


def test_a_call_stands_in_the_timeline_as_a_call_and_triage_shows_the_earlier_case(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    fields = fields_of(client.get(CASE).text, CASE + "/note")
    client.post(CASE + "/note", data=fields | {"text": "Zij belde terug.", "kind": "call-complainant"})
    page = client.get(CASE).text
    assert "call with the complainant" in page.partition('class="entry note"')[2].partition("</li>")[0]
    wrong = client.post(CASE + "/note", data=fields | {"text": "x", "kind": "rumour"})
    assert wrong.status_code == 422
    desk.later(days=40)
    desk.mails(mail(METER, subject="Klacht over Fluvius").replace(b"<m1@", b"<m9@"))
    assert len(desk.rows(select(Case))) == 2
    bert = desk.person("bert", (OMBUDS, "handler"))
    assert "2026-0001" in bert.get(CASE.replace("0001", "0002") + "/triage").text.partition("<main")[2]
