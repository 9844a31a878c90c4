import pytest

from classifiers.screen import AnswerVerdict, screen
from outbound.reports import Action, Reason, in_words, read_report
from tests.reports.forms import FORMS, ORIGINAL, RETURN, build, read


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["name"])
def test_each_form_tells_what_became_of_whom_and_why(form):
    message = read(build(form))
    report = read_report(message)
    assert report is not None
    one = report.gravest
    assert [one.action, one.status, one.reason, one.address] == form["expect"]
    assert RETURN in report.returned_to
    if "fields" in form or ORIGINAL in form["text"]:
        assert report.original_ids[0] == ORIGINAL
    verdict = screen(message, own_addresses=["klachten@ombuds.example"])
    assert (verdict.kind, verdict.makes_case, verdict.answer) == ("bounce", False, AnswerVerdict.NEVER)


def test_at_least_sixty_forms_are_known_each_a_different_one():
    assert len({(form["from"], form["subject"], form["text"], form.get("fields")) for form in FORMS}) >= 60


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_every_report_can_be_told_in_plain_words(language):
    for form in FORMS:
        report = read_report(read(build(form)))
        assert report is not None
        words = in_words(report, language)
        assert report.gravest.address in words
        assert "{" not in words
        assert words.endswith(".")


def test_reports_of_several_recipients_keep_them_apart():
    fields = "".join(
        f"\nFinal-Recipient: rfc822; {who}@post.example\nAction: {action}\nStatus: {status}\n"
        for who, action, status in (("an", "delivered", "2.1.5"), ("bo", "failed", "5.1.1"), ("cy", "delayed", "4.2.2"))
    )
    form = {
        "from": "MAILER-DAEMON@relay.example",
        "subject": "Delivery report",
        "text": "Mixed.",
        "fields": f"Reporting-MTA: dns; relay.example\n{fields}",
    }
    report = read_report(read(build(form)))
    assert report is not None
    assert [(r.address, r.action, r.reason) for r in report.recipients] == [
        ("an@post.example", Action.DELIVERED, Reason.NONE),
        ("bo@post.example", Action.FAILED, Reason.UNKNOWN_USER),
        ("cy@post.example", Action.DELAYED, Reason.MAILBOX_FULL),
    ]
    assert report.action is Action.FAILED


def test_the_status_class_decides_over_the_smtp_code():
    form = dict(
        FORMS[0],
        fields="Reporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; an@post.example\nStatus: 4.2.2\nDiagnostic-Code: smtp; 550 5.1.1 nobody\n",
    )
    report = read_report(read(build(form)))
    assert report is not None
    assert (report.action, report.status, report.reason) == (Action.DELAYED, "4.2.2", Reason.MAILBOX_FULL)


def test_the_envelope_id_is_kept():
    form = next(form for form in FORMS if "item-100" in form.get("fields", ""))
    report = read_report(read(build(form)))
    assert report is not None
    assert report.envelope_id == "item-100"


def test_a_person_who_passes_a_report_on_has_written_no_report():
    raw = (
        b"Return-Path: <an@post.example>\nFrom: An Claes <an@post.example>\nTo: klachten@ombuds.example\n"
        b"Subject: FW: Undeliverable: mijn aanvraag\n\nBeste, ik kreeg dit terug en mijn aanvraag is dus nooit aangekomen bij de dienst.\n"
        b"Ik wil hierover een klacht indienen.\n\nDelivery has failed to these recipients: info@dienst.example 550 5.1.1 user unknown\n"
    )
    assert read_report(read(raw)) is None
    assert screen(read(raw), own_addresses=()).makes_case


def test_an_absence_message_with_empty_return_path_is_no_report():
    raw = b"Return-Path: <>\nFrom: postmaster@post.example\nSubject: Automatisch antwoord: ontvangst\n\nUw bericht kon niet worden afgeleverd aan mij want ik ben met verlof.\n"
    assert read_report(read(raw)) is None
    assert screen(read(raw), own_addresses=()).kind == "automatic-reply"
