"""Signing in: a code works once, guessing slows down only whoever guesses, and a session ends."""

from pathlib import Path
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from gateway.desk.signin import passwords
from gateway.desk.signin.lockout import MOST
from gateway.store.desk import User, UserRole
from gateway.store.engine import Store
from tests.desk.open_desk import NOW, OMBUDS, OpenDesk, fields_of, open_desk

PASSWORD = "een lang genoeg wachtwoord"
#: As the real one, at a cost that leaves time for other tests.
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def desk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenDesk:
    monkeypatch.setattr(passwords, "_HASHER", QUICK)
    monkeypatch.setattr(passwords, "_NOBODY", QUICK.hash("nobody"))
    opened = open_desk(store, tmp_path)
    with store.session() as session:
        for name, secret in (("hanne", SECRET), ("piet", "")):
            user = User(
                name=name, language="en", password_hash=passwords.hashed(PASSWORD), totp_secret=secret, created_at=NOW
            )
            session.add(user)
            session.flush()
            session.add(UserRole(user_id=user.id, office=OMBUDS, role="handler"))
    return opened


def browser(desk: OpenDesk, host: str = "192.0.2.1") -> TestClient:
    return TestClient(desk.app, base_url="http://desk.test", client=(host, 50000))


def enter(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    fields = fields_of(client.get("/signin").text, "/signin") | {"name": name, "password": password} | more
    return client.post("/signin", data=fields, follow_redirects=False)


def code(desk: OpenDesk) -> str:
    return pyotp.TOTP(SECRET).at(desk.now)


def test_name_password_and_code_let_in(desk: OpenDesk) -> None:
    client = browser(desk)
    assert enter(client, "Hanne", code=code(desk)).headers["location"] == "/"
    assert client.get("/account").status_code == 200


def test_a_code_that_was_used_does_not_work_again(desk: OpenDesk) -> None:
    used = code(desk)
    assert enter(browser(desk), "hanne", code=used).status_code == 303
    assert enter(browser(desk), "hanne", code=used).status_code == 401
    desk.later(seconds=30)
    assert enter(browser(desk), "hanne", code=used).status_code == 401
    assert enter(browser(desk), "hanne", code=code(desk)).status_code == 303


def test_whatever_is_wrong_the_answer_is_the_same(desk: OpenDesk) -> None:
    wrong_name = enter(browser(desk), "nobody", code="000000")
    wrong_password = enter(browser(desk), "hanne", "not the password at all", code=code(desk))
    wrong_code = enter(browser(desk), "hanne", code="000000")
    assert {answer.status_code for answer in (wrong_name, wrong_password, wrong_code)} == {401}
    for answer in (wrong_name, wrong_password, wrong_code):
        assert "Naam, wachtwoord of code klopt niet." in answer.text


def test_guessing_shuts_out_the_guesser_and_no_colleague(desk: OpenDesk) -> None:
    known = browser(desk)
    assert enter(known, "piet").status_code == 303
    known.cookies.delete("klachtenpost")
    guesser = browser(desk)
    for _ in range(MOST):
        assert enter(guesser, "piet", "a guess that is wrong").status_code == 401
    assert enter(guesser, "piet").status_code == 429
    assert enter(known, "piet").status_code == 303, "the same building, but a browser that signed in before"
    assert enter(browser(desk, "198.51.100.7"), "piet").status_code == 303
    assert enter(guesser, "hanne", code=code(desk)).status_code == 303, "another account from the same place"
    desk.later(minutes=16)
    assert enter(browser(desk), "piet").status_code == 303


def test_signing_in_needs_the_token_of_its_form(desk: OpenDesk) -> None:
    client = browser(desk)
    fields = fields_of(client.get("/signin").text, "/signin") | {"name": "piet", "password": PASSWORD}
    assert client.post("/signin", data=fields | {"csrf": "x"}).status_code == 403
    assert browser(desk).post("/signin", data=fields).status_code == 403, "the token of another browser"
    foreign = client.post("/signin", data=fields, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403


def test_after_signing_in_one_is_never_sent_elsewhere(desk: OpenDesk) -> None:
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = enter(browser(desk), "piet", next=address)
        assert answer.headers["location"] == "/"


def test_a_session_ends_by_signing_out_by_rest_and_with_the_account(desk: OpenDesk, store: Store) -> None:
    client = browser(desk)
    enter(client, "piet")
    client.post("/signout", data=fields_of(client.get("/account").text, "/signout"))
    assert client.get("/account", follow_redirects=False).status_code in (303, 401)
    enter(client, "piet")
    desk.later(hours=3)
    assert client.get("/account", follow_redirects=False).status_code in (303, 401)
    enter(client, "piet")
    with store.session() as session:
        session.query(User).filter_by(name="piet").one().active = False
    assert client.get("/account", follow_redirects=False).status_code in (303, 401)
    assert enter(client, "piet").status_code == 401


def test_no_page_runs_what_is_not_ours(desk: OpenDesk) -> None:
    answer = browser(desk).get("/signin")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert "<script>" not in answer.text
    cookies = answer.headers["set-cookie"].lower()
    assert "httponly" in cookies
    assert "samesite=" in cookies
