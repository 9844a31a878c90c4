"""Circles: two houses find that both have the same complaint, talk about who is best placed, and show nobody a word."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.exchange import circles, daily, directory, talks
from gateway.exchange.incoming import document_in
from gateway.exchange.talks import ANSWER_WITHIN
from gateway.store.partners import ExchangeDocument, OwnMark, TalkRow
from gateway.store.tables import Case, Outbox, Task
from tests.exchange.houses import Town, complaint, town

SENDER = "an.peeters@example.org"
REWORDED = (
    "Bonjour,\n\nDepuis le 3 février 2026 j'attends ma carte de riverain de parking.brussels et personne ne répond. Je paie "
    "chaque jour moi-même.\n\nAn Peeters\nKerkstraat 4\n1000 Brussel\n"
)
OTHER = (
    "Goedendag,\n\nDe VDAB heeft mijn opleiding tot kok geschrapt zonder mij te verwittigen en antwoordt al weken niet meer.\n\n"
    "Bram Maes\nDorpsstraat 9\n9000 Gent\n"
)


@pytest.fixture
def pair(tmp_path: Path, database_url: str) -> Iterator[tuple[Town, Town]]:
    one = town(tmp_path / "flemish", "vlaamse-ombudsdienst")
    two = town(tmp_path / "brussels", "ombuds-brussel", database_url)
    one.befriend(two)
    two.befriend(one)
    with one.gateway.store.session() as session:
        key = circles.make(session, "pool", one.office_id, [two.office_id], one.gateway.secret, "lien", one.now)
    with two.gateway.store.session() as session:
        circles.join(session, "pool", two.office_id, [one.office_id], key, two.gateway.secret, "lien", two.now)
    yield one, two
    one.gateway.close()
    two.gateway.close()


def look(one: Town) -> None:
    for part in daily.looks({one.office_id: one.house}):
        with one.gateway.store.session() as session:
            part(session, one.now)


def lists(one: Town, other: Town) -> list[bytes]:
    """The mails with marks that leave for the other house."""
    return [mail for mail in one.mails_to(other.address) if b"klachtenpost-fingerprints" in mail]


def exchange(one: Town, two: Town) -> None:
    """A day's lists go both ways."""
    for sender, recipient in ((one, two), (two, one)):
        look(sender)
        for mail in lists(sender, recipient):
            recipient.receive(mail, sender.address)


def found(one: Town) -> list[TalkRow]:
    with one.gateway.store.reading() as session:
        return list(session.scalars(select(TalkRow)))


def tasks(one: Town) -> list[Task]:
    with one.gateway.store.reading() as session:
        return list(session.scalars(select(Task).where(Task.kind == "same-elsewhere", Task.done_at.is_(None))))


def say(one: Town, step: str, placed: str = "", text: str = "") -> None:
    with one.gateway.store.session() as session:
        row = session.scalars(select(TalkRow)).one()
        talks.say(session, one.act, row, step, placed, text, house=one.house)


def carry(one: Town, two: Town) -> None:
    for mail in one.mails_to(two.address):
        two.receive(mail, one.address)


def test_the_same_complaint_at_two_houses_opens_a_talk_at_both_and_another_one_at_neither(
    pair: tuple[Town, Town],
) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    two.receive(complaint(REWORDED), SENDER)
    two.receive(complaint(OTHER, "bram@example.org"), "bram@example.org")
    exchange(one, two)
    assert [row.state for row in found(one)] == ["found"]
    assert [row.state for row in found(two)] == ["found"]
    assert len(tasks(one)) == len(tasks(two)) == 1


def test_two_people_agree_who_is_best_placed(pair: tuple[Town, Town]) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    two.receive(complaint(), SENDER)
    exchange(one, two)
    say(one, "propose", two.office_id, "Het gaat om een gewestelijke dienst.")
    assert tasks(one) == []
    carry(one, two)
    (row,) = found(two)
    assert (row.state, row.best_placed) == ("proposed-to-us", two.office_id)
    assert any("proposes that ombuds-brussel" in task.text for task in tasks(two))
    say(two, "agree")
    carry(two, one)
    assert [row.state for row in (*found(one), *found(two))] == ["agreed", "agreed"]


def test_who_does_not_agree_proposes_something_else(pair: tuple[Town, Town]) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    two.receive(complaint(), SENDER)
    exchange(one, two)
    say(one, "propose", two.office_id)
    carry(one, two)
    say(two, "decline", one.office_id, "U had ze eerst.")
    carry(two, one)
    assert found(one)[0].state == "open"
    say(one, "propose", one.office_id)
    carry(one, two)
    say(two, "agree")
    carry(two, one)
    assert (found(one)[0].state, found(one)[0].best_placed) == ("agreed", one.office_id)


def test_a_proposal_that_reaches_a_house_before_its_own_comparison_opens_the_talk_there(
    pair: tuple[Town, Town],
) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    two.receive(complaint(), SENDER)
    look(one)
    late = lists(one, two)
    look(two)
    for mail in lists(two, one):
        one.receive(mail, two.address)
    say(one, "propose", one.office_id)
    carry(one, two)
    assert found(two)[0].state == "proposed-to-us"
    for mail in late:
        two.receive(mail, one.address)
    assert len(found(two)) == 1


def test_a_proposal_without_an_answer_becomes_a_task(pair: tuple[Town, Town]) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    two.receive(complaint(), SENDER)
    exchange(one, two)
    say(one, "propose", two.office_id)
    one.now += timedelta(days=ANSWER_WITHIN + 1)
    look(one)
    look(one)
    assert len(tasks(one)) == 1


