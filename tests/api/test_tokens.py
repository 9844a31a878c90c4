"""Tokens made on one's own page of the desk and on the command line: shown once, ended for good."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.cli import main
from gateway.desk.signin import passwords
from gateway.store.api import ApiToken
from gateway.store.desk import User
from gateway.store.engine import Store, open_store
from tests.api.programs import V1, bearer, refused
from tests.desk.open_desk import NOW, OMBUDS, fields_of, open_desk

PAGE = "/account/tokens"


def test_a_token_is_made_on_ones_own_page_shown_once_and_revoked_there(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    hanne, other = desk.person("hanne", (OMBUDS, "handler")), desk.person("otto", (OMBUDS, "handler"))
    form = {**fields_of(hanne.get(PAGE).text, PAGE), "client": "Ons CRM", "scope": ["read", "work"], "days": "90"}
    made = hanne.post(PAGE, data=form)
    assert made.status_code == 200, made.text
    found = re.search(r"klp_[\w-]{43}", made.text)
    assert found
    assert found[0] not in hanne.get(PAGE).text
    program = bearer(desk, found[0])
    me = program.get(f"{V1}/me").json()
    assert (me["name"], me["client"], me["scopes"]) == ("hanne", "Ons CRM", ["read", "work"])
    assert (desk.rows(select(ApiToken))[0].expires_at - NOW).days == 90
    assert "Ons CRM" not in other.get(PAGE).text
    csrf = {"csrf": fields_of(other.get(PAGE).text, PAGE)["csrf"]}
    assert other.post(f"{PAGE}/1/revoke", data=csrf).status_code == 404
    assert program.get(f"{V1}/me").status_code == 200
    page = hanne.get(PAGE).text
    hanne.post(f"{PAGE}/1/revoke", data=fields_of(page, f"{PAGE}/1/revoke"))
    refused(program.get(f"{V1}/me"), 401, "no-token")


def test_a_token_is_not_made_without_scopes_or_the_password(tmp_path: Path) -> None:
    desk = open_desk(open_store(f"sqlite:///{tmp_path}/books.db"), tmp_path)
    hanne = desk.person("hanne", (OMBUDS, "handler"))
    form = {**fields_of(hanne.get(PAGE).text, PAGE), "client": "Ons CRM"}
    assert hanne.post(PAGE, data=form).status_code == 422
    assert hanne.post(PAGE, data={**form, "scope": "decide"}).status_code == 422
    with desk.store.session() as session:
        session.scalars(select(User)).one().password_hash = passwords.hashed("een lang wachtwoord van hanne")
    form["scope"] = "read"
    assert hanne.post(PAGE, data={**form, "old": "geraden wachtwoord"}).status_code == 422
    assert desk.rows(select(ApiToken)) == []
    assert hanne.post(PAGE, data={**form, "old": "een lang wachtwoord van hanne"}).status_code == 200


def test_the_command_line_makes_lists_and_revokes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("KLACHTENPOST_HOME", str(home))
    monkeypatch.setenv("KLACHTENPOST_OFFICES_SERVE", OMBUDS)
    monkeypatch.setattr("sys.stdin", open_lines(tmp_path, "een lang wachtwoord van hanne\n"))
    assert main(["user", "add", "hanne", "--office", OMBUDS, "--role", "handler", "--password-stdin"]) == 0
    capsys.readouterr()
    assert main(["token", "create", "hanne", "--client", "crm", "--scope", "read", "--days", "30"]) == 0
    token = capsys.readouterr().out.strip()
    assert re.fullmatch(r"klp_[\w-]{43}", token)
    assert main(["token", "list"]) == 0
    listed = capsys.readouterr().out
    assert "crm" in listed
    assert "hanne: read" in listed
    assert token not in listed
    assert main(["token", "revoke", "1"]) == 0
    assert main(["token", "list"]) == 0
    assert "ENDED" in capsys.readouterr().out
    assert main(["token", "create", "nobody", "--client", "crm", "--scope", "read"]) == 2
    assert main(["token", "create", "hanne", "--client", "crm"]) == 2
    assert main(["token", "create", "hanne", "--client", "crm", "--scope", "work"]) == 2
    assert main(["token", "revoke", "99"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def open_lines(folder: Path, text: str) -> object:
    path = folder / "typed"
    path.write_text(text)
    return path.open()
