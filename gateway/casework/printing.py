"""Piles of letters: printed together behind a cover sheet, posted together on a day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.casework import outgoing
from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Permission, Person
from gateway.store.printing import BatchLetter, PrintBatch
from gateway.store.raw import keep_raw, raw_bytes
from gateway.store.tables import Case, Outbox
from outbound.batch import Listed, cover_sheet, joined, pages_of

BRUSSELS = ZoneInfo("Europe/Brussels")
#: Letters in one pile: what a person can count over.
MOST = 100


def print_batch(
    session: Session,
    act: Act,
    numbers: Sequence[int],
    *,
    render: Callable[[Outbox], bytes],
    office_names: Mapping[str, str],
    answer_names: Mapping[str, str],
) -> PrintBatch:
    """Freezes the letters as they are printed and keeps the whole pile. All of them, or none."""
    items = [outgoing.item_of(session, act.person, number) for number in sorted(set(numbers))]
    if not items:
        raise NotPossible("tick the letters first")
    if len(items) > MOST:
        raise NotPossible("a pile holds a hundred letters at most")
    if len({item.office for item in items}) > 1:
        raise NotPossible("a pile holds letters of one office")
    office = items[0].office
    batch = PrintBatch(office=office, made_by=act.person.name, made_at=act.now, sha256=None, posted_on=None)
    letters, listed = [], []
    for item in items:
        content = render(item)
        outgoing.printed(session, act, item.id, keep_raw(session, content, act.now))
        letters.append(content)
        listed.append(_listed(session, item, content, answer_names))
    session.add(batch)
    session.flush()
    cover = cover_sheet(
        listed,
        office=office_names.get(office, office),
        number=batch.id,
        made_by=act.person.full_name or act.person.name,
        made_at=act.now.astimezone(BRUSSELS),
        language=Language(act.person.language) if act.person.language in set(Language) else Language.NL,
    )
    batch.sha256 = keep_raw(session, joined([cover, *letters]), act.now)
    session.add_all(
        BatchLetter(batch_id=batch.id, outbox_id=item.id, place=place) for place, item in enumerate(items, 1)
    )
    session.flush()
    return batch


def batch_of(session: Session, person: Person, number: int) -> PrintBatch:
    """Raises NotSeen unless this person sees every letter of it."""
    batch = session.get(PrintBatch, number)
    if batch is None or not person.may(Permission.DECIDE, batch.office):
        raise NotSeen("no such pile")
    for letter in letters_of(session, number):
        outgoing.item_of(session, person, letter)
    return batch


def letters_of(session: Session, number: int) -> list[int]:
    rows = select(BatchLetter.outbox_id).where(BatchLetter.batch_id == number).order_by(BatchLetter.place)
    return list(session.scalars(rows))


def open_batches(session: Session, person: Person, most: int = 20) -> list[tuple[PrintBatch, int]]:
    """Piles that this person may handle, the newest first, with how many letters each holds."""
    offices = person.offices(Permission.DECIDE)
    rows = session.scalars(
        select(PrintBatch).where(PrintBatch.office.in_(offices)).order_by(PrintBatch.id.desc()).limit(most)
    )
    found = []
    for batch in rows:
        letters = letters_of(session, batch.id)
        seen = session.scalars(select(Outbox.id).where(Outbox.id.in_(letters), outgoing.scope(person)))
        if len(list(seen)) == len(letters):
            found.append((batch, len(letters)))
    return found


def pile(session: Session, person: Person, number: int) -> bytes:
    """The PDF as it was printed."""
    sha256 = batch_of(session, person, number).sha256
    if sha256 is None:
        raise NotSeen("no such pile")
    return raw_bytes(session, sha256)


def post_batch(session: Session, act: Act, number: int, day: date) -> list[Outbox]:
    """Every letter of the pile that is still to be posted was handed to the post on `day`."""
    batch = batch_of(session, act.person, number)
    waiting = [
        letter
        for letter in letters_of(session, number)
        if outgoing.item_of(session, act.person, letter).state == "printed"
    ]
    if not waiting:
        raise NotPossible("nothing of this pile is still to be posted")
    posted = [outgoing.posted(session, act, letter, day) for letter in waiting]
    batch.posted_on = day
    return posted


def _listed(session: Session, item: Outbox, content: bytes, answer_names: Mapping[str, str]) -> Listed:
    case = session.get(Case, item.case_id) if item.case_id else None
    postal = (item.draft.get("to") or {}).get("postal") or [""]
    return Listed(
        reference=case.reference if case else "",
        name=postal[0],
        town=postal[-1] if len(postal) > 1 else "",
        answer=answer_names.get(item.answer, item.answer),
        pages=pages_of(content),
    )
