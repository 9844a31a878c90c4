"""The stamp of the post room: read where it is one, believed where it can be true, never made out of a sentence."""

from datetime import UTC, date, datetime

import pytest

from gateway.scans.letter import read_letter
from gateway.scans.ocr import Page, Word
from gateway.scans.stamp import days_in, read_stamp
from tests.scans.sheets import pdf, sheet

SCANNED = date(2026, 3, 5)


def page(*lines: str) -> Page:
    """Lines as they were read, without a picture to look at again."""
    return Page(
        tuple(
            Word(word, 0.95, (0, 40 * number, 100, 30), (1, 1, number))
            for number, line in enumerate(lines)
            for word in line.split()
        )
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("ONTVANGEN 02 MRT 2026",),
        ("INGEKOMEN", "2/03/2026"),
        ("Stad Gent", "Ingekomen op", "02-03-26"),
        ("REÇU LE 2 MARS 2026",),
        ("ENTRÉE", "02.03.2026", "N° 4412"),
        ("Eingegangen am 2. März 2026",),
        ("RECEIVED 2026-03-02",),
        ("0NTVANGEN", "02 MRT 2026"),
    ],
)
def test_a_stamp_tells_the_day_of_arrival(lines: tuple[str, ...]) -> None:
    stamp = read_stamp(page("Jan Peeters", "Gent, 28 februari 2026", *lines), SCANNED)
    assert stamp is not None
    assert (stamp.day, stamp.doubt) == (date(2026, 3, 2), "")


@pytest.mark.parametrize(
    "line",
    [
        "Ik heb uw brief ontvangen op 2 maart 2026",
        "de aanmaning, ontvangen op 2 maart 2026",
        "votre lettre reçue le 2 mars 2026",
        "Ihr Schreiben, eingegangen am 2. März 2026",
        "I received it on 2 March 2026",
        "Gent, 2 maart 2026",
        "Uw brief van 2 maart 2026",
    ],
)
def test_a_sentence_is_no_stamp(line: str) -> None:
    assert read_stamp(page("Geachte heer", line, "Met vriendelijke groeten"), SCANNED) is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("ONTVANGEN 12 MRT 2026", "after the scan"),
        ("ONTVANGEN 02 MRT 2025", "long before"),
        ("ONTVANGEN 20 FEB 2026", "before the day that the letter bears"),
    ],
)
def test_a_stamp_that_cannot_be_true_is_doubted(line: str, why: str) -> None:
    stamp = read_stamp(page("Gent, 28 februari 2026", "Geachte heer", line), SCANNED)
    assert stamp is not None
    assert why in stamp.doubt


def test_stamps_of_several_days_are_for_a_person() -> None:
    stamp = read_stamp(page("ONTVANGEN 02 MRT 2026", "Geachte heer", "INGEKOMEN 04 MRT 2026"), SCANNED)
    assert stamp is not None
    assert "several days" in stamp.doubt


def test_a_month_that_could_be_two_is_no_day() -> None:
    assert days_in("02 mrt 2026") == [date(2026, 3, 2)]
    assert days_in("02 mxi 2026") == []
    assert days_in("31/02/2026") == []


@pytest.mark.tesseract
def test_a_slanting_stamp_on_a_dusty_sheet_sets_the_day_of_arrival_and_the_scan_keeps_its_own() -> None:
    text = "Geachte heer,\n\nIk klaag over de bushalte voor mijn deur die sinds januari\nniet meer bediend wordt.\n"
    scanned = datetime(2026, 3, 5, 9, tzinfo=UTC)
    stamped = sheet(text, angle=-1.5, noise=0.04, stamp="ONTVANGEN 02 MRT 2026", slant=7)
    letter = read_letter(pdf([stamped]), received_at=scanned)
    assert letter.message.received_at.date() == date(2026, 3, 2)
    assert letter.message.defects == ()
