"""Tables of the desk: who works here, what they may, what they read, what they corrected."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base, Key


class User(Base):
    """A person who works at the desk. Never deleted: history names them."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    #: Login name, lower case; stands in history.
    name: Mapped[str] = mapped_column(String(80), unique=True)
    full_name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(320), default="")
    language: Mapped[str] = mapped_column(String(2), default="nl")
    #: argon2id; empty where only single sign-on is allowed.
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    #: Last 30-second step that was used: a code works once.
    totp_step: Mapped[int] = mapped_column(default=0)
    #: "issuer subject" of OpenID Connect.
    oidc_subject: Mapped[str | None] = mapped_column(String(400), unique=True)
    #: An administrator made the password: it opens nothing but the page to choose another one.
    must_change: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class UserRole(Base):
    """What a person is at one office."""

    __tablename__ = "user_roles"
    __table_args__ = (UniqueConstraint("user_id", "office", "role"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    office: Mapped[str] = mapped_column(String(80))
    #: coordinator, handler, reader, sealed-officer, administrator
    role: Mapped[str] = mapped_column(String(20))


class AskedRole(Base):
    """A grave role that one administrator asked for somebody, and another one grants or not."""

    __tablename__ = "asked_roles"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    office: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(20))
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(String(80))
    settled_at: Mapped[datetime | None]


class PeopleLog(Base):
    """What administrators did with accounts: never changed, never erased."""

    __tablename__ = "people_log"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    #: Code: added, changed, role-given, role-taken, role-asked, role-refused, ended, opened, password-reset, code-reset
    what: Mapped[str] = mapped_column(String(20))
    office: Mapped[str] = mapped_column(String(80), default="")
    role: Mapped[str] = mapped_column(String(20), default="")


class LoginSession(Base):
    """A browser that is signed in. Only the hash of its token is kept."""

    __tablename__ = "login_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class LoginFailure(Base):
    """Failed sign-ins, by account and by address they came from, to slow guessing down."""

    __tablename__ = "login_failures"
    __table_args__ = (Index("ix_login_failures_from", "address", "at"), Index("ix_login_failures_to", "name", "at"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class AccessLog(Base):
    """Every look at a case: who, when, what."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    user: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(120))


class Note(Base):
    """A remark of staff for staff, or what was said in a call; never sent."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    author: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    #: note, call-complainant (a call with the complainant) or call-service (with a service)
    kind: Mapped[str] = mapped_column(String(20), default="note")
    text: Mapped[str]


class SavedView(Base):
    """A filter somebody wants to keep; `shared` shows it to the whole office."""

    __tablename__ = "saved_views"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), index=True)
    office: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(String(500))
    shared: Mapped[bool] = mapped_column(default=False)


class SavedDraft(Base):
    """What somebody is writing in a case, kept while he writes; `case_version` tells whether the case moved on."""

    __tablename__ = "saved_drafts"
    __table_args__ = (UniqueConstraint("case_id", "author", "action"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    author: Mapped[str] = mapped_column(String(80))
    #: Action of routing, or "note".
    action: Mapped[str] = mapped_column(String(16))
    to_body: Mapped[str] = mapped_column(String(80), default="")
    #: Fields of the form as they were typed.
    fields: Mapped[dict[str, Any]]
    case_version: Mapped[int]
    at: Mapped[datetime]


class Presence(Base):
    """Who has a case open just now."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("case_id", "user"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    user: Mapped[str] = mapped_column(String(80))
    seen_at: Mapped[datetime]


class MessageFile(Base):
    """An attachment of a message with the words that were read in it, so that search finds them."""

    __tablename__ = "message_files"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    #: IMAP part number.
    path: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(300))
    text: Mapped[str]


class FileVerdict(Base):
    """What the virus scanner said of a part of a message; an empty path is the whole message."""

    __tablename__ = "file_verdicts"
    __table_args__ = (UniqueConstraint("message_id", "path"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    path: Mapped[str] = mapped_column(String(40))
    #: clean or infected
    found: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class BulkAct(Base):
    """One act on many cases, so that it can be undone as one."""

    __tablename__ = "bulk_acts"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    user: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
    #: "assign" or an action of routing.
    what: Mapped[str] = mapped_column(String(16))
    #: Case id -> what stood there before, for "assign" the handler.
    cases: Mapped[dict[str, Any]]
    undone_at: Mapped[datetime | None]


class Correction(Base):
    """What a person made of a reading: a labelled example for the next training."""

    __tablename__ = "corrections"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    field: Mapped[str] = mapped_column(String(40))
    #: {"value": ...} as read and as corrected.
    read: Mapped[dict[str, Any]]
    corrected: Mapped[dict[str, Any]]
    user: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


class NameKey(Base):
    """Words of complainants' names and their spellings with one letter left out: search that forgives a slip."""

    __tablename__ = "name_keys"
    __table_args__ = ({"sqlite_with_rowid": False},)

    key: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=False)
