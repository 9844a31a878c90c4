"""Several letters in one scan or one mail: each becomes a letter of its own."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from gateway.assemble import Gateway, assemble
from gateway.intake.arrivals import Arrival, take_in
from gateway.intake.book import address_book
from gateway.pipeline.worker import Worker
from gateway.scans.parcel import Scanner, mailed, split
from gateway.scans.pictures import opened, pictures
from gateway.scans.separator import separator_sheet
from gateway.settings import DatabaseSettings, OfficeSettings, Settings, TraySettings, WorkerSettings
from gateway.store.tables import Case, Inbox
from tests.scans.sheets import pdf, sheet

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OFFICE = "vlaamse-ombudsdienst"
ONE, TWO = "klachten+r1-aaaaaaaaaaaaaaaa@ombuds.example", "klachten+r2-bbbbbbbbbbbbbbbb@ombuds.example"


def page(text: str, code: str = "") -> Image.Image:
    return sheet(text, code=code)


def separator() -> Image.Image:
    """As a scanner gives it back: grey, and a little askew."""
    (picture,) = pictures(separator_sheet(), 1)
    return picture.rotate(1.5, fillcolor=250)


def blank() -> Image.Image:
    return Image.new("L", (2480, 3508), 247)


def lengths(pages: list[Image.Image]) -> list[int]:
    parcel = split(pdf(pages))
    return [len(opened(letter)) for letter in parcel.letters] if parcel else []


def test_separator_sheets_part_letters_and_are_left_out_with_their_empty_backs() -> None:
    letter = page("een brief")
    assert lengths([letter, letter, separator(), blank(), letter]) == [2, 1]
    assert lengths([separator(), letter, separator(), letter, letter, separator()]) == [1, 2]


def test_one_letter_of_some_pages_stays_one_letter() -> None:
    assert lengths([page("een"), page("twee"), blank()]) == []


def test_a_single_letter_behind_a_separator_loses_only_the_separator() -> None:
    assert lengths([separator(), page("een"), page("twee")]) == [2]


def test_copies_of_our_letters_to_two_people_part_their_answers() -> None:
    answer = page("hierbij mijn antwoord")
    assert lengths([page("brief", ONE), answer, page("brief", TWO), answer, answer]) == [2, 3]
    assert lengths([answer, page("brief", ONE), answer, answer, page("brief", TWO)]) == [2, 3]


def test_the_pages_of_one_case_stay_together_whatever_codes_they_bear() -> None:
    assert lengths([page("brief", ONE), page("antwoord"), page("brief", ONE)]) == []


def test_where_nobody_can_tell_whose_a_page_is_nothing_is_parted() -> None:
    assert lengths([page("x"), page("brief", ONE), page("y"), page("brief", TWO), page("z")]) == []


def scanner_mail(to: str, from_: str = "mfp@ombuds.example", *files: bytes) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = from_, to, "Scan from MFP-3"
    mail.set_content("This mail was sent by the machine.")
    for number, content in enumerate(files):
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"scan{number}.pdf")
    return mail.as_bytes()


def test_a_mail_of_the_scanner_gives_its_letters_and_other_mail_is_left_alone() -> None:
    scanner = Scanner("scans@ombuds.example", OFFICE, frozenset({"mfp@ombuds.example"}))
    letter = pdf([blank()])
    found = mailed(scanner_mail("scans@ombuds.example", "mfp@ombuds.example", letter, letter), (), (scanner,))
    assert found is not None
    assert (found[0].letters, found[1]) == ((letter, letter), OFFICE)
    assert mailed(scanner_mail("klachten@ombuds.example", "mfp@ombuds.example", letter), (), (scanner,)) is None
    assert mailed(scanner_mail("scans@ombuds.example", "burger@post.example", letter), (), (scanner,)) is None
    assert mailed(scanner_mail("scans@ombuds.example"), (), (scanner,)) is None


def test_the_door_takes_mail_for_the_scanners_address() -> None:
    book = address_book((), {"Scans@ombuds.example": OFFICE})
    assert book.office_of("scans@ombuds.example") == OFFICE


@pytest.mark.tesseract
def test_a_batch_mailed_by_the_scanner_becomes_a_case_for_each_letter_and_none_for_itself(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path,
        offices=OfficeSettings(serve=(OFFICE,)),
        database=DatabaseSettings("sqlite:///books.db"),
        worker=WorkerSettings(processes=0),
        tray=(TraySettings(OFFICE, address="scans@ombuds.example"),),
    )
    gateway: Gateway = assemble(settings)
    texts = [
        f"{name}\nKerkstraat {number}\n9000 Gent\n\nGeachte,\n\nIk heb een klacht over De Lijn. {story}\n"
        "Ik vraag dat u dit onderzoekt.\n\nMet vriendelijke groeten\n"
        for name, number, story in (
            ("Noor De Smedt", 4, "De bus reed drie keer\nvoorbij de halte zonder te stoppen."),
            ("Wim Claes", 12, "Mijn abonnement werd twee keer\naangerekend en niemand antwoordt mij."),
        )
    ]
    batch = pdf([sheet(texts[0]), separator(), sheet(texts[1])])
    with gateway.store.session() as session:
        mail = scanner_mail("scans@ombuds.example", "mfp@ombuds.example", batch)
        number = take_in(session, Arrival(mail, "smtp", NOW, envelope_to=("scans@ombuds.example",)))
    with gateway.reading() as reading:
        worker = Worker(gateway.store, reading, gateway.desk, lambda: NOW, patient=False)
        while worker.work():
            pass
    with gateway.store.reading() as session:
        rows = session.scalars(select(Inbox).order_by(Inbox.id)).all()
        names = session.scalars(select(Case.person_name).order_by(Case.id)).all()
    gateway.close()
    assert (rows[0].id, rows[0].status, rows[0].reason) == (
        number,
        "set-aside",
        "a mail of the scanner: 1 letter, arrival 2",
    )
    assert [(row.channel, row.status) for row in rows[1:]] == [
        ("scan", "set-aside"),
        ("scan", "done"),
        ("scan", "done"),
    ]
    assert names == ["Noor De Smedt", "Wim Claes"]
