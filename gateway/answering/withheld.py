"""The last look at what leaves to others in a case whose complainant wants to stay unknown to the body (seed 002)."""

from sqlalchemy.orm import Session

from classifiers.understanding import Private, Understanding, Wish
from gateway.answering.facts import opening_message
from gateway.casework.errors import NotPossible
from gateway.store.forms import restored
from gateway.store.raw import raw_bytes
from gateway.store.tables import Case
from outbound.compose import TO_OTHERS
from outbound.draft import Draft
from outbound.leak import Leak, leaks


class LeakFound(NotPossible):
    """What was about to leave tells who complains; `leaks` says where."""

    def __init__(self, leaks: tuple[Leak, ...]) -> None:
        found = "; ".join(f"{leak.told} in {leak.where}: {leak.words}" for leak in leaks[:5])
        super().__init__(f"the complainant asked not to be named, but this would tell it ({found})")
        self.leaks = leaks


def refuse_leaks(session: Session, case: Case, draft: Draft, *, to_partner: bool = False) -> None:
    """Raises LeakFound for an answer to others that tells who complains although the complainant asked otherwise.

    `to_partner`: it goes to a partner service, whatever it says and carries.
    """
    if Wish.WITHHOLD_IDENTITY.value not in case.wishes or not (to_partner or _to_others(case, draft)):
        return
    files = {f"message {number}": raw_bytes(session, one) for number, one in enumerate(draft.attach_messages, 1)}
    files |= {file.name: raw_bytes(session, file.sha256) for file in draft.attach_files}
    found = leaks(draft, case.person, files=files, numbers=_numbers(session, case))
    if found:
        raise LeakFound(found)


def _to_others(case: Case, draft: Draft) -> bool:
    return draft.answer in TO_OTHERS or bool(
        draft.to.email and draft.to.email != case.person_email and draft.attach_files
    )


def _numbers(session: Session, case: Case) -> list[str]:
    """National numbers, bank accounts and references of the complainant's first message."""
    opening = opening_message(session, case.id)
    if opening is None:
        return []
    understanding = restored(Understanding, opening.understanding)
    private = [one.words for one in understanding.private if one.value is not Private.HEALTH]
    return [*private, *(one.value for one in understanding.references)]
