"""Words that look like a body's name and are none."""

import tomllib

import pytest

from tests.bodies.mails import Mail, services
from tests.bodies.told import FOLDER

TEXTS = tomllib.loads((FOLDER / "like_a_body.toml").read_text("utf-8"))["texts"]


@pytest.mark.parametrize(("office", "text", "body"), TEXTS, ids=[text[:40] for _, text, _ in TEXTS])
def test_a_word_that_only_looks_like_a_body_is_none(office, text, body):
    assert body not in services(Mail(text), office)
