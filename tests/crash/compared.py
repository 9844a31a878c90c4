"""The books of the gateway beside the ledger that was kept outside: each difference is a sentence."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from gateway.store.engine import open_store
from gateway.store.history import broken_at
from gateway.store.tables import Case, Inbox, MessageRow, Outbox, Task
from tests.crash.ledger import Lines

#: States in which an item has come to its end.
ENDED = ("sent", "failed", "in-doubt")


@dataclass(frozen=True, slots=True)
class Findings:
    cases: int
    receipts: int
    #: Receipts of which nobody knows whether they left; of these so many had arrived.
    in_doubt: int
    in_doubt_arrived: int
    faults: tuple[str, ...]


def compared(url: str, receipts: Lines, accepted: Lines) -> Findings:
    store = open_store(url)
    faults: list[str] = []
    with store.reading() as session:
        messages = Counter(session.scalars(select(MessageRow.header_message_id)))
        cases = session.scalar(select(func.count()).select_from(Case)) or 0
        doubtful = dict(session.execute(select(Outbox.to_address, Outbox.id).where(Outbox.state == "in-doubt")).all())
        watched = set(session.scalars(select(Task.outbox_id).where(Task.kind == "failed-send")))
        broken = [case for case in session.scalars(select(Case.id)) if broken_at(session, case) is not None]
        quarantined = session.scalar(select(func.count()).select_from(Inbox).where(Inbox.status == "quarantine"))
    store.close()
    for number in sorted(accepted.counts, key=int):
        if not messages[f"{number}.mens@post.example"]:
            faults.append(f"mail {number} got a 250 and is lost")
        address = f"mens{number}@post.example"
        if receipts.counts[address] > 1:
            faults.append(f"{receipts.counts[address]} receipts for mail {number}")
        elif not receipts.counts[address] and address not in doubtful:
            faults.append(f"no receipt for mail {number}, and the books do not say so")
    faults += [f"{one} is {count} messages" for one, count in messages.items() if count > 1]
    if cases != len(accepted.counts):
        faults.append(f"{cases} cases for {len(accepted.counts)} complaints")
    faults += [
        f"nobody is told that the receipt to {one} is in doubt" for one, i in doubtful.items() if i not in watched
    ]
    faults += [f"history of case {case} is broken" for case in broken]
    if quarantined:
        faults.append(f"{quarantined} arrivals in quarantine")
    arrived = sum(1 for address in doubtful if receipts.counts[address])
    return Findings(cases, len(receipts), len(doubtful), arrived, tuple(faults))


def is_quiet(url: str) -> bool:
    """Nothing waits to be worked through or to leave."""
    store = open_store(url)
    try:
        with store.reading() as session:
            waiting = session.scalar(select(func.count()).select_from(Inbox).where(Inbox.status == "waiting"))
            leaving = session.scalar(select(func.count()).select_from(Outbox).where(Outbox.state.not_in(ENDED)))
            held = session.scalar(select(func.count()).select_from(Outbox).where(Outbox.lease_until.is_not(None)))
            return not waiting and not leaving and not held
    finally:
        store.close()
