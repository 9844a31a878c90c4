"""The form behind a one-time link: a partner without software takes a transfer over, refuses it, or asks for more.

Looking does nothing, however often a mail scanner or a preview fetches the link; only the button does. The page tells
no more than which house asks and under which reference.
"""

from starlette.responses import Response

from gateway.desk.pace import Pace
from gateway.desk.texts import LANGUAGES, words
from gateway.desk.visit import Visit
from gateway.exchange import links
from gateway.exchange.answers import heard_answer
from gateway.exchange.house import House
from gateway.exchange.outgoing import WAITING
from gateway.store.partners import AnswerLink, Partner, TransferRow
from gateway.store.tables import Case
from outbound.exchange.handshake import AnswerGround, AnswerStatus, TransferAnswer

STATUSES = (AnswerStatus.ACCEPTED, AnswerStatus.REFUSED, AnswerStatus.NEED_MORE)
MOST_TEXT = 5_000


def show(visit: Visit) -> Response:
    found = _found(visit)
    return _closed(visit) if found is None else _form(visit, *found)


def send(visit: Visit) -> Response:
    found = _found(visit)
    if found is None:
        return _closed(visit)
    link, row, case = found
    status, ground = visit.text("status", 16), visit.text("ground", 40)
    name, text = visit.text("name", 60), visit.text("text", MOST_TEXT).replace("\r\n", "\n")
    lacks = _lacks(status, ground, name, text)
    if lacks:
        return _form(visit, link, row, case, lacks)
    if row.state not in WAITING or not links.use(visit.session, link, visit.now):
        return _closed(visit)
    answer = TransferAnswer(
        transfer=row.document_id,
        reference=case.reference,
        status=AnswerStatus(status),
        own_reference=visit.text("reference", 80),
        ground=AnswerGround(ground) if status == AnswerStatus.REFUSED else None,
        text=text,
        by_person=True,
    )
    by = f"{name} ({row.partner_id})"[:80]
    heard_answer(visit.session, row, answer, house=_house(visit, row), now=visit.now, key=f"link:{link.id}", by=by)
    visit.session.get_one(Partner, row.partner_id).heard_at = visit.now
    return visit.page("partner_form_done.html", decision=status, reference=case.reference, sender=_sender(visit, row))


def _found(visit: Visit) -> tuple[AnswerLink, TransferRow, Case] | None:
    """None for a link that was never made, has been used or is over, and for whoever asks too often."""
    pace: Pace = visit.request.app.state.answer_pace
    link = links.find(visit.session, visit.part("token"), visit.now) if pace.allows(visit.address, visit.now) else None
    chosen = visit.asked("language", 2) or visit.text("language", 2)
    row = visit.session.get_one(TransferRow, link.transfer_id) if link is not None else None
    if chosen not in LANGUAGES and row is not None:
        chosen = visit.session.get_one(Partner, row.partner_id).language
    if chosen in LANGUAGES:
        visit.say = words(chosen)
    if link is None or row is None or row.state not in WAITING:
        return None
    return link, row, visit.session.get_one(Case, row.case_id)


def _lacks(status: str, ground: str, name: str, text: str) -> str:
    """What is missing, as the code of its sentence; empty where nothing is."""
    if status not in STATUSES:
        return "choose"
    if not name:
        return "name"
    if status == AnswerStatus.REFUSED and ground not in tuple(AnswerGround):
        return "ground"
    if (status == AnswerStatus.NEED_MORE or ground == AnswerGround.OTHER) and not text:
        return "text"
    return ""


def _form(visit: Visit, link: AnswerLink, row: TransferRow, case: Case, lacks: str = "") -> Response:
    return visit.page(
        "partner_form.html",
        422 if lacks else 200,
        path=f"{links.PATH}{visit.part('token')}",
        reference=case.reference,
        sender=_sender(visit, row),
        sent=row.created_at,
        until=link.expires_at,
        statuses=[status.value for status in STATUSES],
        grounds=[ground.value for ground in AnswerGround],
        lacks=lacks,
        typed={name: visit.text(name, MOST_TEXT) for name in ("status", "ground", "name", "reference", "text")},
    )


def _closed(visit: Visit) -> Response:
    return visit.page("partner_form_closed.html", 404)


def _sender(visit: Visit, row: TransferRow) -> str:
    return visit.office_name(row.office)


def _house(visit: Visit, row: TransferRow) -> House | None:
    office = visit.desk.offices.get(row.office)
    gateway = visit.desk.gateway
    if office is None:
        return None
    return House(
        office, tuple(visit.desk.offices.values()), visit.desk.catalogue, gateway.secret, gateway.settings.desk.url
    )
