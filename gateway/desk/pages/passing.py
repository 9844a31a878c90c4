"""A case to a partner: chosen from the verified directory, shown exactly as it would leave, sent under one's name."""

import hashlib
import json
from dataclasses import dataclass, replace

from sqlalchemy import select
from starlette.responses import Response

from gateway.casework.deciding import open_proposal
from gateway.casework.errors import NotPossible
from gateway.casework.letters import proposed_motivation
from gateway.desk.pages.answer import house_of
from gateway.desk.visit import Visit, case_address
from gateway.errors import GatewayError
from gateway.exchange import decided
from gateway.exchange.answers import with_link
from gateway.exchange.links import LIVES, PATH
from gateway.exchange.outgoing import Passing, prepare
from gateway.store.partners import Partner
from gateway.store.tables import Case, MessageRow
from outbound.blocks import blocks
from outbound.exchange.transfer import to_body
from routing.decision import Action

MOST_REASON = 5_000


@dataclass(frozen=True, slots=True)
class Choice:
    partner: str
    reason: str
    despite: bool


def choose(visit: Visit) -> Response:
    case = visit.case("transfer")
    proposal = open_proposal(visit.session, case.id)
    proposed = proposal.to_body if proposal and proposal.action == Action.FORWARD.value else ""
    partner = visit.asked("to", 80) or proposed or ""
    reason = proposed_motivation(proposal, case.language)
    return _form(visit, case, Choice(partner, reason, False))


def preview(visit: Visit) -> Response:
    case = visit.case("transfer preview")
    return _preview(visit, case, _choice(visit))


def send(visit: Visit) -> Response:
    """Only what was shown leaves."""
    case, choice = visit.case("transfer"), _choice(visit)
    house = house_of(visit, case)
    passing = _prepared(visit, case, choice)
    if mark_of(passing) != visit.text("seen", 64) or (passing.trouble and not choice.despite):
        return _preview(visit, case, choice, changed=True)
    decided.hand_over(
        visit.session,
        visit.act(),
        case,
        choice.partner,
        house=house,
        reason=choice.reason,
        despite=choice.despite,
    )
    return visit.to(case_address(case), "passed-on")


def mark_of(passing: Passing) -> str:
    """Tells whether what leaves is what was shown."""
    notice = (passing.notice.to.email, passing.notice.subject, passing.notice.text) if passing.notice else ()
    covering = passing.covering
    # A clock that was met meanwhile, because the receipt left, is nobody's reason to read it all again.
    body = to_body(replace(passing.transfer, clocks=()))
    told = [covering.to.email, covering.subject, covering.text, *notice, body]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _choice(visit: Visit) -> Choice:
    reason = visit.text("reason", MOST_REASON).replace("\r\n", "\n")
    return Choice(visit.text("partner", 80), reason, visit.text("despite", 5) == "yes")


def _prepared(visit: Visit, case: Case, choice: Choice) -> Passing:
    if not choice.partner:
        raise NotPossible("choose the partner first")
    if not choice.reason:
        raise NotPossible("say why first: the partner reads it")
    house = house_of(visit, case)
    try:
        return prepare(visit.session, case, choice.partner, house=house, reason=choice.reason, now=visit.now)
    except GatewayError as error:
        raise NotPossible("this partner is not in the directory, or nobody verified its address") from error


def _form(visit: Visit, case: Case, choice: Choice, trouble: str = "") -> Response:
    rows = visit.session.scalars(
        select(Partner).where(Partner.ended_at.is_(None), Partner.verified_by.is_not(None)).order_by(Partner.name)
    ).all()
    rows = [row for row in rows if row.open]
    return visit.page(
        "passing.html",
        422 if trouble else 200,
        case=case,
        address=case_address(case),
        partners=[row for row in rows if row.id != case.office],
        choice=choice,
        fitting={row.id for row in rows if set(row.takes) & set(case.services) or row.id in case.services},
        trouble=trouble,
    )


def _preview(visit: Visit, case: Case, choice: Choice, *, changed: bool = False) -> Response:
    try:
        passing = _prepared(visit, case, choice)
    except NotPossible as error:
        return _form(visit, case, choice, visit.say.error(str(error)))
    house = house_of(visit, case)
    covering = passing.covering
    if house.url:
        covering = with_link(covering, (f"{house.url.rstrip('/')}{PATH}…", visit.now + LIVES))
    messages = visit.session.scalars(select(MessageRow).where(MessageRow.sha256.in_(passing.transfer.originals)))
    return visit.page(
        "passing_preview.html",
        409 if changed else 200,
        case=case,
        address=case_address(case),
        choice=choice,
        passing=passing,
        covering=covering,
        covering_blocks=blocks(covering.text),
        notice_blocks=blocks(passing.notice.text) if passing.notice else (),
        sender=house.office.sender(covering.language),
        originals=list(messages),
        seen=mark_of(passing),
        changed=changed,
    )
