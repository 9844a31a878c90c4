"""What the books hold that concerns a batch of mails, fetched with a handful of questions for all of them.

Messages and cases that the batch itself makes are put on the shelf as well, under negative numbers until they are
written, so that the tenth mail of a batch finds the case that the ninth opened.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.likeness import Traits
from classifiers.likeness.sketch import words_of
from gateway.store.likeness import (
    MOST_COMPARED,
    MOST_PER_KEY,
    MatchTraits,
    match_keys,
    messages_by_key,
    name_key,
    unpacked,
)
from gateway.store.tables import Case, CaseMessage, MessageRow, Outbox

#: Ids of a thread that are looked up; the first and the latest tell most.
MOST_IDS = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for one mail."""

    office: str
    content_key: str
    traits: Traits
    #: Message-IDs it answers to.
    thread: tuple[str, ...]
    #: Our references that it names.
    references: tuple[str, ...]
    #: Case of the signed address it was sent to.
    token: int | None = None
    #: People that its text names, each in the words of the name.
    named: tuple[tuple[str, ...], ...] = ()

    def asked_keys(self) -> list[int]:
        """What is asked of the index: its own keys, and the complaints of those it names."""
        return sorted({*match_keys(self.traits, self.office), *(name_key(name, self.office) for name in self.named)})


@dataclass(slots=True)
class CaseFacts:
    """What matching and attaching ask of a case."""

    id: int
    office: str
    reference: str
    state: str
    sealed: bool
    language: str
    services: tuple[str, ...]
    campaign: int | None
    closed: bool
    #: Addresses of its people; those of bodies and partners are not among them.
    parties: set[str] = field(default_factory=set)
    #: Name of the complainant, in folded words.
    complainant: tuple[str, ...] = ()


@dataclass(slots=True)
class Shelf:
    #: content key -> (message, case)
    same: dict[str, tuple[int, int]] = field(default_factory=dict)
    #: Message-ID of what we sent, or of what came -> cases
    threads: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    references: dict[tuple[str, str], int] = field(default_factory=dict)
    keys: dict[int, list[int]] = field(default_factory=dict)
    #: message -> (case, traits)
    traits: dict[int, tuple[int, Traits]] = field(default_factory=dict)
    #: case -> its messages with traits
    by_case: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    cases: dict[int, CaseFacts] = field(default_factory=dict)

    def pointed(self, asked: Asked) -> frozenset[int]:
        """Cases that the mail names or answers, of its own office."""
        by_thread = (case for one in asked.thread for case in self.threads.get(one, ()))
        by_number = (self.references.get((asked.office, reference)) for reference in asked.references)
        found = {case for case in (*by_thread, *by_number) if case is not None}
        return frozenset(case for case in found if self.cases[case].office == asked.office)

    def plain_references(self, asked: Asked) -> frozenset[str]:
        """Our numbers that the mail names, as traits write numbers: whoever else named them has no more in common."""
        ours = (one for one in asked.references if (asked.office, one) in self.references)
        return frozenset(re.sub(r"[\W_]", "", one.lower()) for one in ours)

    def likeliest(self, asked: Asked) -> list[int]:
        """Messages that share most keys with the mail, then those of the cases it points at."""
        shared = Counter(m for key in asked.asked_keys() for m in self.keys.get(key, ()))
        pointed = {*self.pointed(asked), *((asked.token,) if asked.token in self.cases else ())}
        also = [m for case in pointed for m in self.by_case.get(case, ())[:MOST_PER_KEY]]
        return list(dict.fromkeys([*(m for m, _ in shared.most_common(MOST_COMPARED)), *also]))

    def put(self, message: int, case: int, asked: Asked, header_message_id: str, parties: Iterable[str] = ()) -> None:
        """A message that this batch makes."""
        self.same[asked.content_key] = (message, case)
        if header_message_id:
            self.threads[header_message_id].add(case)
        for key in match_keys(asked.traits, asked.office):
            self.keys.setdefault(key, []).insert(0, message)
        self.traits[message] = (case, asked.traits)
        self.by_case[case].append(message)
        self.cases[case].parties |= set(parties)


def gather(session: Session, asked: Sequence[Asked]) -> Shelf:
    """Everything at once; about nine questions, however many mails."""
    shelf = Shelf()
    _same(session, shelf, asked)
    _threads(session, shelf, asked)
    references = _references(session, shelf, asked)
    _likeness(session, shelf, asked, references)
    _cases(session, shelf, {one.token for one in asked if one.token is not None})
    return shelf


