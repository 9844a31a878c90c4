"""What leaves: how far each answer is, exactly what it says, and the name that must stand under it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from starlette.responses import HTMLResponse, Response

from gateway.answering.facts import handler_contact
from gateway.answering.letterhead import letterhead
from gateway.casework import outgoing
from gateway.casework.acts import Act
from gateway.casework.errors import NotPossible, NotSeen
from gateway.casework.roles import Permission
from gateway.desk.pages.answer import later_typed
from gateway.desk.texts import BRUSSELS
from gateway.desk.visit import Visit, case_address
from gateway.sending.addresses import Purpose, tagged
from gateway.sending.rendering import Stationery
from gateway.store.forms import restored
from gateway.store.raw import raw_bytes
from gateway.store.tables import Case, Delivery, Outbox
from outbound.blocks import blocks
from outbound.draft import Channel, Draft
from outbound.letter import LetterNotRendered, render_letter
from outbound.mail import html

#: A frame that can do nothing; a mail of ours has its style on its elements.
LOCKED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox"
}
#: Items on one page.
MOST = 100
#: What may be done in a state; each is an act of `gateway.casework.outgoing`.
ACTS: Mapping[str, tuple[str, ...]] = {
    "waiting-for-person": ("approve", "withdraw"),
    "queued": ("later", "withdraw"),
    "failed": ("again", "withdraw"),
    "in-doubt": ("found-sent", "again"),
}


def show(visit: Visit) -> Response:
    seen = outgoing.scope(visit.person)
    grouped = visit.session.execute(select(Outbox.state, func.count(Outbox.id)).where(seen).group_by(Outbox.state))
    counts = {row[0]: row[1] for row in grouped}
    chosen = visit.asked("state", 20)
    if chosen not in outgoing.STATES:
        chosen = next((state for state in outgoing.STATES if counts.get(state)), outgoing.STATES[0])
    rows = (
        select(Outbox, Case)
        .outerjoin(Case, Case.id == Outbox.case_id)
        .where(Outbox.state == chosen, seen)
        .order_by(Outbox.id.desc())
        .limit(MOST)
    )
    return visit.page(
        "outbox.html",
        chosen=chosen,
        counts=[(state, counts.get(state, 0)) for state in outgoing.STATES if counts.get(state) or state == chosen],
        rows=[(item, case) for item, case in visit.session.execute(rows)],
        most=MOST,
        keeps_texts=visit.person.may(Permission.COORDINATE),
        to_print=len(outgoing.letters(visit.session, visit.person, ("queued", "printed"))),
    )


def one(visit: Visit) -> Response:
    item = _item(visit)
    case = visit.session.get(Case, item.case_id) if item.case_id else None
    draft = restored(Draft, item.draft)
    office = visit.desk.offices.get(item.office)
    events = visit.session.scalars(select(Delivery).where(Delivery.outbox_id == item.id).order_by(Delivery.id))
    may = visit.person.may(Permission.DECIDE, item.office) and item.lease_until is None
    acts = ACTS.get(item.state, ()) if may else ()
    if case and office and not outgoing.names(visit.session, visit.person, case, item, office):
        acts = tuple(act for act in acts if act != "approve")
    return visit.page(
        "outbox_one.html",
        item=item,
        case=case,
        address=case_address(case) if case else "",
        draft=draft,
        blocks=blocks(draft.text),
        sender=office.sender(draft.language) if office else "",
        printable=bool(draft.to.postal and office),
        events=list(events),
        acts=acts,
        leaves=item.not_before.astimezone(BRUSSELS).strftime("%Y-%m-%dT%H:%M"),
        phone=str(case.person.get("phone") or "") if case else "",
        by_phone=item.channel == Channel.PHONE.value,
        delay=int(visit.desk.gateway.settings.desk.send_delay_seconds),
    )


def letter(visit: Visit) -> Response:
    """The PDF: what was printed, else what would be printed today."""
    content = letter_pdf(visit, _item(visit))
    headers = {"Content-Disposition": f'inline; filename="letter-{visit.part_number("item")}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


def approve(visit: Visit) -> Response:
    item, delay = _item(visit), visit.desk.gateway.settings.desk.send_delay_seconds
    office = visit.desk.offices.get(item.office)
    if office is None:
        raise NotPossible("this office is no longer served here")
    done = outgoing.approve(visit.session, _act(visit), item.id, office, delay, later_typed(visit), _told_on(visit))
    if done.channel == Channel.PHONE.value:
        return _done(visit, done, "told-by-phone")
    return _done(visit, done, "approved")


def later(visit: Visit) -> Response:
    """At a time of one's choice."""
    moment = later_typed(visit)
    if moment is None:
        raise NotPossible("choose a time from now on, a month ahead at most")
    return _done(visit, outgoing.send_at(visit.session, _act(visit), visit.part_number("item"), moment), "time-chosen")


