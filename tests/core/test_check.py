"""`klachtenpost check` tells what is wrong in words, and touches nothing."""

from pathlib import Path

import pytest

from gateway.cli import main


def check(home: Path, settings: str = "") -> int:
    (home / "klachtenpost.toml").write_text(settings, "utf-8")
    return main(["--home", str(home), "check"])


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KLACHTENPOST_HOME", str(tmp_path))


def test_check_makes_neither_database_nor_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["klachtenpost.toml"]
    assert f"{tmp_path / 'klachtenpost.db'} is not there yet; the first start makes it" in capsys.readouterr().out


def test_check_leaves_the_tables_of_an_earlier_version_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "klachtenpost.db").touch()
    check(tmp_path)
    assert "ok    database: answers and gets today's tables at the next start" in capsys.readouterr().out
    assert main(["--home", str(tmp_path), "cases"]) == 0
    check(tmp_path)
    assert "ok    database: answers and has today's tables" in capsys.readouterr().out


def test_a_tray_without_its_folder_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = '[[tray]]\noffice = "vlaamse-ombudsdienst"\nfolder = "scans"\n'
    assert check(tmp_path, settings) == 1
    assert f"WRONG tray: {tmp_path / 'scans'} is no folder" in capsys.readouterr().out
    (tmp_path / "scans").mkdir()
    check(tmp_path, settings)
    assert "ok    tray: scans for vlaamse-ombudsdienst are taken from" in capsys.readouterr().out


def test_a_provider_and_a_virus_scanner_that_are_away_are_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = f"""
[desk]
oidc_issuer = "http://127.0.0.1:9"
oidc_client_id = "desk"
clamd = "{tmp_path / "clamd.ctl"}"
"""
    assert check(tmp_path, settings) == 1
    told = capsys.readouterr().out
    assert "WRONG sign-on: http://127.0.0.1:9: the provider does not answer" in told
    assert f"WRONG clamd: {tmp_path / 'clamd.ctl'} does not scan (FileNotFoundError)" in told


def test_a_list_that_goes_to_another_program_is_one_line_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = tmp_path / "a-mail-whose-name-is-longer-than-any-column-of-eighty-characters-allows.eml"
    mail.write_bytes(b"From: a@b.example\r\nTo: info@vlaamseombudsdienst.be\r\n\r\nHallo.\r\n")
    main(["--home", str(tmp_path), "ingest", str(mail)])
    capsys.readouterr()
    main(["--home", str(tmp_path), "inbox"])
    assert [mail.name in line for line in capsys.readouterr().out.splitlines()] == [False, True]
