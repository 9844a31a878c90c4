"""One arrival read: everything that can be told without the books. Runs in child processes that can be killed.

raw -> Message -> Screening -> Understanding -> Traits: values in, values out.
"""

import gc
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self, TypeAlias

from classifiers.inner import citizens_message
from classifiers.likeness import Traits, read_traits
from classifiers.likeness.cues import Cues, read_cues
from classifiers.likeness.sketch import words_of
from classifiers.likeness.traits import own_text
from classifiers.mail import read_mail
from classifiers.message import Message
from classifiers.screen import Screening, screen
from classifiers.understand import Knowledge, load_knowledge, understand
from classifiers.understanding import Understanding
from gateway.intake.spoken import CHANNEL
from gateway.killable import Failed, KillablePool
from gateway.matching.references import named_references
from gateway.pipeline.addressed import also_for, office_for, own_addresses
from gateway.pipeline.told import SCREENING, as_told
from gateway.scans.letter import LETTER, Letter, Unreadable, read_letter
from gateway.scans.ocr import NoOcr
from gateway.scans.parcel import Parcel, Scanner, mailed, split
from gateway.scans.pictures import is_pdf
from gateway.scans.sureness import as_sure_as_read
from gateway.settings import WorkerSettings
from outbound.reports import DeliveryReport, read_report
from routing.catalogue import Catalogue
from routing.matter import Matter, read_matter
from routing.offices import Office

#: Words of the own text in which names of parties are looked for.
MOST_WORDS = 3_000


@dataclass(frozen=True, slots=True)
class Raw:
    """What a door put into the books."""

    content: bytes
    channel: str
    received_at: datetime
    envelope_from: str | None = None
    envelope_to: tuple[str, ...] = ()
    office: str | None = None
    #: What a person typed over from the picture of a scan.
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Parcelled:
    """Letters that came together: each is an arrival of its own."""

    parcel: Parcel
    office: str | None


