"""Complaints that come in by a program become cases like any other, once, and the program learns which."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from gateway.api.scopes import Scope
from gateway.cli.ingest import work_through
from gateway.store.engine import Store
from gateway.store.tables import Case, Inbox
from tests.api.programs import V1, bearer, program, refused, token_of
from tests.desk.open_desk import OMBUDS, TOWN, OpenDesk, mail, open_desk

TOLD: dict[str, Any] = {
    "office": OMBUDS,
    "way": "phone",
    "language": "nl",
    "text": "Mevrouw belde over bus 5 van De Lijn: de chauffeur reed haar op 12 februari 2026 voorbij aan de halte Zuid.",
    "person": {"name": "Çağla van 't Hof", "street": "Kortrijksesteenweg", "number": "118", "postcode": "9000"},
    "received_on": "2026-03-02",
}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    return open_desk(store, tmp_path)


@pytest.fixture
def client(desk: OpenDesk) -> TestClient:
    return program(desk, "hanne", (OMBUDS, "handler"), scopes=(Scope.REGISTER,))


def tell(client: TestClient, key: str = "form-17", **changes: Any) -> Any:
    return client.post(f"{V1}/complaints", json={**TOLD, **changes}, headers={"Idempotency-Key": key})


def test_a_complaint_becomes_a_case_with_exactly_what_was_told(desk: OpenDesk, client: TestClient) -> None:
    answer = tell(client)
    assert answer.status_code == 202, answer.text
    assert answer.json()["status"] == "waiting"
    assert answer.json()["case"] is None
    work_through(desk.gateway, desk.now)
    became = client.get(answer.headers["location"]).json()
    assert (became["status"], became["reference"]) == ("done", "2026-0001")
    assert became["case"] == f"{V1}/cases/{OMBUDS}/2026-0001"
    case = desk.case()
    assert (case.person["name"], case.channel) == ("Çağla van 't Hof", "spoken")
    assert case.received_at.date().isoformat() == "2026-03-02"
    assert desk.rows(select(Inbox))[0].source == "phone: Hanne"
    refused(client.get(became["case"]), 403, "no-scope")


def test_the_same_key_again_is_the_same_complaint(desk: OpenDesk, client: TestClient) -> None:
    first = tell(client)
    desk.later(minutes=3)
    again = tell(client)
    assert (again.status_code, again.json()["arrival"]) == (202, first.json()["arrival"])
    refused(tell(client, text="Iets anders"), 422, "key-used")
    assert tell(client, key="form-18", text="Nog een andere klacht over trein 3.").status_code == 202
    refused(client.post(f"{V1}/complaints", json=TOLD), 422, "not-understood")
    assert len(desk.rows(select(Inbox))) == 2


def test_a_raw_mail_becomes_a_case_once(desk: OpenDesk, client: TestClient) -> None:
    def bring(content: bytes, kind: str = "message/rfc822", office: str = OMBUDS) -> Any:
        return client.post(f"{V1}/mails", params={"office": office}, content=content, headers={"Content-Type": kind})

    first = bring(mail())
    assert first.status_code == 202, first.text
    assert bring(mail()).json()["arrival"] == first.json()["arrival"]
    refused(bring(mail(), "text/plain"), 415, "not-understood")
    refused(bring(mail(), office=TOWN), 422, "not-possible")
    work_through(desk.gateway, desk.now)
    assert client.get(first.headers["location"]).json()["reference"] == "2026-0001"
    assert desk.case().person["name"] == "Katrien Verhaegen"
    assert desk.rows(select(Inbox))[0].source == "api: crm (hanne)"


def test_a_program_asks_only_after_what_it_brought_in(desk: OpenDesk, client: TestClient) -> None:
    place = tell(client).headers["location"]
    desk.mails(mail())
    renewed = bearer(desk, token_of(desk, "hanne", Scope.REGISTER))
    other = bearer(desk, token_of(desk, "hanne", Scope.REGISTER, client="website"))
    assert renewed.get(place).status_code == 200
    refused(other.get(place), 404, "not-seen")
    refused(client.get(f"{V1}/arrivals/2"), 404, "not-seen")


def test_a_sealed_case_is_not_told_of_to_who_brought_it_in(desk: OpenDesk, client: TestClient) -> None:
    place = tell(client).headers["location"]
    work_through(desk.gateway, desk.now)
    with desk.store.session() as session:
        session.execute(update(Case).values(sealed=True))
    became = client.get(place).json()
    assert (became["case"], became["reference"], became["relation"]) == (None, None, None)


def test_what_cannot_be_right_is_not_taken_in(desk: OpenDesk, client: TestClient) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"office": TOWN},
        {"way": "pigeon"},
        {"language": "la"},
        {"text": " "},
        {"received_on": "2027-01-01"},
        {"received_on": "2020-01-01"},
        {"person": {"email": "nobody"}},
        {"person": {"nickname": "x"}},
        {"case": "2026-0001"},
    )
    for changes in wrong:
        assert tell(client, **changes).status_code == 422, changes
    assert desk.rows(select(Inbox)) == []


def test_what_waits_in_quarantine_is_listed_tried_again_or_set_aside(desk: OpenDesk) -> None:
    desk.mails(mail())
    with desk.store.session() as session:
        session.execute(
            update(Inbox).values(status="quarantine", reason="the reading process ended (while it was read)")
        )
    keeper = program(desk, "cora", (OMBUDS, "coordinator"))
    waiting = keeper.get(f"{V1}/quarantine").json()["arrivals"]
    assert [(one["id"], one["meaning"]) for one in waiting] == [(1, "unreadable")]
    assert keeper.get(f"{V1}/quarantine/1/original").content == mail()
    refused(keeper.post(f"{V1}/quarantine/1/set-aside", json={"why": " "}), 422, "not-understood")
    assert keeper.post(f"{V1}/quarantine/1/retry").status_code == 200
    assert desk.rows(select(Inbox))[0].status == "waiting"
    refused(keeper.post(f"{V1}/quarantine/1/set-aside", json={"why": "reclame"}), 404, "not-seen")
    with desk.store.session() as session:
        session.execute(update(Inbox).values(status="quarantine"))
    assert keeper.post(f"{V1}/quarantine/1/set-aside", json={"why": "reclame"}).status_code == 200
    assert desk.rows(select(Inbox))[0].reason == "set aside by cora: reclame"
