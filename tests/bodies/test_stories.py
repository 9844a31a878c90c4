"""Longer stories: the share of bodies rightly found, on those seen and on those written later; what is sure is right."""

import pytest

from tests.bodies.mails import FINDER, Mail, office
from tests.bodies.stories import LATER, SEEN


def f1(stories) -> float:
    right = wrong = missed = 0
    for receiving, subject, text, wanted in stories:
        found = {r.value for r in FINDER.read(Mail(text, subject), office(receiving)).services}
        right += len(found & set(wanted))
        wrong += len(found - set(wanted))
        missed += len(set(wanted) - found)
    return 2 * right / (2 * right + wrong + missed)


@pytest.mark.parametrize(("stories", "least"), [(SEEN, 0.97), (LATER, 0.9)], ids=["seen", "later"])
def test_bodies_are_found_in_longer_stories(stories, least):
    assert f1(stories) >= least


def test_what_is_shown_as_sure_is_right():
    sure = [
        r.value in wanted
        for receiving, subject, text, wanted in (*SEEN, *LATER)
        for r in FINDER.read(Mail(text, subject), office(receiving)).services
        if r.confidence >= 0.9
    ]
    assert len(sure) > 80
    assert sum(sure) / len(sure) >= 0.98
