"""What leaves: seen exactly, under somebody's name, printed and posted, and never by whoever may not."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from gateway.answering import draft_answer, send_answer
from gateway.store.engine import Store
from gateway.store.tables import Case, ClockRow, History, Outbox, Task
from outbound.draft import Answer, Channel
from tests.desk.open_desk import NOW, OMBUDS, OpenDesk, fields_of, mail, open_desk


def desk_with(store: Store, home: Path, answer: Answer, channel: Channel = Channel.MAIL, **values: Any) -> OpenDesk:
    """One case with one item in the outbox."""
    desk = open_desk(store, home)
    desk.mails(mail())
    with store.session() as session:
        session.execute(update(Outbox).values(state="sent", sent_at=NOW))
        case = session.scalars(select(Case)).one()
        offices = desk.gateway.offices
        office = next(one for one in offices if one.id == case.office)
        draft = draft_answer(
            session,
            case,
            answer,
            office=office,
            offices=offices,
            catalogue=desk.gateway.catalogue,
            now=NOW,
            channel=channel,
        )
        send_answer(session, case, draft, office=office, secret=b"k" * 32, now=NOW, dedupe_key="test")
        session.execute(update(Outbox).where(Outbox.dedupe_key == "test").values(**values)) if values else None
    return desk


def item(desk: OpenDesk) -> Outbox:
    (found,) = desk.rows(select(Outbox).where(Outbox.dedupe_key == "test"))
    assert isinstance(found, Outbox)
    return found


def press(client: Any, page: str, action: str, **more: Any) -> Any:
    fields = fields_of(client.get(page).text, action) | more
    return client.post(action, data=fields, follow_redirects=False)


def test_an_answer_waits_until_somebody_puts_a_name_on_it(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    number = item(desk).id
    page = handler.get(f"/outbox/{number}").text
    assert item(desk).draft["subject"] in page
    assert "waits for a name" in page
    assert press(handler, f"/outbox/{number}", f"/outbox/{number}/approve").status_code == 303
    after = item(desk)
    assert (after.state, after.approved_by) == ("queued", "hanne")
    assert after.not_before > NOW
    assert "approved" in [step.step for step in desk.rows(select(History))]


def test_what_was_called_back_never_leaves_and_cannot_be_approved(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = f"/outbox/{item(desk).id}"
    fields = fields_of(handler.get(page).text, f"{page}/approve")
    press(handler, page, f"{page}/withdraw")
    assert item(desk).state == "withdrawn"
    late = handler.post(f"{page}/approve", data=fields)
    assert late.status_code == 422
    assert "Somebody was ahead of you" in late.text
    assert item(desk).state == "withdrawn"


def test_of_a_mail_in_doubt_a_person_says_whether_it_arrived(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, state="in-doubt", reason="the connection broke")
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = f"/outbox/{item(desk).id}"
    assert "nobody knows whether it arrived" in handler.get(page).text
    press(handler, page, f"{page}/settle", how="found-sent")
    assert item(desk).state == "sent"
    assert item(desk).sent_at is not None


def test_a_failed_mail_goes_again_and_its_task_is_done(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, state="failed", attempts=5)
    with store.session() as session:
        session.add(Task(office=OMBUDS, kind="failed-send", outbox_id=item(desk).id, text="x", created_at=NOW))
    handler = desk.person("hanne", (OMBUDS, "handler"))
    page = f"/outbox/{item(desk).id}"
    press(handler, page, f"{page}/settle", how="again")
    assert (item(desk).state, item(desk).attempts) == ("queued", 0)
    assert [task.done_by for task in desk.rows(select(Task).where(Task.kind == "failed-send"))] == ["hanne"]


def test_a_letter_is_printed_posted_and_comes_back(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, Channel.LETTER, state="queued")
    handler = desk.person("hanne", (OMBUDS, "handler"))
    number = item(desk).id
    pdf = handler.get(f"/outbox/{number}/letter")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    tray = "/outbox/tray"
    press(handler, tray, f"{tray}/printed", item=str(number))
    assert item(desk).state == "printed"
    assert handler.get(f"/outbox/{number}/letter").content == pdf.content
    yesterday = (NOW - timedelta(days=1)).date()
    press(handler, tray, f"{tray}/posted", item=str(number), day=yesterday.isoformat())
    posted = item(desk)
    assert posted.state == "posted"
    assert posted.sent_at is not None
    assert posted.sent_at.date() == yesterday
    met = desk.rows(select(ClockRow).where(ClockRow.state == "met"))
    assert {clock.name for clock in met} & {"acknowledgement", "first-contact", "admissibility"}
    press(handler, tray, f"{tray}/returned", item=str(number), why="verhuisd")
    assert item(desk).state == "failed"
    assert any("came back by post" in task.text for task in desk.rows(select(Task).where(Task.done_at.is_(None))))


def test_a_letter_is_not_posted_before_it_is_printed(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, Channel.LETTER, state="queued")
    handler = desk.person("hanne", (OMBUDS, "handler"))
    csrf = fields_of(handler.get("/outbox/tray").text, "/outbox/tray/printed")["csrf"]
    refused = handler.post(
        "/outbox/tray/posted", data={"csrf": csrf, "item": str(item(desk).id), "day": NOW.date().isoformat()}
    )
    assert refused.status_code == 422
    assert item(desk).state == "queued"


def test_answers_of_other_offices_and_of_sealed_cases_are_not_there(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    stranger = desk.person("stan", ("vdab", "coordinator"))
    page = f"/outbox/{item(desk).id}"
    assert stranger.get(page).status_code == 404
    assert item(desk).subject not in stranger.get("/outbox?state=waiting-for-person").text
    with store.session() as session:
        session.execute(update(Case).values(sealed=True))
    handler = desk.person("hanne", (OMBUDS, "handler"))
    assert handler.get(page).status_code == handler.get(f"{page}/letter").status_code == 404


def test_a_reader_looks_but_changes_nothing(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    reader = desk.person("rik", (OMBUDS, "reader"))
    page = f"/outbox/{item(desk).id}"
    shown = reader.get(page)
    assert shown.status_code == 200
    assert f"{page}/approve" not in shown.text
    csrf = fields_of(shown.text, "/signout")["csrf"]
    assert reader.post(f"{page}/approve", data={"csrf": csrf}).status_code == 403
    assert item(desk).state == "waiting-for-person"
