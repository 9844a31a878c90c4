"""Raw bytes in the books: compressed, named by their sha256, never changed."""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from gateway.store.tables import Raw

#: Speed before size: mail is mostly base64 and short text.
LEVEL = 1


#: Built once: building a statement costs more than running it.
KEEP: Final = {
    name: insert(Raw.__table__).on_conflict_do_nothing(index_elements=["sha256"])  # type: ignore[arg-type]
    for name, insert in (("sqlite", sqlite_insert), ("postgresql", postgresql_insert))
}


def keep_raw(session: Session, content: bytes, now: datetime) -> str:
    """Keeps `content` and returns its sha256; bytes that are there already stay as they are."""
    return keep_all_raw(session.connection(), [(content, now)])[0]


def keep_all_raw(books: Connection, contents: Sequence[tuple[bytes, datetime]]) -> list[str]:
    """Keeps each of `contents` and returns their sha256, in order."""
    names = [hashlib.sha256(content).hexdigest() for content, _ in contents]
    rows = [
        {"sha256": name, "size": len(content), "compressed": zlib.compress(content, LEVEL), "stored_at": now}
        for name, (content, now) in zip(names, contents, strict=True)
    ]
    # In one order everywhere: two nodes that keep the same mails must not wait for each other.
    rows.sort(key=itemgetter("sha256"))
    books.execute(KEEP[books.dialect.name], rows)
    return names


def raw_bytes(session: Session, sha256: str) -> bytes:
    """The bytes named `sha256`; KeyError where the books do not hold them."""
    compressed = session.execute(select(Raw.compressed).where(Raw.sha256 == sha256)).scalar_one_or_none()
    if compressed is None:
        raise KeyError(f"no stored bytes named {sha256}")
    return zlib.decompress(compressed)
