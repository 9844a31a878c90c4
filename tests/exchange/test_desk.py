"""Partners at the desk: passing on after an exact preview, answering what came in, and seeing how each stands."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient
from sqlalchemy import select

from gateway.exchange.outgoing import REMIND_AFTER
from gateway.exchange.road import houses_of
from gateway.exchange.silence import look_for_silence
from gateway.store.engine import Store
from gateway.store.partners import TalkRow, TransferRow
from gateway.store.tables import Case, ClockRow, Outbox, Proposal, Task
from tests.desk.open_desk import CASE, OMBUDS, OpenDesk, fields_of, mail
from tests.exchange.partner_desk import PARTNER, PARTNER_MAIL, desk_with_partner, sent_to, transfer_mail

REASON = "La plainte concerne un service bruxellois."
CITIZEN = "katrien1@voorbeeld.be"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    return desk_with_partner(store, tmp_path)


@pytest.fixture
def an(desk: OpenDesk) -> TestClient:
    return desk.person("an", (OMBUDS, "coordinator"))


def preview(client: TestClient, reason: str = REASON) -> str:
    chosen = fields_of(client.get(CASE + "/transfer").text, "/transfer/preview")
    shown = client.post(CASE + "/transfer/preview", data={**chosen, "partner": PARTNER, "reason": reason})
    assert shown.status_code == 200, shown.text
    return shown.text


def pass_on(client: TestClient) -> None:
    sent = client.post(CASE + "/transfer/send", data=fields_of(preview(client), "/transfer/send"))
    assert "Handed to the partner." in sent.text


def transfers(desk: OpenDesk) -> list[TransferRow]:
    return desk.rows(select(TransferRow).order_by(TransferRow.id))


def open_tasks(desk: OpenDesk, kind: str) -> list[Task]:
    return desk.rows(select(Task).where(Task.kind == kind, Task.done_at.is_(None)))


def test_the_exact_mail_to_the_partner_is_shown_in_his_language_with_everything_that_goes_along(an: TestClient) -> None:
    page = preview(an)
    assert '<div class="letter" lang="fr">' in page
    assert f"Ombuds Brussel &lt;{PARTNER_MAIL}&gt;" in page
    assert REASON in page
    assert "Klacht over De Lijn" in page
    assert "Katrien Verhaegen, Kortrijksesteenweg" in page
    assert "http://desk.test/answer/…" in page
    assert "received Wed 4 Mar 2026, passed on Wed 4 Mar 2026" in page
    assert CITIZEN in page


def test_what_was_shown_leaves_under_a_name_and_the_proposal_is_settled(desk: OpenDesk, an: TestClient) -> None:
    shown = preview(an)
    an.post(CASE + "/transfer/send", data=fields_of(shown, "/transfer/send"))
    (row,) = transfers(desk)
    assert (row.state, row.decided_by) == ("sent", "an")
    (covering,) = desk.rows(select(Outbox).where(Outbox.to_address == PARTNER_MAIL))
    assert covering.approved_by == "an"
    assert [file["name"] for file in covering.draft["attach_files"]] == ["klachtenpost-transfer.json"]
    assert desk.rows(select(Proposal.state)) != ["open"]
    page = an.get(CASE).text
    assert "To Ombuds Brussels</a>: sent" in page


def test_another_reason_than_the_one_shown_is_shown_first(desk: OpenDesk, an: TestClient) -> None:
    form = fields_of(preview(an), "/transfer/send") | {"reason": "Autre chose."}
    again = an.post(CASE + "/transfer/send", data=form)
    assert again.status_code == 409
    assert "Autre chose." in again.text
    assert transfers(desk) == []


def test_triage_leads_from_the_card_to_the_same_preview(desk: OpenDesk, an: TestClient) -> None:
    page = an.get(CASE + "/triage").text
    confirmed = an.post(CASE + "/confirm", data=fields_of(page, CASE + "/confirm")).text
    form = fields_of(confirmed, CASE + "/answer") | {"action": "forward", "to": PARTNER, "body": ""}
    assert '<option value="ombuds-brussel" selected>' in an.post(CASE + "/answer", data=form).text


def test_a_complainant_who_wants_no_forwarding_is_obeyed(desk: OpenDesk, an: TestClient) -> None:
    with desk.store.session() as session:
        session.scalars(select(Case)).one().wishes = ["no-forwarding"]
    chosen = fields_of(an.get(CASE + "/transfer").text, "/transfer/preview")
    shown = an.post(CASE + "/transfer/preview", data={**chosen, "partner": PARTNER, "reason": REASON})
    assert shown.status_code == 422
    assert "asked not to pass it on" in shown.text
    assert transfers(desk) == []


def test_a_reader_sees_transfers_but_passes_nothing_on(desk: OpenDesk, an: TestClient) -> None:
    pass_on(an)
    reader = desk.person("rik", (OMBUDS, "reader"))
    page = reader.get("/transfers?group=waiting").text
    assert "2026-0001" in page
    one = reader.get("/transfers/1").text
    assert "take-back" not in one
    assert reader.get(CASE + "/transfer").status_code == 403


def test_the_transfer_of_a_sealed_case_is_not_there_for_others(desk: OpenDesk, an: TestClient) -> None:
    pass_on(an)
    with desk.store.session() as session:
        session.scalars(select(Case)).one().sealed = True
    assert an.get("/transfers/1").status_code == 404
    assert "2026-0001" not in an.get("/transfers?group=waiting").text


def test_what_came_in_is_accepted_after_the_exact_answer_was_shown(desk: OpenDesk, an: TestClient) -> None:
    desk.mails(transfer_mail(desk))
    page = an.get("/transfers?group=to-answer").text
    assert "OM.2026.015" in page
    one = an.get("/transfers/1").text
    assert "Fri 20 Feb 2026" in one
    assert "De VDAB is een Vlaamse dienst." in one
    shown = an.post("/transfers/1/preview", data=fields_of(one, "/transfers/1/preview") | {"status": "accepted"}).text
    assert "Nous reprenons la plainte" in shown
    done = an.post("/transfers/1/answer", data=fields_of(shown, "/transfers/1/answer")).text
    assert "Your answer is on its way to the partner." in done
    assert transfers(desk)[0].state == "accepted"
    assert open_tasks(desk, "transfer-received") == []
    (answered,) = desk.rows(select(Outbox).where(Outbox.approved_by == "an"))
    assert answered.draft["attach_files"][0]["name"] == "klachtenpost-answer.json"


def test_a_refusal_needs_a_ground_and_ends_the_case_here(desk: OpenDesk, an: TestClient) -> None:
    desk.mails(transfer_mail(desk))
    form = fields_of(an.get("/transfers/1").text, "/transfers/1/preview") | {"status": "refused"}
    refused = an.post("/transfers/1/preview", data=form)
    assert refused.status_code == 422
    assert "Choose the ground first." in refused.text
    shown = an.post("/transfers/1/preview", data=form | {"ground": "not-competent"}).text
    an.post("/transfers/1/answer", data=fields_of(shown, "/transfers/1/answer"))
    assert transfers(desk)[0].ground == "not-competent"
    case = desk.case(1)
    assert case.closed_at is not None
    assert desk.rows(select(ClockRow.state).where(ClockRow.case_id == case.id, ClockRow.state == "running")) == []


def test_what_was_accepted_can_be_handed_back(desk: OpenDesk, an: TestClient) -> None:
    desk.mails(transfer_mail(desk))
    for change in ({"status": "accepted"}, {"status": "handed-back", "ground": "earlier-complaint"}):
        form = fields_of(an.get("/transfers/1").text, "/transfers/1/preview") | change
        shown = an.post("/transfers/1/preview", data=form).text
        an.post("/transfers/1/answer", data=fields_of(shown, "/transfers/1/answer"))
    assert transfers(desk)[0].state == "handed-back"


def test_what_a_partner_said_by_telephone_is_noted_and_the_complainant_hears_its_number_once_a_person_says_so(
    desk: OpenDesk, an: TestClient
) -> None:
    pass_on(an)
    form = fields_of(an.get("/transfers/1").text, "/transfers/1/heard")
    an.post("/transfers/1/heard", data=form | {"status": "accepted", "reference": "OM.2026.044"})
    (row,) = transfers(desk)
    assert (row.state, row.their_reference) == ("accepted", "OM.2026.044")
    assert desk.case().closed_at is not None
    (waiting,) = desk.rows(select(Outbox).where(Outbox.state == "waiting-for-person"))
    assert waiting.to_address == CITIZEN
    assert "OM.2026.044" in waiting.draft["text"]


def test_a_partner_that_writes_an_ordinary_mail_makes_a_task(desk: OpenDesk, an: TestClient) -> None:
    pass_on(an)
    (covering,) = sent_to(desk, PARTNER_MAIL)
    reply_to = next(line for line in covering.splitlines() if line.startswith("Reply-To:")).partition(":")[2].strip()
    desk.mails(
        mail("Bonjour,\n\nNous reprenons cette plainte.\n\nMarie", subject="Re: une plainte", to=reply_to, number=7,
             sender=f"Ombuds Brussel <marie@{PARTNER_MAIL.partition('@')[2]}>")
    )  # fmt: skip
    (task,) = open_tasks(desk, "transfer-answered")
    assert task.case_id == desk.case().id
    form = fields_of(an.get("/transfers/1").text, "/transfers/1/heard")
    an.post("/transfers/1/heard", data=form | {"status": "accepted"})
    assert open_tasks(desk, "transfer-answered") == []


def test_a_transfer_is_taken_back_before_the_partner_decides_and_he_is_told(desk: OpenDesk, an: TestClient) -> None:
    pass_on(an)
    form = fields_of(an.get("/transfers/1").text, "/transfers/1/take-back")
    an.post("/transfers/1/take-back", data=form)
    assert transfers(desk)[0].state == "withdrawn"
    assert desk.case().state == "received"
    assert "Nous la reprenons et la traitons" in sent_to(desk, PARTNER_MAIL)[-1].replace("=\n", "")


def test_a_house_that_gave_it_back_gets_it_again_only_knowingly(desk: OpenDesk, an: TestClient) -> None:
    pass_on(an)
    form = fields_of(an.get("/transfers/1").text, "/transfers/1/heard")
    an.post("/transfers/1/heard", data=form | {"status": "refused", "ground": "not-competent"})
    assert desk.case().state == "received"
    page = preview(an)
    assert "That service gave it back before." in page
    form = fields_of(page, "/transfer/send")
    assert an.post(CASE + "/transfer/send", data=form).status_code == 409
    assert len(transfers(desk)) == 1
    an.post(CASE + "/transfer/send", data=form | {"despite": "yes"})
    assert len(transfers(desk)) == 2


def test_clocks_stop_when_the_partner_takes_it_over_and_run_again_when_he_hands_it_back(
    desk: OpenDesk, an: TestClient
) -> None:
    def running() -> list[str]:
        return sorted(desk.rows(select(ClockRow.name).where(ClockRow.state == "running")))

    before = running()
    assert before
    pass_on(an)
    assert running() == before
    for change in ({"status": "accepted"}, {"status": "handed-back", "ground": "not-competent"}):
        form = fields_of(an.get("/transfers/1").text, "/transfers/1/heard")
        an.post("/transfers/1/heard", data=form | change)
        assert running() == ([] if change["status"] == "accepted" else before)


def test_the_directory_shows_keys_language_and_who_is_silent(desk: OpenDesk, an: TestClient) -> None:
    page = an.get("/partners").text
    assert "56475aa75463474c" in page
    assert "checked by an on" in page
    assert "nothing heard yet" in page
    pass_on(an)
    houses = houses_of(desk.gateway.offices, desk.gateway.catalogue, desk.gateway.secret, "http://desk.test")
    for _ in range(2):
        desk.later(days=REMIND_AFTER + 1)
        with desk.store.session() as session:
            look_for_silence(session, desk.now, houses=houses)
    desk.later(days=1)
    an = desk.person("bea", (OMBUDS, "coordinator"))
    page = an.get("/partners").text
    assert ">silent</span>" in page
    assert ">silent</span>" in an.get("/transfers?group=waiting").text
    assert len(open_tasks(desk, "transfer-unanswered")) == 1


def test_a_forged_transfer_changes_nothing_and_is_shown_with_the_reason(desk: OpenDesk, an: TestClient) -> None:
    desk.mails(transfer_mail(desk, Ed25519PrivateKey.generate()))
    assert transfers(desk) == []
    page = an.get("/partners").text
    assert "Unknown key" in page
    assert "Ombuds Brussels" in page
    (task,) = open_tasks(desk, "transfer-refused")
    assert "Not believed" in an.get("/tasks?kind=transfers").text
    assert task.data == {"refused": "unknown-key"}


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_page_speaks_the_language_of_its_reader(desk: OpenDesk, language: str) -> None:
    desk.mails(transfer_mail(desk))
    client = desk.person(f"an-{language}", (OMBUDS, "coordinator"), language=language)
    for address in ("/transfers", "/transfers/1", "/partners", CASE + "/transfer"):
        page = client.get(address)
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.text


def test_the_same_complaint_elsewhere_is_talked_about_at_the_desk(desk: OpenDesk, an: TestClient) -> None:
    with desk.store.session() as session:
        case = session.scalars(select(Case)).one()
        told = {"text": 80, "bodies": 1, "months": 1}
        talk = TalkRow(
            case_id=case.id, partner_id=PARTNER, own_handle="a" * 32, their_handle="b" * 32, state="found",
            likeness=told, changed_at=desk.now,
        )  # fmt: skip
        session.add(talk)
    assert "Same complaint at Ombuds Brussels" in an.get(CASE).text
    page = an.get("/talks/1").text
    assert "Likeness of the text: 80 %." in page
    assert "Katrien" not in page
    form = fields_of(page, "/talks/1/say") | {"step": "propose", "placed": PARTNER, "text": "Régional."}
    assert "Your word is on its way" in an.post("/talks/1/say", data=form).text
    (told_mail,) = sent_to(desk, PARTNER_MAIL)
    assert "Verhaegen" not in told_mail
    assert "klachtenpost-talk.json" in told_mail
    assert an.post("/talks/1/say", data=form | {"step": "agree"}).status_code == 422
