"""Books of a year, written straight into the tables: what came of each case is known."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gateway.store.engine import Store
from gateway.store.tables import Campaign, Case, ClockRow, Proposal

OFFICE = "vlaamse-ombudsdienst"
ARRIVED = datetime(2025, 3, 4, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Books:
    store: Store
    number: int = 0
    rows: list[Any] = field(default_factory=list)

    def cases(
        self,
        how_many: int,
        *,
        days: int | None = None,
        grounds: tuple[str, ...] = (),
        breached: str = "",
        proposals: int = 1,
        **values: Any,
    ) -> None:
        """That many cases of one shape; closed after `days`, open without."""
        with self.store.session() as session:
            for _ in range(how_many):
                self.number += 1
                received = values.get("received_at", ARRIVED)
                given: dict[str, Any] = {
                    "reference": f"2025-{self.number:04d}",
                    "office": OFFICE,
                    "procedure": "vlaamse-ombudsdienst",
                    "state": "closed" if days is not None else "received",
                    "kind": "complaint",
                    "language": "nl",
                    "channel": "smtp",
                    "person": {"name": f"Katrien Verhaegen {self.number}"},
                    "person_name": f"Katrien Verhaegen {self.number}",
                    "person_email": f"katrien{self.number}@voorbeeld.be",
                    "services": ["vdab"],
                    "wishes": [],
                    "signals": [],
                    "description": "De bus reed voorbij.",
                    "received_at": received,
                    "closed_at": received + timedelta(days=days) if days is not None else None,
                }
                case = Case(**{**given, **values})
                session.add(case)
                session.flush()
                for turn in range(proposals):
                    last = turn == proposals - 1
                    session.add(
                        Proposal(
                            case_id=case.id,
                            action="refuse" if grounds and last else "handle",
                            grounds=list(grounds) if last else ["anonymous"],
                            decision={},
                            created_at=received,
                        )
                    )
                if breached:
                    day = date(2025, 4, 18)
                    session.add(
                        ClockRow(
                            case_id=case.id, name=breached, starts=day, nominal=day, legal_last=day, target=day,
                            state="breached",
                        )
                    )  # fmt: skip

    def campaign(self) -> int:
        with self.store.session() as session:
            row = Campaign(office=OFFICE, label="C1", first_message_id=1, created_at=ARRIVED)
            session.add(row)
            session.flush()
            return row.id
