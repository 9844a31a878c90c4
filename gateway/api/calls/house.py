"""Who asks, which offices there are for him, and the bodies that complaints are about."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from gateway.api.call import Call
from gateway.api.models import Given, Short, Shown

#: Bodies on one page.
MOST = 200


class Me(Shown):
    """The token and its person."""

    name: str
    full_name: str
    language: str
    client: str
    scopes: list[str]
    roles: dict[str, list[str]] = Field(description="Office to what the person is there.")


class OfficeLine(Shown):
    id: str
    name: str
    procedure: str
    languages: list[str]
    addresses: list[str]


class Offices(Shown):
    offices: list[OfficeLine]


class BodyLine(Shown):
    id: str
    name: str
    kind: str
    level: str
    takes_complaints: bool
    website: str


class BodyFilter(Given):
    query: Short = Field(default="", description="Part of an id, a name or an alias.")
    after: Short = Field(default="", description="`next` of the page before.")


class Bodies(Shown):
    bodies: list[BodyLine]
    next: str = Field(description="For `after`; empty at the end.")


def me(call: Call) -> Me:
    """In whose name the token acts, and what it may."""
    roles: dict[str, list[str]] = {}
    for office, role in call.person.roles:
        roles.setdefault(office, []).append(role.value)
    return Me(
        name=call.person.name,
        full_name=call.person.full_name,
        language=call.person.language,
        client=call.holder.client,
        scopes=sorted(call.holder.scopes),
        roles=roles,
    )


def offices(call: Call) -> Offices:
    """The offices at which the token's person works."""
    own = {office for office, _ in call.person.roles}
    language = call.say.language
    lines = []
    for office in call.desk.offices.values():
        if office.id not in own:
            continue
        names = {str(one): name for one, name in office.name.items()}
        lines.append(
            OfficeLine(
                id=office.id,
                name=names.get(language) or next(iter(names.values()), office.id),
                procedure=office.procedure.id.value,
                languages=[one.value for one in office.languages],
                addresses=list(office.addresses),
            )
        )
    return Offices(offices=lines)


def bodies(call: Call, asked: Annotated[BodyFilter, Query()]) -> Bodies:
    """The bodies of the catalogue, by id."""
    sought, language = asked.query.casefold(), call.say.language
    found = []
    for body in sorted(call.desk.catalogue.bodies.values(), key=lambda one: one.id):
        names = (body.id, *body.name.values(), *body.aliases)
        if body.id > asked.after and any(sought in name.casefold() for name in names):
            found.append(body)
    lines = [
        BodyLine(
            id=body.id,
            name=body.named(language),
            kind=body.kind,
            level=body.level,
            takes_complaints=body.takes_complaints,
            website=body.website,
        )
        for body in found[:MOST]
    ]
    return Bodies(bodies=lines, next=lines[-1].id if len(found) > MOST else "")
