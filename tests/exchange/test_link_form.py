"""The one-time link: a partner without software answers with a small form, and nobody and nothing else can."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from gateway.desk.pace import MOST
from gateway.exchange.answers import remind
from gateway.exchange.house import House
from gateway.exchange.links import LIVES
from gateway.store.engine import Store, open_store
from gateway.store.partners import AnswerLink, TransferRow
from gateway.store.tables import Outbox, Task
from tests.desk.open_desk import CASE, OMBUDS, OpenDesk, fields_of
from tests.exchange.partner_desk import PARTNER, PARTNER_MAIL, URL, desk_with_partner, sent_to

LINK = re.compile(rf"{URL}(/answer/[A-Za-z0-9_-]+)")
ACCEPT = {"status": "accepted", "name": "Marie Dubois", "reference": "OM.2026.044"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    """On the embedded database; what the button does in the books is tried on both."""
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    yield passed_on(store, tmp_path)
    store.close()


@pytest.fixture
def any_desk(store: Store, tmp_path: Path) -> OpenDesk:
    return passed_on(store, tmp_path)


def passed_on(store: Store, home: Path) -> OpenDesk:
    """A case has gone to a partner without software."""
    opened = desk_with_partner(store, home, key=False)
    an = opened.person("an", (OMBUDS, "coordinator"))
    form = fields_of(an.get(CASE + "/transfer").text, "/transfer/preview") | {
        "partner": PARTNER,
        "reason": "Bruxelles.",
    }
    shown = an.post(CASE + "/transfer/preview", data=form).text
    an.post(CASE + "/transfer/send", data=fields_of(shown, "/transfer/send"))
    return opened


@pytest.fixture
def stranger(desk: OpenDesk) -> TestClient:
    return browser_of(desk)


def browser_of(desk: OpenDesk) -> TestClient:
    """A browser that was never here."""
    return TestClient(desk.app, base_url=URL)


def link_of(desk: OpenDesk, mail: int = -1) -> str:
    """The path in the mail that the partner gets."""
    unfolded = sent_to(desk, PARTNER_MAIL)[mail].replace("=\r\n", "").replace("=\n", "")
    found = LINK.search(unfolded)
    assert found, unfolded
    return found[1]


def state(desk: OpenDesk) -> str:
    return str(desk.rows(select(TransferRow.state))[0])


def test_the_link_stands_plainly_in_the_mail_and_opens_a_form_in_the_partners_language(
    desk: OpenDesk, stranger: TestClient
) -> None:
    page = stranger.get(link_of(desk))
    assert page.status_code == 200
    assert '<html lang="fr">' in page.text
    assert "Nous la reprenons" in page.text
    assert '<html lang="de">' in stranger.get(link_of(desk) + "?language=de").text


def test_the_form_tells_no_more_than_who_asks_and_the_reference(desk: OpenDesk, stranger: TestClient) -> None:
    page = stranger.get(link_of(desk)).text
    assert "2026-0001" in page
    for secret in ("Katrien", "Verhaegen", "voorbeeld.be", "De Lijn", "Kortrijksesteenweg", "/cases"):
        assert secret not in page
    assert stranger.get(link_of(desk)).headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert stranger.get(link_of(desk)).headers["cache-control"] == "no-store"


def test_mail_scanners_and_previews_that_fetch_the_link_do_nothing(desk: OpenDesk, stranger: TestClient) -> None:
    path = link_of(desk)
    for _ in range(5):
        stranger.get(path)
        stranger.head(path)
        stranger.get(path, params={"status": "accepted", "name": "x"})
    assert state(desk) == "sent"
    assert stranger.get(path).status_code == 200


def test_the_button_accepts_once_and_then_the_link_is_over(any_desk: OpenDesk) -> None:
    desk, stranger = any_desk, browser_of(any_desk)
    path = link_of(desk)
    done = stranger.post(path, data=fields_of(stranger.get(path).text, path) | ACCEPT)
    assert "Merci" in done.text
    (row,) = desk.rows(select(TransferRow))
    assert (row.state, row.their_reference) == ("accepted", "OM.2026.044")
    assert desk.case().closed_at is not None
    again = stranger.post(path, data=ACCEPT | {"status": "refused", "ground": "other", "text": "non"})
    assert again.status_code == 404
    assert stranger.get(path).status_code == 404
    assert state(desk) == "accepted"


def test_the_history_names_who_answered(desk: OpenDesk, stranger: TestClient) -> None:
    stranger.post(link_of(desk), data=ACCEPT)
    an = desk.clients["an"]
    assert f"Marie Dubois ({PARTNER})" in an.get(CASE).text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": "Marie"}, "Choisissez d&#39;abord"),
        ({"status": "accepted"}, "Indiquez votre nom."),
        ({"status": "refused", "name": "Marie"}, "Choisissez le motif."),
        ({"status": "need-more", "name": "Marie"}, "Dites-le aussi en mots."),
        ({"status": "handed-back", "name": "Marie"}, "Choisissez d&#39;abord"),
    ],
)
def test_what_is_missing_is_asked_and_the_link_still_works(
    desk: OpenDesk, stranger: TestClient, sent: dict[str, str], told: str
) -> None:
    answer = stranger.post(link_of(desk), data=sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert state(desk) == "sent"


def test_a_refusal_gives_the_case_back_with_the_ground(desk: OpenDesk, stranger: TestClient) -> None:
    stranger.post(link_of(desk), data={"status": "refused", "ground": "not-competent", "name": "Marie"})
    assert state(desk) == "refused"
    assert desk.case().state == "received"
    (task,) = desk.rows(select(Task).where(Task.kind == "transfer-returned"))
    assert "not-competent" in task.text
    (told,) = desk.rows(select(Outbox).where(Outbox.state == "waiting-for-person"))
    assert "opnieuw bij ons" in told.draft["text"]


def test_who_needs_more_gets_a_fresh_link_with_our_next_mail(any_desk: OpenDesk) -> None:
    desk, stranger = any_desk, browser_of(any_desk)
    first = link_of(desk)
    stranger.post(first, data={"status": "need-more", "text": "Quelle ligne ?", "name": "Marie"})
    assert state(desk) == "need-more"
    an = desk.clients["an"]
    form = fields_of(an.get("/transfers/1").text, "/transfers/1/write")
    an.post("/transfers/1/write", data=form | {"text": "La ligne 5."})
    fresh = link_of(desk)
    assert fresh != first
    assert stranger.get(first).status_code == 404
    stranger.post(fresh, data=ACCEPT)
    assert state(desk) == "accepted"


def test_a_reminder_carries_the_same_link(desk: OpenDesk) -> None:
    first = link_of(desk)
    office = desk.gateway.offices[0]
    house = House(office, desk.gateway.offices, desk.gateway.catalogue, desk.gateway.secret, URL)
    with desk.store.session() as session:
        row = session.scalars(select(TransferRow)).one()
        row.reminders = 1
        remind(session, row, "Encore une fois.", house=house, now=desk.now)
    assert link_of(desk) == first


def test_a_link_ends_after_its_days(desk: OpenDesk, stranger: TestClient) -> None:
    path = link_of(desk)
    desk.now += LIVES - timedelta(minutes=1)
    assert stranger.get(path).status_code == 200
    desk.now += timedelta(minutes=2)
    assert stranger.get(path).status_code == 404
    assert stranger.post(path, data=ACCEPT).status_code == 404
    assert state(desk) == "sent"


def test_links_end_when_the_answer_came_by_another_road(desk: OpenDesk, stranger: TestClient) -> None:
    path, an = link_of(desk), desk.clients["an"]
    form = fields_of(an.get("/transfers/1").text, "/transfers/1/take-back")
    an.post("/transfers/1/take-back", data=form)
    assert stranger.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/answer/" + "A" * 43, "/answer/x", "/answer/%00", "/answer/" + "A" * 5000])
def test_a_link_that_was_never_made_says_the_same_as_one_that_is_over(
    desk: OpenDesk, stranger: TestClient, path: str
) -> None:
    used = link_of(desk)
    stranger.post(used, data=ACCEPT)
    over, never = (
        stranger.get(used, headers={"Accept-Language": "en"}),
        stranger.get(path, headers={"Accept-Language": "en"}),
    )
    assert (over.status_code, never.status_code) == (404, 404)
    assert "does not work" in never.text
    assert "does not work" in over.text


def test_whoever_tries_many_links_is_stopped_and_others_are_not(desk: OpenDesk) -> None:
    guesser = TestClient(desk.app, base_url=URL, client=("192.0.2.1", 1))
    for number in range(MOST):
        guesser.get(f"/answer/{number:043d}")
    assert guesser.get(link_of(desk)).status_code == 404
    other = TestClient(desk.app, base_url=URL, client=("192.0.2.2", 1))
    assert other.get(link_of(desk)).status_code == 200
    desk.later(minutes=11)
    assert guesser.get(link_of(desk)).status_code == 200


def test_neither_the_books_nor_the_desk_hold_the_link(desk: OpenDesk) -> None:
    """A colleague who may only read, or a copy of the tables, cannot answer in the partner's name."""
    secret = link_of(desk).rpartition("/")[2]
    with desk.store.reading() as session:
        for table in ("answer_links", "outbox", "transfers", "history", "tasks"):
            for row in session.execute(text(f"SELECT * FROM {table}")):
                assert secret not in str(row)
    an = desk.clients["an"]
    for address in (CASE, "/outbox/1", "/outbox/2", "/transfers/1"):
        assert secret not in an.get(address).text
    (link,) = desk.rows(select(AnswerLink))
    assert secret not in (link.number, link.token_hash)


def test_without_an_address_of_the_desk_there_is_no_link(store: Store, tmp_path: Path) -> None:
    desk = desk_with_partner(store, tmp_path, url="")
    an = desk.person("an", (OMBUDS, "coordinator"))
    form = fields_of(an.get(CASE + "/transfer").text, "/transfer/preview") | {"partner": PARTNER, "reason": "x"}
    assert "/answer/" not in an.post(CASE + "/transfer/preview", data=form).text
