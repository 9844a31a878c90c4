"""The list of cases and one case whole."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Query

from gateway.api.call import Call, Told, etag
from gateway.api.models import CaseFilter, CaseLine, CasePage, CaseWhole
from gateway.api.whole import whole
from gateway.casework.queue import Filter
from gateway.casework.queue import list_cases as listed

#: No list is counted further.
COUNT_TO = 1_000


def list_cases(call: Call, asked: Annotated[CaseFilter, Query()]) -> CasePage:
    """A page of the cases that the token sees, newest first, or due first where `due` asks it."""
    shown = Filter(**asked.model_dump())
    page = listed(call.session, call.person, shown, call.today, count_to=COUNT_TO)
    return CasePage(
        cases=[CaseLine.model_validate(asdict(row)) for row in page.rows],
        next=page.next,
        count=page.count,
    )


def one_case(call: Call, office: str, reference: str) -> Told[CaseWhole]:
    """Everything about one case: messages, terms, proposal, checklist, tasks, letters, history."""
    case = call.case(office, reference, "case")
    return Told(whole(call, case), headers=etag(case))
