"""An invented case with every fact, to show what a text looks like filled in."""

from datetime import UTC, date, datetime

from outbound.draft import Recipient
from outbound.facts import Contact, Facts, Outcome, Step, Track

CITIZEN = Recipient("Noor De Smedt", "noor@example.org", ("Noor De Smedt", "Kerkstraat 7 bus 3", "8400 OOSTENDE"))
FACTS = Facts(
    reference="2026-0042",
    received=date(2026, 3, 2),
    received_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    person="Noor De Smedt",
    subject="…",
    handler=Contact("Imke Wouters", "02 555 48 12", "imke.wouters@example.org"),
    signed_by="Imke Wouters",
    answer_by=date(2026, 4, 16),
    decision_by=date(2026, 3, 12),
    admissible=True,
    motivations=("…",),
    missing=("address", "facts"),
    expires=date(2026, 3, 23),
    body=Contact("…", "02 555 11 11", "info@example.org", "www.example.org"),
    first_line_first=True,
    appeal_running=True,
    services=("…", "…"),
    reason="…",
    new_last_day=date(2026, 5, 31),
    steps=((date(2026, 3, 2), Step.RECEIVED), (date(2026, 3, 9), Step.SERVICE_ASKED)),
    outcome=Outcome.PARTLY_FOUNDED,
    findings="…",
    solution="…",
    track=Track.INFORMATION,
    helplines=(Contact("…", "1813", website="www.zelfmoord1813.be"),),
    message="…",
)
