"""One arrival on its way through the pipeline, with everything that was found out about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from gateway.answering.texts import OwnTexts
from gateway.matching.shelf import Asked, Shelf
from gateway.pipeline.reading import Read
from gateway.pipeline.sheet import Sheet
from gateway.sending.caps import Spent
from gateway.settings import SendingSettings
from routing.catalogue import Catalogue
from routing.offices import Office

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Offices:
    """The offices served and the bodies they know; the first office gets what names none."""

    served: tuple[Office, ...]
    catalogue: Catalogue

    def office(self, office: str) -> Office:
        """By id; the first one where it is served no longer."""
        return next((one for one in self.served if one.id == office), self.served[0])


@dataclass(frozen=True, slots=True)
class Arrived:
    """An inbox row and what it says."""

    id: int
    sha256: str
    channel: str
    source: str
    received_at: datetime
    read: Read
    #: A partner's signed transfer: it opens a case of its own, whatever it resembles.
    transfer: bool = False
    #: Case of an earlier transfer of the same complaint by the same partner: it joins that one.
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """What recording needs to know, beside the books."""

    offices: Offices
    secret: bytes
    sending: SendingSettings
    #: Office -> texts of answers that it wrote itself.
    texts: Mapping[str, OwnTexts] = field(default_factory=dict)


@dataclass(slots=True)
class Work:
    """One arrival on its way, with everything that was found out about it."""

    arrived: Arrived
    asked: Asked
    shelf: Shelf
    sheet: Sheet
    desk: Desk
    spent: Spent
    now: datetime
    #: Content keys of mails that an office has, this batch's among them.
    kept: set[str]

    @property
    def read(self) -> Read:
        return self.arrived.read


def task(
    work: Work, kind: str, case: int | None, text: str, on: datetime | None = None, *, day: date | None = None
) -> dict[str, Any]:
    """A task for a person; once for each arrival and kind."""
    row: dict[str, Any] = {
        "office": work.read.office,
        "kind": kind,
        "case_id": case,
        "inbox_id": work.arrived.id,
        "outbox_id": None,
        "text": text,
        "data": {},
        "due": day or (on.astimezone(BRUSSELS).date() if on else None),
        "dedupe_key": f"{kind}:{work.arrived.id}",
        "created_at": work.now,
    }
    work.sheet.tasks.append(row)
    return row
