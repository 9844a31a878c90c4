"""Letters a second as PDF on one core, and scanned pages a minute by OCR (where Tesseract is installed)."""

import os
import time
from datetime import date

from gateway.scans.ocr import NoOcr, read_pages
from outbound.facts import Procedure
from outbound.letter import render_letter
from tests.answers.golden import drafts
from tests.answers.samples import HANDLER, OFFICES
from tests.scans.sheets import pdf, sheet

LETTERS, PAGES = 40, 1
WORDS = "De bus reed drie keer voorbij de halte zonder te stoppen en niemand gaf mij daarover uitleg.\n"


def main() -> None:
    made = [draft for name, draft in drafts() if name.endswith(".letter")]

    def render(number: int) -> None:
        office = OFFICES[Procedure.VLAAMSE_OMBUDSDIENST]
        draft = made[number % len(made)]
        render_letter(draft, office=office, reference="2026-0042", day=date(2026, 3, 2), code="", contact=HANDLER)

    render(0)
    began = time.process_time()
    for number in range(LETTERS):
        render(number)
    spent = time.process_time() - began
    print(f"letters rendered     {LETTERS / spent:6.1f} a second of CPU ({1000 * spent / LETTERS:.0f} ms each)")
    scan = pdf([sheet(WORDS.replace(". ", ".\n") * 16, angle=1.0, noise=0.03, seed=page) for page in range(PAGES)])
    before, began = _children(), time.process_time()
    try:
        pages = read_pages(scan)
    except NoOcr as error:
        print(f"scans: left out, {error}")
        return
    spent = time.process_time() - began + _children() - before
    confidence = sum(page.confidence for page in pages) / len(pages)
    print(f"pages read by OCR    {60 * PAGES / spent:6.1f} a minute of CPU (confidence {confidence:.2f})")


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


if __name__ == "__main__":
    main()
