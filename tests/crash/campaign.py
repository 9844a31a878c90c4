"""Kills the gateway at random moments while a client sends and resends, and compares its books with a ledger outside.

Kept outside the process: which mails got a 250, and which receipts the world received. At the end every accepted mail
has one case and one receipt; a receipt twice or never is allowed only for items that the books show as in doubt.
"""

import os
import random
import signal
import smtplib
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from gateway.demo.world import World, free_port
from gateway.store.engine import open_store
from gateway.store.history import broken_at
from gateway.store.tables import Case, Delivery, Inbox, MessageRow, Outbox
from tests.road.house import OFFICE, complaint, is_open, until

#: States in which an item has come to its end.
ENDED = ("sent", "failed", "in-doubt")


@dataclass(slots=True)
class Ledger:
    accepted: set[str] = field(default_factory=set)
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    kills: int
    mails: int
    tries: int
    in_doubt: int
    faults: tuple[str, ...]


def campaign(home: Path, url: str, *, kills: int, mails: int, seed: int = 7) -> Result:
    """Runs `kills` kills and at least `mails` mails; the faults it found are sentences."""
    dice = random.Random(seed)
    world, ledger, stop = World(), Ledger(), threading.Event()
    world.start()
    port = free_port()
    client = threading.Thread(target=_send_all, args=(port, mails, ledger, stop), daemon=True)
    client.start()
    try:
        for number in range(kills):
            node = _node(home, url, port, world.port)
            # Every second one at work, the others also while they start.
            if number % 2:
                until(lambda: is_open(port), "the gateway starts again unaided", 60)
            time.sleep(dice.uniform(0.8, 4.0))
            _kill(node)
        node = _node(home, url, port, world.port)
        try:
            until(lambda: is_open(port), "the gateway starts again unaided", 60)
            until(lambda: len(ledger.accepted) == mails, "every mail is accepted", 240)
            until(lambda: _quiet(url), "everything is worked through", 240)
        finally:
            _kill(node)
        return Result(kills, mails, ledger.tries, *_compared(url, world, ledger))
    finally:
        stop.set()
        client.join(10)
        world.stop()


def _node(home: Path, url: str, port: int, relay: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.crash.node", str(home), url, str(port), str(relay)]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _kill(node: subprocess.Popen[bytes]) -> None:
    """The whole session at once, as a power cut does."""
    os.killpg(node.pid, signal.SIGKILL)
    node.wait()


def _send_all(port: int, mails: int, ledger: Ledger, stop: threading.Event) -> None:
    """Every mail again and again until it gets its 250: what a mail server in front of us does."""
    for number in range(mails):
        mail = complaint(number)
        while not stop.is_set():
            ledger.tries += 1
            try:
                with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
                    client.send_message(mail, f"mens{number}@post.example", [OFFICE])
                ledger.accepted.add(str(mail["Message-ID"]).strip("<>"))
                break
            except (OSError, smtplib.SMTPException):
                stop.wait(0.1)


def _quiet(url: str) -> bool:
    store = open_store(url)
    try:
        with store.reading() as session:
            waiting = session.scalar(select(func.count()).select_from(Inbox).where(Inbox.status == "waiting"))
            leaving = session.scalar(select(func.count()).select_from(Outbox).where(Outbox.state.not_in(ENDED)))
            return not waiting and not leaving
    finally:
        store.close()


def _compared(url: str, world: World, ledger: Ledger) -> tuple[int, tuple[str, ...]]:
    store = open_store(url)
    faults: list[str] = []
    with store.reading() as session:
        messages = Counter(session.scalars(select(MessageRow.header_message_id)))
        cases = session.scalar(select(func.count()).select_from(Case)) or 0
        # Once in doubt is in doubt, also where it was resent.
        doubtful = set(session.scalars(select(Outbox.to_address).where(Outbox.state == "in-doubt")))
        doubtful |= set(
            session.scalars(
                select(Outbox.to_address)
                .join(Delivery, Delivery.outbox_id == Outbox.id)
                .where(Delivery.event == "deferred")
            )
        )
        broken = [case for case in session.scalars(select(Case.id)) if broken_at(session, case) is not None]
        quarantined = session.scalar(select(func.count()).select_from(Inbox).where(Inbox.status == "quarantine"))
    store.close()
    receipts = Counter(mail.recipient for mail in world.received)
    faults += [f"{one} got a 250 and is lost" for one in sorted(ledger.accepted - messages.keys())]
    faults += [f"{one} is {count} messages" for one, count in messages.items() if count > 1]
    if cases != len(ledger.accepted):
        faults.append(f"{cases} cases for {len(ledger.accepted)} complaints")
    for one in sorted(ledger.accepted):
        address = f"mens{one.partition('.')[0]}@post.example"
        if receipts[address] != 1 and address not in doubtful:
            faults.append(f"{receipts[address]} receipts for {one}")
    faults += [f"history of case {case} is broken" for case in broken]
    if quarantined:
        faults.append(f"{quarantined} arrivals in quarantine")
    return len(doubtful), tuple(faults)
