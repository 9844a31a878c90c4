"""Texts that an office wrote itself: refused when saved, never when sent, with every version kept."""

from pathlib import Path

import pytest
from sqlalchemy import select

from classifiers.understanding import Language
from gateway.answering import texts
from gateway.cli import main
from gateway.store.engine import Store
from gateway.store.tables import Outbox
from gateway.store.texts import OfficeText
from outbound.compose import compose
from outbound.draft import Answer
from outbound.facts import Procedure
from outbound.texts import house_text
from tests.answers.samples import CITIZEN, FACTS, OFFICES
from tests.desk.open_desk import NOW, OMBUDS, TOWN, OpenDesk, fields_of, mail, open_desk

OWN = "Wij kregen uw klacht\n\nDag,\n\nWij kregen uw klacht op {{ received }}. Nummer: {{ reference }}. {{ handler }}\n"
PAGE = f"/texts/{OMBUDS}/receipt/nl"


def save(client: object, page: str, text: str) -> object:
    fields = fields_of(client.get(page).text, page) | {"text": text}  # type: ignore[attr-defined]
    return client.post(page, data=fields, follow_redirects=False)  # type: ignore[attr-defined]


def in_force(desk: OpenDesk) -> list[str]:
    return [row.text for row in desk.rows(select(OfficeText).where(OfficeText.ended_at.is_(None)))]


def test_a_coordinators_own_text_is_what_the_next_receipt_says(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    assert save(coordinator, PAGE, OWN).status_code == 303  # type: ignore[attr-defined]
    desk.mails(mail())
    (receipt,) = desk.rows(select(Outbox))
    assert receipt.draft["text"].startswith("Dag,\n\nWij kregen uw klacht op 4 maart 2026. Nummer: 2026-0001.")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (OWN.replace("received", "recieved"), "recieved"),
        (OWN.replace("{{ reference }}", ""), "reference"),
        (OWN.replace("{{ handler }}", "{{ handler"), "Line"),
        ("Onderwerp\n", "text itself is missing"),
        (OWN + "{{ ().__class__ }}", "not allowed"),
    ],
)
def test_a_text_that_would_fail_when_sent_is_refused_when_saved_and_stays_in_the_form(
    store: Store, tmp_path: Path, text: str, why: str
) -> None:
    desk = open_desk(store, tmp_path)
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    refused = save(coordinator, PAGE, text)
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert why in refused.text  # type: ignore[attr-defined]
    assert text.split("\n")[0] in refused.text  # type: ignore[attr-defined]
    assert in_force(desk) == []


def test_every_version_stays_with_who_and_when_and_the_house_text_comes_back(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    coordinator = desk.person("cora", (OMBUDS, "coordinator"))
    save(coordinator, PAGE, OWN)
    desk.later(hours=1)
    save(coordinator, PAGE, OWN.replace("Dag", "Hallo"))
    assert [one.startswith("Wij kregen") and "Hallo" in one for one in in_force(desk)] == [True]
    page = coordinator.get(PAGE).text
    assert page.count("cora on") == 2
    coordinator.post(f"{PAGE}/reset", data=fields_of(page, f"{PAGE}/reset"))
    assert in_force(desk) == []
    versions = desk.rows(select(OfficeText).order_by(OfficeText.id))
    assert [(one.written_by, one.ended_by) for one in versions] == [("cora", "cora"), ("cora", "cora")]
    assert versions[0].ended_at == versions[1].written_at
    assert "We hebben uw klacht ontvangen" in coordinator.get(PAGE).text


def test_only_a_coordinator_of_the_office_changes_its_texts(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    handler = desk.person("hanne", (OMBUDS, "handler"))
    stranger = desk.person("stan", (TOWN, "coordinator"))
    assert handler.get(PAGE).status_code == 403
    assert stranger.get(PAGE).status_code == 404


def test_an_own_text_that_stopped_working_gives_way_to_the_house_text(store: Store) -> None:
    draft = compose(
        Answer.RECEIPT,
        language=Language.NL,
        facts=FACTS,
        office=OFFICES[Procedure.VLAAMSE_OMBUDSDIENST],
        to=CITIZEN,
        own_texts={(Answer.RECEIPT, Language.NL): "Oud\n\n{{ a_name_of_long_ago }}\n"},
    )
    assert "2026-0042" in draft.text
    assert "Uw onderzoeker is" in draft.text


def test_texts_go_out_to_files_and_back_or_none_of_them_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KLACHTENPOST_HOME", str(tmp_path))
    monkeypatch.setenv("KLACHTENPOST_OFFICES_SERVE", OMBUDS)
    folder = tmp_path / "texts"
    call = [str(folder), "--office", OMBUDS]
    assert main(["texts", "export", *call]) == 0
    assert (folder / "receipt.nl.txt").read_text("utf-8") == house_text(
        Answer.RECEIPT, Language.NL, Procedure.VLAAMSE_OMBUDSDIENST
    )
    (folder / "receipt.nl.txt").write_text(OWN, "utf-8")
    (folder / "status.nl.txt").write_text("Status\n\n{{ nonsense }}\n", "utf-8")
    assert main(["texts", "save", *call, "--by", "Cora"]) == 1
    assert "status.nl.txt: {{ nonsense }} is not known here." in capsys.readouterr().err
    (folder / "status.nl.txt").unlink()
    assert main(["texts", "save", *call]) == 2
    assert main(["texts", "save", *call, "--by", "Cora"]) == 0
    assert "1 texts saved" in capsys.readouterr().out
    assert main(["texts", "check", *call]) == 0
    assert "0 texts differ" in capsys.readouterr().out


def test_what_is_saved_is_dated_by_the_clock_that_was_given(store: Store, tmp_path: Path) -> None:
    desk = open_desk(store, tmp_path)
    office = next(one for one in desk.gateway.offices if one.id == OMBUDS)
    with store.session() as session:
        row = texts.save(session, office, Answer.RECEIPT, Language.NL, OWN, by="cora", now=NOW)
        assert (row.written_at, row.text.endswith("\n")) == (NOW, True)