def test_what_leaves_holds_no_word_of_a_complaint_and_its_order_and_handles_tell_nothing(
    pair: tuple[Town, Town],
) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    one.receive(complaint(OTHER, "bram@example.org"), "bram@example.org")
    look(one)
    (mail,) = lists(one, two)
    document = document_in(mail)
    assert document is not None
    for word in (b"peeters", b"example.org", b"parking", b"vdab", b"kerkstraat", b"2026-0001", b"gent"):
        assert word not in document.lower().replace(b"ombuds.brussel", b"")
        assert word not in mail.lower().replace(b"parking.brussels", b"") or word in (b"gent",)
    body = json.loads(document)["body"]
    handles = [entry["handle"] for entry in body["entries"]]
    assert handles == sorted(handles)
    assert not {"1", "2"} & set(handles)


@pytest.mark.parametrize("wish", ["withhold-identity", "no-forwarding"])
def test_who_wants_to_stay_unknown_or_wants_no_forwarding_has_no_marks(pair: tuple[Town, Town], wish: str) -> None:
    one, two = pair
    case = one.case(one.receive(complaint(), SENDER))
    with one.gateway.store.session() as session:
        session.get_one(Case, case.id).wishes = [wish]
    look(one)
    assert lists(one, two) == []
    with one.gateway.store.reading() as session:
        assert [row.value for row in session.scalars(select(OwnMark))] == [""]


def test_a_sealed_case_has_no_marks(pair: tuple[Town, Town]) -> None:
    one, two = pair
    case = one.case(one.receive(complaint(), SENDER))
    with one.gateway.store.session() as session:
        session.get_one(Case, case.id).sealed = True
    look(one)
    assert lists(one, two) == []


def test_one_list_leaves_a_day_whatever_comes_in(pair: tuple[Town, Town]) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    look(one)
    assert len(lists(one, two)) == 1
    one.receive(complaint(OTHER, "bram@example.org"), "bram@example.org")
    one.now += timedelta(hours=2)
    look(one)
    assert lists(one, two) == []
    one.now += timedelta(days=1)
    look(one)
    assert len(lists(one, two)) == 1


def test_in_a_new_quarter_young_cases_are_marked_anew_under_other_handles(pair: tuple[Town, Town]) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    look(one)
    lists(one, two)
    one.now += timedelta(days=32)
    look(one)
    with one.gateway.store.reading() as session:
        rows = session.scalars(select(OwnMark).where(OwnMark.value != "")).all()
    assert {row.quarter for row in rows} == {"2026Q1", "2026Q2"}
    assert len({row.handle for row in rows}) == 2
    assert len({row.value for row in rows}) == len(rows)


def test_a_list_of_a_house_outside_the_circle_is_refused(pair: tuple[Town, Town]) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    look(one)
    mails = lists(one, two)
    with two.gateway.store.session() as session:
        circles.end(session, "pool", two.now)
    for mail in mails:
        two.receive(mail, one.address)
    with two.gateway.store.reading() as session:
        (row,) = session.scalars(select(ExchangeDocument)).all()
    assert row.outcome == "wrong-body"
    assert "no circle" in row.text


def test_after_the_circle_ends_nothing_leaves_and_nothing_is_kept(pair: tuple[Town, Town]) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    look(one)
    lists(one, two)
    with one.gateway.store.session() as session:
        circles.end(session, "pool", one.now)
    one.now += timedelta(days=1)
    one.receive(complaint(OTHER, "bram@example.org"), "bram@example.org")
    look(one)
    assert lists(one, two) == []
    with one.gateway.store.reading() as session:
        assert session.scalars(select(OwnMark)).all() == []


def test_whoever_fishes_with_many_guesses_is_stopped_and_shown(
    pair: tuple[Town, Town], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = pair
    monkeypatch.setattr(talks, "MOST_A_DAY", 1)
    one.receive(complaint(), SENDER)
    one.receive(complaint(OTHER, "bram@example.org"), "bram@example.org")
    look(one)
    for mail in lists(one, two):
        two.receive(mail, one.address)
    with two.gateway.store.reading() as session:
        (row,) = session.scalars(select(ExchangeDocument)).all()
    assert row.outcome == "wrong-body"


def test_the_match_stays_ours_until_a_person_says_something(pair: tuple[Town, Town]) -> None:
    """Whoever only listens learns nothing: a match makes no mail."""
    one, two = pair
    one.receive(complaint(), SENDER)
    two.receive(complaint(), SENDER)
    exchange(one, two)
    assert found(one)
    with one.gateway.store.reading() as session:
        queued = session.scalars(select(Outbox).where(Outbox.to_address == two.address, Outbox.state == "queued")).all()
    assert queued == []


def test_a_partner_whose_address_changed_is_told_nothing_until_somebody_checks_it_again(
    pair: tuple[Town, Town],
) -> None:
    one, two = pair
    one.receive(complaint(), SENDER)
    with one.gateway.store.session() as session:
        entry = directory.Entry(two.office_id, "Ombuds Brussel", "nieuw@ombuds.brussels")
        directory.enter(session, entry, "lien", one.now)
    look(one)
    with one.gateway.store.reading() as session:
        left = session.scalars(select(Outbox).where(Outbox.to_address.like("%@ombuds.brussels"))).all()
    assert left == []
