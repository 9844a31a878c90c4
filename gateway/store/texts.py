"""Texts of answers that an office wrote itself: every version stays, the latest one that was not ended is in force."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from gateway.store.base import Base, Key


class OfficeText(Base):
    __tablename__ = "office_texts"
    __table_args__ = (Index("ix_office_texts", "office", "answer", "language"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    office: Mapped[str] = mapped_column(String(80))
    answer: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2))
    text: Mapped[str]
    written_by: Mapped[str] = mapped_column(String(80))
    written_at: Mapped[datetime]
    #: Set when a later version or the house text took its place.
    ended_by: Mapped[str | None] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]
