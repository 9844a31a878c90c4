"""Settings: what a newcomer gets, what an administrator may change, and how a mistake is told."""

import re
import tomllib
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import get_type_hints

import pytest

from gateway.errors import WrongSettings
from gateway.settings import Settings, load_settings


def written(folder: Path, text: str) -> Path:
    (folder / "klachtenpost.toml").write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_two_offices_are_served_from_an_embedded_database_in_the_home_folder(tmp_path: Path) -> None:
    settings = load_settings(tmp_path, {})
    assert settings.offices.serve == ("vlaamse-ombudsdienst", "ombuds-brussel")
    assert settings.database_url == f"sqlite:///{tmp_path}/klachtenpost.db"
    assert settings.smtp.host == settings.desk.host == "127.0.0.1"


def test_a_variable_overrides_the_file(tmp_path: Path) -> None:
    written(tmp_path, '[offices]\nserve = ["vdab"]\n[smtp]\nport = 1025\n')
    environment = {"KLACHTENPOST_SMTP_PORT": "2526", "KLACHTENPOST_OFFICES_SERVE": "gemeente-gent, vdab"}
    settings = load_settings(tmp_path, environment)
    assert settings.smtp.port == 2526
    assert settings.offices.serve == ("gemeente-gent", "vdab")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[relay]\nhots = 'x'\n", "relay.hots is no setting; known here: connections, host"),
        ("[relai]\nhost = 'x'\n", "relai is no setting"),
        ("[relay]\nport = '25'\n", "relay.port is '25', but must be a whole number"),
        ("[relay]\nport = 70000\n", "relay.port is 70000, but a port lies between 0 and 65535"),
        ("[relay]\nsecurity = 'ssl'\n", "relay.security is 'ssl', but must be one of tls, starttls, none"),
        ("[[mailbox]]\nname = 'a'\n", "mailbox[0].office is missing"),
        ("[offices]\nserve = []\n", "offices.serve is empty"),
        ("[database]\nurl = 'mysql://x'\n", "database.url must start with sqlite:/// or postgresql://"),
        ("[relay\n", "is no valid TOML"),
        ("home = '/x'\n", "home is given by --home"),
        ("[smtp]\nlmtp_port = 25\n", "smtp.lmtp_port is 25, which belongs to SMTP"),
        ("[worker]\nprocesses = -1\n", "worker.processes is -1, but must be at least 0"),
        ("[worker]\nbatch = 0\n", "worker.batch is 0, but must be at least 1"),
        ("[smtp]\nmax_size = 0\n", "smtp.max_size is 0, but must be at least 1"),
        ("[sending]\nretry_minutes = [5, -10]\n", "sending.retry_minutes is (5, -10), but must be at least 0"),
        ("[desk]\noidc_issuer = 'https://id.example'\n", "desk.oidc_issuer needs desk.oidc_client_id"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence_with_the_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(WrongSettings, match=re.escape(told)) as caught:
        load_settings(written(tmp_path, text), {})
    assert "\n" not in str(caught.value)


def test_a_folder_in_the_place_of_the_file_is_told_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "klachtenpost.toml").mkdir()
    with pytest.raises(WrongSettings, match="cannot be read"):
        load_settings(tmp_path, {})


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("KLACHTENPOST_SMTP_PROT", "1", "names no setting"),
        ("KLACHTENPOST_SMTP_PORT", "many", "'many' is no whole number"),
    ],
)
def test_a_wrong_variable_is_told_by_name(tmp_path: Path, variable: str, value: str, told: str) -> None:
    with pytest.raises(WrongSettings, match=f"{variable}.*{told}"):
        load_settings(tmp_path, {variable: value})


def test_the_file_that_init_writes_shows_every_setting_with_its_default(tmp_path: Path) -> None:
    template = (files("gateway") / "klachtenpost.toml").read_text(encoding="utf-8")
    # Sections that may come several times are shown as one that is commented out as a whole.
    once = re.sub(r"(?s)#\[\[[a-z]+\]\]\n.*?\n\n", "", template)
    shown = re.sub(r"(?m)^#(?=[a-z_]+ = )", "", once)
    raw = tomllib.loads(shown)
    plain = load_settings(tmp_path, {})
    hints = get_type_hints(Settings)
    for section in (item.name for item in fields(Settings) if item.name not in ("home", "mailbox", "tray")):
        assert set(raw[section]) == {item.name for item in fields(hints[section])}, section
        for key, value in raw[section].items():
            default = getattr(getattr(plain, section), key)
            assert (tuple(value) if isinstance(value, list) else value) == default, f"{section}.{key}"
    for section in ("mailbox", "tray"):
        told = template.partition(f"#[[{section}]]")[2].partition("\n\n")[0]
        for item in fields(hints[section].__args__[0]):
            assert re.search(rf"(?m)^#{item.name} = ", told), f"{section}.{item.name}"
