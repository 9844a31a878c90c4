"""Signed documents: what is taken, what is refused and why."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from outbound.exchange.document import Document, DocumentType, NotTaken, Refused, canonical, key_id, sign, verify

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {key_id(KEY.public_key()): KEY.public_key()}
DOCUMENT = Document(
    DocumentType.ANSWER, "a" * 20, "ombuds.brussels", "vlaamseombudsdienst.be", NOW, {"text": "goed, é"}
)


def taken(content: bytes, now: datetime = NOW) -> Document:
    return verify(content, house="vlaamseombudsdienst.be", keys=KEYS, now=now)


def refusal(content: bytes, now: datetime = NOW) -> Refused:
    with pytest.raises(NotTaken) as caught:
        taken(content, now)
    return caught.value.why


def test_a_signed_document_comes_back_as_it_was() -> None:
    assert taken(sign(DOCUMENT, KEY)) == DOCUMENT


def test_spaces_and_order_of_keys_on_the_way_do_not_matter() -> None:
    reordered = json.dumps(dict(reversed(json.loads(sign(DOCUMENT, KEY)).items())), indent=3).encode()
    assert taken(reordered) == DOCUMENT


@pytest.mark.parametrize("part", ["type", "id", "from", "made_at", "body"])
def test_a_document_that_was_changed_on_the_way_is_refused(part: str) -> None:
    raw = json.loads(sign(DOCUMENT, KEY))
    raw[part] = {"type": "talk", "id": "b" * 20, "from": "x.be", "made_at": "2026-03-01T00:00:00+00:00", "body": {}}[
        part
    ]
    assert refusal(json.dumps(raw).encode()) is Refused.BAD_SIGNATURE


def test_a_key_that_is_not_in_the_directory_proves_nothing() -> None:
    assert refusal(sign(DOCUMENT, Ed25519PrivateKey.from_private_bytes(bytes(32)))) is Refused.UNKNOWN_KEY


def test_a_document_for_another_house_is_not_ours() -> None:
    assert refusal(sign(replace(DOCUMENT, recipient="vdab.be"), KEY)) is Refused.NOT_FOR_US


def test_clocks_may_differ_by_a_day_but_not_by_two() -> None:
    assert taken(sign(replace(DOCUMENT, made_at=NOW + timedelta(hours=23)), KEY))
    assert refusal(sign(replace(DOCUMENT, made_at=NOW + timedelta(hours=49)), KEY)) is Refused.FROM_THE_FUTURE
    assert taken(sign(replace(DOCUMENT, made_at=NOW - timedelta(days=44)), KEY))
    assert refusal(sign(replace(DOCUMENT, made_at=NOW - timedelta(days=46)), KEY)) is Refused.TOO_OLD


def test_another_version_of_the_protocol_is_named_as_such() -> None:
    raw = json.loads(sign(DOCUMENT, KEY)) | {"protocol": "klachtenpost-exchange/2"}
    assert refusal(json.dumps(raw).encode()) is Refused.OTHER_VERSION


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"protocol":"klachtenpost-exchange/1"}',
        sign(DOCUMENT, KEY).replace(b'"body":', b'"body":{},"body":', 1),
        sign(DOCUMENT, KEY).replace(b'{"text":', b'{"n":1.5,"text":', 1),
        b"x" * 1_000_001,
    ],
    ids=["empty", "list", "bare", "no-utf8", "deep", "no-parts", "key-twice", "float", "large"],
)
def test_what_is_no_document_is_refused_in_words(content: bytes) -> None:
    assert refusal(content) is Refused.NO_DOCUMENT


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
)


@given(plain)
def test_the_canonical_form_survives_a_round_through_json(value: object) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


@given(st.binary(max_size=400))
def test_rubbish_is_refused_and_never_breaks_anything(content: bytes) -> None:
    assert refusal(content) is Refused.NO_DOCUMENT
