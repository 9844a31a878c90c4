"""One request: who asks, when, with which books open; and the page that answers it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment
from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gateway.assemble import Gateway
from gateway.casework.acts import Act, find
from gateway.casework.errors import NotSeen
from gateway.casework.roles import MAY, Permission, Person
from gateway.desk import scanning
from gateway.desk.frame import Frame, frame_of
from gateway.desk.signin.oidc import Provider
from gateway.desk.signin.sessions import SignedIn
from gateway.desk.texts import BRUSSELS, Words
from gateway.store.desk import AccessLog, User, UserRole
from gateway.store.tables import Case
from routing.catalogue.catalogue import Catalogue
from routing.offices import Office


@dataclass(frozen=True, slots=True)
class Desk:
    """What all requests share."""

    gateway: Gateway
    offices: Mapping[str, Office]
    catalogue: Catalogue
    clock: Callable[[], datetime]
    templates: Environment
    provider: Provider
    static: Path

    @property
    def secure(self) -> bool:
        return self.gateway.settings.desk.url.startswith("https://")


@dataclass(slots=True)
class Visit:
    desk: Desk
    request: Request
    session: Session
    now: datetime
    say: Words
    signed_in: SignedIn | None
    csrf: str
    form: Mapping[str, Sequence[str]]
    #: Uploaded files: field -> (name, content).
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    #: Rows that are written once the page is made, also where the request only reads.
    looked_at: list[tuple[int, str]] = field(default_factory=list)
    #: What else is written then.
    afterwards: list[Callable[[Session], None]] = field(default_factory=list)

    @property
    def person(self) -> Person:
        assert self.signed_in is not None, "a public page asks for nobody"
        return self.signed_in.person

    @property
    def today(self) -> date:
        return self.now.astimezone(BRUSSELS).date()

    @property
    def address(self) -> str:
        return self.request.client.host if self.request.client else ""

    def act(self) -> Act:
        """The act of this person, on the picture of the case that the form names."""
        version = self.text("version")
        return Act(self.person, self.now, int(version) if version.isdecimal() else 0)

    def text(self, name: str, most: int = 100_000) -> str:
        """A field of the form, without what no database keeps."""
        values = self.form.get(name)
        return values[0].replace("\x00", "").strip()[:most] if values else ""

    def texts(self, name: str) -> list[str]:
        return [value.replace("\x00", "").strip() for value in self.form.get(name, ())][:500]

    def number(self, name: str) -> int:
        """A whole number of the form. Raises NotSeen for anything else: no page of ours sends such a thing."""
        value = self.text(name, 20)
        if not (value.isascii() and value.isdigit()):
            raise NotSeen("no such case")
        return int(value)

    def asked(self, name: str, most: int = 500) -> str:
        """A value of the address."""
        return self.request.query_params.get(name, "").replace("\x00", "")[:most]

    def part(self, name: str) -> str:
        """A piece of the path."""
        return str(self.request.path_params[name])

    def part_number(self, name: str) -> int:
        """A number of the path; one that no database has is nobody's."""
        value = int(self.request.path_params[name])
        if value >= 2**63:
            raise NotSeen("no such case")
        return value

    def case(self, what: str) -> Case:
        """The case of the path, if this person sees it; the look is written down. Raises NotSeen."""
        case = find(self.session, self.person, self.part("office"), self.part("reference"))
        self.looked_at.append((case.id, what))
        return case

    def case_of(self, case_id: int | None, what: str) -> Case:
        """A case found by way of something else (a task, a message). Raises NotSeen."""
        case = self.session.get(Case, case_id) if case_id is not None else None
        if case is None or not self.person.sees(case):
            raise NotSeen("no such case")
        self.looked_at.append((case.id, what))
        return case

    def body_name(self, body_id: str) -> str:
        body = self.desk.catalogue.bodies.get(body_id)
        return body.named(self.say.language) if body else body_id

    def told(self, sentence: str) -> str | None:
        """A sentence of the books in the person's language; None where nobody told how."""
        return self.say.told(sentence, self.body_name)

    def scanned(self, message: int, path: str) -> str:
        """What the virus scanner said of an attachment: clean, infected, or nothing yet; empty without a scanner."""
        if not self.desk.gateway.settings.desk.clamd:
            return ""
        verdict = scanning.kept(self.session, message, path[:40], self.now)
        return verdict.found.value if verdict else "unknown"

    def office_name(self, office_id: str) -> str:
        office = self.desk.offices.get(office_id)
        if office is None:
            return office_id
        names = {str(language): name for language, name in office.name.items()}
        return names.get(self.say.language) or next(iter(names.values()), office_id)

    @property
    def undo(self) -> str:
        """The case whose last choice can be taken back from this page; empty where there is none."""
        asked = self.asked("undo", 300)
        return asked if re.fullmatch(r"/cases/[^/?#]+/[^/?#]+", asked) else ""

    def frame(self) -> Frame:
        """What stands around the page of somebody who is signed in."""
        return frame_of(self.session, self.person)

    def is_at(self, address: str) -> bool:
        """Whether this page is the one of the menu, or lies below it."""
        path = self.request.url.path
        if path.startswith("/cases/") and path.endswith(("/triage", "/answer")):
            path = "/triage"
        return path == address or (address != "/" and path.startswith(f"{address}/"))

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """The page, in the person's language, with what the frame around it shows."""
        markup = self.desk.templates.get_template(template).render(
            visit=self, say=self.say, done=self.asked("done", 40), **values
        )
        return HTMLResponse(markup, status)

    def fragment(self, template: str, **values: object) -> Response:
        """A piece of a page, for a page of ours that asks for it while it is open."""
        return HTMLResponse(self.desk.templates.get_template(template).render(visit=self, say=self.say, **values))

    def to(self, address: str, done: str = "", **more: str) -> Response:
        """Goes on to a page of ours; `done` names the sentence that says what happened."""
        query = urlencode({**({"done": done} if done else {}), **more})
        joint = "&" if "?" in address else "?"
        return RedirectResponse(f"{address}{joint}{query}" if query else address, 303)

    def write_down(self, session: Session) -> None:
        """Every look at a case: who, when, what."""
        if self.looked_at:
            rows = [
                {"case_id": case_id, "user": self.person.name, "at": self.now, "what": what[:120]}
                for case_id, what in self.looked_at
            ]
            session.execute(insert(AccessLog), rows)
        for write in self.afterwards:
            write(session)


def case_address(case: Case, *more: str) -> str:
    return "/".join(["/cases", quote(case.office, safe=""), quote(case.reference, safe=""), *more])


def colleagues(session: Session, office: str) -> list[tuple[str, str]]:
    """(login name, full name) of the active people who may work on cases of an office."""
    roles = [role.value for role, may in MAY.items() if Permission.WORK in may]
    rows = session.execute(
        select(User.name, User.full_name)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.office == office, UserRole.role.in_(roles), User.active.is_(True))
        .distinct()
        .order_by(User.full_name)
    )
    return [(row.name, row.full_name or row.name) for row in rows]
