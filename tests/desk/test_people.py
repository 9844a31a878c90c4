"""`klachtenpost user`: who works at the desk is entered, and ended, from the command line."""

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.cli import main
from gateway.desk.signin import passwords
from gateway.store.desk import User, UserRole
from gateway.store.engine import open_store

PASSWORD = "een lang genoeg wachtwoord"


@pytest.fixture
def home(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KLACHTENPOST_HOME", str(tmp_path))
    monkeypatch.setenv("KLACHTENPOST_DATABASE_URL", database_url)
    monkeypatch.setenv("KLACHTENPOST_OFFICES_SERVE", "vdab")
    return tmp_path


def enter(monkeypatch: pytest.MonkeyPatch, *words: str, password: str = PASSWORD) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return main(["user", "add", *words, "--password-stdin"])


def test_somebody_is_entered_with_roles_and_ended_again(
    home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enter(monkeypatch, "Hanne", "--office", "vdab", "--role", "handler", "--role", "coordinator") == 0
    assert main(["user", "list"]) == 0
    assert "hanne" in capsys.readouterr().out
    assert main(["user", "end", "hanne"]) == 0
    store = open_store(database_url)
    with store.reading() as session:
        user = session.scalars(select(User)).one()
        roles = set(session.scalars(select(UserRole.role)))
    store.close()
    assert passwords.fits(PASSWORD, user.password_hash)
    assert not user.active
    assert roles == {"handler", "coordinator"}


def test_a_wrong_call_is_told_in_a_sentence_and_enters_nobody(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enter(monkeypatch, "hanne", "--office", "elsewhere", "--role", "handler") == 2
    assert "--office" in capsys.readouterr().err
    assert enter(monkeypatch, "hanne", "--office", "vdab", "--role", "handler", password="kort") == 2
    assert main(["user", "list"]) == 0
    assert "hanne" not in capsys.readouterr().out
