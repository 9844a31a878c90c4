"""The letters around transfers and talks: to the partner in his language, to the complainant in hers.

All stand in the office's own texts where it wrote some.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from classifiers.understanding import Language, Wish
from gateway.answering.answer import NoWayToAnswer, draft_answer, send_answer
from gateway.answering.facts import case_facts
from gateway.answering.letterhead import body_contact, letterhead
from gateway.answering.texts import own_texts
from gateway.exchange.house import House, day_of
from gateway.store.partners import Partner, TransferRow
from gateway.store.tables import Case
from outbound.compose import compose
from outbound.draft import Answer, Draft, Recipient
from outbound.exchange.cover import recalled_words, returned_words, taken_words
from outbound.exchange.handshake import TransferState
from outbound.exchange.transfer import Transfer
from outbound.facts import Facts


def plain_letter(
    session: Session, partner: Partner, words: str, *, house: House, reference: str, now: datetime
) -> Draft:
    """A letter to a partner in words of ours."""
    facts = Facts(reference=reference, received=day_of(now), message=words)
    return _to_partner(session, partner, Answer.FREE, facts, house)


def covering_letter(session: Session, case: Case, partner: Partner, transfer: Transfer, house: House) -> Draft:
    """The letter in which a complaint travels, the originals with it."""
    facts = replace(
        _facts(session, case, Answer.FORWARDING_LETTER, Language(partner.language), house),
        reason=transfer.reason,
        message=transfer.description,
        identity_withheld=Wish.WITHHOLD_IDENTITY.value in case.wishes,
    )
    return _to_partner(session, partner, Answer.FORWARDING_LETTER, facts, house, transfer.originals)


def forwarding_notice(
    session: Session, case: Case, partner: Partner, house: House, reason: str, now: datetime
) -> Draft | None:
    """The complainant is told who gets the complaint; None where no address is known."""
    language = house.office.language_for(Language(case.language))
    body = house.catalogue.bodies.get(partner.id)
    contact = body_contact(body, language, offices=house.offices) if body else None
    facts = _facts(session, case, Answer.FORWARDING_NOTICE, language, house)
    told = replace(facts, body=contact or facts.body, forwarded=True, reason=reason)
    return _to_complainant(session, case, Answer.FORWARDING_NOTICE, told, house, now)


def tell_who_has_it(session: Session, case: Case, row: TransferRow, house: House, now: datetime) -> None:
    """Who has the complaint now, and under which number: a letter to the complainant that waits for a name."""
    language = house.office.language_for(Language(case.language))
    body = house.catalogue.bodies.get(row.partner_id)
    name = body.named(language) if body else session.get_one(Partner, row.partner_id).name
    if row.state == TransferState.ACCEPTED.value:
        words = taken_words(language, name, case.reference, row.their_reference)
    elif row.state == TransferState.WITHDRAWN.value:
        words = recalled_words(language, name, case.reference)
    else:
        words = returned_words(language, name, case.reference)
    told = replace(_facts(session, case, Answer.FREE, language, house), message=words)
    draft = _to_complainant(session, case, Answer.FREE, told, house, now)
    if draft is not None:
        key = f"who-has-it:{row.id}:{row.state}"
        send_answer(session, case, draft, office=house.office, secret=house.secret, now=now, dedupe_key=key)


def _to_partner(
    session: Session, partner: Partner, answer: Answer, facts: Facts, house: House, originals: Sequence[str] = ()
) -> Draft:
    language = Language(partner.language)
    return compose(
        answer,
        language=language,
        facts=facts,
        office=letterhead(house.office, language, catalogue=house.catalogue, offices=house.offices),
        to=Recipient(partner.name, partner.mail),
        own_texts=own_texts(session, house.office.id),
        attach_messages=tuple(originals),
    )


def _to_complainant(
    session: Session, case: Case, answer: Answer, facts: Facts, house: House, now: datetime
) -> Draft | None:
    """None where no address is known."""
    try:
        return draft_answer(
            session,
            case,
            answer,
            office=house.office,
            offices=house.offices,
            catalogue=house.catalogue,
            now=now,
            facts=facts,
        )
    except NoWayToAnswer:
        return None


def _facts(session: Session, case: Case, answer: Answer, language: Language, house: House) -> Facts:
    return case_facts(
        session,
        case,
        answer,
        language=language,
        office=house.office,
        catalogue=house.catalogue,
        offices=house.offices,
    )
