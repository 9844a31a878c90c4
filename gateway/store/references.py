"""Running numbers without gaps or twins: the counter's row is locked until the case that bears the number commits."""

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from gateway.store.tables import Counter


def next_number(session: Session, name: str) -> int:
    """The next whole number of the counter `name`, from 1."""
    step = update(Counter).where(Counter.name == name).values(value=Counter.value + 1).returning(Counter.value)
    value = session.execute(step).scalar_one_or_none()
    if value is None:
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        session.execute(insert(Counter).values(name=name, value=0).on_conflict_do_nothing())
        value = session.execute(step).scalar_one()
    return value


def next_reference(session: Session, office: str, pattern: str, year: int) -> str:
    """The next reference of an office in a year, e.g. pattern "{year}-{number:04d}" gives "2026-0001"."""
    return pattern.format(year=year, number=next_number(session, f"reference:{office}:{year}"))


def last_number(session: Session, name: str) -> int:
    """What the counter stands at; 0 where it was never used."""
    return session.execute(select(Counter.value).where(Counter.name == name)).scalar_one_or_none() or 0


def next_numbers(session: Session, name: str, count: int) -> int:
    """Takes `count` numbers at once and returns the first."""
    step = update(Counter).where(Counter.name == name).values(value=Counter.value + count).returning(Counter.value)
    value = session.execute(step).scalar_one_or_none()
    if value is None:
        insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
        session.execute(insert(Counter).values(name=name, value=0).on_conflict_do_nothing())
        value = session.execute(step).scalar_one()
    return value - count + 1
