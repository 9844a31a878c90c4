"""By which way somebody is answered, and what happens when that way is closed."""

from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select, update

from classifiers.understanding import Wish
from gateway.answering.channel import TABLE, Ways, choose
from gateway.casework.choices import plan_for
from gateway.casework.roles import Person, Role
from gateway.store.engine import Store
from gateway.store.tables import Campaign, Case, ClockRow, History, Outbox, Task
from outbound.draft import Answer, Channel
from routing.decision import Action
from tests.desk.open_desk import NOW, OMBUDS, OpenDesk, fields_of, mail, open_desk
from tests.desk.test_outbox import desk_with, item, press

LETTER, MAIL, PHONE = Channel.LETTER, Channel.MAIL, Channel.PHONE
WANTS = {"letter": Wish.REPLY_BY_LETTER, "mail": Wish.REPLY_BY_EMAIL, "phone": Wish.REPLY_BY_PHONE}


def ways(
    came_by: str, has: str, *, wish: str = "", rule: str = "same", failed: tuple[Channel, ...] = (), told: str = ""
) -> Ways:
    wishes = frozenset({WANTS[wish].value} if wish else ())
    return Ways(came_by, wishes, "mail" in has, "letter" in has, rule, frozenset(failed), told, "phone" in has)


@pytest.mark.parametrize(
    ("told", "goes", "rule"),
    [
        (ways("smtp", "mail letter"), MAIL, "mail-for-mail"),
        (ways("imap", "mail"), MAIL, "mail-for-mail"),
        (ways("scan", "mail letter"), LETTER, "same-way"),
        (ways("scan", "mail letter", rule="mail-for-mail"), LETTER, "letter-for-all-else"),
        (ways("spoken", "mail letter", rule="mail-for-mail"), LETTER, "letter-for-all-else"),
        (ways("smtp", "mail letter", rule="mail-for-mail"), MAIL, "mail-for-mail"),
        (ways("smtp", "mail letter", wish="letter"), LETTER, "wish-letter"),
        (ways("smtp", "mail", wish="letter"), MAIL, "mail-for-mail"),
        (ways("scan", "mail letter", wish="mail"), MAIL, "wish-mail"),
        (ways("scan", "mail letter", wish="mail", rule="mail-for-mail"), MAIL, "wish-mail"),
        (ways("smtp", "mail letter", wish="phone"), PHONE, "wish-phone"),
        (ways("scan", "mail"), MAIL, "only-mail"),
        (ways("smtp", "mail letter", failed=(MAIL,)), LETTER, "mail-came-back"),
        (ways("scan", "mail letter", failed=(LETTER,)), MAIL, "letter-came-back"),
        (ways("smtp", "mail letter", wish="letter", failed=(LETTER,)), MAIL, "mail-for-mail"),
        (ways("scan", ""), PHONE, "nothing-known"),
        (ways("scan", "letter", failed=(LETTER,)), PHONE, "nothing-known"),
        (ways("spoken", "phone", told="phone"), PHONE, "phone-for-phone"),
        (ways("spoken", "letter phone", told="phone"), LETTER, "same-way"),
        (ways("spoken", "mail phone", told="phone"), MAIL, "only-mail"),
        (ways("spoken", "letter phone", told="phone", wish="phone"), PHONE, "wish-phone"),
        (
            ways("spoken", "letter phone", told="phone", wish="phone", rule="mail-for-mail"),
            LETTER,
            "letter-for-all-else",
        ),
        (ways("smtp", "mail phone", wish="phone", rule="mail-for-mail"), MAIL, "mail-for-mail"),
        (ways("spoken", "mail letter", told="social-media"), MAIL, "social-media"),
        (ways("spoken", "mail letter", told="social-media", rule="mail-for-mail"), LETTER, "letter-for-all-else"),
        (ways("spoken", "mail letter phone", told="counter"), LETTER, "same-way"),
    ],
)
def test_the_first_rule_that_holds_chooses_the_way(told: Ways, goes: Channel, rule: str) -> None:
    choice = choose(told)
    assert (choice.channel, choice.rule) == (goes, rule)


def test_a_letter_that_names_a_mail_address_may_be_answered_by_mail_too() -> None:
    assert choose(ways("scan", "mail letter")).also == (MAIL,)
    assert choose(ways("scan", "letter")).also == ()


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len({row[0] for row in TABLE}) == len(TABLE)


def steps(desk: OpenDesk, step: str) -> list[dict[str, object]]:
    return [dict(one.detail) for one in desk.rows(select(History).where(History.step == step).order_by(History.id))]


def texts_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def bounce(desk: OpenDesk, row: Outbox) -> bytes:
    """A delivery report in the form of RFC 3464, about an item of ours."""
    return (
        "From: MAILER-DAEMON@post.example\r\nTo: klachten@vlaamseombudsdienst.be\r\nSubject: Undelivered\r\n"
        "Message-ID: <report-1@post.example>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; post.example\r\n\r\n"
        f"Final-Recipient: rfc822; {row.to_address}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{row.message_id}>\r\n\r\n--b--\r\n"
    ).encode()


def test_the_rule_that_chose_the_way_stands_in_the_history(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL)
    assert [one["rule"] for one in steps(desk, "answered")] == ["mail-for-mail", "mail-for-mail"]


