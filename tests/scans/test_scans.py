"""Letters by post: read, taken from the tray, answered on paper."""

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from classifiers.mail import read_mail
from classifiers.understanding import SURE, Kind, Language, Reading, Span, Understanding
from classifiers.understanding import Person as Complainant
from gateway.assemble import Gateway, assemble
from gateway.casework.acts import Act
from gateway.casework.quarantine import typed_over
from gateway.casework.roles import Person, Role
from gateway.intake.arrivals import Arrival, take_in
from gateway.pipeline.worker import Worker
from gateway.scans import ocr
from gateway.scans.letter import Letter, Stretch, Unreadable, read_letter
from gateway.scans.sureness import as_sure_as_read
from gateway.scans.tray import TAKEN, Tray
from gateway.sending.addresses import Purpose, tagged
from gateway.settings import DatabaseSettings, OfficeSettings, Settings, TraySettings, WorkerSettings
from gateway.store.raw import raw_bytes
from gateway.store.scans import TypedScan
from gateway.store.tables import Case, CaseMessage, ClockRow, Inbox, MessageRow, Outbox, Task
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


def worked(gateway: Gateway, content: bytes, typed: str = "") -> Inbox:
    """`typed`: what somebody typed over beforehand, where a test is not about reading."""
    with gateway.store.session() as session:
        number = take_in(session, Arrival(content, "scan", NOW, source="brief.pdf", office="vlaamse-ombudsdienst"))
        if typed:
            session.add(TypedScan(inbox_id=number, text=typed, typed_by="co", typed_at=NOW))
    with gateway.reading() as reading:
        Worker(gateway.store, reading, gateway.desk, lambda: NOW, patient=False).work()
    with gateway.store.reading() as session:
        return session.get_one(Inbox, number)


def test_a_letter_askew_with_dust_is_a_case_with_its_writer_answered_by_letter_and_its_stamp_sets_the_clocks(
    gateway: Gateway,
) -> None:
    arrival = worked(gateway, pdf([sheet(LETTER, angle=1.2, noise=0.05, stamp="ONTVANGEN 27 FEB 2026")]))
    with gateway.store.reading() as session:
        case = session.get_one(Case, arrival.case_id)
        assert case.channel == "scan"
        assert case.person["name"] == "Godelieve Vandenbroucke"
        assert case.person["postcode"] == "9000"
        assert case.person["street"] == "Lindestraat"
        assert "de-lijn" in case.services
        items = session.scalars(select(Outbox).where(Outbox.case_id == case.id)).all()
        clock = session.scalars(select(ClockRow).where(ClockRow.case_id == case.id)).first()
        assert case.received_at.date() == date(2026, 2, 27)
        assert clock is not None
        assert clock.starts == date(2026, 2, 27)
        assert session.get_one(Inbox, arrival.id).received_at == NOW
    assert [item.channel for item in items] == ["letter"]


def test_a_page_upside_down_is_read_all_the_same() -> None:
    message = read_letter(pdf([sheet(LETTER, angle=180)]), received_at=NOW).message
    assert "bushalte" in message.body
    assert message.text_confidence > 0.7


def test_the_second_page_is_read_too_and_an_empty_back_counts_as_no_page_that_could_not_be_read() -> None:
    first = "Geachte heer,\n\nSinds januari stopt de bus niet meer aan mijn deur en niemand antwoordt.\n"
    second = "Bijlage bij mijn brief: " + "de halte werd weggenomen zonder bericht. " * 2
    pages = [sheet(first), Image.new("L", (2480, 3508), 240), sheet(second)]
    message = read_letter(pdf(pages), received_at=NOW).message
    assert "Bijlage" in message.body
    assert message.defects == ()


def test_an_empty_or_drawn_page_is_for_a_person() -> None:
    with pytest.raises(Unreadable):
        read_letter(pdf([Image.new("L", (2480, 3508), 250)]), received_at=NOW)


def test_a_paper_answer_with_our_code_finds_its_case(gateway: Gateway) -> None:
    case = worked(gateway, pdf([Image.new("L", (400, 400), 250)]), LETTER).case_id
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


def waiting_for_person(gateway: Gateway, number: int) -> tuple[Inbox, list[Task]]:
    with gateway.store.reading() as session:
        row = session.get_one(Inbox, number)
        return row, list(session.scalars(select(Task).where(Task.inbox_id == number)))


def scribble(seed: int = 3) -> Image.Image:
    """Handwriting as a reader of print sees it: strokes that are no letters."""
    picture = Image.new("L", (2480, 3508), 248)
    draw, dice = ImageDraw.Draw(picture), random.Random(seed)
    for line in range(4):
        x, y = 250.0, 400.0 + 170 * line
        while x < 2100:
            points = [(x + 22 * step, y + dice.uniform(-55, 55)) for step in range(dice.randint(4, 14))]
            draw.line(points, fill=40, width=7, joint="curve")
            x = points[-1][0] + dice.uniform(40, 90)
    return picture


