"""Letters by post: read, taken from the tray, answered on paper."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from gateway.assemble import Gateway, assemble
from gateway.intake.arrivals import Arrival, take_in
from gateway.pipeline.worker import Worker
from gateway.scans.letter import Unreadable, read_letter
from gateway.scans.tray import TAKEN, Tray
from gateway.sending.addresses import Purpose, tagged
from gateway.settings import DatabaseSettings, OfficeSettings, Settings, TraySettings, WorkerSettings
from gateway.store.tables import Case, CaseMessage, Inbox, Outbox
from tests.conftest import without_server
from tests.scans.sheets import pdf, sheet

pytestmark = pytest.mark.tesseract
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LETTER = """Godelieve Vandenbroucke
Lindestraat 14 bus 2
9000 Gent

Gent, 26 februari 2026

Aan de Vlaamse Ombudsdienst

Geachte mevrouw, geachte heer,

Ik heb de klachtendienst van De Lijn twee keer gebeld en
een brief geschreven over de bushalte voor mijn deur, maar
ik kreeg geen antwoord. Sinds 12 januari 2026 stopt de bus
er niet meer en ik kan moeilijk stappen. Ik ben daar heel
ontevreden over en vraag dat u dit onderzoekt.

Met vriendelijke groeten

Godelieve Vandenbroucke
"""


@pytest.fixture(autouse=True)
def tesseract() -> None:
    if shutil.which("tesseract") is None:
        without_server("Tesseract is not installed (Debian packages tesseract-ocr and its languages)")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    settings = Settings(
        home=tmp_path,
        offices=OfficeSettings(serve=("vlaamse-ombudsdienst",)),
        database=DatabaseSettings("sqlite:///books.db"),
        worker=WorkerSettings(processes=0),
    )
    opened = assemble(settings)
    yield opened
    opened.close()


def worked(gateway: Gateway, content: bytes) -> Inbox:
    with gateway.store.session() as session:
        number = take_in(session, Arrival(content, "scan", NOW, source="brief.pdf", office="vlaamse-ombudsdienst"))
    with gateway.reading() as reading:
        Worker(gateway.store, reading, gateway.desk, lambda: NOW, patient=False).work()
    with gateway.store.reading() as session:
        return session.get_one(Inbox, number)


def test_a_letter_that_lies_askew_with_dust_and_a_stamp_is_a_case_with_its_writer_answered_by_letter(
    gateway: Gateway,
) -> None:
    arrival = worked(gateway, pdf([sheet(LETTER, angle=1.2, noise=0.05, stamp="ONTVANGEN 02 MRT 2026")]))
    with gateway.store.reading() as session:
        case = session.get_one(Case, arrival.case_id)
        assert case.channel == "scan"
        assert case.person["name"] == "Godelieve Vandenbroucke"
        assert case.person["postcode"] == "9000"
        assert case.person["street"] == "Lindestraat"
        assert "de-lijn" in case.services
        items = session.scalars(select(Outbox).where(Outbox.case_id == case.id)).all()
    assert [item.channel for item in items] == ["letter"]


def test_a_page_upside_down_is_read_all_the_same() -> None:
    message = read_letter(pdf([sheet(LETTER, angle=180)]), received_at=NOW)
    assert "bushalte" in message.body
    assert message.text_confidence > 0.7


def test_the_second_page_is_read_too() -> None:
    message = read_letter(
        pdf([sheet(LETTER), sheet("Bijlage bij mijn brief: " + "de halte werd weggenomen zonder bericht. " * 2)]),
        received_at=NOW,
    )
    assert "Bijlage" in message.body


def test_an_empty_or_drawn_page_is_for_a_person() -> None:
    with pytest.raises(Unreadable):
        read_letter(pdf([Image.new("L", (2480, 3508), 250)]), received_at=NOW)


def test_a_scan_that_cannot_be_read_waits_for_a_person_with_its_picture_kept(gateway: Gateway) -> None:
    arrival = worked(gateway, pdf([Image.new("L", (1240, 1754), 250)]))
    for _ in range(2):
        with gateway.reading() as reading:
            Worker(gateway.store, reading, gateway.desk, lambda: NOW, patient=False).work()
    with gateway.store.reading() as session:
        assert session.get_one(Inbox, arrival.id).status == "quarantine"


def test_a_paper_answer_with_our_code_finds_its_case(gateway: Gateway) -> None:
    case = worked(gateway, pdf([sheet(LETTER)])).case_id
    assert case is not None
    code = tagged(gateway.secret, "klachten@vlaamseombudsdienst.be", Purpose.REPLY, case)
    answer = (
        "Geachte,\n\nHierbij nog het attest van mijn dokter waarnaar u vroeg.\nIk hoop dat u daarmee verder kunt.\n"
    )
    arrival = worked(gateway, pdf([sheet(answer, code=code)]))
    assert arrival.case_id == case
    with gateway.store.reading() as session:
        links = session.scalars(select(CaseMessage.relation).where(CaseMessage.case_id == case)).all()
    assert sorted(links) == ["follow-up", "new"]


def test_the_tray_takes_a_scan_once_it_is_whole_and_moves_it_after_the_commit(gateway: Gateway, tmp_path: Path) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    tray = Tray(TraySettings("vlaamse-ombudsdienst", "scans"), folder, gateway.store, lambda: NOW)
    content = pdf([Image.new("L", (400, 400), 250)])
    (folder / "brief.pdf").write_bytes(content[: len(content) // 2])
    assert tray.look() == []
    assert tray.look() == []
    (folder / "brief.pdf").write_bytes(content)
    assert tray.look() == []
    (number,) = tray.look()
    assert tray.look() == []
    assert [path.name for path in (folder / TAKEN).iterdir()] == [f"{number}-brief.pdf"]
    with gateway.store.reading() as session:
        row = session.get_one(Inbox, number)
        assert (row.channel, row.source, row.office) == ("scan", "brief.pdf", "vlaamse-ombudsdienst")
