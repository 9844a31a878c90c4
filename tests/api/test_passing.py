"""A case passed on to a partner by a program, and lists kept under a name."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from gateway.store.engine import Store
from gateway.store.partners import TransferRow
from gateway.store.tables import Outbox
from tests.api.programs import CASE, V1, program, refused, version
from tests.desk.open_desk import FIRST_LINE, OMBUDS, OpenDesk, mail, open_desk
from tests.exchange.partner_desk import PARTNER, PARTNER_MAIL, desk_with_partner

HANDING = {"partner": PARTNER, "reason": "La plainte concerne un service bruxellois."}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    return desk_with_partner(store, tmp_path)


@pytest.fixture
def client(desk: OpenDesk) -> TestClient:
    return program(desk, "hanne", (OMBUDS, "handler"))


def test_a_case_goes_to_a_partner_as_it_was_previewed_under_the_name_of_a_person(
    desk: OpenDesk, client: TestClient
) -> None:
    shown = client.post(f"{CASE}/transfer/preview", json=HANDING).json()
    assert (shown["covering"]["to_address"], shown["covering"]["language"]) == (PARTNER_MAIL, "fr")
    assert HANDING["reason"] in shown["covering"]["text"]
    assert shown["notice"]["to_address"] == "katrien1@voorbeeld.be"
    assert (shown["originals"], shown["trouble"]) == (1, "")
    assert desk.rows(select(TransferRow)) == []
    sent = client.post(f"{CASE}/transfer", json={**HANDING, "seen": shown["seen"]}, headers=version(client))
    assert sent.status_code == 201, sent.text
    assert (sent.json()["state"], sent.json()["transfer"]["partner"]) == ("transferred", PARTNER)
    assert [row.decided_by for row in desk.rows(select(TransferRow))] == ["hanne"]
    assert desk.rows(select(Outbox.approved_by).where(Outbox.to_address == PARTNER_MAIL)) == ["hanne"]
    assert [row["id"] for row in client.get(f"{V1}/transfers?group=waiting").json()["transfers"]] == [1]


def test_what_was_not_previewed_or_goes_to_nobody_known_is_not_passed_on(desk: OpenDesk, client: TestClient) -> None:
    seen = client.post(f"{CASE}/transfer/preview", json=HANDING).json()["seen"]
    other = {**HANDING, "reason": "Autre chose.", "seen": seen}
    refused(client.post(f"{CASE}/transfer", json=other, headers=version(client)), 409, "letter-changed")
    assert client.post(f"{CASE}/transfer", json={**HANDING, "seen": seen}).status_code == 428
    for given in ({**HANDING, "partner": "nobody"}, {**HANDING, "reason": " "}):
        refused(client.post(f"{CASE}/transfer/preview", json=given), 422, "not-possible")
    assert desk.rows(select(TransferRow)) == []


def test_a_list_is_kept_shared_with_the_office_and_forgotten_by_its_owner_only(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    desk.mails(mail())
    owner, colleague = (program(desk, name, (OMBUDS, "handler")) for name in ("hanne", "bert"))
    stranger = program(desk, "vic", (FIRST_LINE, "handler"))
    asked = {"query": "Verhaegen", "state": ""}
    for name, shared in (("Ours", True), ("Mine", False)):
        kept = owner.post(f"{V1}/views", json={"name": name, "office": OMBUDS, "shared": shared, "filter": asked})
        assert kept.status_code == 201, kept.text
    assert [view["name"] for view in owner.get(f"{V1}/views").json()["views"]] == ["Mine", "Ours"]
    (seen,) = colleague.get(f"{V1}/views").json()["views"]
    assert (seen["name"], seen["mine"]) == ("Ours", False)
    assert colleague.get(f"{V1}/cases", params=seen["filter"]).json()["count"] == 1
    assert stranger.get(f"{V1}/views").json()["views"] == []
    assert stranger.post(f"{V1}/views", json={"name": "Theirs", "office": OMBUDS}).status_code == 404
    assert colleague.delete(f"{V1}/views/{seen['id']}").status_code == 404
    assert [view["name"] for view in owner.delete(f"{V1}/views/{seen['id']}").json()["views"]] == ["Mine"]
    assert colleague.get(f"{V1}/views").json()["views"] == []
