"""The published protocol: its examples are what the code takes, and its table is the code's table."""

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from outbound.exchange.document import DocumentType, key_id, verify
from outbound.exchange.handshake import AnswerStatus, TransferState, follow, read_answer, read_withdrawal
from outbound.exchange.talk import TalkState, TalkStep, read_talk
from outbound.exchange.talk import follow as talk_follows
from outbound.exchange.transfer import from_body

TEXT = (Path(__file__).parents[2] / "docs" / "exchange.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)
NOW = datetime(2026, 3, 7, 9, 0, tzinfo=UTC)


def published_key() -> Ed25519PublicKey:
    found = re.search(r"`([A-Za-z0-9+/]{43}=)`", TEXT)
    assert found
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(found[1]))


def test_every_example_verifies_with_the_published_key_and_reads_as_its_type() -> None:
    key = published_key()
    types = []
    for example in EXAMPLES:
        document = verify(example.encode(), house=json.loads(example)["to"], keys={key_id(key): key}, now=NOW)
        types.append(document.type)
        if document.type is DocumentType.TRANSFER:
            assert from_body(document.body).reference == "2026-0007"
        elif document.type is DocumentType.ANSWER:
            assert read_answer(document.body).status is AnswerStatus.REFUSED
        elif document.type is DocumentType.WITHDRAWAL:
            assert read_withdrawal(document.body).transfer == json.loads(EXAMPLES[0])["id"]
        elif document.type is DocumentType.TALK:
            assert read_talk(document.body).step is TalkStep.PROPOSE
    assert types == list(DocumentType)


def test_the_published_mark_is_the_one_that_the_published_formula_gives() -> None:
    """Made here from the words of the document alone, with nothing of ours."""
    (example,) = [json.loads(one)["body"] for one in EXAMPLES if json.loads(one)["type"] == "fingerprints"]
    (mark,) = example["entries"][0]["marks"]
    salt = hmac.new(bytes(range(32)), b"klachtenpost-fingerprint/1:2026Q1", hashlib.sha256).digest()
    stretched = hashlib.scrypt(b"email\0an.peeters@example.org", salt=salt, n=2**14, r=8, p=1, dklen=64)
    assert mark["mark"] == stretched[:12].hex()
    words = "mijn bewonerskaart blijft al maanden uit".split()
    runs = [" ".join(words[i : i + 3]) for i in range(len(words) - 2)]
    for name, kind, values in (
        ("bodies", "body", ["parking-brussels"]),
        ("months", "month", ["2026-02"]),
        ("text", "text", runs),
    ):
        parts = [
            hmac.new(stretched[32:], f"{kind}\0{one}".encode(), hashlib.sha256).digest()[:12].hex() for one in values
        ]
        assert mark[name] == sorted(parts)


def test_the_table_of_the_talk_is_the_one_that_runs() -> None:
    rows = {}
    for line in TEXT[TEXT.index("| the talk stands at") :].splitlines()[2:]:
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 4:
            break
        rows[cells[0]] = cells[1:]
    assert set(rows) == {"found", *TalkState}
    for state, cells in rows.items():
        for step, cell in zip(TalkStep, cells, strict=True):
            following = talk_follows(None if state == "found" else TalkState(state), step)
            assert cell == (following.value if following else "-"), (state, step)


def test_the_table_of_the_handshake_is_the_one_that_runs() -> None:
    heading = next(line for line in TEXT.splitlines() if line.startswith("| the transfer stands at"))
    statuses = [AnswerStatus(cell.strip()) for cell in heading.split("|")[2:-1]]
    rows = {}
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == len(statuses) + 1 and cells[0] in tuple(TransferState):
            rows[TransferState(cells[0])] = cells[1:]
    assert set(rows) == set(TransferState)
    for state, cells in rows.items():
        for status, cell in zip(statuses, cells, strict=True):
            following = follow(state, status)
            assert cell == (following.value if following else "-"), (state, status)
