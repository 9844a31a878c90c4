"""What is under way between us and partners: lists with their clocks, one transfer, and what people say about it."""

import hashlib
from collections.abc import Callable

from starlette.responses import Response

from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible
from gateway.casework.roles import Permission
from gateway.desk.pages.answer import house_of
from gateway.desk.visit import Visit, case_address
from gateway.errors import GatewayError
from gateway.exchange import decided
from gateway.exchange.answers import answer_letter
from gateway.exchange.outgoing import WAITING, take_back_from
from gateway.exchange.shown import GROUPS, counts, silence, transfers
from gateway.store.partners import Partner, TransferRow
from gateway.store.tables import Case
from outbound.blocks import blocks
from outbound.exchange.handshake import AnswerGround, TransferAnswer, TransferState
from outbound.exchange.transfer import from_body

#: Transfers on one page.
MOST = 200
MOST_TEXT = 10_000


def show(visit: Visit) -> Response:
    numbers = counts(visit.session, visit.person)
    group = visit.asked("group", 20)
    if group not in GROUPS:
        group = next((code for code, number in numbers if number), next(iter(GROUPS)))
    rows = transfers(visit.session, visit.person, group, MOST)
    return visit.page(
        "transfers.html",
        group=group,
        counts=numbers,
        rows=[(row, case, silence(row, visit.today)) for row, case in rows],
        most=MOST,
    )


def one(visit: Visit) -> Response:
    row, case = _transfer(visit)
    return _shown(visit, row, case)


def preview(visit: Visit) -> Response:
    """The exact mail in which our answer leaves."""
    row, case = _transfer(visit)
    answer = _answer(visit, row)
    return _previewed(visit, row, case, answer)


def answer(visit: Visit) -> Response:
    """Only the answer that was shown leaves."""
    row, case = _transfer(visit, lock=True)
    told = _answer(visit, row)
    if _mark(visit, row, case, told) != visit.text("seen", 64):
        return _previewed(visit, row, case, told)
    decided.send_word(visit.session, visit.act(), row, told, house=house_of(visit, case))
    return visit.to(f"/transfers/{row.id}", "partner-answered")


def heard(visit: Visit) -> Response:
    """What the partner said by mail or telephone, noted."""
    row, case = _transfer(visit, lock=True)
    decided.note_word(
        visit.session,
        visit.act(),
        row,
        visit.text("status", 16),
        visit.text("ground", 40),
        _typed(visit),
        visit.text("reference", 80),
        house=house_of(visit, case),
    )
    return visit.to(f"/transfers/{row.id}", "partner-heard")


def write(visit: Visit) -> Response:
    row, case = _transfer(visit, lock=True)
    _verified(lambda: decided.write_word(visit.session, visit.act(), row, _typed(visit), house=house_of(visit, case)))
    return visit.to(f"/transfers/{row.id}", "partner-written")


def take_back(visit: Visit) -> Response:
    row, case = _transfer(visit, lock=True)
    house = house_of(visit, case)
    _verified(lambda: take_back_from(visit.session, visit.act(), case, row, house=house, text=_typed(visit)))
    return visit.to(f"/transfers/{row.id}", "partner-taken-back")


def _transfer(visit: Visit, *, lock: bool = False) -> tuple[TransferRow, Case]:
    act = Act(visit.person, visit.now)
    row, case = decided.transfer_of_id(visit.session, act, visit.part_number("transfer"), lock=lock)
    visit.looked_at.append((case.id, f"transfer {row.id}"))
    return row, case


def _shown(visit: Visit, row: TransferRow, case: Case) -> Response:
    state = TransferState(row.state)
    may = visit.person.may(Permission.DECIDE, case.office)
    return visit.page(
        "transfer.html",
        row=row,
        case=case,
        address=case_address(case),
        partner=visit.session.get_one(Partner, row.partner_id),
        transfer=from_body(row.body),
        silence=silence(row, visit.today),
        grounds=[ground.value for ground in AnswerGround],
        says=decided.SAYS.get(state, ()) if may and row.direction == "in" else (),
        said=decided.SAID.get(state, ()) if may and row.direction == "out" else (),
        waits=may and row.direction == "out" and row.state in WAITING,
    )


def _previewed(visit: Visit, row: TransferRow, case: Case, told: TransferAnswer) -> Response:
    house = house_of(visit, case)
    _, draft = answer_letter(visit.session, row, told, house=house, now=visit.now)
    return visit.page(
        "transfer_answer.html",
        row=row,
        case=case,
        address=case_address(case),
        told=told,
        draft=draft,
        blocks=blocks(draft.text),
        sender=house.office.sender(draft.language),
        seen=_mark(visit, row, case, told),
    )


def _answer(visit: Visit, row: TransferRow) -> TransferAnswer:
    status, ground = visit.text("status", 16), visit.text("ground", 40)
    return decided.answer_of(visit.session, row, status, ground, _typed(visit))


def _mark(visit: Visit, row: TransferRow, case: Case, told: TransferAnswer) -> str:
    house = house_of(visit, case)
    try:
        _, draft = answer_letter(visit.session, row, told, house=house, now=visit.now)
    except GatewayError as error:
        raise NotPossible("this partner is not in the directory, or nobody verified its address") from error
    told_words = (draft.to.email, draft.subject, draft.text, told.status.value, told.ground or "")
    return hashlib.sha256("\0".join(told_words).encode("utf-8", "replace")).hexdigest()


def _verified(act: Callable[[], None]) -> None:
    try:
        act()
    except GatewayError as error:
        raise NotPossible("this partner is not in the directory, or nobody verified its address") from error


def _typed(visit: Visit) -> str:
    return visit.text("text", MOST_TEXT).replace("\r\n", "\n")