def _same(session: Session, shelf: Shelf, asked: Sequence[Asked]) -> None:
    keys = {one.content_key for one in asked}
    rows = session.execute(
        select(MessageRow.content_key, MessageRow.id, CaseMessage.case_id)
        .join(CaseMessage, CaseMessage.message_id == MessageRow.id)
        .where(MessageRow.content_key.in_(keys), CaseMessage.ended_at.is_(None))
    )
    shelf.same = {key: (message, case) for key, message, case in rows}


def _threads(session: Session, shelf: Shelf, asked: Sequence[Asked]) -> None:
    ids = {one for mail in asked for one in mail.thread}
    if not ids:
        return
    sent = select(Outbox.message_id, Outbox.case_id).where(Outbox.message_id.in_(ids), Outbox.case_id.is_not(None))
    came = (
        select(MessageRow.header_message_id, CaseMessage.case_id)
        .join(CaseMessage, CaseMessage.message_id == MessageRow.id)
        .where(MessageRow.header_message_id.in_(ids), CaseMessage.ended_at.is_(None))
    )
    for one, case in [*session.execute(sent), *session.execute(came)]:
        shelf.threads[one].add(case)


def _references(session: Session, shelf: Shelf, asked: Sequence[Asked]) -> set[int]:
    named = {reference for mail in asked for reference in mail.references}
    if named:
        rows = session.execute(select(Case.office, Case.reference, Case.id).where(Case.reference.in_(named)))
        shelf.references = {(office, reference): case for office, reference, case in rows}
    return {*shelf.references.values(), *(case for cases in shelf.threads.values() for case in cases)}


def _likeness(session: Session, shelf: Shelf, asked: Sequence[Asked], pointed: set[int]) -> None:
    keys = {key for mail in asked for key in mail.asked_keys()}
    shelf.keys = messages_by_key(session, sorted(keys))
    wanted: set[int] = set()
    for mail in asked:
        shared = Counter(m for key in mail.asked_keys() for m in shelf.keys.get(key, ()))
        wanted |= {message for message, _ in shared.most_common(MOST_COMPARED)}
    columns = (MatchTraits.message_id, MatchTraits.case_id, MatchTraits.traits)
    rows = list(session.execute(select(*columns).where(MatchTraits.message_id.in_(wanted)))) if wanted else []
    for case in sorted(pointed | {mail.token for mail in asked if mail.token is not None}):
        of_case = select(*columns).where(MatchTraits.case_id == case).order_by(MatchTraits.message_id)
        rows += session.execute(of_case.limit(MOST_PER_KEY))
    for message, case, packed in rows:
        if message not in shelf.traits:
            shelf.traits[message] = (case, unpacked(packed))
            shelf.by_case[case].append(message)


def _cases(session: Session, shelf: Shelf, tokens: set[int]) -> None:
    ids = {case for case, _ in shelf.traits.values()} | {case for _, case in shelf.same.values()} | tokens
    ids |= {*shelf.references.values(), *(case for cases in shelf.threads.values() for case in cases)}
    if not ids:
        return
    columns = (Case.id, Case.office, Case.reference, Case.state, Case.sealed, Case.language, Case.services)
    rest = (Case.campaign_id, Case.closed_at, Case.person_email, Case.person_name)
    for row in session.execute(select(*columns, *rest).where(Case.id.in_(ids))):
        shelf.cases[row.id] = CaseFacts(
            id=row.id,
            office=row.office,
            reference=row.reference,
            state=row.state,
            sealed=row.sealed,
            language=row.language,
            services=tuple(row.services),
            campaign=row.campaign_id,
            closed=row.closed_at is not None,
            parties={row.person_email} - {""},
            complainant=tuple(words_of(row.person_name)),
        )
    writers = (
        select(CaseMessage.case_id, MessageRow.from_email)
        .join(MessageRow, MessageRow.id == CaseMessage.message_id)
        .where(CaseMessage.case_id.in_(ids), CaseMessage.ended_at.is_(None), MessageRow.from_email != "")
    )
    for case, email in session.execute(writers):
        if case in shelf.cases:
            shelf.cases[case].parties.add(email)
    for case in {case for cases in shelf.threads.values() for case in cases} - shelf.cases.keys():
        for cases in shelf.threads.values():
            cases.discard(case)
