"""Raw bytes in the books: compressed, named by their sha256, never changed."""

import hashlib
import zlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from gateway.store.tables import Raw

#: Speed before size: mail is mostly base64 and short text.
LEVEL = 1


def keep_raw(session: Session, content: bytes, now: datetime) -> str:
    """Keeps `content` and returns its sha256; bytes that are there already stay as they are."""
    sha256 = hashlib.sha256(content).hexdigest()
    values = {"sha256": sha256, "size": len(content), "compressed": zlib.compress(content, LEVEL), "stored_at": now}
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    session.execute(insert(Raw).values(values).on_conflict_do_nothing(index_elements=["sha256"]))
    return sha256


def raw_bytes(session: Session, sha256: str) -> bytes:
    """The bytes named `sha256`; KeyError where the books do not hold them."""
    compressed = session.execute(select(Raw.compressed).where(Raw.sha256 == sha256)).scalar_one_or_none()
    if compressed is None:
        raise KeyError(f"no stored bytes named {sha256}")
    return zlib.decompress(compressed)
