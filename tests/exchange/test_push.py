"""Documents pushed over HTTP: the same documents as by mail, believed by their signature, taken once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from gateway.cli.ingest import work_through
from gateway.desk.pace import MOST_PUSHED
from gateway.desk.pages import pushed
from gateway.exchange.incoming import document_in
from gateway.store.engine import open_store
from gateway.store.partners import ExchangeDocument, TransferRow
from gateway.store.tables import Inbox
from tests.desk.open_desk import OpenDesk
from tests.desk.test_browser import served
from tests.exchange.neighbours import Neighbours, neighbours  # noqa: F401 - a fixture
from tests.exchange.partner_desk import PARTNER, PARTNER_MAIL, URL, desk_with_partner, transfer_mail
from tests.road.house import outside


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    yield desk_with_partner(store, tmp_path)
    store.close()


def push(desk: OpenDesk, content: bytes, kind: str = "message/rfc822", address: str = "192.0.2.1") -> Response:
    client = TestClient(desk.app, base_url=URL, client=(address, 1))
    return client.post("/exchange", content=content, headers={"Content-Type": kind})


def transfers(desk: OpenDesk) -> list[TransferRow]:
    return desk.rows(select(TransferRow))


def test_a_pushed_mail_is_in_the_books_before_it_is_taken_and_becomes_the_transfer(desk: OpenDesk) -> None:
    answer = push(desk, transfer_mail(desk))
    assert answer.status_code == 202
    assert [row.channel for row in desk.rows(select(Inbox).order_by(Inbox.id))][-1] == "partner"
    work_through(desk.gateway, desk.now)
    (row,) = transfers(desk)
    assert (row.their_reference, row.state) == ("OM.2026.015", "received")


def test_the_document_alone_is_enough_for_a_house_that_sends_no_mail(desk: OpenDesk) -> None:
    document = document_in(transfer_mail(desk))
    assert document is not None
    assert push(desk, document, "application/json; charset=utf-8").status_code == 202
    work_through(desk.gateway, desk.now)
    (row,) = transfers(desk)
    case = desk.case(1)
    assert row.case_id == case.id
    assert (case.person_name, case.description) == (
        "Jan Claes",
        "Mijn opleiding bij de VDAB is zonder uitleg geschrapt.",
    )


def test_what_comes_twice_by_either_road_is_taken_once(desk: OpenDesk) -> None:
    mail = transfer_mail(desk)
    assert [push(desk, mail).status_code for _ in range(2)] == [202, 202]
    desk.mails(mail)
    assert len(transfers(desk)) == 1


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"hello", "text/plain", 415),
        (b"hello", "application/x-www-form-urlencoded", 415),
        (b"Subject: x\n\nno document\n", "message/rfc822", 400),
        (b"{}", "application/json", 422),
        (b"\xff\xfe", "application/json", 422),
        (b"[" * 100_000, "application/json", 422),
    ],
)
def test_what_is_no_document_is_refused_and_leaves_nothing(
    desk: OpenDesk, content: bytes, kind: str, status: int
) -> None:
    before = len(desk.rows(select(Inbox)))
    answer = push(desk, content, kind)
    assert len(desk.rows(select(Inbox))) == before
    assert answer.status_code == status


def test_a_forged_signature_is_refused_and_shown_to_staff(desk: OpenDesk) -> None:
    assert push(desk, transfer_mail(desk, Ed25519PrivateKey.generate())).status_code == 403
    (row,) = desk.rows(select(ExchangeDocument))
    assert (row.sender, row.outcome) == (PARTNER, "unknown-key")
    assert transfers(desk) == []
    document = document_in(transfer_mail(desk))
    assert document is not None
    changed = document.replace(b"Vlaamse dienst", b"Brusselse dienst")
    assert push(desk, changed, "application/json").json() == {"refused": "bad-signature"}


def test_too_large_and_too_often_are_refused(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pushed, "MOST", 1_000)
    assert push(desk, transfer_mail(desk)).status_code == 413
    for _ in range(MOST_PUSHED):
        push(desk, b"x", "text/plain", "192.0.2.7")
    assert push(desk, b"x", "text/plain", "192.0.2.7").status_code == 429
    assert push(desk, b"x", "text/plain", "192.0.2.8").status_code == 415


@pytest.mark.parametrize(("path", "pushed_there"), [("/exchange", True), ("/nowhere", False), ("/signin", False)])
def test_what_leaves_is_pushed_to_a_partner_with_a_gateway_and_mailed_where_that_does_not_take_it(
    neighbours: Neighbours,  # noqa: F811
    path: str,
    pushed_there: bool,
) -> None:
    with served(neighbours.partner) as address, outside() as world:
        told = neighbours.pass_on(address + path, world)
    assert len([mail for mail in world.received if mail.recipient == PARTNER_MAIL]) == (0 if pushed_there else 1)
    assert ("HTTPS" in told) == pushed_there
    assert neighbours.arrived() == (["2026-0001"] if pushed_there else [])