def test_a_way_that_a_person_prefers_is_told_as_chosen(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, Channel.LETTER)
    assert steps(desk, "answered")[-1]["rule"] == "chosen"


def test_a_mail_that_bounced_stands_ready_as_a_letter_before_its_legal_day(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail())
    (receipt,) = desk.rows(select(Outbox))
    desk.later(hours=2)
    desk.mails(bounce(desk, receipt))
    before, after = desk.rows(select(Outbox).order_by(Outbox.id))
    assert before.state == "failed"
    assert (after.answer, after.channel, after.state) == ("receipt", "letter", "waiting-for-person")
    assert after.draft["to"]["postal"] == ["Katrien Verhaegen", "Kortrijksesteenweg 118 bus 2", "9000 GENT"]
    assert "e-mail" not in after.draft["text"].split("# ")[-1].split("U bereikt")[0]
    (task,) = desk.rows(select(Task).where(Task.kind == "bounced"))
    case = desk.rows(select(Case))[0]
    assert task.due is not None
    assert case.received_at.date() < task.due <= case.received_at.date().replace(day=14)
    assert f"outgoing {after.id}" in task.text
    assert steps(desk, "other-way-proposed")[0]["channel"] == "letter"
    handler = desk.person("hanne", (OMBUDS, "handler"))
    press(handler, f"/outbox/{after.id}", f"/outbox/{after.id}/approve")
    assert desk.rows(select(Outbox).where(Outbox.id == after.id))[0].state == "queued"


def test_a_letter_that_the_post_brought_back_stands_ready_as_a_mail_word_for_word(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, Channel.LETTER, state="posted")
    handler = desk.person("hanne", (OMBUDS, "handler"))
    letter = item(desk)
    press(handler, "/outbox/tray", "/outbox/tray/returned", item=str(letter.id), why="verhuisd")
    (fresh,) = desk.rows(select(Outbox).where(Outbox.dedupe_key == f"other-way:{letter.id}"))
    assert (fresh.channel, fresh.state) == ("mail", "waiting-for-person")
    assert fresh.to_address == desk.rows(select(Case))[0].person_email
    assert "Antwoord gewoon op deze e-mail" in fresh.draft["text"]
    assert fresh.draft["text"].split("# ")[1] == letter.draft["text"].split("# ")[1]
    (task,) = desk.rows(select(Task).where(Task.kind == "bounced"))
    assert task.due is not None
    assert task.due > NOW.date()


def test_without_another_address_the_task_says_to_telephone(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    nowhere = mail().replace(b"Kortrijksesteenweg 118 bus 2\n", b"").replace(b"9000 Gent\n", b"")
    desk.mails(nowhere)
    receipt = desk.rows(select(Outbox))[0]
    desk.mails(bounce(desk, receipt))
    (task,) = desk.rows(select(Task).where(Task.kind == "bounced"))
    assert "by telephone" in task.text
    assert len(desk.rows(select(Outbox))) == 1


def test_a_pile_is_one_pdf_with_its_cover_sheet_and_is_posted_as_one(store: Store, tmp_path: Path) -> None:
    desk = desk_with(store, tmp_path, Answer.REFUSAL, Channel.LETTER, state="queued")
    handler = desk.person("hanne", (OMBUDS, "handler"), language="nl")
    letter = item(desk)
    tray = "/outbox/tray"
    single = handler.get(f"/outbox/{letter.id}/letter").content
    fields = fields_of(handler.get(tray).text, f"{tray}/printed") | {"item": str(letter.id)}
    done = handler.post(f"{tray}/piles", data=fields, follow_redirects=False)
    number = int(done.headers["location"].rpartition("pile=")[2])
    whole = handler.get(f"{tray}/piles/{number}")
    assert whole.headers["content-type"] == "application/pdf"
    pages = texts_of(whole.content)
    assert len(pages) == len(texts_of(single)) + 1
    assert "Stapel brieven" in pages[0]
    assert "Katrien Verhaegen" in pages[0]
    assert pages[1:] == texts_of(single)
    assert item(desk).state == "printed"
    press(handler, tray, f"{tray}/piles/{number}/posted", day="2026-03-03")
    assert item(desk).state == "posted"
    proofs = {clock.ended_by for clock in desk.rows(select(ClockRow))}
    assert f"refusal posted on 2026-03-03, outgoing {letter.id}" in proofs
    stranger = desk.person("stan", ("vdab", "coordinator"))
    assert stranger.get(f"{tray}/piles/{number}").status_code == 404


def test_a_case_of_a_campaign_is_answered_with_the_text_for_many(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail())
    offices = {office.id: office for office in desk.gateway.offices}
    with store.session() as session:
        campaign = Campaign(office=OMBUDS, label="2026-1", first_message_id=1, created_at=NOW)
        session.add(campaign)
        session.flush()
        session.execute(update(Case).values(campaign_id=campaign.id))
        case = session.scalars(select(Case)).one()
        person = Person("hanne", "Hanne", "nl", ((OMBUDS, Role.COORDINATOR),))
        plan = plan_for(session, person, case, offices[OMBUDS], desk.gateway.catalogue, Action.ANSWER, None)
        assert plan.answer is Answer.CAMPAIGN
        case.campaign_id = None
        alone = plan_for(session, person, case, offices[OMBUDS], desk.gateway.catalogue, Action.ANSWER, None)
        assert alone.answer is Answer.FREE
