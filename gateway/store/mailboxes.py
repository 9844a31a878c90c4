"""Tables of the IMAP mailboxes: what was taken from them, and how they are."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base, Key


class MailboxMail(Base):
    """One mail of one mailbox. Who it is: mailbox, UIDVALIDITY and UID (RFC 9051 2.3.1.1), with the sha256 of its bytes
    so that a mailbox that was made anew or restored brings nothing twice."""

    __tablename__ = "mailbox_mails"
    __table_args__ = (
        UniqueConstraint("mailbox", "uid_validity", "uid"),
        Index("ix_mailbox_mails_content", "mailbox", "sha256"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    mailbox: Mapped[str] = mapped_column(String(80))
    uid_validity: Mapped[int] = mapped_column(Key)
    uid: Mapped[int] = mapped_column(Key)
    sha256: Mapped[str | None] = mapped_column(String(64))
    #: waiting, kept (it is in the inbox), quarantined (it could not be fetched; a task tells staff)
    state: Mapped[str] = mapped_column(String(16))
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"))
    #: Tries in which the server's answer could not be used, and in which the connection broke.
    attempts: Mapped[int] = mapped_column(default=0)
    breaks: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class MailboxHealth(Base):
    """How a mailbox is, for the desk. After each visit on_server = kept + quarantined + backlog."""

    __tablename__ = "mailbox_health"

    mailbox: Mapped[str] = mapped_column(String(80), primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    last_try: Mapped[datetime]
    last_success: Mapped[datetime | None]
    #: What is wrong, in words; empty while all is well.
    error: Mapped[str] = mapped_column(default="")
    error_since: Mapped[datetime | None]
    uid_validity: Mapped[int | None] = mapped_column(Key)
    on_server: Mapped[int] = mapped_column(default=0)
    kept: Mapped[int] = mapped_column(default=0)
    quarantined: Mapped[int] = mapped_column(default=0)
    #: Mails on the server that are not in the books yet.
    backlog: Mapped[int] = mapped_column(default=0)
