"""Houses as processes of their own: own folder, own database, own ports; people sign in at the desk of each."""

import contextlib
import io
import os
import re
import smtplib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import httpx
from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.assemble import Gateway, assemble
from gateway.cli import main
from gateway.demo.world import free_port
from gateway.desk.signin import passwords
from gateway.exchange import directory
from gateway.exchange.keys import shown, signing_key
from gateway.settings import load_settings
from gateway.store.desk import User, UserRole
from gateway.store.engine import Store, open_store
from gateway.store.partners import TransferRow
from gateway.store.tables import Case, Task
from outbound.exchange.document import raw_key
from tests.desk.open_desk import fields_of
from tests.exchange.post import Post
from tests.road.house import is_open, until

PASSWORD = "een lang wachtwoord voor Lien"
SETTINGS = """
[offices]
serve = ["{office}"]
[database]
url = "{url}"
[smtp]
port = {smtp}
[relay]
host = "127.0.0.1"
port = {relay}
security = "none"
connections = 1
[worker]
processes = 0
[sending]
per_address_per_day = 1000
per_case_per_day = 1000
[desk]
port = {desk}
url = "http://127.0.0.1:{desk}"
second_factor = "optional"
[health]
port = 0
[log]
level = "error"
"""


@dataclass(slots=True)
class RealHouse:
    office: str
    address: str
    home: Path
    post: Post
    url: str = "sqlite:///books.db"
    smtp: int = field(default_factory=free_port)
    desk: int = field(default_factory=free_port)
    #: Its first public key.
    key: str = ""
    process: "subprocess.Popen[str] | None" = None
    _client: httpx.Client | None = None
    _store: Store | None = None

    def prepare(self) -> None:
        """What its administrator does once: settings, a key, one person at the desk."""
        self.home.mkdir(parents=True)
        told = SETTINGS.format(office=self.office, url=self.url, smtp=self.smtp, relay=self.post.port, desk=self.desk)
        (self.home / "klachtenpost.toml").write_text(told, encoding="utf-8")
        self.post.doors[self.address.partition("@")[2]] = self.smtp
        with self.opened() as gateway, gateway.store.session() as session:
            now = datetime.now(UTC)
            user = User(name="lien", full_name="Lien Maes", language="en", created_at=now)
            user.password_hash = passwords.hashed(PASSWORD)
            session.add(user)
            session.flush()
            session.add(UserRole(user_id=user.id, office=self.office, role="coordinator"))
            self.key = shown(raw_key(signing_key(session, self.office, gateway.secret, now).public_key()))

    @contextlib.contextmanager
    def opened(self) -> Iterator[Gateway]:
        gateway = assemble(load_settings(self.home, {}))
        try:
            yield gateway
        finally:
            gateway.close()

    def befriend(self, *others: "RealHouse") -> None:
        """Lien enters the other houses, checks their addresses and compares their keys by telephone."""
        with self.opened() as gateway, gateway.store.session() as session:
            now = datetime.now(UTC)
            for other in others:
                directory.enter(session, directory.Entry(other.office, other.office, other.address), "lien", now)
                directory.verify(session, other.office, "lien", now)
                directory.pin(session, other.office, other.key, "lien", now)

    def say(self, *words: str, typed: str = "") -> str:
        """A command of `klachtenpost` in this house; what it printed."""
        out, before = io.StringIO(), (os.environ.get("KLACHTENPOST_HOME"), sys.stdin)
        sys.stdin = io.StringIO(typed)
        try:
            with contextlib.redirect_stdout(out):
                assert main(["--home", str(self.home), *words]) == 0
        finally:
            sys.stdin = before[1]
            os.environ.pop("KLACHTENPOST_HOME")
            if before[0] is not None:
                os.environ["KLACHTENPOST_HOME"] = before[0]
        return out.getvalue()

    def pin(self, other: "RealHouse") -> None:
        for key in other.keys_told():
            self.say("partner", "pin", other.office, key, "--by", "lien")

    def keys_told(self) -> list[str]:
        return re.findall(r"^\S+ +[0-9a-f]{16} +(\S{44}) +signs$", self.say("partner", "keys"), re.MULTILINE)

    def start(self, command: Sequence[str] = ()) -> None:
        words = command or ("-m", "gateway", "--home", str(self.home), "serve")
        self.process = subprocess.Popen(
            [sys.executable, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def opens(self) -> None:
        until(lambda: is_open(self.smtp), f"{self.office} opens its door", 120)
        until(self._desk_is_open, f"{self.office} opens its desk", 120)

    def stop(self) -> None:
        self.forget_browser()
        if self.process is not None:
            self.process.terminate()
            self.process.wait(60)
            for pipe in (self.process.stdin, self.process.stdout):
                assert pipe is not None
                pipe.close()
            self.process = None

    def forget_browser(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def close(self) -> None:
        self.stop()
        if self._store is not None:
            self._store.close()

    @property
    def lien(self) -> httpx.Client:
        """Her browser, signed in."""
        if self._client is None:
            client = httpx.Client(base_url=f"http://127.0.0.1:{self.desk}", follow_redirects=True, timeout=60)
            form = fields_of(client.get("/signin").text, "/signin") | {"name": "lien", "password": PASSWORD}
            assert client.post("/signin", data=form).status_code == 200
            self._client = client
        return self._client

    def press(self, page: str, action: str, **typed: str) -> str:
        """Fills in a form on a page and presses its button; the page after it."""
        form = fields_of(self.lien.get(page).text, action) | typed
        response = self.lien.post(action, data=form)
        assert response.status_code == 200, response.text
        return response.text

    def receive(self, mail: EmailMessage | bytes, sender: str) -> None:
        content = mail.as_bytes() if isinstance(mail, EmailMessage) else mail
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=30) as door:
            door.sendmail(sender, [self.address], content)

    @contextlib.contextmanager
    def books(self) -> Iterator[Session]:
        if self._store is None:
            url = self.url if self.url.startswith("postgresql") else f"sqlite:///{self.home}/books.db"
            self._store = open_store(url)
        with self._store.reading() as session:
            yield session

    def cases(self) -> list[Case]:
        with self.books() as session:
            return list(session.scalars(select(Case).order_by(Case.id)))

    def case_of(self, email: str) -> Case | None:
        return next((case for case in reversed(self.cases()) if case.person_email == email), None)

    def transfers(self, case: Case | None = None) -> list[TransferRow]:
        with self.books() as session:
            rows = session.scalars(select(TransferRow).order_by(TransferRow.id)).all()
        return [row for row in rows if case is None or row.case_id == case.id]

    def tasks(self, kind: str, case: Case | None = None) -> list[Task]:
        with self.books() as session:
            rows = session.scalars(select(Task).where(Task.kind == kind, Task.done_at.is_(None))).all()
        return [row for row in rows if case is None or row.case_id == case.id]

    def _desk_is_open(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.desk}/signin").status_code == 200
        except httpx.TransportError:
            return False
