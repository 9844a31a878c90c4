"""A real Dovecot of our own on a free port, in a temporary folder, with passwords and XOAUTH2."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from imapclient import IMAPClient

from tests.postgresql import free_port

PASSWORD = "geheim"
OWNER = 8  # Debian's user and group "mail": Dovecot serves no mail as root.

CONFIGURATION = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 0
first_valid_uid = 1
default_process_limit = 200
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
protocol imap {{
  imap_capability = {capability}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail/%u
}}
"""

INTROSPECTION = """
tokeninfo_url = {url}/tokeninfo?token=
username_attribute = email
"""


class TokenServer(ThreadingHTTPServer):
    """Gives tokens (RFC 6749) and tells Dovecot whose they are."""

    def __init__(self, user: str) -> None:
        self.user = user
        self.valid: set[str] = set()
        self.asked: list[dict[str, str]] = []
        self.refuse = ""
        self.lifetime = 3600
        super().__init__(("127.0.0.1", 0), Answers)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    server: TokenServer

    def do_GET(self) -> None:
        token = parse_qs(urlsplit(self.path).query).get("token", [""])[0]
        known = token in self.server.valid
        self.answer(200 if known else 401, {"email": self.server.user} if known else {"error": "invalid_token"})

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append({name: values[0] for name, values in form.items()})
        if self.server.refuse:
            self.answer(400, {"error": self.server.refuse, "error_description": "geheim detail"})
            return
        token = f"token-{len(self.server.asked)}"
        self.server.valid.add(token)
        told = {"access_token": token, "token_type": "Bearer", "expires_in": self.server.lifetime}
        if "refresh_token" in form:
            told["refresh_token"] = f"refresh-{len(self.server.asked)}"
        self.answer(200, told)

    def answer(self, status: int, told: dict[str, Any]) -> None:
        body = dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


@dataclass(slots=True)
class Dovecot:
    port: int
    folder: Path
    tokens: TokenServer

    @contextlib.contextmanager
    def as_user(self, user: str, folder: str = "INBOX") -> Iterator[IMAPClient]:
        """A client of somebody else on the same mailbox."""
        client = IMAPClient("127.0.0.1", port=self.port, ssl=False, timeout=20)
        client.login(user, PASSWORD)
        client.select_folder(folder)
        try:
            yield client
        finally:
            client.shutdown()

    def deliver(self, user: str, *mails: bytes) -> None:
        """Puts mails into the INBOX by files, as a local delivery would: quick for thousands."""
        new = self.folder / "mail" / user / "new"
        for part in ("cur", "new", "tmp"):
            (new.parent / part).mkdir(parents=True, exist_ok=True)
        first = len(list(new.parent.glob("*/*")))
        for number, mail in enumerate(mails, first):
            (new / f"1700000000.M{number:07}.host").write_bytes(mail)
        subprocess.run(["chown", "-R", f"{OWNER}:{OWNER}", str(new.parent)], check=True)


def missing() -> str:
    """Why Dovecot cannot run here; empty where it can."""
    if not Path("/usr/sbin/dovecot").exists():
        return "Dovecot is not installed (Debian package dovecot-imapd)"
    return "" if os.geteuid() == 0 else "Dovecot needs root to serve mail of several users"


@contextlib.contextmanager
def running(capability: str = "") -> Iterator[Dovecot]:
    """`capability` is what it says to be able to, where less than it really is."""
    folder = Path(tempfile.mkdtemp(prefix="klachtenpost-imap-"))
    folder.chmod(0o755)
    tokens = TokenServer("token@example.org")
    port = free_port()
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        CONFIGURATION.format(folder=folder, port=port, password=PASSWORD, owner=OWNER, capability=capability)
    )
    (folder / "oauth2.conf").write_text(INTROSPECTION.format(url=tokens.url))
    (folder / "mail").mkdir()
    shutil.chown(folder / "mail", OWNER, OWNER)
    command = ["/usr/sbin/dovecot", "-c", str(configuration)]
    try:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield Dovecot(port, folder, tokens)
        finally:
            subprocess.run([*command, "stop"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    finally:
        tokens.shutdown()
        shutil.rmtree(folder, ignore_errors=True)
