"""The sequences are in form: files equal their sources, labels hold together, placeholders name earlier cases."""

import email
import email.policy
import email.utils
import json
import re

import pytest

from tests.sequences.build import HERE, SETS, built

RELATIONS = {"new", "same-mail", "resent", "copy", "follow-up", "campaign", None}


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def options(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def raw(name: str, mail: str) -> bytes:
    return (HERE / name / "mails" / mail).read_bytes()


@pytest.mark.parametrize("name", SETS)
def test_files_of_a_sequence_are_those_of_its_sources(name: str) -> None:
    there = {
        str(path.relative_to(HERE / name)): path.read_bytes() for path in (HERE / name).rglob("*") if path.is_file()
    }
    assert there == built(name)


@pytest.mark.parametrize("name", SETS)
def test_every_case_is_opened_by_its_first_mail_and_by_no_other(name: str) -> None:
    seen: dict[str, str] = {}
    for row in rows(name):
        relations = options(row["relation"])
        assert set(relations) <= RELATIONS, row
        assert (row["case"] is None) == (relations == [None]), row
        if row["case"] is None:
            continue
        opens = bool({"new", "campaign"} & set(relations))
        assert opens == (row["case"] not in seen), row
        assert seen.setdefault(row["case"], row["person"]) == row["person"], row


@pytest.mark.parametrize("name", SETS)
def test_placeholders_name_cases_that_are_open(name: str) -> None:
    opened: set[str] = set()
    for row in rows(name):
        named = {found.decode() for found in re.findall(rb"@@(?:REF|MSGID):(\w+)@@", raw(name, row["mail"]))}
        assert named <= opened, row
        if row["case"]:
            opened.add(row["case"])


@pytest.mark.parametrize("name", SETS)
def test_dates_never_fall(name: str) -> None:
    dates = [
        email.utils.parsedate_to_datetime(
            email.message_from_bytes(raw(name, row["mail"]), policy=email.policy.default)["Date"]
        )
        for row in rows(name)
        if "same-mail" not in options(row["relation"])
    ]
    assert dates == sorted(dates)