def test_a_page_that_cannot_be_read_waits_for_a_person_and_what_is_typed_over_becomes_the_case(
    gateway: Gateway,
) -> None:
    scan = pdf([Image.new("L", (400, 400), 250)])
    arrival = worked(gateway, scan)
    row, tasks = waiting_for_person(gateway, arrival.id)
    assert (row.status, row.attempts) == ("quarantine", 0)
    assert "only a person can read" in row.reason
    assert [task.kind for task in tasks] == ["unreadable"]
    coordinator = Person("co", "Co", "nl", (("vlaamse-ombudsdienst", Role.COORDINATOR),))
    with gateway.store.session() as session:
        typed_over(session, Act(coordinator, NOW), arrival.id, LETTER)
    with gateway.reading() as reading:
        Worker(gateway.store, reading, gateway.desk, lambda: NOW, patient=False).work()
    row, tasks = waiting_for_person(gateway, arrival.id)
    assert row.status == "done"
    assert tasks[0].done_by == "co"
    with gateway.store.reading() as session:
        case = session.get_one(Case, row.case_id)
        message = session.get_one(MessageRow, row.message_id)
        assert case.person["name"] == "Godelieve Vandenbroucke"
        assert raw_bytes(session, message.sha256) == scan


def test_handwriting_on_a_copy_of_our_letter_goes_to_its_case_with_a_task_and_is_not_guessed_at(
    gateway: Gateway,
) -> None:
    case = worked(gateway, pdf([Image.new("L", (400, 400), 250)]), LETTER).case_id
    assert case is not None
    code = tagged(gateway.secret, "klachten@vlaamseombudsdienst.be", Purpose.REPLY, case)
    page = scribble()
    page.paste(sheet("", code=code).crop((1850, 2850, 2450, 3450)), (1850, 2850))
    arrival = worked(gateway, pdf([page]))
    row, tasks = waiting_for_person(gateway, arrival.id)
    assert (row.case_id, row.relation) == (case, "follow-up")
    assert "unreadable" in {task.kind for task in tasks}


def test_a_file_that_is_no_pdf_or_is_locked_waits_for_a_person(gateway: Gateway) -> None:
    arrival = worked(gateway, b"%PDF-1.4 this is all there is")
    row, tasks = waiting_for_person(gateway, arrival.id)
    assert row.status == "quarantine"
    assert "only a person can open" in row.reason
    assert len(tasks) == 1


def test_what_rests_on_badly_read_words_is_shown_as_doubtful() -> None:
    text = LETTER
    message = replace(read_mail(b"Subject: Brief\n\n" + text.encode(), received_at=NOW), text_confidence=0.95)
    start = text.index("Godelieve")
    name = Reading("Godelieve Vandenbroucke", 0.97, "letterhead", Span("body", start, start + 23))
    town = Reading("9000", 0.97, "address", Span("body", text.index("9000"), text.index("9000") + 4))
    read = Understanding(
        Reading(Language.NL, 0.99, "words"),
        Reading(Kind.COMPLAINT, 0.95, "model"),
        Complainant(name=name, postcode=town),
    )
    stretches = (
        Stretch(start, start + 9, 0.96),
        Stretch(start + 10, start + 23, 0.52),
        Stretch(text.index("9000"), text.index("9000") + 4, 0.98),
    )
    bounded = as_sure_as_read(read, Letter(message, stretches))
    assert bounded.person.name is not None
    assert bounded.person.postcode is not None
    assert bounded.person.name.confidence == 0.52 < SURE
    assert bounded.person.postcode.confidence == 0.97


def test_a_long_letter_is_read_up_to_the_limit_and_says_what_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "PATIENCE_LETTER", 0.0)
    pages = ocr.read_pages(pdf([sheet(LETTER)] * 2))
    assert [page.readable for page in pages] == [False, False]


def test_the_tray_takes_files_of_any_case_and_keeps_the_day_on_which_they_were_scanned(
    gateway: Gateway, tmp_path: Path
) -> None:
    folder = tmp_path / "scans"
    folder.mkdir()
    tray = Tray(TraySettings("vlaamse-ombudsdienst", "scans"), folder, gateway.store, lambda: NOW)
    (folder / "SCAN0001.PDF").write_bytes(pdf([Image.new("L", (400, 400), 250)]))
    friday = datetime(2026, 2, 27, 16, 0, tzinfo=UTC)
    os.utime(folder / "SCAN0001.PDF", (friday.timestamp(), friday.timestamp()))
    assert tray.look() == []
    (number,) = tray.look()
    with gateway.store.reading() as session:
        assert session.get_one(Inbox, number).received_at == friday


def test_a_stamp_that_cannot_be_true_is_a_task_and_the_clocks_run_from_the_scan(gateway: Gateway) -> None:
    arrival = worked(gateway, pdf([sheet(LETTER, stamp="ONTVANGEN 27 MRT 2026")]))
    _, tasks = waiting_for_person(gateway, arrival.id)
    assert "arrival-day" in {task.kind for task in tasks}
    with gateway.store.reading() as session:
        assert session.get_one(Case, arrival.case_id).received_at == NOW
