"""Mails read and weighed for real: the share that gets the action and the target that a caseworker would propose."""

import pytest

from tests.routing.stories import Share, citizens, offices, readings, rows
from tests.routing.told import catalogue


@pytest.mark.parametrize(
    ("stories", "half", "actions", "targets"),
    [
        (rows, "first", 0.97, 0.97),
        (rows, "later", 0.85, 0.9),
        (offices, "first", 0.96, 0.96),
        (offices, "later", 0.9, 0.8),
    ],
)
def test_the_proposal_is_what_a_caseworker_would_propose(stories, half, actions, targets):
    share = Share()
    for story in stories(half):
        share.count(story)
    assert share.actions >= actions * share.of, share.missed
    assert share.targets >= targets * share.of_targets, share.missed


def test_people_who_do_not_know_whose_door_it_is_are_sent_to_the_right_one():
    share = Share()
    for story in citizens():
        share.count(story)
    assert share.actions >= 0.93 * share.of, share.missed
    assert share.targets >= 0.91 * share.of_targets, share.missed


def test_who_complains_gets_a_receipt_at_once_and_who_reports_wrongdoing_never_does():
    told = [(story.alone, story.decision().reply.automatic, story.text[:60]) for story in citizens()]
    assert [text for wanted, alone, text in told if not wanted and alone] == []
    silent = [text for wanted, alone, text in told if wanted and not alone]
    assert len(silent) <= 0.03 * len(told), silent


def test_every_row_of_the_routes_is_told_of_in_the_words_of_citizens():
    assert {route.id for route in catalogue().routes} <= {story.group for story in citizens()}


def test_every_subject_that_often_reaches_the_wrong_house_is_told_of():
    told = {story.group for half in ("first", "later") for story in rows(half)}
    assert told == {route.id for route in catalogue().routes}


def test_a_report_by_somebody_who_works_there_gets_no_answer_by_itself_whatever_it_was_taken_for():
    reports = [s for half in ("first", "later") for s in (*rows(half), *offices(half)) if s.actions == ("seal",)]
    assert len(reports) >= 6
    assert [s.text for s in reports if s.decision().reply.automatic] == []


@pytest.mark.parametrize(("name", "told", "untold"), [("appealable", 0.95, 0.95), ("later_appealable", 0.7, 0.95)])
def test_a_decision_that_can_be_appealed_is_told_from_waiting_and_from_bad_manners(name, told, untold):
    named = [codes(story) for story in readings(name, "yes")]
    others = [codes(story) for story in readings(name, "no")]
    assert sum("appeal-running" in one for one in named) >= told * len(named)
    assert sum("appeal-running" not in one for one in others) >= untold * len(others)


@pytest.mark.parametrize(
    ("name", "told", "untold"), [("private_dispute", 0.9, 0.85), ("later_private_dispute", 0.8, 0.95)]
)
def test_a_matter_between_private_persons_is_told_from_one_that_only_names_them(name, told, untold):
    private = [story.decision().action.value == "refuse" for story in readings(name, "yes")]
    others = [story.decision().action.value != "refuse" for story in readings(name, "no")]
    assert sum(private) >= told * len(private)
    assert sum(others) >= untold * len(others)


def codes(story) -> set[str]:
    return {reason.code for reason in story.decision().reasons}
