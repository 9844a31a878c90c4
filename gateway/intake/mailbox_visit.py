"""One visit to an open mailbox: whatever is there and not in the ledger goes into the books, then out of the way.

Mail is read with BODY.PEEK[], so no flag changes; it moves only after the commit; and only its own UID is expunged.
Between any two steps the connection or this process may end: the next visit finds out from server and ledger alone.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, ProtocolError

from gateway.errors import StoreUnavailable
from gateway.intake import mailbox_ledger as ledger
from gateway.intake.arrivals import Arrival
from gateway.settings import MailboxSettings
from gateway.store.engine import Store

log = structlog.get_logger()

#: Mails and bytes of one fetch and one transaction.
MOST = 20
MOST_BYTES = 4 * 1024 * 1024
#: UIDs asked for at a time: the answer is one line, and lines have a limit in the library.
UIDS = 100_000
#: Bytes of one mail; of a larger one this much is taken, and the whole stays in the mailbox.
LARGEST = 64 * 1024 * 1024


class Unusable(Exception):
    """The server's answer about one mail makes no sense."""


@dataclass(frozen=True, slots=True)
class Visit:
    client: IMAPClient
    settings: MailboxSettings
    store: Store
    clock: Callable[[], datetime]
    #: Called at each step; raises to end the visit.
    step: Callable[[], None]
    largest: int = LARGEST

    def run(self) -> bool:
        """Whether more mail has come meanwhile, of which the server will not tell again.

        Raises what the connection does (OSError, IMAPClientError) and StoreUnavailable; all else is noted.
        """
        name = self.settings.name
        chosen = self.client.select_folder(self.settings.folder)
        validity = int(chosen.get(b"UIDVALIDITY", 0))
        on_server = self.uids(int(chosen.get(b"UIDNEXT", 0)))
        with self.store.reading() as session:
            settled = ledger.settled(session, name, validity)
            troubled = ledger.troubled(session, name, validity)
        error = self.put_away(validity, [uid for uid in on_server if settled.get(uid) == "kept"])
        new = [uid for uid in on_server if uid not in settled]
        for uids in [
            *self.groups([uid for uid in new if uid not in troubled]),
            *([uid] for uid in new if uid in troubled),
        ]:
            self.step()
            error = self.take(validity, uids) or error
        left = self.uids(0)
        with self.store.session() as session:
            ledger.visited(session, name, self.clock(), validity, left, error)
        return bool(set(left) - set(on_server)) or self.announced() > len(left)

    def announced(self) -> int:
        """How many mails the server has last said there are; it says so beside any answer, and only once."""
        counts = self.client._imap.response("EXISTS")[1]
        last = counts[-1] if counts else None
        return int(last) if last else 0

    def uids(self, following: int) -> list[int]:
        if following <= UIDS:
            return sorted(int(uid) for uid in self.client.search("ALL"))
        found: list[int] = []
        for first in range(1, following, UIDS):
            self.step()
            found += (int(uid) for uid in self.client.search(["UID", f"{first}:{first + UIDS - 1}"]))
        return sorted(found)

    def groups(self, uids: Sequence[int]) -> Iterator[list[int]]:
        """In order of arrival, small enough for memory; a mail of unknown size goes alone."""
        room = min(MOST_BYTES, self.largest)
        for start in range(0, len(uids), 500):
            some = uids[start : start + 500]
            self.step()
            sizes = {uid: told.get(b"RFC822.SIZE") for uid, told in self.client.fetch(some, ["RFC822.SIZE"]).items()}
            group: list[int] = []
            total = 0
            for uid in some:
                size = sizes.get(uid)
                size = size if isinstance(size, int) else room
                if group and (len(group) == MOST or total + size > room):
                    yield group
                    group, total = [], 0
                group.append(uid)
                total += size
            yield group

    def take(self, validity: int, uids: list[int]) -> str:
        """Fetches, commits, puts away. A mail that cannot be had is noted and the others go on."""
        name, office = self.settings.name, self.settings.office
        try:
            arrivals = self.fetched(uids)
        except (OSError, IMAPClientAbortError) as error:
            self.note(validity, uids, words(error), broke=True)
            raise
        except (IMAPClientError, ProtocolError, Unusable, ValueError, TypeError, LookupError) as error:
            if len(uids) > 1:
                return next(filter(None, [self.take(validity, [uid]) for uid in uids]), "")
            log.warning("mail not fetched", mailbox=name, uid=uids[0], error=type(error).__name__)
            return self.note(validity, uids, words(error), broke=False)
        self.step()
        with self.store.session() as session:
            for uid, (arrival, reason) in arrivals.items():
                ledger.keep(session, name, validity, uid, arrival, reason)
        log.info("kept", mailbox=name, office=office, arrivals=len(arrivals))
        return self.put_away(validity, [uid for uid, (_, reason) in arrivals.items() if not reason])

    def note(self, validity: int, uids: Sequence[int], reason: str, *, broke: bool) -> str:
        with self.store.session() as session:
            for uid in uids[:1] if broke else uids:
                name, office = self.settings.name, self.settings.office
                ledger.failed(session, name, office, validity, uid, reason, self.clock(), broke=broke)
        return f"a mail could not be fetched: {reason}"

    def fetched(self, uids: list[int]) -> dict[int, tuple[Arrival, str]]:
        """Each mail with what is odd about it; one that is gone meanwhile is left out.

        Raises Unusable where the server has it but does not hand it over.
        """
        part, found = "BODY.PEEK[]", {}
        sizes = {uid: told.get(b"RFC822.SIZE", 0) for uid, told in self.client.fetch(uids, ["RFC822.SIZE"]).items()}
        reason = ""
        if len(uids) == 1 and sizes.get(uids[0], 0) > self.largest:
            part = f"BODY.PEEK[]<0.{self.largest}>"
            reason = f"of {sizes[uids[0]]} bytes the first {self.largest} were taken; the whole is in the mailbox"
        answers = self.client.fetch(uids, [part, "INTERNALDATE"])
        for uid in uids:
            answer = answers.get(uid, {})
            content = answer.get(b"BODY[]<0>" if reason else b"BODY[]")
            if isinstance(content, bytes) and content:
                found[uid] = (self.arrival(content, answer.get(b"INTERNALDATE")), reason)
            elif self.client.search(["UID", str(uid)]):
                raise Unusable("the server has the mail but sends no text of it")
        return found

    def arrival(self, content: bytes, delivered: object) -> Arrival:
        """Clocks start when it lay in the organisation's mailbox, not when we came by."""
        now = self.clock()
        aware = isinstance(delivered, datetime) and delivered.tzinfo is not None
        return Arrival(
            content=content,
            channel="imap",
            received_at=min(now, delivered) if isinstance(delivered, datetime) and aware else now,
            source=self.settings.name,
            office=self.settings.office,
        )

    def put_away(self, validity: int, uids: list[int]) -> str:
        """Moves what is in the books to its folder. A failure is told, not raised: the mail is ours all the same."""
        if not uids or not self.settings.move_to:
            return ""
        try:
            if not self.client.folder_exists(self.settings.move_to):
                self.client.create_folder(self.settings.move_to)
            for start in range(0, len(uids), 200):
                self.step()
                self.move(uids[start : start + 200])
        except (OSError, IMAPClientAbortError):
            raise
        except IMAPClientError as error:
            return f"mail is safely taken in, but cannot be moved to {self.settings.move_to}: {words(error)}"
        return ""

    def move(self, uids: list[int]) -> None:
        if self.client.has_capability("MOVE"):
            self.client.move(uids, self.settings.move_to)
            return
        self.client.copy(uids, self.settings.move_to)
        self.client.add_flags(uids, [b"\\Deleted"], silent=True)
        if self.client.has_capability("UIDPLUS"):
            # Only these: a plain EXPUNGE would also remove what somebody else has marked.
            self.client.expunge(uids)


def words(error: Exception) -> str:
    """What is wrong, for people: the server's own words where it said some, cut to a line."""
    if isinstance(error, StoreUnavailable):
        return str(error)
    if isinstance(error, TimeoutError):
        return "the server does not answer in time"
    told = " ".join(str(error).split())
    told = re.sub(r"""^b?['"](?:\* )?|['"]$""", "", told)[:200]
    return told or type(error).__name__
