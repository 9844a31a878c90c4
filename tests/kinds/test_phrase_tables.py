"""The phrase tables as written: each phrase makes a pattern, though most are compiled only when a mail asks."""

import re
import tomllib

import pytest

from classifiers.flat import flat
from classifiers.phrases import FOLDER, _regex

TABLES = {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}


@pytest.mark.parametrize("name", TABLES)
def test_every_phrase_of_a_table_makes_a_pattern(name: str) -> None:
    tables = tomllib.loads(TABLES[name].read_text(encoding="utf-8"))
    wrong = []
    for table, languages in tables.items():
        for phrase in (phrase for phrases in languages.values() for phrase in phrases):
            try:
                re.compile(_regex(flat(phrase).split()))
            except re.error as error:
                wrong.append(f"{table}: {phrase}: {error}")
    assert wrong == []
