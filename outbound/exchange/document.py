"""A signed document between two houses: canonical JSON under an Ed25519 signature (RFC 8032), versioned.

The signature stands over the content itself, not over the mail or request that carries it: it survives relays that
rewrite headers, and means the same by mail and by HTTPS.
"""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PROTOCOL = "klachtenpost-exchange/1"
CONTENT_TYPE = "application/json"
#: Largest document that is looked at, in bytes.
LARGEST = 1_000_000
#: A document waits at most this long in mail queues and houses that are down.
OLDEST = timedelta(days=45)
#: Clocks of two houses may differ by this much.
SKEW = timedelta(hours=24)

_HOUSE = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,98}[a-z0-9])?")
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
_KEYS = frozenset({"protocol", "type", "id", "from", "to", "made_at", "key", "body", "signature"})


class DocumentType(StrEnum):
    TRANSFER = "transfer"
    #: What becomes of a transfer: received, accepted, refused, handed back, need more.
    ANSWER = "answer"
    #: The sender takes a transfer back before it was decided.
    WITHDRAWAL = "withdrawal"
    FINGERPRINTS = "fingerprints"
    #: Who is best placed, once fingerprints met: propose, agree, decline.
    TALK = "talk"


class Refused(StrEnum):
    """Why a document is not taken as what it says; staff see it in words."""

    NO_DOCUMENT = "no-document"
    OTHER_VERSION = "other-version"
    NOT_FOR_US = "not-for-us"
    UNKNOWN_HOUSE = "unknown-house"
    UNKNOWN_KEY = "unknown-key"
    BAD_SIGNATURE = "bad-signature"
    FROM_THE_FUTURE = "from-the-future"
    TOO_OLD = "too-old"
    REPLAYED = "replayed"
    WRONG_BODY = "wrong-body"


class NotTaken(ValueError):
    """A document that cannot be taken; `why` is the code, the text says what was wrong."""

    def __init__(self, why: Refused, text: str) -> None:
        super().__init__(text)
        self.why = why


@dataclass(frozen=True, slots=True)
class Document:
    """One signed document between two houses (`docs/exchange.md`)."""

    type: DocumentType
    #: Unique for ever, chosen by the sender: the same id again is the same document, or a forgery.
    id: str
    #: House ids, e.g. "vlaamseombudsdienst.be".
    sender: str
    recipient: str
    made_at: datetime
    body: Mapping[str, Any]


def key_id(public: Ed25519PublicKey) -> str:
    """The name of a public key: the first 16 hexadecimal digits of the sha256 of its 32 bytes."""
    return hashlib.sha256(raw_key(public)).hexdigest()[:16]


def raw_key(public: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key (RFC 8032)."""
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8, and neither floats nor lone surrogates (a subset of RFC 8785).

    Raises ValueError for what has no single form.
    """
    _check_plain(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _check_plain(value: object) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise ValueError("a key that is no text has no single form")
            _check_plain(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_plain(item)
    elif not (value is None or isinstance(value, str | bool | int)):
        raise ValueError(f"a {type(value).__name__} has no single form")


def sign(document: Document, key: Ed25519PrivateKey) -> bytes:
    """The document as it travels."""
    content = {
        "protocol": PROTOCOL,
        "type": document.type.value,
        "id": document.id,
        "from": document.sender,
        "to": document.recipient,
        "made_at": document.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "key": key_id(key.public_key()),
        "body": document.body,
    }
    signature = base64.urlsafe_b64encode(key.sign(canonical(content))).decode("ascii")
    return canonical({**content, "signature": signature})


def digest(content: bytes) -> str:
    """sha256 of what a document says, however it is spelt (blanks, order); of anything else, of its bytes."""
    try:
        raw = _parsed(content)
        told = canonical({name: value for name, value in raw.items() if name != "signature"})
    except (NotTaken, ValueError):
        told = content
    return hashlib.sha256(told).hexdigest()


def sender_of(content: bytes) -> str | None:
    """The house that a document claims to come from, without believing it; None where it is no document of ours."""
    try:
        raw = _parsed(content)
    except NotTaken:
        return None
    return str(raw["from"])


def verify(content: bytes, *, house: str, keys: Mapping[str, Ed25519PublicKey], now: datetime) -> Document:
    """The document, if `house` is its recipient and one of `keys` (key id -> key of the claimed sender) signed it.

    Raises NotTaken with the reason.
    """
    raw = _parsed(content)
    if raw["to"] != house:
        raise NotTaken(Refused.NOT_FOR_US, f"the document is for {raw['to']!r}")
    public = keys.get(raw["key"])
    if public is None:
        raise NotTaken(Refused.UNKNOWN_KEY, f"{raw['from']} has no key {raw['key']} in our directory")
    unsigned = {name: value for name, value in raw.items() if name != "signature"}
    try:
        public.verify(base64.urlsafe_b64decode(raw["signature"]), canonical(unsigned))
    except (InvalidSignature, ValueError):
        raise NotTaken(Refused.BAD_SIGNATURE, "the signature does not fit the document") from None
    made_at = _moment(raw["made_at"])
    if made_at > now + SKEW:
        raise NotTaken(Refused.FROM_THE_FUTURE, f"the document says it was made at {raw['made_at']}")
    if made_at < now - OLDEST:
        raise NotTaken(Refused.TOO_OLD, f"the document was made at {raw['made_at']}")
    return Document(DocumentType(raw["type"]), raw["id"], raw["from"], raw["to"], made_at, raw["body"])


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > LARGEST:
        raise NotTaken(Refused.NO_DOCUMENT, "the document is too large")
    try:
        raw = json.loads(content.decode("utf-8"), object_pairs_hook=_no_twins, parse_float=_no_float)
    except (ValueError, RecursionError):
        raise NotTaken(Refused.NO_DOCUMENT, "it is no JSON of ours") from None
    if not isinstance(raw, dict) or not str(raw.get("protocol", "")).startswith("klachtenpost-exchange/"):
        raise NotTaken(Refused.NO_DOCUMENT, "it is no document of this protocol")
    if raw["protocol"] != PROTOCOL:
        raise NotTaken(Refused.OTHER_VERSION, f"it speaks {raw['protocol']!r}, we speak {PROTOCOL}")
    texts = all(isinstance(raw.get(name), str) for name in _KEYS - {"body"})
    if set(raw) != _KEYS or not texts or not isinstance(raw["body"], dict):
        raise NotTaken(Refused.NO_DOCUMENT, "it lacks a part, or holds one too many")
    if raw["type"] not in tuple(DocumentType) or not _ID.fullmatch(raw["id"]):
        raise NotTaken(Refused.NO_DOCUMENT, "its type or id is none of ours")
    if not _HOUSE.fullmatch(raw["from"]) or not _HOUSE.fullmatch(raw["to"]):
        raise NotTaken(Refused.NO_DOCUMENT, "its sender or recipient is no house id")
    _moment(raw["made_at"])
    return raw


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two keys of one name could be read in two ways: such a document has no single meaning."""
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_float(text: str) -> object:
    raise ValueError("floats have no single form")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotTaken(Refused.NO_DOCUMENT, "its date is none") from None
    if moment.tzinfo is None:
        raise NotTaken(Refused.NO_DOCUMENT, "its date has no zone")
    return moment
