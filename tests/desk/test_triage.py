"""Triage: confirmed, chosen, shown, sent; held where it must be, and taken back while nothing has left."""

from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.store.desk import Correction
from gateway.store.engine import Store
from gateway.store.tables import Outbox, Proposal, Task
from tests.desk.open_desk import CASE, OMBUDS, TOWN, TOWN_CASE, TOWN_MAIL, OpenDesk, decide, fields_of, mail, open_desk


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    return open_desk(store, tmp_path)


def test_a_routine_complaint_takes_three_submits_to_a_queued_letter_with_a_name_on_it(desk: OpenDesk) -> None:
    desk.mails(mail(TOWN_MAIL, subject="Klacht", to="klachten@stad.voorbeeld.be"), office=TOWN)
    page = decide(desk.person("an", (TOWN, "coordinator")), TOWN_CASE)
    letter = desk.rows(select(Outbox).where(Outbox.approved_by == "an"))[0]
    assert (letter.answer, letter.state) == ("receipt-admissibility", "queued")
    assert letter.not_before > desk.now
    assert desk.case().state == "admissible"
    assert desk.rows(select(Proposal.state)) == ["accepted"]
    assert "Take back" in page


def test_what_was_sent_is_taken_back_as_long_as_it_has_not_left(desk: OpenDesk) -> None:
    desk.mails(mail(TOWN_MAIL, subject="Klacht", to="klachten@stad.voorbeeld.be"), office=TOWN)
    client = desk.person("an", (TOWN, "coordinator"))
    before = desk.case()
    page = decide(client, TOWN_CASE)
    client.post(TOWN_CASE + "/undo", data=fields_of(page, "/undo"))
    assert desk.rows(select(Outbox.state).where(Outbox.approved_by == "an")) == ["withdrawn"]
    assert (desk.case().state, desk.case().due) == (before.state, before.due)
    assert desk.rows(select(Proposal.state)) == ["open"]
    decide(client, TOWN_CASE)
    assert sorted(desk.rows(select(Outbox.state).where(Outbox.approved_by == "an"))) == ["queued", "withdrawn"]


def test_what_has_left_is_not_taken_back(desk: OpenDesk) -> None:
    desk.mails(mail(TOWN_MAIL, subject="Klacht", to="klachten@stad.voorbeeld.be"), office=TOWN)
    client = desk.person("an", (TOWN, "coordinator"))
    page = decide(client, TOWN_CASE)
    desk.later(minutes=5)
    answer = client.post(TOWN_CASE + "/undo", data=fields_of(page, "/undo"))
    assert answer.status_code == 422
    assert "has left already" in answer.text
    assert desk.case().state == "admissible"


def test_taking_up_a_complaint_with_a_receipt_sends_no_second_one(desk: OpenDesk) -> None:
    desk.mails(mail())
    decide(desk.person("an", (OMBUDS, "coordinator")), CASE, action="handle", to="")
    assert desk.rows(select(Outbox.answer)) == ["receipt"]
    assert (desk.case().state, desk.case().handler) == ("in-treatment", "an")


