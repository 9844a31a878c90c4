"""The heart of the desk: what needs me now, the list, triage in three keys, the case, and mail that means harm."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.store.desk import AccessLog, Correction
from gateway.store.engine import Store
from gateway.store.tables import Case, History, Outbox, Proposal, Task
from tests.desk.open_desk import FIRST_LINE, OMBUDS, ROUTINE, TOWN, OpenDesk, fields_of, mail, open_desk

CASE = f"/cases/{OMBUDS}/2026-0001"
TOWN_CASE = f"/cases/{TOWN}/2026-0001"
TOWN_MAIL = ROUTINE.replace("De Lijn", "de stad Gent").replace(
    "reed bus 5 mij aan de halte Zuid in Gent voorbij, hoewel ik stond\nte zwaaien",
    "kreeg ik aan het loket geen hulp bij mijn aanvraag",
)
DESPAIR = "Ik kan niet meer, ik wil niet meer leven. De VDAB heeft mijn uitkering geschorst.\n\nPiet Claes\nStationsstraat 4\n8000 Brugge\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    return open_desk(store, tmp_path)


def decide(client: object, case: str, **changes: str) -> str:
    """Confirm, first card (or what `changes` say), send: the page after it."""
    page = client.get(case + "/triage").text  # type: ignore[attr-defined]
    page = client.post(case + "/confirm", data=fields_of(page, case + "/confirm")).text  # type: ignore[attr-defined]
    shown = client.post(case + "/answer", data={**fields_of(page, case + "/answer"), **changes})  # type: ignore[attr-defined]
    assert shown.status_code == 200, shown.text
    sent = client.post(case + "/send", data=fields_of(shown.text, case + "/send"))  # type: ignore[attr-defined]
    assert sent.status_code == 200, sent.text
    return str(sent.text)


def test_the_desk_opens_on_what_needs_somebody_and_zeros_are_kept_apart(desk: OpenDesk) -> None:
    desk.mails(mail(DESPAIR, subject="Hulp", sender="Piet Claes <piet@voorbeeld.be>"))
    page = desk.person("an", (OMBUDS, "coordinator")).get("/").text
    assert '<strong class="count">1</strong> <span>Alarms: distress or threat' in page
    assert '<span class="count">0</span> Failed sends' in page
    assert "Start triage" in page


def test_an_empty_desk_says_that_all_is_well(desk: OpenDesk) -> None:
    page = desk.person("an", (OMBUDS, "coordinator")).get("/").text
    assert "All is well. Nothing waits for you." in page


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


HOSTILE = """<html><head><script>alert(1)</script><meta http-equiv="refresh" content="0;url=http://kwaad.example/"></head>
<body onload="alert(2)"><p style="background:url(http://kwaad.example/a)">Klacht over De Lijn, bus 5 reed mij voorbij.</p>
<img src="http://kwaad.example/pixel.gif"><img src="data:image/svg+xml,<svg onload=alert(3)>"><iframe src="http://kwaad.example"></iframe>
<form action="http://kwaad.example"><input name="password"></form><a href="javascript:alert(4)">klik</a><svg><script>alert(5)</script></svg>
<link rel="stylesheet" href="http://kwaad.example/x.css"></body></html>"""


def test_hostile_html_reaches_the_frame_without_script_form_or_anything_from_elsewhere(desk: OpenDesk) -> None:
    desk.mails(
        mail(
            subject="<script>alert(6)</script>", html=HOSTILE, sender='"<img src=x onerror=alert(7)>" <k@voorbeeld.be>'
        )
    )
    client = desk.person("an", (OMBUDS, "coordinator"))
    frame = client.get("/messages/1/html")
    assert "Klacht over De Lijn" in frame.text
    for forbidden in (
        "<script",
        "onload",
        "kwaad.example",
        "<iframe",
        "<form",
        "javascript:",
        "<svg",
        "<link",
        "data:image/svg",
    ):
        assert forbidden not in frame.text
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("sandbox")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    for address in ("/cases", CASE, CASE + "/triage"):
        page = client.get(address)
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]
    assert 'sandbox=""' in client.get(CASE + "/triage").text
    original = client.get("/messages/1/original")
    assert original.headers["content-disposition"].startswith("attachment")


def test_quoted_text_is_folded_and_never_left_out(desk: OpenDesk) -> None:
    quoted = (
        ROUTINE
        + "\n\nOp ma 2 mrt. 2026 om 10:00 schreef De Lijn <info@delijn.be>:\n> Geachte mevrouw,\n> uw klacht is ongegrond volgens ons depot.\n"
    )
    desk.mails(mail(quoted))
    page = desk.person("an", (OMBUDS, "coordinator")).get(CASE + "/triage").text
    folded = re.compile(r'<details class="folded"[^>]*>(?:(?!</details>).)*ongegrond volgens ons depot', re.DOTALL)
    assert folded.search(page)


def test_read_words_are_marked_where_they_stand(desk: OpenDesk) -> None:
    desk.mails(mail())
    page = desk.person("an", (OMBUDS, "coordinator")).get(CASE + "/triage").text
    assert 'id="w-municipality" data-fields="municipality">Gent</mark>' in page
    assert 'href="#w-municipality"' in page


def test_a_sealed_case_does_not_exist_for_others(desk: OpenDesk, store: Store) -> None:
    desk.mails(mail())
    with store.session() as session:
        session.get_one(Case, 1).sealed = True
    outsider = desk.person("an", (OMBUDS, "coordinator"))
    for address in (CASE, CASE + "/triage", "/messages/1/html", "/messages/1/original", "/messages/1/parts/1"):
        assert outsider.get(address).status_code == 404
    for address in ("/cases?state=", "/cases?query=Verhaegen&state=", "/cases?query=2026-0001&state=", "/", "/triage"):
        assert "Katrien" not in outsider.get(address).text
    assert "0 cases" in outsider.get("/cases?state=").text
    officer = desk.person("ward", (OMBUDS, "sealed-officer"))
    assert officer.get(CASE).status_code == 200
    assert "Verhaegen" in officer.get("/cases").text


def test_sealing_takes_the_case_out_of_sight_at_once(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"))
    decide(client, CASE, action="seal", to="")
    assert client.get(CASE).status_code == 404
    assert desk.case().sealed


def test_every_look_at_a_case_is_written_down(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "reader"))
    for address in (CASE, CASE + "/triage", "/messages/1/source"):
        assert client.get(address).status_code == 200
    looks = desk.rows(select(AccessLog).order_by(AccessLog.id))
    assert [(row.user, row.what) for row in looks] == [("an", "case"), ("an", "triage"), ("an", "message 1 source")]


def test_a_reader_sees_proposals_and_cannot_decide(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "reader"))
    page = client.get(CASE + "/triage").text
    assert "What happens with it?" in page
    assert f'action="{CASE}/answer"' not in page
    csrf = fields_of(page, "/signout")["csrf"]
    answer = client.post(CASE + "/send", data={"csrf": csrf, "action": "handle"})
    assert answer.status_code == 403
    assert desk.case().state == "received"


def test_somebody_else_in_the_case_is_named(desk: OpenDesk) -> None:
    desk.mails(mail())
    desk.person("bert", (OMBUDS, "handler")).get(CASE)
    client = desk.person("an", (OMBUDS, "coordinator"))
    assert "Also in this case: Bert" in client.get(CASE).text
    desk.later(hours=1)
    assert "Also in this case" not in client.get(CASE).text


def test_the_list_finds_a_misspelt_name_and_keeps_a_filter_under_a_name(desk: OpenDesk) -> None:
    desk.mails(
        mail(),
        mail(
            ROUTINE.replace("Katrien Verhaegen", "Moussa Diallo"),
            number=2,
            sender="Moussa Diallo <moussa@voorbeeld.be>",
        ),
    )
    client = desk.person("an", (OMBUDS, "coordinator"))
    found = client.get("/cases?query=Verhagen").text
    assert "2026-0001" in found
    assert "2026-0002" not in found
    client.post("/views", data={**fields_of(found, "/views"), "name": "Katrien"})
    assert "query=Verhagen" in client.get("/cases").text


def test_notes_stand_in_the_timeline_beside_steps_of_the_machine(desk: OpenDesk) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "handler"))
    client.post(
        CASE + "/note", data={**fields_of(client.get(CASE).text, "/note"), "text": "Gebeld met <b>De Lijn</b>."}
    )
    page = client.get(CASE).text
    assert "Gebeld met &lt;b&gt;De Lijn&lt;/b&gt;." in page
    assert "klachtenpost (automatic)" in page
    assert desk.rows(select(History.step).where(History.actor == "an")) == ["noted"]


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_every_page_speaks_the_language_of_the_reader(desk: OpenDesk, language: str) -> None:
    desk.mails(mail())
    client = desk.person("an", (OMBUDS, "coordinator"), (FIRST_LINE, "handler"), language=language)
    for address in ("/", "/cases", CASE, CASE + "/triage"):
        page = client.get(address).text
        assert f'<html lang="{language}">' in page
        assert "Sign out" not in page
