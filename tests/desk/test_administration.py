"""Administrators keep the people of their offices: under their name, never their own rights, grave roles by two."""

import re
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy import select

from gateway.desk.signin import passwords
from gateway.store.desk import PeopleLog, User, UserRole
from gateway.store.engine import Store
from tests.desk.open_desk import FIRST_LINE, OMBUDS, OpenDesk, fields_of, open_desk

QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture
def desk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenDesk:
    monkeypatch.setattr(passwords, "_HASHER", QUICK)
    monkeypatch.setattr(passwords, "_NOBODY", QUICK.hash("nobody"))
    opened = open_desk(store, tmp_path)
    opened.person("ada", (OMBUDS, "administrator"))
    return opened


def act(desk: OpenDesk, by: str, name: str, what: str, **typed: str) -> Any:
    client = desk.clients[by]
    number = desk.rows(select(User).where(User.name == name))[0].id
    csrf = fields_of(client.get("/people").text, "/signout")["csrf"]
    return client.post(f"/people/{number}", data={"csrf": csrf, "what": what, **typed}, follow_redirects=False)


def enter(desk: OpenDesk, name: str, role: str = "handler") -> str:
    """The password that the page shows once."""
    client = desk.clients["ada"]
    csrf = fields_of(client.get("/people").text, "/signout")["csrf"]
    page = client.post("/people", data={"csrf": csrf, "name": name, "office": OMBUDS, "role": role}).text
    shown = re.search(r'<code class="secret">([^<]+)</code>', page)
    assert shown, page
    return shown[1]


def roles(desk: OpenDesk, name: str) -> set[tuple[str, str]]:
    rows = desk.rows(select(UserRole).join(User, User.id == UserRole.user_id).where(User.name == name))
    return {(row.office, row.role) for row in rows}


def sign_in(desk: OpenDesk, name: str, password: str) -> TestClient:
    client = TestClient(desk.app, base_url="http://desk.test")
    fields = fields_of(client.get("/signin").text, "/signin") | {"name": name, "password": password}
    assert client.post("/signin", data=fields, follow_redirects=False).status_code == 303
    return client


def test_somebody_new_signs_in_with_the_password_shown_once_and_must_choose_his_own(desk: OpenDesk) -> None:
    password = enter(desk, "hanne")
    assert password not in desk.clients["ada"].get("/people").text
    client = sign_in(desk, "hanne", password)
    assert client.get("/cases", follow_redirects=False).headers["location"] == "/account"
    fields = fields_of(client.get("/account").text, "/account/password")
    client.post("/account/password", data=fields | {"old": password, "new": "een eigen lang wachtwoord"})
    assert client.get("/cases", follow_redirects=False).status_code == 200


def test_a_grave_role_takes_two_administrators(desk: OpenDesk) -> None:
    desk.person("bas", (OMBUDS, "administrator"))
    enter(desk, "vera")
    act(desk, "ada", "vera", "give", office=OMBUDS, role="sealed-officer")
    assert roles(desk, "vera") == {(OMBUDS, "handler")}
    asked = fields_of(desk.clients["bas"].get("/people").text, "/people/")["csrf"]
    assert asked
    assert act(desk, "ada", "vera", "grant", asked="1").status_code == 403, "not who asked for it"
    assert act(desk, "bas", "vera", "grant", asked="1").status_code == 303
    assert (OMBUDS, "sealed-officer") in roles(desk, "vera")
    assert act(desk, "bas", "vera", "grant", asked="1").status_code == 422, "once"


def test_nobody_changes_his_own_rights_or_another_offices(desk: OpenDesk) -> None:
    desk.person("wim", (FIRST_LINE, "handler"))
    assert act(desk, "ada", "ada", "give", office=OMBUDS, role="coordinator").status_code == 403
    assert act(desk, "ada", "wim", "password").status_code == 404
    enter(desk, "hanne")
    assert act(desk, "ada", "hanne", "give", office=FIRST_LINE, role="reader").status_code == 403
    assert roles(desk, "hanne") == {(OMBUDS, "handler")}


def test_who_is_ended_is_signed_out_at_once_and_named_for_ever(desk: OpenDesk) -> None:
    handler = desk.person("piet", (OMBUDS, "handler"))
    assert handler.get("/cases").status_code == 200
    act(desk, "ada", "piet", "end")
    assert handler.get("/cases", follow_redirects=False).status_code in (303, 401)
    assert [row.what for row in desk.rows(select(PeopleLog))] == ["ended"]
    assert "ended" in desk.clients["ada"].get("/people").text


def test_a_lost_telephone_and_a_forgotten_password_are_mended_without_the_command_line(desk: OpenDesk) -> None:
    desk.person("piet", (OMBUDS, "handler"))
    page = act(desk, "ada", "piet", "password")
    assert page.status_code == 200
    shown = re.search(r'<code class="secret">([^<]+)</code>', page.text)
    assert shown
    act(desk, "ada", "piet", "code")
    assert desk.rows(select(User.totp_secret).where(User.name == "piet")) == [""]
    client = sign_in(desk, "piet", shown[1])
    assert client.get("/account").status_code == 200
