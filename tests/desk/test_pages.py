"""The heart of the desk: what needs me now, the list, the case, and mail that means harm."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.store.desk import AccessLog
from gateway.store.engine import Store, open_store
from gateway.store.tables import Case, History, Task
from tests.desk.open_desk import CASE, OMBUDS, ROUTINE, OpenDesk, fields_of, mail, open_desk

DESPAIR = "Ik kan niet meer, ik wil niet meer leven. De VDAB heeft mijn uitkering geschorst.\n\nPiet Claes\nStationsstraat 4\n8000 Brugge\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    return open_desk(store, tmp_path)


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[OpenDesk]:
    """For what a page shows whatever the database is."""
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    yield open_desk(store, tmp_path)
    store.close()


def test_the_desk_opens_on_what_needs_somebody_and_zeros_are_kept_apart(desk: OpenDesk) -> None:
    desk.mails(mail(DESPAIR, subject="Hulp", sender="Piet Claes <piet@voorbeeld.be>"))
    page = desk.person("an", (OMBUDS, "coordinator")).get("/").text
    assert '<strong class="count">1</strong> <span>Alarms: distress or threat' in page
    assert '<span class="count">0</span> Failed sends' in page
    assert "Start triage" in page


def test_an_empty_desk_says_that_all_is_well(embedded: OpenDesk) -> None:
    page = embedded.person("an", (OMBUDS, "coordinator")).get("/").text
    assert "All is well. Nothing waits for you." in page


HOSTILE = """<html><head><script>alert(1)</script><meta http-equiv="refresh" content="0;url=http://kwaad.example/"></head>
<body onload="alert(2)"><p style="background:url(http://kwaad.example/a)">Klacht over De Lijn, bus 5 reed mij voorbij.</p>
<img src="http://kwaad.example/pixel.gif"><img src="data:image/svg+xml,<svg onload=alert(3)>"><iframe src="http://kwaad.example"></iframe>
<form action="http://kwaad.example"><input name="password"></form><a href="javascript:alert(4)">klik</a><svg><script>alert(5)</script></svg>
<link rel="stylesheet" href="http://kwaad.example/x.css"></body></html>"""


def test_hostile_html_reaches_the_frame_without_script_form_or_anything_from_elsewhere(embedded: OpenDesk) -> None:
    embedded.mails(
        mail(
            subject="<script>alert(6)</script>", html=HOSTILE, sender='"<img src=x onerror=alert(7)>" <k@voorbeeld.be>'
        )
    )
    client = embedded.person("an", (OMBUDS, "coordinator"))
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


def test_quoted_text_is_folded_and_never_left_out(embedded: OpenDesk) -> None:
    quoted = (
        ROUTINE
        + "\n\nOp ma 2 mrt. 2026 om 10:00 schreef De Lijn <info@delijn.be>:\n> Geachte mevrouw,\n> uw klacht is ongegrond volgens ons depot.\n"
    )
    embedded.mails(mail(quoted))
    page = embedded.person("an", (OMBUDS, "coordinator")).get(CASE + "/triage").text
    folded = re.compile(r'<details class="folded"[^>]*>(?:(?!</details>).)*ongegrond volgens ons depot', re.DOTALL)
    assert folded.search(page)


def test_read_words_are_marked_where_they_stand(embedded: OpenDesk) -> None:
    embedded.mails(mail())
    page = embedded.person("an", (OMBUDS, "coordinator")).get(CASE + "/triage").text
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


def test_a_case_with_many_tasks_shows_the_first_and_folds_the_rest(embedded: OpenDesk) -> None:
    embedded.mails(mail())
    with embedded.store.session() as session:
        session.add_all(
            Task(office=OMBUDS, kind="status-request", case_id=1, text=f"Asked {number}.", created_at=embedded.now)
            for number in range(7)
        )
    page = embedded.person("an", (OMBUDS, "coordinator")).get(CASE).text
    shown, folded = page.split("<summary>2 more</summary>")
    assert [f"Asked {number}." in shown for number in range(7)] == [True] * 5 + [False] * 2
    assert "Asked 5." in folded
    assert "Asked 6." in folded


def test_the_same_asked_again_is_one_task_with_a_count_until_it_is_done(desk: OpenDesk) -> None:
    desk.mails(mail())
    reference = desk.case().reference

    def asks(*numbers: int) -> None:
        text = "Hoever staat het met mijn klacht? Ik had graag een stand van zaken.\n\nKatrien Verhaegen"
        subject = f"Stand van zaken {reference}"
        desk.mails(*(mail(text, subject=subject, sender="Kat <kat@elders.be>", number=one) for one in numbers))

    asks(10)
    asks(11, 12)
    client = desk.person("an", (OMBUDS, "coordinator"))
    kind = Task.kind == "status-request"
    assert [task.data for task in desk.rows(select(Task).where(kind))] == [{"times": 3}]
    assert "3 times" in client.get("/tasks").text
    assert "3 times" in client.get(CASE).text
    page = client.get("/tasks?kind=status-requests").text
    number = next(task.id for task in desk.rows(select(Task).where(kind)))
    client.post(f"/tasks/{number}/done", data=fields_of(page, f"/tasks/{number}/done"))
    asks(13)
    assert [bool(task.done_at) for task in desk.rows(select(Task).where(kind).order_by(Task.id))] == [True, False]
