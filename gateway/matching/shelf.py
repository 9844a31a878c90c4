"""What the books hold that concerns a batch of mails, fetched with a handful of questions for all of them.

Messages and cases that the batch itself makes are put on the shelf as well, under negative numbers until they are
written, so that the tenth mail of a batch finds the case that the ninth opened.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from classifiers.likeness import Traits
from classifiers.likeness.sketch import words_of
from gateway.store.both import among
from gateway.store.likeness import (
    MOST_COMPARED,
    MOST_PER_KEY,
    MatchTraits,
    match_keys,
    messages_by_key,
    name_key,
    told_keys,
    unpacked,
)
from gateway.store.tables import Case, CaseMessage, MessageRow, Outbox

#: Ids of a thread that are looked up; the first and the latest tell most.
MOST_IDS = 30

# The questions, built once: a mail asks them all, and building one costs more than its answer.
_case, _link, _message = Case.__table__.c, CaseMessage.__table__.c, MessageRow.__table__.c
_sent, _traits = Outbox.__table__.c, MatchTraits.__table__.c
_linked = MessageRow.__table__.join(CaseMessage.__table__, _link.message_id == _message.id)
#: Exact keys, all in one question: (what it is, key, office, message, case).
EXACT = union_all(
    select(literal("same"), _message.content_key, literal(""), _message.id, _link.case_id)
    .select_from(_linked)
    .where(among(_message.content_key, "contents"), _link.ended_at.is_(None)),
    select(literal("thread"), _sent.message_id, literal(""), literal(0), _sent.case_id).where(
        among(_sent.message_id, "thread"), _sent.case_id.is_not(None)
    ),
    select(literal("thread"), _message.header_message_id, literal(""), literal(0), _link.case_id)
    .select_from(_linked)
    .where(among(_message.header_message_id, "thread"), _link.ended_at.is_(None)),
    select(literal("reference"), _case.reference, _case.office, literal(0), _case.id).where(
        among(_case.reference, "references")
    ),
)
TRAITS = select(_traits.message_id, _traits.case_id, _traits.traits).where(among(_traits.message_id, "asked"))
OF_CASE = (
    select(_traits.message_id, _traits.case_id, _traits.traits)
    .where(_traits.case_id == bindparam("case"))
    .order_by(_traits.message_id)
    .limit(MOST_PER_KEY)
)
CASES = select(
    *(_case.id, _case.office, _case.reference, _case.state, _case.sealed, _case.language, _case.services),
    *(_case.campaign_id, _case.closed_at, _case.person_email, _case.person_name),
).where(among(_case.id, "asked"))
WRITERS = (
    select(_link.case_id, _message.from_email)
    .select_from(_linked)
    .where(among(_link.case_id, "asked"), _link.ended_at.is_(None), _message.from_email != "")
)


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
        """What is asked of the index: its own keys, and the complaints of those it names or speaks of."""
        names = (name_key(name, self.office) for name in self.named)
        return sorted({*match_keys(self.traits, self.office), *told_keys(self.traits, self.office), *names})


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
    """Everything at once; about six questions, however many mails."""
    shelf = Shelf()
    books = session.connection()
    pointed = _exact(books, shelf, asked)
    _likeness(session, shelf, asked, pointed)
    _cases(books, shelf, {one.token for one in asked if one.token is not None})
    return shelf


def _exact(books: Connection, shelf: Shelf, asked: Sequence[Asked]) -> set[int]:
    """Same mails, threads and references; returns the cases that the last two point at."""
    keys = {
        "contents": sorted({one.content_key for one in asked}),
        "thread": sorted({one for mail in asked for one in mail.thread}),
        "references": sorted({reference for mail in asked for reference in mail.references}),
    }
    pointed = set()
    for what, key, office, message, case in books.execute(EXACT, keys):
        if what == "same":
            shelf.same[key] = (message, case)
            continue
        pointed.add(case)
        if what == "thread":
            shelf.threads[key].add(case)
        else:
            shelf.references[office, key] = case
    return pointed


def _likeness(session: Session, shelf: Shelf, asked: Sequence[Asked], pointed: set[int]) -> None:
    books = session.connection()
    shelf.keys = messages_by_key(session, sorted({key for mail in asked for key in mail.asked_keys()}))
    wanted: set[int] = set()
    for mail in asked:
        shared = Counter(m for key in mail.asked_keys() for m in shelf.keys.get(key, ()))
        wanted |= {message for message, _ in shared.most_common(MOST_COMPARED)}
    rows = list(books.execute(TRAITS, {"asked": sorted(wanted)})) if wanted else []
    for case in sorted(pointed | {mail.token for mail in asked if mail.token is not None}):
        rows += books.execute(OF_CASE, {"case": case})
    for message, case, packed in rows:
        if message not in shelf.traits:
            shelf.traits[message] = (case, unpacked(packed))
            shelf.by_case[case].append(message)


def _cases(books: Connection, shelf: Shelf, tokens: set[int]) -> None:
    ids = {case for case, _ in shelf.traits.values()} | {case for _, case in shelf.same.values()} | tokens
    ids |= {*shelf.references.values(), *(case for cases in shelf.threads.values() for case in cases)}
    if not ids:
        return
    for row in books.execute(CASES, {"asked": sorted(ids)}):
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
    for case, email in books.execute(WRITERS, {"asked": sorted(ids)}):
        if case in shelf.cases:
            shelf.cases[case].parties.add(email)
    for case in {case for cases in shelf.threads.values() for case in cases} - shelf.cases.keys():
        for cases in shelf.threads.values():
            cases.discard(case)
