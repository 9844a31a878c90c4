"""The texts an office wrote itself: in force, saved after a check, reset to the house's, with who and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Language
from gateway.store.texts import OfficeText
from outbound.draft import Answer
from outbound.texts import check_text, house_text
from routing.offices import Office

OwnTexts = Mapping[tuple[Answer, Language], str]


class TextRefused(ValueError):
    """The text may not be saved; `findings` say why, in sentences for staff."""

    def __init__(self, findings: Sequence[str]) -> None:
        super().__init__(" ".join(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as the office has it."""

    answer: Answer
    language: Language
    text: str
    #: None where it is the house's.
    own: OfficeText | None


def own_texts(session: Session, office: str) -> OwnTexts:
    """What the office wrote itself and is in force."""
    rows = session.scalars(
        select(OfficeText).where(OfficeText.office == office, OfficeText.ended_at.is_(None)).order_by(OfficeText.id)
    )
    return {(Answer(row.answer), Language(row.language)): row.text for row in rows if row.answer in set(Answer)}


def all_own_texts(session: Session) -> Mapping[str, OwnTexts]:
    """The same for every office, for whoever answers many at once."""
    found: dict[str, dict[tuple[Answer, Language], str]] = {}
    rows = session.scalars(select(OfficeText).where(OfficeText.ended_at.is_(None)).order_by(OfficeText.id))
    for row in rows:
        if row.answer in set(Answer):
            found.setdefault(row.office, {})[Answer(row.answer), Language(row.language)] = row.text
    return found


def shown(session: Session, office: Office, answer: Answer, language: Language) -> Shown:
    own = _in_force(session, office.id, answer, language)
    return Shown(answer, language, own.text if own else house(office, answer, language), own)


def house(office: Office, answer: Answer, language: Language) -> str:
    """Our own text of an answer at an office of this procedure."""
    return house_text(answer, language, office.procedure.id)


def versions(session: Session, office: str, answer: Answer, language: Language) -> list[OfficeText]:
    """All that were ever in force, the latest first."""
    rows = select(OfficeText).where(
        OfficeText.office == office, OfficeText.answer == answer.value, OfficeText.language == language.value
    )
    return list(session.scalars(rows.order_by(OfficeText.id.desc()).limit(50)))


def save(
    session: Session, office: Office, answer: Answer, language: Language, text: str, *, by: str, now: datetime
) -> OfficeText:
    """The new text is in force from now on; what left before stays what it was. Raises TextRefused."""
    written = text.replace("\r\n", "\n").strip() + "\n"
    findings = check_text(answer, language, written, office.procedure.id)
    if findings:
        raise TextRefused(findings)
    _end(session, office.id, answer, language, by, now)
    row = OfficeText(
        office=office.id,
        answer=answer.value,
        language=language.value,
        text=written,
        written_by=by,
        written_at=now,
        ended_by=None,
        ended_at=None,
    )
    session.add(row)
    session.flush()
    return row


def reset(session: Session, office: Office, answer: Answer, language: Language, *, by: str, now: datetime) -> bool:
    """Back to the house's text. False where it was that already."""
    return _end(session, office.id, answer, language, by, now)


def _in_force(session: Session, office: str, answer: Answer, language: Language) -> OfficeText | None:
    return session.scalars(
        select(OfficeText)
        .where(
            OfficeText.office == office,
            OfficeText.answer == answer.value,
            OfficeText.language == language.value,
            OfficeText.ended_at.is_(None),
        )
        .order_by(OfficeText.id.desc())
        .limit(1)
    ).first()


def _end(session: Session, office: str, answer: Answer, language: Language, by: str, now: datetime) -> bool:
    row = _in_force(session, office, answer, language)
    if row is None:
        return False
    row.ended_by, row.ended_at = by, now
    session.flush()
    return True
