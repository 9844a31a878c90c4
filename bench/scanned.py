"""What is lost on the way over paper: labelled mails read as mail, and once more printed, scanned and read by OCR."""

import os
import textwrap
import time
from collections import Counter
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from classifiers.mail import read_mail
from classifiers.understanding import Understanding
from gateway.evaluation.gold import labelled_mails
from gateway.evaluation.measures import is_right
from gateway.pipeline.reading import Raw, Read, Readers, read
from gateway.scans.ocr import NoOcr
from routing.catalogue import load_catalogue
from routing.offices import load_offices
from tests.scans.sheets import pdf, sheet

FOLDER = Path("tests/corpus/dev")
LETTERS = 20
NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
FIELDS = ("name", "street", "number", "postcode", "phone", "email")
#: Characters of a line, lines of a sheet.
LINE, SHEET = 78, 40
#: How sheets lie, how dusty they are, what the post room stamps on them; one after the other.
SCANS: tuple[dict[str, Any], ...] = (
    {"angle": 0.0, "noise": 0.02},
    {"angle": 1.3, "noise": 0.04, "stamp": "ONTVANGEN 02 MRT 2026"},
    {"angle": -2.0, "noise": 0.05},
    {"angle": 0.6, "noise": 0.08, "stamp": "INGEKOMEN\n02/03/2026"},
)


def main() -> None:
    catalogue = load_catalogue()
    right: dict[str, Counter[str]] = {"mail": Counter(), "scan": Counter()}
    asked: Counter[str] = Counter()
    pages = sheets = stamped = stamps = 0
    spent = 0.0
    for number, labelled in enumerate(_chosen()):
        text = _body(labelled.path.read_bytes())
        (office,) = load_offices((labelled.gold["office"],), catalogue)
        readers = Readers((office,), catalogue)
        scan, degraded = _scan(text, number)
        before, began = os.times(), time.process_time()
        try:
            seen = {
                "mail": read(Raw(_mail(text), "mail", NOW, office=office.id), readers=readers),
                "scan": read(Raw(scan, "scan", NOW, office=office.id), readers=readers),
            }
        except NoOcr as error:
            print(f"scans: left out, {error}")
            return
        after = os.times()
        spent += time.process_time() - began + after.children_user + after.children_system
        spent -= before.children_user + before.children_system
        sheets += 1
        pages += _pages(text)
        if "stamp" in degraded:
            stamps += 1
            told = seen["scan"]
            stamped += isinstance(told, Read) and told.message.received_at.date().isoformat() == "2026-03-02"
        _count(text, labelled.gold, seen, right, asked)
    print(f"{sheets} letters, {pages} pages, {60 * pages / spent:.0f} pages read and understood a minute of CPU")
    print(f"arrival stamps read    {stamped} of {stamps}")
    for field in (*FIELDS, "language", "kind", "services"):
        if asked[field]:
            shares = [f"{way} {right[way][field] / asked[field]:.2f}" for way in ("mail", "scan")]
            print(f"{field:<22} {'  '.join(shares)}  ({asked[field]} asked)")


def _chosen() -> list[Any]:
    """The first short mails of the labelled folder that a letter could be as well."""
    found = []
    for labelled in labelled_mails(FOLDER):
        text = _body(labelled.path.read_bytes())
        person = labelled.gold.get("person") or {}
        if labelled.gold["kind"] == "complaint" and 300 < len(text) < 2_400 and person.get("name"):
            found.append(labelled)
    return found[:LETTERS]


def _body(content: bytes) -> str:
    return read_mail(content, received_at=NOW).body.strip()


def _mail(text: str) -> bytes:
    """The words of the letter as a mail of a scanner's address: the letter has no header either."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "post@office.example", "Brief"
    mail.set_content(text)
    return mail.as_bytes()


def _lines(text: str) -> list[str]:
    return [part for line in text.split("\n") for part in (textwrap.wrap(line, LINE) or [""])]


def _pages(text: str) -> int:
    return -(-len(_lines(text)) // SHEET)


def _scan(text: str, number: int) -> tuple[bytes, dict[str, Any]]:
    lines, how = _lines(text), SCANS[number % len(SCANS)]
    parts = ["\n".join(lines[at : at + SHEET]) for at in range(0, len(lines), SHEET)]
    later = {key: value for key, value in how.items() if key != "stamp"}
    pictures = [sheet(part, seed=number, **(how if place == 0 else later)) for place, part in enumerate(parts)]
    return pdf(pictures), how


def _count(text: str, gold: Any, seen: Any, right: dict[str, Counter[str]], asked: Counter[str]) -> None:
    person = gold.get("person") or {}
    for field in FIELDS:
        # An address that stands in the header of the mail only is not in the letter.
        if person.get(field) and (field != "email" or str(person[field]).lower() in text.lower()):
            asked[field] += 1
            for way, told in seen.items():
                right[way][field] += isinstance(told, Read) and is_right(
                    person[field], _person(told.understanding, field)
                )
    for field in ("language", "kind", "services"):
        asked[field] += 1
        for way, told in seen.items():
            right[way][field] += isinstance(told, Read) and _told(told.understanding, field) == _wanted(gold, field)


def _person(understanding: Understanding, field: str) -> str | None:
    reading = getattr(understanding.person, field)
    return reading.value if reading else None


def _told(understanding: Understanding, field: str) -> object:
    if field == "services":
        return sorted(one.value for one in understanding.services)
    return getattr(understanding, field).value.value


def _wanted(gold: Any, field: str) -> object:
    return sorted(gold["services"]) if field == "services" else gold[field]


if __name__ == "__main__":
    main()