def mail(visit: Visit) -> Response:
    """The mail byte for byte as it leaves, but for the signature that is put before it."""
    headers = {"Content-Disposition": f'attachment; filename="outgoing-{visit.part_number("item")}.eml"', **LOCKED}
    return Response(mail_bytes(visit, _item(visit)), media_type="message/rfc822", headers=headers)


def laid_out(visit: Visit) -> Response:
    """Its HTML as a mail program shows it."""
    draft = restored(Draft, _item(visit).draft)
    return HTMLResponse(html(draft), headers={**LOCKED, "X-Frame-Options": "SAMEORIGIN"})


def withdraw(visit: Visit) -> Response:
    return _done(visit, outgoing.withdraw(visit.session, _act(visit), visit.part_number("item")), "withdrawn")


def settle(visit: Visit) -> Response:
    number = visit.part_number("item")
    match visit.text("how", 20):
        case "found-sent":
            return _done(visit, outgoing.found_sent(visit.session, _act(visit), number), "found-sent")
        case "again":
            return _done(visit, outgoing.send_again(visit.session, _act(visit), number), "sent-again")
        case _:
            raise NotPossible("choose what happens with it")


def mail_bytes(visit: Visit, item: Outbox) -> bytes:
    """What left, else what would leave. Raises NotPossible for what is no mail."""
    if item.channel != Channel.MAIL.value:
        raise NotPossible("this is no mail")
    if item.rendered:
        return raw_bytes(visit.session, item.rendered)
    try:
        return Stationery(visit.desk.offices, visit.desk.gateway.secret).unsigned(visit.session, item)
    except (ValueError, KeyError) as error:
        raise NotPossible("this cannot be made into a mail") from error


def letter_pdf(visit: Visit, item: Outbox) -> bytes:
    """Raises NotPossible where there is no office or postal address for one."""
    if item.channel == Channel.LETTER.value and item.rendered:
        return raw_bytes(visit.session, item.rendered)
    draft, office = restored(Draft, item.draft), visit.desk.offices.get(item.office)
    if office is None or not draft.to.postal:
        raise NotPossible("there is no address to answer to: correct the address first")
    case = visit.session.get(Case, item.case_id) if item.case_id else None
    houses = tuple(visit.desk.offices.values())
    code = ""
    if case is not None:
        code = tagged(visit.desk.gateway.secret, office.sender(draft.language), Purpose.REPLY, case.id)
    try:
        return render_letter(
            draft,
            office=letterhead(office, draft.language, catalogue=visit.desk.catalogue, offices=houses),
            reference=case.reference if case else "",
            day=visit.today,
            code=code,
            contact=handler_contact(visit.session, case.handler) if case else None,
        )
    except LetterNotRendered as error:
        raise NotPossible("this letter cannot be made into a page") from error


def _told_on(visit: Visit) -> date | None:
    told = visit.text("day", 10)
    if not told:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise NotPossible("an answer was told today or since it was written") from None


def _item(visit: Visit) -> Outbox:
    item = outgoing.item_of(visit.session, visit.person, visit.part_number("item"))
    if item.case_id is not None:
        visit.case_of(item.case_id, f"outgoing {item.id}")
    elif not visit.person.may(Permission.QUARANTINE, item.office):
        raise NotSeen("no such item")
    return item


def _act(visit: Visit) -> Act:
    return Act(visit.person, visit.now)


def _done(visit: Visit, item: Outbox, done: str) -> Response:
    if item.case_id is not None:
        visit.looked_at.append((item.case_id, f"outgoing {item.id} {done}"))
    return visit.to(f"/outbox/{item.id}", done)
