"""The sets are in form: every mail has gold, every id stands in the catalogue, and the files are those of the sources."""

import email
import email.policy
import json
from pathlib import Path

import pytest

from classifiers.understanding import Kind, Language, PriorContact, Signal, Wish
from routing.catalogue.load import load_catalogue
from routing.decision import Action, Ground
from tests.corpus.build import HERE, SETS, built
from tests.corpus.source import PERSON

KEYS = set(
    "mail office language kind person services prior_contact happened recipients wishes signals grounds route "
    "reply_automatic".split()
)


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name / "gold.jsonl").read_text(encoding="utf-8").splitlines()]


def options(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", SETS)
def test_files_of_a_set_are_those_of_its_sources(name: str) -> None:
    there = {
        str(path.relative_to(HERE / name)): path.read_bytes() for path in (HERE / name).rglob("*") if path.is_file()
    }
    assert there == built(name)


@pytest.mark.parametrize("name", SETS)
def test_every_mail_has_one_line_of_gold(name: str) -> None:
    mails = sorted(path.name for path in (HERE / name / "mails").iterdir())
    assert sorted(row["mail"] for row in rows(name)) == mails


@pytest.mark.parametrize("name", SETS)
def test_gold_uses_the_vocabulary_and_ids_of_the_catalogue(name: str) -> None:
    bodies = set(load_catalogue().bodies)
    wrong = []
    for row in rows(name):
        checks = {
            "keys": set(row) == KEYS and set(row["person"]) == set(PERSON),
            "office": row["office"] in bodies,
            "language": row["language"] in set(Language),
            "kind": row["kind"] in set(Kind),
            "prior_contact": row["prior_contact"] in set(PriorContact),
            "services": set(row["services"]) <= bodies,
            "recipients": set(row["recipients"]) <= bodies - {row["office"], *row["services"]},
            "wishes": set(row["wishes"]) <= set(Wish),
            "signals": set(row["signals"]) <= set(Signal),
            "grounds": set(row["grounds"]) <= set(Ground),
            "action": row["route"]["action"] in set(Action),
            "to": set(options(row["route"]["to"])) <= bodies | {None},
            "target": (row["route"]["to"] is not None) == (row["route"]["action"] in ("first-line", "forward", "coordinate")),
        }  # fmt: skip
        wrong += [f"{row['mail']}: {key}" for key, right in checks.items() if not right]
    assert wrong == []


@pytest.mark.parametrize("name", SETS)
def test_phones_are_written_as_e164(name: str) -> None:
    phones = [phone for row in rows(name) for phone in options(row["person"]["phone"]) if phone]
    assert [phone for phone in phones if not (phone.startswith("+") and phone[1:].isdigit())] == []


@pytest.mark.parametrize("name", SETS)
def test_every_mail_is_mime_with_crlf(name: str) -> None:
    wrong = []
    for path in sorted((HERE / name / "mails").iterdir()):
        raw = path.read_bytes()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        if (
            b"\n" in raw.replace(b"\r\n", b"")
            or not message["From"]
            or not message["Date"]
            or (not message.is_multipart() and not message.get_payload())
        ):
            wrong.append(path.name)
    assert wrong == []


def test_no_two_mails_of_all_sets_have_the_same_text() -> None:
    texts: dict[bytes, Path] = {}
    for name in SETS:
        for path in sorted((HERE / name / "mails").iterdir()):
            text = path.read_bytes().partition(b"\r\n\r\n")[2]
            assert text not in texts, f"{path.name} repeats {texts[text].name}"
            texts[text] = path
