"""The tables of the road: inbox, messages, cases with their clocks and history, outbox, tasks.

Other parts keep their tables beside this file (`mailboxes.py`, `desk.py`, `partners.py`, ...) on the same metadata.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base, Key


class Raw(Base):
    """Raw bytes as they came, zlib-compressed, content-addressed, never changed."""

    __tablename__ = "raw"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    compressed: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[datetime]


class Inbox(Base):
    """One arrival. The same bytes may arrive often; each arrival is a row ("received at")."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_work", "status", "not_before", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("raw.sha256"))
    #: smtp, lmtp, imap, file, scan, spoken, partner
    channel: Mapped[str] = mapped_column(String(16))
    #: File name, mailbox or peer it came from.
    source: Mapped[str] = mapped_column(String(500), default="")
    office: Mapped[str | None] = mapped_column(String(80))
    envelope_from: Mapped[str | None] = mapped_column(String(320))
    envelope_to: Mapped[list[Any]] = mapped_column(default=list)
    received_at: Mapped[datetime]
    #: waiting, done, set-aside, quarantine
    status: Mapped[str] = mapped_column(String(16), default="waiting")
    reason: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"), index=True)
    relation: Mapped[str | None] = mapped_column(String(16))
    done_at: Mapped[datetime | None]


class MessageRow(Base):
    """One message as understood. `content_key` is unique: the same mail twice is one message with two arrivals."""

    __tablename__ = "messages"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("raw.sha256"), index=True)
    content_key: Mapped[str] = mapped_column(String(64), unique=True)
    office: Mapped[str] = mapped_column(String(80))
    channel: Mapped[str] = mapped_column(String(16))
    header_message_id: Mapped[str] = mapped_column(String(500), default="", index=True)
    subject: Mapped[str] = mapped_column(default="")
    from_name: Mapped[str] = mapped_column(default="")
    from_email: Mapped[str] = mapped_column(String(320), default="", index=True)
    language: Mapped[str] = mapped_column(String(2), default="nl")
    kind: Mapped[str] = mapped_column(String(32), default="")
    #: The writer's own words: what search and likeness look at.
    text: Mapped[str] = mapped_column(default="")
    understanding: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]


_OPEN = text("closed_at IS NULL")


class Case(Base):
    """One complaint of one complainant about one matter."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("office", "reference"),
        Index("ix_cases_queue", "office", "state", "received_at"),
        # The newest of one office, and those of a person with several.
        Index("ix_cases_office", "office", "received_at", "id"),
        Index("ix_cases_newest", "received_at", "id"),
        # Of the open ones alone, which are few: those of one office, and those of a person with several.
        Index("ix_cases_open_office", "office", "received_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_cases_open", "received_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), index=True)
    office: Mapped[str] = mapped_column(String(80))
    procedure: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    sealed: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(2))
    channel: Mapped[str] = mapped_column(String(16))
    #: name, street, number, box, postcode, municipality, phone, email as confirmed or read.
    person: Mapped[dict[str, Any]]
    person_name: Mapped[str] = mapped_column(String(200), default="", index=True)
    person_email: Mapped[str] = mapped_column(String(320), default="", index=True)
    services: Mapped[list[Any]]
    wishes: Mapped[list[Any]]
    signals: Mapped[list[Any]]
    description: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    first_received_at: Mapped[datetime | None]
    handler: Mapped[str | None] = mapped_column(String(80), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    verdict: Mapped[str | None] = mapped_column(String(40))
    closed_at: Mapped[datetime | None]
    #: Soonest target day of its running clocks, for the queue.
    due: Mapped[date | None] = mapped_column(index=True)
    #: Counts every change; a reply written on an older version is held.
    version: Mapped[int] = mapped_column(default=1)


class CaseMessage(Base):
    """Which message stands in which case. A link is never deleted: `ended_at` and `ended_by` undo it."""

    __tablename__ = "case_messages"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    #: new, same-mail, resent, copy, follow-up
    relation: Mapped[str] = mapped_column(String(16))
    linked_by: Mapped[str] = mapped_column(String(80))
    linked_at: Mapped[datetime]
    ended_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


class ClockRow(Base):
    __tablename__ = "clocks"
    __table_args__ = (UniqueConstraint("case_id", "name"), Index("ix_clocks_due", "state", "target"))

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    name: Mapped[str] = mapped_column(String(40))
    starts: Mapped[date]
    nominal: Mapped[date]
    legal_last: Mapped[date]
    target: Mapped[date]
    article: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(16))
    #: What met, stopped or extended it.
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class Proposal(Base):
    """What routing proposed for a case, and what a person made of it."""

    __tablename__ = "proposals"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    action: Mapped[str] = mapped_column(String(16))
    to_body: Mapped[str | None] = mapped_column(String(80))
    grounds: Mapped[list[Any]]
    #: The whole decision with findings, reasons and alternatives.
    decision: Mapped[dict[str, Any]]
    #: open, accepted, overridden, superseded
    state: Mapped[str] = mapped_column(String(16), default="open")
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class History(Base):
    """Append-only, hash-chained per case: `hash` = sha256 of `previous` and the row (X18 of the threat list)."""

    __tablename__ = "history"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    #: User name, or "klachtenpost" for a system step.
    actor: Mapped[str] = mapped_column(String(80))
    #: Code such as "received", "understood", "decided", "answered", "linked".
    step: Mapped[str] = mapped_column(String(40))
    detail: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Outbox(Base):
    """One outgoing item. `dedupe_key` is unique: one receipt per case, whatever crashes."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_work", "state", "not_before", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    office: Mapped[str] = mapped_column(String(80))
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    answer: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    to_address: Mapped[str] = mapped_column(String(320), default="", index=True)
    subject: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(2))
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    in_reply_to: Mapped[str] = mapped_column(default="")
    #: The draft as composed (outbound.draft.Draft), shown at the desk.
    draft: Mapped[dict[str, Any]]
    #: sha256 of the rendered bytes in `raw` (mail or PDF), set when it is rendered.
    rendered: Mapped[str | None] = mapped_column(String(64))
    #: waiting-for-person, queued, sending, sent, in-doubt, failed, printed, posted, withdrawn
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    #: The sender that has it in its hands.
    leased_by: Mapped[int | None]
    approved_by: Mapped[str | None] = mapped_column(String(80))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class Delivery(Base):
    """What the world said about one outgoing item: SMTP replies, delivery reports, print and post."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id"), index=True)
    at: Mapped[datetime]
    #: accepted, deferred, refused, bounced, delayed, delivered, printed, posted, returned
    event: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(default="")


class Task(Base):
    """Something a person must look at. `kind`: alarm, sealed, receipt-withheld, proposed-link, failed-send, ..."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_open", "office", "done_at", "kind"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(32))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    inbox_id: Mapped[int | None] = mapped_column(ForeignKey("inbox.id"), index=True)
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    text: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due: Mapped[date | None]
    dedupe_key: Mapped[str | None] = mapped_column(String(160), unique=True)
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(80))


class Campaign(Base):
    """One text from many people: their cases stay apart and are linked here."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    label: Mapped[str] = mapped_column(String(40))
    first_message_id: Mapped[int] = mapped_column(Key)
    created_at: Mapped[datetime]


class Counter(Base):
    """Running numbers: references per office and year."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[int]
