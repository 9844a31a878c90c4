"""Finding cases: by reference, by name with a slip of the pen, by words of any message or attachment."""

import re
from collections.abc import Sequence

from sqlalchemy import DDL, ColumnElement, Select, event, insert, select, text, union
from sqlalchemy.orm import Session, aliased

from classifiers.likeness.sketch import key_of, words_of
from classifiers.message import Message
from gateway.store.both import among
from gateway.store.desk import MessageFile, NameKey
from gateway.store.forms import plain
from gateway.store.tables import Case, CaseMessage, MessageRow

REFERENCE = re.compile(r"^[A-Z]{0,4}[.-]?\d{4}[.-]\d{1,7}$", re.IGNORECASE)
#: Most hits of a text search that are looked at; a search that finds more wants another word.
MOST_HITS = 2_000

# Full text beside the messages, kept by the database itself so that it can never lag behind.
SQLITE_TEXT = (
    "CREATE VIRTUAL TABLE message_text USING fts5(subject, text, content='messages', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER message_text_insert AFTER INSERT ON messages BEGIN "
    "INSERT INTO message_text(rowid, subject, text) VALUES (new.id, new.subject, new.text); END",
    "CREATE TRIGGER message_text_delete AFTER DELETE ON messages BEGIN "
    "INSERT INTO message_text(message_text, rowid, subject, text) VALUES('delete', old.id, old.subject, old.text); END",
    "CREATE TRIGGER message_text_update AFTER UPDATE OF subject, text ON messages BEGIN "
    "INSERT INTO message_text(message_text, rowid, subject, text) VALUES('delete', old.id, old.subject, old.text); "
    "INSERT INTO message_text(rowid, subject, text) VALUES (new.id, new.subject, new.text); END",
)
# The words are kept beside the text: to find them anew in every text that holds a common word takes seconds.
POSTGRESQL_TEXT = (
    "ALTER TABLE messages ADD COLUMN message_text tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', left(subject || ' ' || text, 200000))) STORED",
    "CREATE INDEX message_text_words ON messages USING gin (message_text)",
)
# The same for attachments: their names, and what was read in them.
SQLITE_FILES = tuple(
    statement.replace("message_text", "file_text")
    .replace("subject", "name")
    .replace("content='messages'", "content='message_files'")
    .replace("ON messages", "ON message_files")
    for statement in SQLITE_TEXT
)
POSTGRESQL_FILES = (
    "ALTER TABLE message_files ADD COLUMN file_text tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', left(translate(name, '._-', '   ') || ' ' || text, 200000))) STORED",
    "CREATE INDEX file_text_words ON message_files USING gin (file_text)",
)
for _table, _dialect, _statements in (
    (MessageRow, "sqlite", SQLITE_TEXT),
    (MessageRow, "postgresql", POSTGRESQL_TEXT),
    (MessageFile, "sqlite", SQLITE_FILES),
    (MessageFile, "postgresql", POSTGRESQL_FILES),
):
    for _statement in _statements:
        event.listen(
            _table.__table__,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call]
        )


SQLITE_HITS = (
    "SELECT rowid FROM message_text WHERE message_text MATCH :asked ORDER BY rowid DESC LIMIT :most",
    "SELECT message_id FROM message_files WHERE id IN "
    "(SELECT rowid FROM file_text WHERE file_text MATCH :asked ORDER BY rowid DESC LIMIT :most)",
)
POSTGRESQL_HITS = (
    "SELECT id FROM messages WHERE message_text @@ to_tsquery('simple', :asked) ORDER BY id DESC LIMIT :most",
    "SELECT message_id FROM message_files WHERE file_text @@ to_tsquery('simple', :asked) ORDER BY id DESC LIMIT :most",
)


def name_keys(name: str) -> set[int]:
    """Keys of the words of a name and of each word with one letter left out (so one slip on either side meets)."""
    return {key_of("searched", spelling) for word in words_of(name) for spelling in _spellings(word)}


def _spellings(word: str) -> set[str]:
    if len(word) < 4:
        return {word}
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def remember_name(session: Session, case_id: int, name: str) -> None:
    """To be called in the transaction that opens or corrects the case."""
    known = set(session.scalars(select(NameKey.key).where(NameKey.case_id == case_id)))
    fresh = [{"key": key, "case_id": case_id} for key in sorted(name_keys(name) - known)]
    if fresh:
        session.execute(insert(NameKey), fresh)


def found_by(session: Session, query: str) -> ColumnElement[bool]:
    """The condition on cases that a search stands for; every word must be met, in a name or in a text."""
    query = query.strip()[:200]
    if REFERENCE.match(query):
        return Case.reference == query.upper()
    words = words_of(query)
    if not words:
        return Case.id.is_(None)
    # One set of numbers: beside an "or" of two sets a database goes through all cases.
    found = union(_by_name(words), _by_text(session, words)).subquery()
    return Case.id.in_(select(found.c.case_id))


def _by_name(words: Sequence[str]) -> Select[int]:
    """Cases whose name meets every word, each exactly or with one slip."""
    statement = select(NameKey.case_id).where(NameKey.key.in_(_keys(words[0])))
    for word in words[1:]:
        other = aliased(NameKey)
        statement = statement.where(NameKey.case_id.in_(select(other.case_id).where(other.key.in_(_keys(word)))))
    # Its own bracket, since a part of a union may hold no limit of its own on SQLite.
    return select(statement.limit(MOST_HITS).subquery().c.case_id)


def _keys(word: str) -> list[int]:
    return [key_of("searched", spelling) for spelling in sorted(_spellings(word))]


def _by_text(session: Session, words: Sequence[str]) -> Select[int]:
    """Cases with one of the newest messages, or attachments, that hold every word, the last one perhaps only begun."""
    if session.get_bind().dialect.name == "sqlite":
        # Words are letters and digits only (words_of), so nothing of FTS5's own language can come in.
        asked = " ".join(f'"{word}"' + ("*" if word == words[-1] else "") for word in words)
        messages, files = SQLITE_HITS
    else:
        asked = " & ".join([*words[:-1], words[-1] + ":*"])
        messages, files = POSTGRESQL_HITS
    given = {"asked": asked, "most": MOST_HITS}
    found = {*session.scalars(text(messages), given), *session.scalars(text(files), given)}
    held = among(CaseMessage.__table__.c.message_id, values=sorted(found))
    return select(CaseMessage.case_id).where(held, CaseMessage.ended_at.is_(None))


def files_of(message: Message) -> list[dict[str, str]]:
    """The attachments of a message as the books keep them for search."""
    return [
        {
            "path": part.path[:40],
            "name": _stored(part.filename)[:300],
            "text": _stored(message.texts.get(part.text_key, "") if part.text_key else ""),
        }
        for part in message.parts
        if part.filename
    ]


def _stored(text: str) -> str:
    return str(plain(text))
