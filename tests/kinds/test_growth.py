"""Reading costs time in proportion to the text, whatever it holds."""

import time

import pytest

from tests.fields.mails import mail, read

HARD = [
    "ik heb ik heb niet ",
    "ik wil " * 3 + "a ",
    "weet waar ",
    "klacht, klacht; ",
    "mijn naam niet ",
    "\n\n- ",
    "e" * 40 + " ",
]


@pytest.mark.parametrize("piece", HARD)
def test_a_long_text_of_hard_words_is_read_quickly(piece: str) -> None:
    message = mail(piece * (1_000_000 // len(piece)))
    start = time.process_time()
    read(message)
    assert time.process_time() - start < 3
