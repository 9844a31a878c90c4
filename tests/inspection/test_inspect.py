"""`klachtenpost inspect`: no database, every mail gets its line."""

import io
import sys
from pathlib import Path

import pytest

from gateway.inspection import look as looking
from gateway.inspection.as_json import SEVERAL, SINGLE
from gateway.inspection.language import Speaker
from tests.inspection.mails import COMPLAINT, REPLY, RUBBISH, run_json, run_text
from tests.routing.told import catalogue

KEYS = {
    "mail", "office", "language", "kind", "person", "services", "prior_contact", "happened", "recipients", "wishes",
    "signals", "grounds", "route", "reply", "reply_automatic", "description", "missing", "confidence", "evidence",
    "reasons",
}  # fmt: skip
PERSON = {"name", "street", "number", "box", "postcode", "municipality", "phone", "email"}


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "een.eml"
    path.write_bytes(COMPLAINT)
    return path


def test_one_object_a_mail_with_every_key(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = run_json(capsys, [mail])
    assert set(told) >= KEYS
    assert set(told["person"]) == PERSON
    assert told["mail"] == "een.eml"
    assert told["office"] == "vlaamse-ombudsdienst"
    assert told["language"] == "nl"
    assert told["services"] == ["de-lijn"]
    assert set(told["route"]) == {"action", "to"}
    assert told["reply"]["automatic"] is told["reply_automatic"]


def test_evidence_points_at_the_very_words(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = run_json(capsys, [mail])
    service = next(line for line in told["evidence"] if line["field"] == "services")
    assert service["value"] == "de-lijn"
    assert service["end"] - service["start"] == len(service["words"])
    assert service["method"]
    assert 0 < service["confidence"] <= 1


def test_arrival_is_the_topmost_received_header(mail: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = run_json(capsys, [mail])
    assert told["received_at"] == "2026-06-02T09:30:00+02:00"


def test_a_folder_is_read_in_name_order_without_what_is_no_mail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("b.eml", "a.eml", "c"):
        (tmp_path / name).write_bytes(COMPLAINT)
    (tmp_path / "gold.jsonl").write_text("{}")
    (tmp_path / ".hidden").write_bytes(COMPLAINT)
    assert [told["mail"] for told in run_json(capsys, [tmp_path])] == ["a.eml", "b.eml", "c"]


def test_an_mbox_holds_several_mails_and_a_quoted_from_line_starts_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = b"From an.maes@voorbeeld.be Mon Jun  1 08:59:00 2026\n"
    quoted = COMPLAINT.replace(b"\r\n", b"\n") + b"\n>From daar kwam niets.\n\n"
    (tmp_path / "post.mbox").write_bytes(start + quoted + start + quoted)
    told = run_json(capsys, [tmp_path / "post.mbox"])
    assert [line["mail"] for line in told] == ["post.mbox:1", "post.mbox:2"]
    assert [line["services"] for line in told] == [["de-lijn"], ["de-lijn"]]


def test_standard_input_is_a_mail(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(COMPLAINT)))
    (told,) = run_json(capsys, ["-"])
    assert told["services"] == ["de-lijn"]


def test_rubbish_and_nothing_at_all_get_a_line_and_do_not_stop_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.eml").write_bytes(RUBBISH)
    (tmp_path / "b.eml").write_bytes(b"")
    (tmp_path / "c.eml").write_bytes(COMPLAINT)
    told = run_json(capsys, [tmp_path])
    assert [line["mail"] for line in told] == ["a.eml", "b.eml", "c.eml"]
    assert all(set(line) >= KEYS for line in told)


@pytest.fixture
def own_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with an office and a body of its own."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "klachtenpost.toml").write_text('[offices]\nfile = "offices.toml"\ncatalogue = "bodies.toml"\n')
    (home / "offices.toml").write_text(
        '[[office]]\nid = "huis"\nprocedure = "lokaal-bestuur"\nname = "Huis"\naddresses = ["klachten@huis.example"]\n'
    )
    (home / "bodies.toml").write_text(
        '[[body]]\nid = "veerdienst"\nkind = "first_line"\nname = { nl = "Veerdienst Zonnestroom" }\n'
    )
    monkeypatch.setenv("KLACHTENPOST_HOME", str(home))
    return home


def test_an_office_and_a_body_of_our_own_are_known_here_too(
    own_house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = tmp_path / "veer.eml"
    mail.write_bytes(COMPLAINT.replace(b"De Lijn", b"Veerdienst Zonnestroom"))
    (told,) = run_json(capsys, [mail], office="huis")
    assert (told["office"], told["services"]) == ("huis", ["veerdienst"])


def test_a_wrong_entry_among_our_own_bodies_is_one_sentence(
    own_house: Path, mail: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (own_house / "bodies.toml").open("a") as file:
        file.write('second_line = "nergens"\n')
    status, out, err = run_text(capsys, ["inspect", "--office", "huis", mail])
    assert (status, out) == (2, "")
    assert "veerdienst: nergens is no body" in err


def test_a_mail_on_which_reading_fails_is_reported_for_a_person_and_the_next_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.eml").write_bytes(RUBBISH)
    (tmp_path / "b.eml").write_bytes(COMPLAINT)
    real = looking.read

    def failing(raw: looking.Raw, *, readers: looking.Readers) -> looking.Read:
        if raw.content == RUBBISH:
            raise RecursionError("too deep")
        return real(raw, readers=readers)

    monkeypatch.setattr(looking, "read", failing)
    broken, good = run_json(capsys, [tmp_path])
    assert broken["kind"] == "other"
    assert broken["route"] == {"action": "file", "to": None}
    assert broken["reply_automatic"] is False
    assert broken["reasons"][0]["code"] == "unreadable"
    assert "too deep" not in str(broken)
    assert good["services"] == ["de-lijn"]


@pytest.mark.parametrize("office", ["vlaamse-ombudsdienst", "ombuds-brussel", "gemeente-deinze", "vdab"])
def test_any_office_reads(mail: Path, office: str, capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = run_json(capsys, [mail], office)
    assert told["office"] == office


def test_a_bounce_is_filed_without_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(REPLY)
    (told,) = run_json(capsys, [tmp_path])
    assert told["kind"] == "bounce"
    assert told["route"]["action"] == "file"
    assert told["reply_automatic"] is False


def test_a_wrong_office_or_path_is_one_sentence_and_status_2(
    mail: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--office", "nergens", mail], ["--office", "vdab", tmp_path / "nergens.eml"]):
        status, out, err = run_text(capsys, ["inspect", *words])
        assert status == 2
        assert out == ""
        assert err.count("\n") == 1
        assert "nergens" in err


def test_for_a_person_the_proposal_the_words_and_the_doubts_are_shown(
    mail: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run_text(capsys, ["inspect", "--office", "vlaamse-ombudsdienst", mail])
    assert status == 0
    assert "Proposal:" in out
    assert "De Lijn" in out
    assert "Ik dien klacht in over De Lijn" in out


def test_a_mail_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(COMPLAINT.replace(b"Geachte", b"Geachte \x1b[2J\x07"))
    _, out, _ = run_text(capsys, ["inspect", "--office", "vdab", tmp_path])
    assert "\x1b[2J" not in out
    assert "\x07" not in out


@pytest.mark.parametrize(
    ("language", "heading", "kind"),
    [
        ("nl", "Voorstel: ", "klacht"),
        ("fr", "Proposition: ", "plainte"),
        ("de", "Vorschlag: ", "Beschwerde"),
        ("en", "Proposal: ", "complaint"),
    ],
)
def test_it_is_told_in_the_language_asked_for_and_the_words_of_the_mail_stay(
    mail: Path, language: str, heading: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["inspect", "--office", "vlaamse-ombudsdienst", "--language", language, mail]
    status, out, _ = run_text(capsys, words)
    assert status == 0
    assert heading in out
    assert kind in out
    assert "Ik dien klacht in over De Lijn" in out


def test_a_town_is_shown_as_the_citizen_wrote_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = "Klacht over De Lijn: de bus komt nooit en niemand antwoordt.\n\nAnne Dubois\nRue Haute 3\n7700 Mouscron"
    mail = f"From: Anne Dubois <anne@voorbeeld.be>\nTo: klachten@vlaamseombudsdienst.be\nSubject: Klacht\n\n{said}\n"
    (tmp_path / "a.eml").write_text(mail)
    _, out, _ = run_text(capsys, ["inspect", "--office", "vlaamse-ombudsdienst", "--language", "nl", tmp_path])
    assert "Mouscron" in out
    assert "Moeskroen" not in out


def test_every_heading_of_a_reading_has_words() -> None:
    for language in ("nl", "fr", "de"):
        speaker = Speaker(language, catalogue())
        fields = [*SINGLE, *SEVERAL, *(f"person.{name}" for name in PERSON)]
        english = [f for f in fields if speaker.field(f) == f.replace("_", " ")]
        assert english == [], language
