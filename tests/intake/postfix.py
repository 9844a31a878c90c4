"""A real Postfix of our own on a free port, in a temporary folder: in front of our LMTP door, or throwing mail away."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql import free_port

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.front.example
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
relay_domains = vlaamse.example, brussel.example
relay_recipient_maps =
relay_transport = {transport}
default_transport = discard:
smtpd_relay_restrictions = reject_unauth_destination
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
disable_dns_lookups = yes
message_size_limit = 36700160
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
lmtp_destination_concurrency_limit = 8
lmtp_destination_concurrency_failed_cohort_limit = 0
transport_retry_time = 1s
"""

MASTER = """
127.0.0.1:{port} inet n - n - 200 smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
lmtp unix - - n - - lmtp
discard unix - - n - - discard
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True, slots=True)
class Postfix:
    port: int
    folder: Path

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def waiting(self) -> int:
        """Mails in the queue."""
        listed = subprocess.run(["/usr/sbin/postqueue", "-c", str(self.folder), "-j"], capture_output=True, check=False)
        return len(listed.stdout.splitlines())

    def flush(self) -> None:
        subprocess.run(["/usr/sbin/postqueue", "-c", str(self.folder), "-f"], capture_output=True, check=False)


def missing() -> str:
    """Why Postfix cannot run here; empty where it can."""
    if not Path("/usr/sbin/postfix").exists() or not Path("/usr/lib/postfix/sbin/master").exists():
        return "Postfix is not installed (Debian package postfix)"
    return "" if os.geteuid() == 0 else "Postfix is started by root only"


@contextlib.contextmanager
def running(transport: str = "discard:") -> Iterator[Postfix]:
    folder = Path(tempfile.mkdtemp(prefix="klachtenpost-mta-"))
    folder.chmod(0o755)
    port = free_port()
    for name in ("queue", "data"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    (folder / "main.cf").write_text(MAIN.format(folder=folder, transport=transport, daemons="/usr/lib/postfix/sbin"))
    (folder / "master.cf").write_text(MASTER.format(port=port))
    command = ["/usr/sbin/postfix", "-c", str(folder)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run([*command, "start"], check=True, **quiet)
        try:
            yield Postfix(port, folder)
        finally:
            subprocess.run([*command, "abort"], check=False, **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
