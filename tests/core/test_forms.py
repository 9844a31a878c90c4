"""Values go into the books as JSON and come back the same."""

import json
from datetime import UTC, date, datetime

from classifiers.understanding import Kind, Language, Person, Reading, Signal, Span, Understanding
from gateway.store.forms import plain, restored
from outbound.draft import Answer, Channel, Draft, Recipient
from routing.decision import Action, Clock, Decision, Finding, Ground, Reason, Reply, Verdict


def test_an_understanding_comes_back_the_same() -> None:
    understanding = Understanding(
        language=Reading(Language.NL, 0.99, "lingua"),
        kind=Reading(Kind.COMPLAINT, 0.97, "textcat", Span("body", 3, 9), "klacht"),
        person=Person(name=Reading("Zoë Peeters", 0.95, "signature", Span("body", 100, 111), "Zoë Peeters")),
        services=(Reading("de-lijn", 0.9, "name"),),
        signals=(Reading(Signal.URGENT, 0.8, "phrase"),),
        missing=("address",),
    )
    form = json.loads(json.dumps(plain(understanding)))
    assert restored(Understanding, form) == understanding


def test_a_decision_comes_back_the_same() -> None:
    day = date(2026, 3, 2)
    decision = Decision(
        action=Action.FIRST_LINE,
        to="de-lijn",
        findings=(
            Finding(Ground.ANONYMOUS, Verdict.NO, "art. 1", False, {Language.NL: "Tekst"}, Reading("x", 1, "y")),
        ),
        reasons=(Reason("first-line", "The body was not asked yet.", "art. 2"),),
        reply=Reply(True, "receipt", "complaint of a person"),
        clocks=(Clock("receipt", day, day, day, day, "art. 3"),),
        confidence=0.9,
        decided_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
        alternatives=((Action.HANDLE, None, "if asked already"),),
    )
    assert restored(Decision, json.loads(json.dumps(plain(decision)))) == decision


def test_a_draft_comes_back_the_same() -> None:
    to = Recipient("Zoë", "zoe@example.org")
    draft = Draft(
        Answer.RECEIPT, Channel.MAIL, to, Language.NL, "Re: x", "Beste", False, "a@b", ("a@b",), headers={"X": "y"}
    )
    assert restored(Draft, json.loads(json.dumps(plain(draft)))) == draft


def test_what_no_database_keeps_is_taken_out_of_texts() -> None:
    assert plain("a\x00b\ud83d") == "ab?"
