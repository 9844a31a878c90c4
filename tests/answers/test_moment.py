"""A complaint about a decision that can be appealed: who must count the term learns when his message reached us."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from gateway.answering import case_facts, draft_answer
from gateway.casework.acts import Act
from gateway.casework.arrival_day import change_day
from gateway.casework.roles import Person, Role
from gateway.store.engine import Store
from gateway.store.tables import Case, Outbox
from outbound.draft import Answer, Channel
from tests.desk.open_desk import NOW, OMBUDS, OpenDesk, mail, open_desk

DECISION = """Geachte,

Ik dien klacht in tegen de beslissing van VDAB van 20 februari 2026 waarin mijn opleidingsvergoeding geweigerd werd. In
die beslissing staat dat ik binnen dertig dagen beroep kan aantekenen. Ik vroeg VDAB op 24 februari om uitleg, maar
kreeg geen antwoord. Ik vraag dat iemand dit nakijkt.

Met vriendelijke groeten,
Katrien Verhaegen
Kortrijksesteenweg 118 bus 2
9000 Gent
"""
WHEN = "op 4 maart 2026 om 10.00 uur"


def complained(store: Store, home: Path) -> OpenDesk:
    desk = open_desk(store, home)
    desk.mails(mail(DECISION, subject="Klacht over een beslissing van VDAB"))
    return desk


def text_now(desk: OpenDesk, store: Store, channel: Channel | None = None) -> str:
    with store.session() as session:
        case = session.scalars(select(Case)).one()
        office = next(one for one in desk.gateway.offices if one.id == case.office)
        own: dict[str, Any] = {"office": office, "offices": desk.gateway.offices, "catalogue": desk.gateway.catalogue}
        language = office.language_for(next(iter(office.languages)))
        facts = case_facts(session, case, Answer.STATUS, language=language, **own)
        return draft_answer(
            session, case, Answer.STATUS, now=NOW, facts=facts, language=language, channel=channel, **own
        ).text


def test_the_receipt_tells_the_hour_at_which_the_mail_arrived(store: Store, tmp_path: Path) -> None:
    desk = complained(store, tmp_path)
    (receipt,) = desk.rows(select(Outbox))
    assert "de termijn om beroep in te dienen loopt door" in receipt.draft["text"]
    assert WHEN in receipt.draft["text"]
    assert WHEN in text_now(desk, store)


@pytest.mark.parametrize("channel", ["scan", "spoken"])
def test_what_came_on_paper_or_was_told_has_a_day_and_no_hour(store: Store, tmp_path: Path, channel: str) -> None:
    desk = complained(store, tmp_path)
    with store.session() as session:
        session.execute(update(Case).values(channel=channel))
    assert "kwam bij ons aan" not in text_now(desk, store, Channel.LETTER)


def test_a_day_that_a_person_set_has_no_hour(store: Store, tmp_path: Path) -> None:
    desk = complained(store, tmp_path)
    with store.session() as session:
        case = session.scalars(select(Case)).one()
        office = next(one for one in desk.gateway.offices if one.id == OMBUDS)
        act = Act(Person("hanne", "Hanne", "nl", ((OMBUDS, Role.HANDLER),)), NOW)
        change_day(session, act, case, office, NOW.date().replace(day=2), "de mail stond in een andere bus")
    assert "kwam bij ons aan" not in text_now(desk, store)