def test_a_letter_that_was_changed_is_shown_before_it_leaves(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    page = client.get(CASE + "/triage").text
    chosen = {**fields_of(page, CASE + "/answer"), "action": "refuse", "to": "", "motivation": "De feiten zijn gekend."}
    form = fields_of(client.post(CASE + "/answer", data=chosen).text, CASE + "/send")
    again = client.post(CASE + "/send", data={**form, "text": "Geachte,\n\nEigen woorden van An."})
    assert "The text was changed" in again.text
    assert desk.rows(select(Outbox).where(Outbox.answer == "refusal")) == []
    client.post(CASE + "/send", data=fields_of(again.text, CASE + "/send"))
    letter = desk.rows(select(Outbox).where(Outbox.answer == "refusal"))[0]
    assert letter.draft["text"] == "Geachte,\n\nEigen woorden van An."
    assert desk.case().state == "refused"


def test_a_new_motivation_is_in_the_letter_that_is_shown_again(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    page = client.get(CASE + "/triage").text
    chosen = {**fields_of(page, CASE + "/answer"), "action": "refuse", "to": "", "motivation": "De feiten zijn gekend."}
    form = fields_of(client.post(CASE + "/answer", data=chosen).text, CASE + "/send")
    again = client.post(CASE + "/send", data={**form, "motivation": "De feiten zijn te oud voor ons."})
    assert (
        "<li>De feiten zijn te oud voor ons.</li>" in again.text or "De feiten zijn te oud voor ons.</p>" in again.text
    )


def test_a_refusal_without_its_why_cannot_be_sent(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    chosen = {**fields_of(client.get(CASE + "/triage").text, CASE + "/answer"), "action": "refuse", "to": ""}
    shown = client.post(CASE + "/answer", data={**chosen, "motivation": ""}).text
    assert ">Send</button>" not in shown
    answer = client.post(CASE + "/send", data=fields_of(shown, CASE + "/send"))
    assert answer.status_code == 422
    assert "Say why first" in answer.text
    assert desk.case().state == "received"


def test_a_refusal_by_a_handler_of_a_town_waits_for_the_coordinators_name(desk: OpenDesk) -> None:
    desk.mails(mail(TOWN_MAIL, subject="Klacht", to="klachten@stad.voorbeeld.be"), office=TOWN)
    handler, coordinator = desk.person("bert", (TOWN, "handler")), desk.person("an", (TOWN, "coordinator"))
    assert handler.get(TOWN_CASE).status_code == 404
    form = fields_of(coordinator.get(TOWN_CASE).text, "/assign")
    coordinator.post(TOWN_CASE + "/assign", data={**form, "handler": "bert"})
    page = decide(handler, TOWN_CASE, action="refuse", to="", motivation="De feiten zijn te oud.")
    letter = desk.rows(select(Outbox).where(Outbox.answer == "refusal"))[0]
    assert (letter.state, letter.approved_by) == ("waiting-for-person", None)
    assert desk.case().state == "received"
    assert "Submitted for approval" in page
    assert "Answers waiting for a name" in coordinator.get("/").text.partition('<details class="zeros"')[0]


def test_a_decision_on_an_old_picture_of_the_case_is_held(desk: OpenDesk) -> None:
    desk.mails(mail())
    an, bert = desk.person("an", (OMBUDS, "coordinator")), desk.person("bert", (OMBUDS, "handler"))
    page = an.get(CASE + "/triage").text
    shown = an.post(CASE + "/answer", data={**fields_of(page, CASE + "/answer"), "action": "ask", "to": ""}).text
    bert.post(
        CASE + "/confirm", data={**fields_of(bert.get(CASE + "/triage").text, "/confirm"), "name": "Katrien Verhaeghen"}
    )
    answer = an.post(CASE + "/send", data=fields_of(shown, CASE + "/send"))
    assert answer.status_code == 409
    assert "Somebody else changed this case" in answer.text
    assert desk.rows(select(Outbox).where(Outbox.answer == "request-to-complete")) == []


def test_a_correction_changes_the_case_and_is_kept_as_an_example(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "handler"))
    form = fields_of(client.get(CASE + "/triage").text, "/confirm")
    client.post(CASE + "/confirm", data={**form, "name": "Katrien Verhaeghen", "services": "VDAB"})
    assert (desk.case().person_name, desk.case().services) == ("Katrien Verhaeghen", ["vdab"])
    assert {row.field for row in desk.rows(select(Correction))} == {"name", "services"}
    refused = client.post(CASE + "/confirm", data={**form, "version": "", "services": "Dienst Onzin"})
    assert refused.status_code == 422


def test_a_corrected_service_changes_the_proposal(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "handler"))
    form = fields_of(client.get(CASE + "/triage").text, "/confirm")
    page = client.post(CASE + "/confirm", data={**form, "services": "NMBS"}).text
    assert "Forward: Ombudsrail" in page
    standing = desk.rows(select(Proposal).order_by(Proposal.id))
    assert [(row.action, row.to_body, row.state) for row in standing] == [
        ("handle", None, "superseded"),
        ("forward", "ombudsrail", "open"),
    ]


def test_forwarding_to_a_body_nobody_verified_leaves_a_task_to_do_it_by_hand(desk: OpenDesk) -> None:
    desk.mails(mail())
    decide(desk.person("an", (OMBUDS, "coordinator")), CASE, action="forward", to="ombudsrail")
    assert desk.rows(select(Outbox.answer).where(Outbox.approved_by == "an")) == ["forwarding-notice"]
    assert desk.rows(select(Task.kind).where(Task.done_at.is_(None))) == ["forward-by-hand"]
    assert desk.case().state == "passed-on"


def test_sealing_takes_the_case_out_of_sight_at_once(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    decide(client, CASE, action="seal", to="")
    assert client.get(CASE).status_code == 404
    assert desk.case().sealed


def test_what_is_filed_is_closed_with_its_reason_and_can_be_taken_back(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    chosen = {**fields_of(client.get(CASE + "/triage").text, CASE + "/answer"), "action": "file", "to": ""}
    shown = client.post(CASE + "/answer", data=chosen).text
    form = fields_of(shown, CASE + "/send")
    assert client.post(CASE + "/send", data=form).status_code == 422, "a complaint is not filed without a word why"
    page = client.post(CASE + "/send", data={**form, "motivation": "Dezelfde brief kwam gisteren per post."}).text
    assert desk.case().state == "closed"
    assert desk.case().closed_at == desk.now
    assert desk.case().due is None
    assert "Dezelfde brief kwam gisteren per post." in client.get(CASE).text
    client.post(CASE + "/undo", data=fields_of(page, "/undo"))
    assert (desk.case().state, desk.case().closed_at) == ("received", None)
    assert desk.case().due is not None


def test_an_answer_to_a_question_closes_its_case_where_it_is_ticked(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    chosen = {
        **fields_of(client.get(CASE + "/triage").text, CASE + "/answer"),
        "action": "answer",
        "to": "",
        "message": "U vindt dit op onze website.",
    }
    form = fields_of(client.post(CASE + "/answer", data=chosen).text, CASE + "/send")
    assert "closes" not in form, "a complaint stays open unless somebody says otherwise"
    client.post(CASE + "/send", data={**form, "closes": "yes"})
    assert desk.case().state == "closed"
