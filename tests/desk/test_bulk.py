"""One act on many cases: seen first, done for those that can take part, undone as one."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gateway.store.desk import BulkAct
from gateway.store.engine import Store
from gateway.store.tables import Case, Outbox
from tests.desk.open_desk import FIRST_LINE, OMBUDS, ROUTINE, OpenDesk, fields_of, mail, open_desk


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    opened = open_desk(store, tmp_path)
    texts = ("bus 5 reed mij voorbij", "de tram had een uur vertraging", "mijn abonnement werd geweigerd")
    opened.mails(
        *(
            mail(
                ROUTINE.replace("reed bus 5 mij aan de halte Zuid in Gent voorbij", what)
                .replace("Katrien Verhaegen", name)
                .replace("118 bus 2", str(20 + number)),
                sender=f"{name} <p{number}@voorbeeld.be>",
                number=number,
            )
            for number, (what, name) in enumerate(zip(texts, ("Els Peeters", "Jan Maes", "Rik Claes"), strict=True), 1)
        )
    )
    opened.person("an", (OMBUDS, "coordinator"))
    opened.person("bert", (OMBUDS, "handler"))
    return opened


def numbers(desk: OpenDesk) -> list[int]:
    return [case.id for case in desk.rows(select(Case).order_by(Case.id))]


def ask(desk: OpenDesk, what: str, cases: list[int], **typed: Any) -> Any:
    """The preview of an act on these cases."""
    client = desk.clients["an"]
    csrf = fields_of(client.get("/cases").text, "/bulk")["csrf"]
    return client.post("/bulk", data={"csrf": csrf, "what": what, "case": [str(one) for one in cases], **typed})


def do(desk: OpenDesk, page: str, cases: list[int], **typed: Any) -> Any:
    fields = fields_of(page, "/bulk/do") | {"case": [str(one) for one in cases]} | typed
    return desk.clients["an"].post("/bulk/do", data=fields)


def test_one_draft_for_all_is_shown_letter_by_letter_then_sent_under_one_name(desk: OpenDesk) -> None:
    cases = numbers(desk)
    assert len(cases) == 3
    page = ask(desk, "answer", cases, message="De lijn rijdt weer vanaf maandag.").text
    assert page.count("De lijn rijdt weer vanaf maandag.") >= 4, "the field, and each letter"
    assert desk.rows(select(Outbox).where(Outbox.approved_by == "an")) == [], "nothing happens by looking"
    done = do(desk, page, cases).text
    letters = desk.rows(select(Outbox).where(Outbox.approved_by == "an"))
    assert {letter.to_address for letter in letters} == {f"p{number}@voorbeeld.be" for number in (1, 2, 3)}
    assert {letter.approved_by for letter in letters} == {"an"}
    client = desk.clients["an"]
    client.post("/bulk/1/undo", data=fields_of(done, "/bulk/1/undo"))
    assert {row.state for row in desk.rows(select(Outbox).where(Outbox.approved_by == "an"))} == {"withdrawn"}


def test_giving_many_to_a_colleague_is_undone_to_what_stood_there(desk: OpenDesk) -> None:
    cases = numbers(desk)
    do(desk, ask(desk, "assign", cases[:1], handler="an").text, cases[:1], handler="an")
    done = do(desk, ask(desk, "assign", cases, handler="bert").text, cases, handler="bert").text
    assert {case.handler for case in desk.rows(select(Case))} == {"bert"}
    desk.clients["an"].post("/bulk/2/undo", data=fields_of(done, "/bulk/2/undo"))
    assert [case.handler for case in desk.rows(select(Case).order_by(Case.id))] == ["an", None, None]
    again = desk.clients["an"].post("/bulk/2/undo", data=fields_of(done, "/bulk/2/undo"))
    assert again.status_code == 422


def test_filing_many_closes_them_and_opens_them_again(desk: OpenDesk) -> None:
    cases = numbers(desk)
    without = ask(desk, "file", cases).text
    assert "Say why first" in without
    page = ask(desk, "file", cases, motivation="Dezelfde brief kwam al binnen.").text
    done = do(desk, page, cases).text
    assert {case.state for case in desk.rows(select(Case))} == {"closed"}
    desk.clients["an"].post("/bulk/1/undo", data=fields_of(done, "/bulk/1/undo"))
    assert {(case.state, case.closed_at) for case in desk.rows(select(Case))} == {("received", None)}


def test_what_changed_after_it_was_shown_is_shown_again(desk: OpenDesk) -> None:
    cases = numbers(desk)
    page = ask(desk, "file", cases, motivation="Zelfde brief.").text
    other = do(desk, page, cases, motivation="Iets anders.").text
    assert "Something changed" in other
    assert {case.state for case in desk.rows(select(Case))} == {"received"}


def test_a_case_that_cannot_take_part_says_why_and_stays(desk: OpenDesk) -> None:
    cases = numbers(desk)
    do(desk, ask(desk, "file", cases[:1], motivation="Dubbel.").text, cases[:1])
    page = ask(desk, "answer", cases, message="Goed nieuws.").text
    assert "This case is closed already." in page
    do(desk, page, cases)
    assert len(desk.rows(select(Outbox).where(Outbox.approved_by == "an"))) == 2


def test_cases_that_one_does_not_see_take_no_part(desk: OpenDesk) -> None:
    cases = numbers(desk)
    stranger = desk.person("stan", (FIRST_LINE, "coordinator"))
    csrf = fields_of(stranger.get("/account").text, "/signout")["csrf"]
    answer = stranger.post("/bulk", data={"csrf": csrf, "what": "file", "case": [str(cases[0])]})
    assert answer.status_code == 422
    assert "Els" not in answer.text
    assert desk.rows(select(BulkAct)) == []


def test_refusing_many_asks_one_motivation_and_waits_for_the_name_of_a_coordinator(desk: OpenDesk) -> None:
    cases = numbers(desk)
    assert "Say why first" in ask(desk, "refuse", cases).text
    page = ask(desk, "refuse", cases, motivation="De feiten zijn meer dan een jaar oud.").text
    assert page.count("De feiten zijn meer dan een jaar oud.") >= 4, "the field, and each letter"
    done = do(desk, page, cases).text
    letters = desk.rows(select(Outbox).where(Outbox.answer == "refusal"))
    assert {letter.case_id for letter in letters} == set(cases)
    desk.clients["an"].post("/bulk/1/undo", data=fields_of(done, "/bulk/1/undo"))
    assert {row.state for row in desk.rows(select(Outbox).where(Outbox.answer == "refusal"))} == {"withdrawn"}
    assert {case.state for case in desk.rows(select(Case))} == {"received"}


@pytest.mark.parametrize("what", ["first-line", "forward"])
def test_many_go_to_one_service_that_is_named_once(desk: OpenDesk, what: str) -> None:
    cases = numbers(desk)
    assert "Say first to which body it goes." in ask(desk, what, cases, body="Dienst Nergens").text
    page = ask(desk, what, cases, body="Vlaamse Belastingdienst").text
    assert page.count("Vlaamse Belastingdienst") >= 4, "the heading, and each letter"
    done = do(desk, page, cases).text
    letters = desk.rows(select(Outbox).where(Outbox.approved_by == "an"))
    assert {letter.case_id for letter in letters} == set(cases)
    desk.clients["an"].post("/bulk/1/undo", data=fields_of(done, "/bulk/1/undo"))
    assert {row.state for row in desk.rows(select(Outbox).where(Outbox.approved_by == "an"))} == {"withdrawn"}
