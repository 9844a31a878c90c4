"""Runs the demo: a whole gateway on an embedded database, the samples, and what became of each."""

import shutil
import smtplib
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from gateway.assemble import Gateway, assemble
from gateway.demo.samples import Answered, Sample, filled, load_samples
from gateway.demo.world import Received, World, free_port
from gateway.errors import WrongCall
from gateway.parts import build_parts
from gateway.settings import (
    DeskSettings,
    HealthSettings,
    OfficeSettings,
    RelaySettings,
    Settings,
    SmtpSettings,
    WorkerSettings,
)
from gateway.store.tables import Case, Inbox, MessageRow, Outbox, Proposal, Task
from gateway.supervisor import Supervisor

OFFICES = ("vlaamse-ombudsdienst", "ombuds-brussel", "vdab", "gemeente-lievegem")
MARK = "this-folder-belongs-to-the-demo"
#: Seconds until those that were sent together should have ended as they should.
PATIENCE = 90.0


@dataclass(slots=True)
class Became:
    """What became of one sample, as far as it is known."""

    sample: Sample
    sent: bool = False
    status: str = ""
    relation: str = ""
    reference: str = ""
    about: str = ""
    proposal: str = ""
    answers: list[str] = field(default_factory=list)
    tasks: list[str] = field(default_factory=list)
    campaign: bool = False

    @property
    def right(self) -> bool:
        """As it should be."""
        wanted = self.sample
        if wanted.becomes == "set-aside":
            came = self.status == "set-aside"
        else:
            came = self.status == "done" and self.relation == wanted.becomes
        answered = bool(set(self.answers) & set(wanted.answer)) if wanted.answer else not self.answers
        return came and answered and (not wanted.task or wanted.task in self.tasks)


def demo_settings(home: Path, world: World, desk_port: int = 0) -> Settings:
    return Settings(
        home=home,
        offices=OfficeSettings(serve=OFFICES),
        smtp=SmtpSettings(port=free_port()),
        relay=RelaySettings(host="127.0.0.1", port=world.port, security="none", connections=2),
        worker=WorkerSettings(batch=8),
        desk=DeskSettings(port=desk_port or free_port(), second_factor="optional"),
        health=HealthSettings(port=0),
    )


def fresh_folder(home: Path) -> None:
    """Empties the demo's own folder. Raises WrongCall for a folder that is somebody else's."""
    if home.exists() and any(home.iterdir()):
        if not (home / MARK).exists():
            raise WrongCall(f"{home} holds something that is not the demo's; move it away or run elsewhere")
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / MARK).touch()


class Demo:
    def __init__(self, gateway: Gateway, world: World) -> None:
        self.gateway, self.world = gateway, world
        self.rows = [Became(sample) for sample in load_samples()]
        self.offices = {office.id: office for office in gateway.offices}

    def send(self, later: bool) -> None:
        """Sends the samples over real SMTP, the first ones or those that answer to what came back."""
        answers = self.answered()
        port = self.gateway.settings.smtp.port
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
            for row in self.rows:
                if row.sample.later is not later:
                    continue
                now = datetime.now(UTC)
                text = filled(row.sample.text, now, self.offices, answers)
                to = filled(row.sample.to, now, self.offices, answers)
                content = text.replace("\r\n", "\n").replace("\n", "\r\n").encode()
                with suppress(smtplib.SMTPRecipientsRefused):  # It speaks to an answer that never came.
                    client.sendmail(row.sample.envelope_from, [to], content, mail_options=["BODY=8BITMIME"])
                    row.sent = True

    def answered(self) -> Mapping[str, Answered]:
        """By sample, what the world saw of the first answer to its writer."""
        found: dict[str, Answered] = {}
        for row in self.rows:
            first = next((mail for mail in self.world.received if mail.recipient == row.sample.envelope_from), None)
            if first:
                found[row.sample.name] = _seen(first)
        return found

    def look(self) -> None:
        """Brings the rows up to date with the books."""
        with self.gateway.store.reading() as session:
            arrivals = session.execute(
                select(Inbox, Case, MessageRow.header_message_id, Proposal.action, Proposal.to_body)
                .outerjoin(Case, Case.id == Inbox.case_id)
                .outerjoin(MessageRow, MessageRow.id == Inbox.message_id)
                .outerjoin(Proposal, (Proposal.case_id == Case.id) & (Proposal.state == "open"))
                .order_by(Inbox.id)
            ).all()
            tasks = session.execute(select(Task.inbox_id, Task.case_id, Task.kind)).all()
            sent = session.execute(
                select(Outbox.case_id, Outbox.answer, Outbox.in_reply_to).where(Outbox.state.in_(("sent", "failed")))
            ).all()
        order = [row for row in self.rows if row.sent]
        reached = {mail.mail["In-Reply-To"] for mail in self.world.received}
        places = list({arrival[0].id: arrival for arrival in reversed(arrivals)}.values())[::-1]
        for row, (inbox, case, _, action, to_body) in zip(order, places, strict=False):
            row.status, row.relation = inbox.status, inbox.relation or ""
            if case is not None:
                row.reference = case.reference
                row.about = ", ".join(case.services)
                row.campaign = case.campaign_id is not None
                row.proposal = f"{action or ''} {to_body or ''}".strip() if inbox.relation == "new" else ""
            own = _message_id(row.sample.text)
            row.tasks = sorted(
                {kind for inbox_id, case_id, kind in tasks if inbox_id == inbox.id}
                | {kind for _, case_id, kind in tasks if case is not None and case_id == case.id}
            )
            if row.relation != "same-mail":
                row.answers = [answer for _, answer, to in sent if to == own and f"<{own}>" in reached]
            else:
                row.answers = []

    def wait(self, later: bool, until: float) -> Iterator[None]:
        """Looks again and again, until all is right or time is up."""
        while time.monotonic() < until:
            self.look()
            yield
            if all(row.right for row in self.rows if row.sample.later is later and row.sent):
                return
            time.sleep(0.3)


def _seen(mail: Received) -> Answered:
    told = mail.mail
    return Answered(str(told["Message-ID"]).strip("<> "), str(told["Reply-To"]), mail.sender)


def _message_id(text: str) -> str:
    line = next(line for line in text.splitlines() if line.startswith("Message-ID:"))
    return line.partition(":")[2].strip(" <>")


@contextmanager
def running(home: Path, desk_port: int = 0) -> Iterator[Demo]:
    """A whole gateway with the world around it."""
    samples = load_samples()
    world = World(nobody=[s.envelope_from for s in samples if s.task == "failed-send"])
    world.start()
    gateway = assemble(demo_settings(home, world, desk_port))
    supervisor = Supervisor(build_parts(gateway))
    supervisor.start()
    try:
        _until_open(gateway.settings.smtp.port)
        yield Demo(gateway, world)
    finally:
        supervisor.drain(20)
        world.stop()
        gateway.close()


def _until_open(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
