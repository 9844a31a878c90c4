"""The whole road over real SMTP, from a citizen's mail to the receipt in his mailbox, on both databases."""

from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from gateway.demo.world import World
from gateway.store.history import broken_at
from gateway.store.queries import case_rows, inbox_rows, outbox_rows
from gateway.store.tables import Case, Inbox, Outbox, Task
from tests.road.house import OFFICE, complaint, house, outside, until


@pytest.fixture
def world():
    with outside(nobody=["weg@gone.example"]) as opened:
        yield opened


def figure(running, statement):
    with running.gateway.store.reading() as session:
        return session.scalar(statement)


def done(running, count):
    statement = select(func.count()).select_from(Inbox).where(Inbox.status.in_(("done", "set-aside")))
    until(lambda: figure(running, statement) == count, f"{count} arrivals are worked through")


def test_each_complaint_becomes_one_case_and_its_writer_gets_one_receipt(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        for number in range(10):
            running.send(complaint(number))
        until(lambda: len(world.received) == 10, "ten receipts arrive")
        with running.gateway.store.reading() as session:
            cases = list(case_rows(session))
            assert len(cases) == 10
            assert {row["reference"] for row in cases} == {f"2026-{n:04}" for n in range(1, 11)} or len(
                {row["reference"] for row in cases}
            ) == 10
            assert all(broken_at(session, case.id) is None for case in session.scalars(select(Case)))
    assert {mail.recipient for mail in world.received} == {f"mens{n}@post.example" for n in range(10)}
    receipt = world.received[0].mail
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert receipt["In-Reply-To"] in {f"<{n}.mens@post.example>" for n in range(10)}
    assert "+b" in world.received[0].sender


def test_the_same_mail_twice_gives_one_case_two_arrivals_and_one_receipt(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        running.send(complaint(1))
        running.send(complaint(1), to="info@vlaamseombudsdienst.be")
        done(running, 2)
        until(lambda: world.received, "a receipt arrives")
        with running.gateway.store.reading() as session:
            assert [row["relation"] for row in inbox_rows(session)] == ["new", "same-mail"]
            assert len(list(outbox_rows(session))) == 1


def test_an_answer_to_the_receipt_joins_its_case(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        running.send(complaint(1))
        until(lambda: world.received, "a receipt arrives")
        receipt = world.received[0].mail
        answer = EmailMessage()
        answer["From"] = "mens1@post.example"
        answer["To"] = str(receipt["Reply-To"])
        answer["Subject"] = "Re: uw ontvangstmelding"
        answer["Message-ID"] = "<again@post.example>"
        answer["In-Reply-To"] = str(receipt["Message-ID"])
        answer.set_content("In bijlage het antwoord dat ik gisteren nog van De Lijn kreeg over de bus.")
        running.send(answer, to=str(receipt["Reply-To"]))
        done(running, 2)
        with running.gateway.store.reading() as session:
            [case] = case_rows(session)
            assert [message["relation"] for message in case["messages"]] == ["new", "follow-up"]


def test_a_delivery_report_finds_the_item_it_speaks_of_and_staff_are_told(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        running.send(complaint(1))
        until(lambda: world.received, "a receipt arrives")
        report = EmailMessage()
        report["From"] = "MAILER-DAEMON@mx.post.example"
        report["To"] = world.received[0].sender
        report["Subject"] = "Undelivered Mail Returned to Sender"
        report["Auto-Submitted"] = "auto-replied"
        report.set_content("The mail could not be delivered.\n\n<mens1@post.example>: 550 5.1.1 user unknown\n")
        until(lambda: figure(running, select(Outbox.state)) == "sent", "the receipt counts as sent")
        running.send(report, sender="", to=world.received[0].sender)
        done(running, 2)
        assert figure(running, select(Outbox.state)) == "failed"
        assert figure(running, select(Task.kind).where(Task.kind == "bounced")) == "bounced"
        assert figure(running, select(func.count()).select_from(Case)) == 1


def test_an_address_that_does_not_exist_becomes_a_task_and_a_letter_is_proposed(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        running.send(complaint(1, sender="weg@gone.example"))
        failed = select(Outbox.reason).where(Outbox.state == "failed")
        until(lambda: figure(running, failed), "the receipt has failed")
        assert "550" in figure(running, failed)
        assert figure(running, select(Task.kind).where(Task.outbox_id.is_not(None))) == "failed-send"
        assert figure(running, select(Outbox.channel).where(Outbox.state == "waiting-for-person")) == "letter"


def test_machine_mail_makes_no_case_and_gets_no_answer(database_url, tmp_path, world: World):
    with house(tmp_path, database_url, world) as running:
        away = complaint(1, subject="Automatic reply: away")
        away["Auto-Submitted"] = "auto-replied"
        away.set_content("Ik ben afwezig tot maandag.")
        letter = EmailMessage()
        letter["From"] = "nieuws@lijst.example"
        letter["To"] = OFFICE
        letter["Subject"] = "Nieuwsbrief maart"
        letter["List-Unsubscribe"] = "<https://lijst.example/uit>"
        letter["List-Id"] = "<nieuws.lijst.example>"
        letter.set_content("In dit nummer: studiedagen en publicaties. Uitschrijven kan hier.")
        running.send(away)
        running.send(letter)
        done(running, 2)
        with running.gateway.store.reading() as session:
            assert [row["status"] for row in inbox_rows(session)] == ["set-aside", "set-aside"]
            assert not list(case_rows(session))
            assert not list(outbox_rows(session))


def test_two_gateways_that_answer_each_other_end_within_three_mails(database_url, tmp_path, world: World):
    """The other gateway's receipt comes back to us, stripped of every mark a good machine sets."""
    with house(tmp_path, database_url, world, per_address_per_day=2) as running:
        running.send(complaint(1, sender="info@andere-dienst.example"))
        count = 0
        for turn in range(6):
            until(lambda: True, "a turn")
            seen = len(world.received)
            if seen == count:
                break
            count = seen
            reply = complaint(100 + turn, sender="info@andere-dienst.example", subject=f"Uw bericht {turn}")
            running.send(reply)
            done(running, turn + 2)
            until(
                lambda: figure(running, select(func.count()).select_from(Outbox).where(Outbox.state == "queued")) == 0,
                "all left",
            )
        assert len(world.received) <= 3


def test_two_nodes_work_one_queue_and_nothing_is_made_twice(postgresql_url, tmp_path, world: World):
    with house(tmp_path, postgresql_url, world) as one, house(tmp_path, postgresql_url, world) as other:
        for number in range(40):
            (one if number % 2 else other).send(complaint(number))
        done(one, 40)
        until(lambda: len(world.received) >= 40, "all receipts arrive")
        assert figure(one, select(func.count()).select_from(Case)) == 40
    assert sorted(mail.recipient for mail in world.received) == sorted(f"mens{n}@post.example" for n in range(40))
