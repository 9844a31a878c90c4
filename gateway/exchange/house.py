"""One of our offices as a house of the exchange: what every act of it needs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from routing.catalogue import Catalogue
from routing.offices import Office

BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class House:
    """The office that speaks, and what it knows."""

    office: Office
    offices: Sequence[Office]
    catalogue: Catalogue
    secret: bytes
    #: Address of the desk, for one-time links and pushed documents; empty where nobody outside reaches it.
    url: str = ""


def day_of(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()
