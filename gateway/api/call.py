"""One request of a program: in whose name, with which books open, on which picture of the case."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import insert
from sqlalchemy.orm import Session
from starlette.requests import Request

from gateway.api.problems import Problem
from gateway.api.tokens import Holder
from gateway.casework.acts import Act, find
from gateway.casework.errors import MovedOn, NotPossible, NotSeen
from gateway.casework.roles import Person
from gateway.desk.texts import BRUSSELS, Words
from gateway.desk.visit import Desk
from gateway.exchange.house import House
from gateway.store.desk import AccessLog
from gateway.store.tables import Case
from routing.offices import Office

Body = TypeVar("Body", bound=BaseModel)
VERSION = re.compile(r'"([1-9][0-9]{0,17})"')


@dataclass(frozen=True, slots=True)
class Told(Generic[Body]):
    """An answer with more than its body."""

    body: Body
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Call:
    desk: Desk
    request: Request
    session: Session
    now: datetime
    holder: Holder
    say: Words
    #: Looks at cases, written down once the answer is made.
    looked_at: list[tuple[int, str]] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.holder.person

    @property
    def today(self) -> date:
        return self.now.astimezone(BRUSSELS).date()

    def act(self) -> Act:
        """An act on whatever picture of the case."""
        return Act(self.person, self.now)

    def act_on(self, case: Case) -> Act:
        """An act on the picture that If-Match names.

        Raises Problem where it names none, MovedOn where it is not the one that stands; the act itself asks again
        under the lock of the row.
        """
        sent = self.request.headers.get("if-match", "").strip()
        if sent == "*":
            return self.act()
        named = VERSION.fullmatch(sent)
        if named is None:
            raise Problem(428, "name-the-version", self.say("api.name-the-version"))
        if int(named[1]) != case.version:
            raise MovedOn("somebody else changed this case while you looked at it; look again, nothing was lost")
        return Act(self.person, self.now, int(named[1]))

    def case(self, office: str, reference: str, what: str) -> Case:
        """The case, if this person and this token see it; the look is written down. Raises NotSeen."""
        case = find(self.session, self.person, office, reference)
        self.looked(case.id, what)
        return case

    def case_of(self, number: int | None, what: str) -> Case:
        """A case found by way of something else. Raises NotSeen."""
        case = self.session.get(Case, number) if number is not None else None
        if case is None or not self.person.sees(case):
            raise NotSeen("no such case")
        self.looked(case.id, what)
        return case

    def looked(self, case_id: int, what: str) -> None:
        self.looked_at.append((case_id, f"{what} (api: {self.holder.client})"))

    def write_down(self, session: Session) -> None:
        if self.looked_at:
            rows = [
                {"case_id": case_id, "user": self.person.name, "at": self.now, "what": what[:120]}
                for case_id, what in self.looked_at
            ]
            session.execute(insert(AccessLog), rows)

    def office(self, office_id: str) -> Office:
        """Raises NotPossible."""
        office = self.desk.offices.get(office_id)
        if office is None:
            raise NotPossible("this office is no longer served here")
        return office

    def house(self, case: Case) -> House:
        gateway = self.desk.gateway
        return House(
            self.office(case.office),
            tuple(self.desk.offices.values()),
            self.desk.catalogue,
            gateway.secret,
            gateway.settings.desk.url,
        )

    def body_name(self, body_id: str) -> str:
        body = self.desk.catalogue.bodies.get(body_id)
        return body.named(self.say.language) if body else body_id

    def told(self, sentence: str) -> str:
        """A sentence of the books in the person's language, else as it stands there."""
        return self.say.told(sentence, self.body_name) or sentence


def etag(case: Case) -> dict[str, str]:
    return {"ETag": f'"{case.version}"'}


def number_of(value: int) -> int:
    """A number of the address; one that no database has is nobody's."""
    if value >= 2**63:
        raise NotSeen("no such case")
    return value
