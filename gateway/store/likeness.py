"""Earlier messages by what they have in common with a new one: keys in one narrow table, traits beside it.

Kept in the case database and written in the same transaction as the case, so that a match is never ahead of or
behind the books. Every key is asked for its newest few rows only: a template that ten thousand people sent costs
no more than a letter that came twice.
"""

import json
import zlib
from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, insert, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from classifiers.likeness import Traits
from classifiers.likeness.people import full_name, name_words
from classifiers.likeness.sketch import key_of
from gateway.store.base import Base, Key

#: Newest rows asked of one key.
MOST_PER_KEY = 12
#: Shingles of a text that are keys of their own: they find a template with paragraphs put in.
SHINGLE_KEYS = 8
#: Proper names of a text that are keys beside its body.
NAME_KEYS = 6
#: Messages that are compared in full.
MOST_COMPARED = 24


class MatchKey(Base):
    """One reason to look at a message: an address, a phone, a name, a home, a number, a band of its text."""

    __tablename__ = "match_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )


class MatchTraits(Base):
    """The traits of a message, and the case in which it stands now (a split or join moves it)."""

    __tablename__ = "match_traits"
    __table_args__ = (Index("ix_match_traits_case", "case_id"),)

    message_id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(Key)
    #: zlib of the traits as JSON: about 1 kB.
    traits: Mapped[bytes] = mapped_column(LargeBinary)


def packed(traits: Traits) -> bytes:
    return zlib.compress(json.dumps(traits.to_json(), separators=(",", ":")).encode(), 1)


def unpacked(data: bytes) -> Traits:
    return Traits.from_json(json.loads(zlib.decompress(data)))


@lru_cache(maxsize=512)
def match_keys(traits: Traits, office: str) -> tuple[int, ...]:
    """The keys of a message at one office: houses do not see each other's files."""
    home = " ".join(traits.home[:2])
    told = [
        *(("email", e) for e in {*traits.emails, traits.writer_email} if e),
        *(("phone", p) for p in traits.phones),
        *(("number", n) for n in traits.numbers if len(n) >= 5),
        *((("home", home),) if traits.home[0] and traits.home[1] else ()),
        *(("shingle", str(h)) for h in traits.sketch[:SHINGLE_KEYS] if traits.shingles >= 25),
        *((("text", traits.text_hash),) if traits.length >= 5 else ()),
        *((("msgid", traits.message_id),) if traits.message_id else ()),
    ]
    names = {name_key(traits.person, office)} if full_name(traits.person) else set()
    names |= {surname_key(word, body, office) for word in full_name(traits.person)[1:] for body in traits.bodies}
    bands = {_at(office, band) for band in traits.bands}
    # A street, a school or a firm beside the body: what people who tell of one thing in their own words have in common.
    proper = sorted(name for name in traits.names if len(name) >= 5)[:NAME_KEYS]
    told += [("place", f"{name}\n{body}") for name in proper for body in traits.bodies]
    return tuple(sorted({key_of(kind, f"{office}\n{value}") for kind, value in told} | bands | names))


def name_key(name: tuple[str, ...], office: str) -> int:
    """The key of a person by name, whatever the order of its words."""
    return key_of("name", f"{office}\n{' '.join(sorted(name_words(name)))}")


def surname_key(surname: str, body: str, office: str) -> int:
    """The key of a complainant by surname and by the body complained about."""
    return key_of("surname", f"{office}\n{surname}\n{body}")


def told_keys(traits: Traits, office: str) -> set[int]:
    """Cases of others that a message may speak of: by their home, or by surname and body."""
    bodies = traits.bodies | traits.mentioned
    surnames = {*traits.surnames_told, *full_name(traits.person)[1:], *full_name(traits.writer)[1:]}
    homes = {key_of("home", f"{office}\n{home}") for home in traits.homes_told}
    return homes | {surname_key(surname, body, office) for surname in surnames for body in bodies}


def _at(office: str, band: int) -> int:
    return key_of("band", f"{office}\n{band}")


def remember(session: Session, message_id: int, case_id: int, traits: Traits, office: str) -> None:
    """Keep what later messages are compared with."""
    add_keys(session, [(key, message_id) for key in match_keys(traits, office)])
    session.execute(insert(MatchTraits).values(message_id=message_id, case_id=case_id, traits=packed(traits)))


def add_keys(session: Session, keys: Sequence[tuple[int, int]]) -> None:
    """Rows (key, message). A mail has forty of them: the driver gets them as they are."""
    if not keys:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        arrays = {"keys": [key for key, _ in keys], "messages": [message for _, message in keys]}
        unnested = (
            "INSERT INTO match_keys (key, message_id) "
            "SELECT * FROM unnest(CAST(:keys AS bigint[]), CAST(:messages AS bigint[]))"
        )
        connection.execute(text(unnested), arrays)
    else:
        connection.exec_driver_sql("INSERT INTO match_keys (key, message_id) VALUES (?, ?)", list(keys))


def move(session: Session, message_ids: Sequence[int], case_id: int) -> None:
    """After a join or split: the next mail goes where the link says."""
    session.execute(update(MatchTraits).where(MatchTraits.message_id.in_(message_ids)).values(case_id=case_id))


def messages_by_key(session: Session, keys: Sequence[int]) -> dict[int, list[int]]:
    """For each key the newest messages that have it, newest first; one question for a whole batch of mails."""
    if not keys:
        return {}
    # As one JSON value: hundreds of rows, each with a value to read, cost more than the search itself.
    if session.get_bind().dialect.name == "postgresql":
        statement = text(
            "SELECT json_agg(json_build_array(asked.key, newest.ids)) "
            "FROM unnest(CAST(:keys AS bigint[])) AS asked(key) CROSS JOIN LATERAL "
            "(SELECT array_agg(message_id) AS ids FROM (SELECT message_id FROM match_keys "
            "WHERE match_keys.key = asked.key ORDER BY message_id DESC LIMIT :most) AS found) AS newest "
            "WHERE newest.ids IS NOT NULL"
        )
        return dict(session.execute(statement, {"keys": list(keys), "most": MOST_PER_KEY}).scalar_one() or ())
    statement = text(
        "SELECT json_group_object(asked.value, json((SELECT json_group_array(message_id) FROM "
        "(SELECT message_id FROM match_keys WHERE key = asked.value ORDER BY message_id DESC LIMIT :most)))) "
        "FROM json_each(:keys) AS asked"
    )
    asked = {"keys": "[" + ",".join(map(str, keys)) + "]", "most": MOST_PER_KEY}
    told: dict[str, list[int]] = json.loads(session.execute(statement, asked).scalar_one())
    return {int(key): messages for key, messages in told.items() if messages}
