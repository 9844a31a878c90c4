"""What all sessions of a listener share: the settings, who may come in, how much room there is."""

import asyncio
import ipaddress
import os
import ssl
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gateway.intake import replies
from gateway.intake.book import AddressBook
from gateway.intake.writer import GroupWriter
from gateway.settings import SmtpSettings

if TYPE_CHECKING:
    from gateway.intake.session import SmtpSession

#: How long a look at the free space of the disk holds, in seconds.
DISK_LOOK = 1.0


@dataclass(slots=True, eq=False)
class Door:
    settings: SmtpSettings
    book: AddressBook
    writer: GroupWriter
    clock: Callable[[], datetime]
    tls: ssl.SSLContext | None = None
    #: Folder whose disk must keep `disk_reserve` bytes free; None where the books are on another machine.
    folder: Path | None = None
    closing: bool = False
    #: Bytes of mail in memory, of all sessions.
    held: int = 0
    #: Accepted mails and replies by code, since the start.
    figures: Counter[str] = field(default_factory=Counter)
    peers: Counter[str] = field(default_factory=Counter)
    sessions: "set[SmtpSession]" = field(default_factory=set)
    #: No session is open.
    quiet: asyncio.Event = field(default_factory=asyncio.Event)
    looked_at: float = 0.0
    full: bool = False

    def __post_init__(self) -> None:
        self.quiet.set()

    def began(self, session: "SmtpSession") -> None:
        self.sessions.add(session)
        self.quiet.clear()

    def ended(self, session: "SmtpSession") -> None:
        self.sessions.discard(session)
        if not self.sessions:
            self.quiet.set()

    def enter(self, peer: str) -> str | None:
        """Counts a connection in; a reply says why it must go."""
        if self.closing:
            return replies.SHUTTING_DOWN
        if self.peers.total() >= self.settings.max_connections:
            return replies.TOO_MANY_CONNECTIONS
        if self.peers[neighbourhood(peer)] >= self.settings.max_connections_per_peer:
            return replies.TOO_MANY_OF_YOURS
        self.peers[neighbourhood(peer)] += 1
        return None

    def leave(self, peer: str) -> None:
        self.peers[neighbourhood(peer)] -= 1
        if not self.peers[neighbourhood(peer)]:
            del self.peers[neighbourhood(peer)]

    def hold(self, size: int) -> bool:
        """Counts bytes of mail in (or out); whether there is room for them."""
        self.held += size
        return self.held <= self.settings.max_held

    def disk_full(self) -> bool:
        if self.folder is None:
            return False
        now = time.monotonic()
        if now - self.looked_at > DISK_LOOK:
            self.looked_at = now
            room = os.statvfs(self.folder)
            self.full = room.f_bavail * room.f_frsize < self.settings.disk_reserve or (
                room.f_files > 0 and room.f_favail < 64
            )
        return self.full


def neighbourhood(peer: str) -> str:
    """Whom a cap counts as one: an IPv4 address, or the IPv6 network of one household (/64)."""
    if ":" not in peer:
        return peer
    try:
        address = ipaddress.IPv6Address(peer.partition("%")[0])
    except ValueError:
        return peer
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, 64), strict=False))