@dataclass(frozen=True, slots=True)
class ForPerson:
    """A scan that only a person can read, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Read:
    """What it says."""

    office: str
    message: Message
    screening: Screening
    understanding: Understanding
    traits: Traits
    #: Folded words of the own text, subject included.
    words: tuple[str, ...]
    cues: Cues
    #: The same for the same mail over any road.
    content_key: str
    #: Our own references that it names anywhere.
    references: tuple[str, ...]
    report: DeliveryReport | None = None
    #: Other offices that the envelope names.
    also: tuple[str, ...] = ()
    #: The content key that the same mail has at each other office.
    keys_elsewhere: tuple[tuple[str, str], ...] = ()
    #: What it tells for the question whose complaint it is.
    matter: Matter | None = None


#: What became of one arrival in the reading.
Seen: TypeAlias = Read | Parcelled | ForPerson


@dataclass(frozen=True, slots=True)
class Readers:
    """What a reading process knows."""

    offices: tuple[Office, ...]
    catalogue: Catalogue
    boundary_hosts: tuple[str, ...] = ()
    #: Machines that mail their scans.
    scanners: tuple[Scanner, ...] = ()


#: Loaded once in each process; the values of one process never change.
_LOADED: dict[int, Knowledge] = {}


def prepare(readers: Readers) -> Knowledge:
    """Loads what reading needs; a second call in the same process costs nothing."""
    key = len(readers.catalogue.bodies)
    if key not in _LOADED:
        _LOADED[key] = load_knowledge(readers.catalogue.names())
        # A million objects that never go: the garbage collector need not walk them again and again.
        gc.collect()
        gc.freeze()
    return _LOADED[key]


def prepare_child(readers: Readers) -> None:
    """What libraries say about hostile mails may be personal: a child keeps it to itself."""
    logging.disable(logging.CRITICAL)
    prepare(readers)


def read(raw: Raw, *, readers: Readers) -> Seen:
    """Never raises on the content of a mail."""
    if raw.channel == "scan" or is_pdf(raw.content):
        scan = _scan(raw)
        return understood(scan.message, raw, readers=readers, letter=scan) if isinstance(scan, Letter) else scan
    if (found := mailed(raw.content, raw.envelope_to, readers.scanners)) is not None:
        return Parcelled(*found)
    return understood(_mail(raw, readers), raw, readers=readers)


def understood(message: Message, raw: Raw, *, readers: Readers, letter: Letter | None = None) -> Read:
    """What a message says, whichever way it came."""
    knowledge = prepare(readers)
    office = office_for(readers.offices, raw.office, raw.envelope_to, message)
    ours = own_addresses(readers.offices)
    screening = LETTER if message.channel == "scan" else screen(message, own_addresses=ours)
    if raw.channel == CHANNEL:
        screening = SCREENING
    understanding = understand(message, house=office.house(), knowledge=knowledge, screening=screening)
    if raw.channel == CHANNEL:
        understanding = as_told(understanding, raw.content)
    if letter is not None:
        understanding = as_sure_as_read(understanding, letter)
    citizen, _ = citizens_message(message, ours)
    traits = read_traits(message, understanding, citizen=citizen)
    told = f"{citizen.subject}\n{own_text(citizen)}"
    return Read(
        office=office.id,
        message=message,
        screening=screening,
        understanding=understanding,
        traits=traits,
        words=tuple(words_of(f"{message.subject}\n{message.own_words()}\n{told}")[:MOST_WORDS]),
        cues=read_cues(f"{message.subject}\n{own_text(message)}"),
        content_key=content_key(message, traits, office.id),
        references=named_references(message, office.reference_format),
        report=read_report(message) if screening.kind is not None else None,
        also=also_for(readers.offices, office, raw.office, raw.envelope_to),
        keys_elsewhere=tuple(
            (one.id, content_key(message, traits, one.id)) for one in readers.offices if one.id != office.id
        ),
        matter=read_matter(message, understanding, catalogue=readers.catalogue, own_addresses=office.addresses),
    )


def _scan(raw: Raw) -> Letter | Parcelled | ForPerson:
    """One scan: a letter, a batch of them, or a picture for a person."""
    try:
        parcel = None if raw.typed else split(raw.content)
        if parcel is not None:
            return Parcelled(parcel, raw.office)
        return read_letter(raw.content, received_at=raw.received_at, typed=raw.typed)
    except Unreadable as error:
        return ForPerson(str(error))
    except NoOcr as error:
        return ForPerson(f"only a person can read this scan: {error}")
    except ValueError as error:
        return ForPerson(f"only a person can open this scan: {error}")


def _mail(raw: Raw, readers: Readers) -> Message:
    """The mail, with what the envelope knows better than the headers."""
    message = read_mail(raw.content, received_at=raw.received_at, boundary_hosts=readers.boundary_hosts)
    changes: dict[str, object] = {}
    if raw.envelope_from is not None:
        changes["return_path"] = raw.envelope_from.lower()
    if raw.envelope_to:
        told = (*(address.lower() for address in raw.envelope_to), *message.delivered_to)
        changes["delivered_to"] = tuple(dict.fromkeys(told))
    return replace(message, **changes) if changes else message  # type: ignore[arg-type]


def content_key(message: Message, traits: Traits, office: str) -> str:
    """What stays the same whatever road a mail took: writer, Message-ID, date, subject, words, attachments."""
    files = sorted(f"{part.filename}\t{part.size}" for part in message.parts if part.filename)
    told = [office, traits.writer_email, message.message_id, traits.sent, message.subject, traits.text_hash, *files]
    return hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()


def patience(raw: Raw, *, settings: WorkerSettings) -> float:
    """Seconds that reading it may take: the pages of a letter are pictures."""
    return settings.seconds_per_scan if raw.channel == "scan" else settings.seconds_per_mail


class Reading:
    """Reads many arrivals: in child processes, or in this one where the settings name none."""

    def __init__(self, readers: Readers, settings: WorkerSettings) -> None:
        self._readers, self._processes = readers, settings.processes
        self._pool: KillablePool[Raw, Seen] | None = None
        if settings.processes:
            self._pool = KillablePool(
                partial(read, readers=readers),
                workers=settings.processes,
                seconds=settings.seconds_per_mail,
                patience=partial(patience, settings=settings),
                prepare=partial(prepare_child, readers),
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raws: Sequence[Raw]) -> list[Seen | Failed]:
        """One result for each, in order."""
        if self._pool is not None:
            return self._pool.run(raws)
        return [self._here(raw) for raw in raws]

    def warm(self, now: datetime) -> None:
        """Loads what reading needs, before the first mail is in anybody's hands."""
        if self._pool is not None:
            self._pool.run([Raw(b"", "file", now)] * self._processes)
        else:
            prepare(self._readers)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()

    def _here(self, raw: Raw) -> Seen | Failed:
        try:
            return read(raw, readers=self._readers)
        except Exception as error:
            return Failed(f"{type(error).__name__} while it was read")
