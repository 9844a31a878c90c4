"""The page of figures and the command: the same report for those who answer for the office, and for nobody else."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from gateway.cli import main
from gateway.desk.texts import LANGUAGES
from gateway.store.engine import Store, open_store
from tests.desk.open_desk import FIRST_LINE, OMBUDS, OpenDesk, open_desk
from tests.figures.books import Books


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> OpenDesk:
    books = Books(store)
    books.cases(30, days=8, verdict="founded")
    books.cases(9, language="fr")
    books.cases(2, language="de")
    return open_desk(store, tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_coordinator_sees_each_table_beside_its_picture(desk: OpenDesk, language: str) -> None:
    page = desk.person("carla", (OMBUDS, "coordinator"), language=language).get("/figures").text
    assert page.count('<svg role="img" aria-label="') == page.count('<table class="numbers">') > 5
    assert '<option value="2025" selected>' in page
    assert "&lt;5" in page
    assert "Katrien" not in page
    assert "style=" not in page
    assert 'href="/figures"' in page


@pytest.mark.parametrize("role", ["reader", "handler", "sealed-officer", "administrator"])
def test_who_does_not_answer_for_the_office_gets_no_figures(desk: OpenDesk, role: str) -> None:
    client = desk.person("someone", (OMBUDS, role))
    assert client.get("/figures").status_code == 403
    assert client.get("/figures/export?form=csv").status_code == 403
    assert 'href="/figures"' not in client.get("/account").text


def test_a_coordinator_gets_no_figures_of_another_office(desk: OpenDesk) -> None:
    client = desk.person("carla", (FIRST_LINE, "coordinator"), (OMBUDS, "reader"))
    assert client.get(f"/figures?office={OMBUDS}").status_code == 404
    assert client.get(f"/figures/export?office={OMBUDS}").status_code == 404
    assert client.get("/figures").status_code == 200


def test_the_figures_are_taken_along_in_three_forms(desk: OpenDesk) -> None:
    client = desk.person("carla", (OMBUDS, "coordinator"))
    rows = client.get("/figures/export?year=2025&form=csv")
    assert rows.headers["content-disposition"] == f'attachment; filename="klachtenpost-{OMBUDS}-2025.csv"'
    assert "language,de,Deutsch,<5\r\n" in rows.text
    assert client.get("/figures/export?year=2025&form=json").json()["total"]["number"] == 41
    book = zipfile.ZipFile(BytesIO(client.get("/figures/export?year=2025&form=xlsx").content))
    assert "xl/worksheets/sheet1.xml" in book.namelist()
    assert client.get("/figures/export?form=exe").status_code == 404


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KLACHTENPOST_HOME", str(tmp_path))
    monkeypatch.setenv("KLACHTENPOST_DATABASE_URL", f"sqlite:///{tmp_path}/books.db")
    (tmp_path / "klachtenpost.toml").write_text(f'[offices]\nserve = ["{OMBUDS}"]\n', encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    books = Books(store)
    books.cases(30, days=8)
    books.cases(9, language="fr")
    books.cases(2, language="de")
    store.close()
    return tmp_path


def test_the_command_tells_the_figures(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["report", "--office", OMBUDS, "--year", "2025"]
    assert main(call) == 0
    assert "Cases (not sealed): 41" in capsys.readouterr().out
    assert main([*call, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["year"] == 2025
    assert main([*call, "--csv"]) == 0
    assert "language,de,Deutsch,<5" in capsys.readouterr().out
    assert main([*call, "--xlsx", str(home / "figures.xlsx")]) == 0
    assert zipfile.is_zipfile(home / "figures.xlsx")


def test_the_command_says_what_is_wrong_with_the_call(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--office", "nobody", "--year", "2025"]) == 2
    assert "there is no office nobody" in capsys.readouterr().err
    assert main(["report", "--office", OMBUDS, "--year", "2025", "--xlsx", str(home / "no" / "such.xlsx")]) == 2
    assert "cannot be written" in capsys.readouterr().err
