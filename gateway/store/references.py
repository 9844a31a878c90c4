"""Running numbers without gaps or twins: the counter's row is locked until the case that bears the number commits."""

from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from gateway.store.tables import Counter

#: Built once: building a statement costs more than running it.
_counter = Counter.__table__.c
TAKE = (
    update(Counter)
    .where(_counter.name == bindparam("counter"))
    .values(value=_counter.value + bindparam("count"))
    .returning(_counter.value)
)


def next_number(session: Session, name: str) -> int:
    """The next whole number of the counter `name`, from 1."""
    return next_numbers(session, name, 1)


def next_reference(session: Session, office: str, pattern: str, year: int) -> str:
    """The next reference of an office in a year, e.g. pattern "{year}-{number:04d}" gives "2026-0001"."""
    return pattern.format(year=year, number=next_number(session, f"reference:{office}:{year}"))


def next_numbers(session: Session, name: str, count: int) -> int:
    """Takes `count` numbers at once and returns the first."""
    books, asked = session.connection(), {"counter": name, "count": count}
    value: int | None = books.execute(TAKE, asked).scalar_one_or_none()
    if value is None:
        insert = sqlite_insert if books.dialect.name == "sqlite" else postgresql_insert
        books.execute(insert(Counter).values(name=name, value=0).on_conflict_do_nothing())
        value = books.execute(TAKE, asked).scalar_one()
    return value - count + 1
