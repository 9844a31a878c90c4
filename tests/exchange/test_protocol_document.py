"""The published protocol: its examples are what the code takes, and its table is the code's table."""

import base64
import json
import re
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from outbound.exchange.document import DocumentType, key_id, verify
from outbound.exchange.handshake import AnswerStatus, TransferState, follow, read_answer
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
        else:
            assert read_answer(document.body).status is AnswerStatus.REFUSED
    assert types == [DocumentType.TRANSFER, DocumentType.ANSWER]


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
