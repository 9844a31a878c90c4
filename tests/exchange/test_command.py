"""`klachtenpost partner` as an administrator types it, in two houses on their own books."""

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import select

from gateway.cli import main
from gateway.exchange import openpgp, smime
from gateway.exchange.daily import looks
from gateway.exchange.incoming import document_in
from gateway.store.partners import Circle, OwnMark, Partner, PartnerKey, PartnerLog, PartnerMark, TalkRow
from tests.exchange.houses import Town, complaint, town
from tests.exchange.steps import passed_on
from tests.exchange.test_circles import SENDER


@dataclass(slots=True)
class Administered:
    town: Town
    home: Path

    def say(self, *words: str, status: int = 0) -> str:
        """What is printed; what goes wrong is told on standard error, in one sentence."""
        out, wrong = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(wrong):
            ended = main(["--home", str(self.home), *words])
        assert ended == status, wrong.getvalue()
        assert "Traceback" not in wrong.getvalue()
        return out.getvalue() if status == 0 else wrong.getvalue()


def administered(home: Path, office: str) -> Administered:
    home.mkdir()
    (home / "klachtenpost.toml").write_text(
        f'[offices]\nserve = ["{office}"]\n[database]\nurl = "sqlite:///books.db"\n[worker]\nprocesses = 0\n'
    )
    return Administered(town(home, office), home)


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Administered, Administered]]:
    monkeypatch.setenv("KLACHTENPOST_HOME", "")
    one = administered(tmp_path / "flemish", "vlaamse-ombudsdienst")
    two = administered(tmp_path / "brussels", "ombuds-brussel")
    yield one, two
    one.town.gateway.close()
    two.town.gateway.close()


def meet(one: Administered, other: Administered) -> None:
    office = other.town.office_id
    one.say("partner", "add", office, "--name", "De andere", "--mail", other.town.address)
    one.say("partner", "verify", office, "--by", "lien")
    key = re.findall(r" (\S{44})  signs", other.say("partner", "keys"))
    one.say("partner", "pin", office, key[0], "--by", "lien")


def look(one: Administered) -> None:
    for part in looks({one.town.office_id: one.town.house}):
        with one.town.gateway.store.session() as session:
            part(session, one.town.now)


def test_every_list_says_so_in_words_when_it_is_empty_and_what_to_do(pair: tuple[Administered, Administered]) -> None:
    one, _ = pair
    for command, next_step in (("partner", "partner add"), ("user", "user add"), ("token", "token create")):
        said = one.say(command, "list")
        assert said.strip(), command
        assert f"klachtenpost {next_step}" in said


def test_two_administrators_meet_and_a_complaint_goes_over(pair: tuple[Administered, Administered]) -> None:
    one, two = pair
    meet(one, two)
    meet(two, one)
    listed = one.say("partner", "list")
    assert "verified by lien" in listed
    assert re.search("keys: [0-9a-f]{16}", listed)
    _, mail = passed_on(one.town, two.town)
    two.town.receive(mail, one.town.address)
    assert len(two.town.mails_to(one.town.address)) == 1
    with one.town.gateway.store.reading() as session:
        log = session.scalars(select(PartnerLog.what).order_by(PartnerLog.id)).all()
    assert log == ["entered", "verified", "key-offered", "key-pinned"]


@pytest.mark.parametrize(("words", "begins"), [((), smime.BEGINS), (("--openpgp",), openpgp.BEGINS)])
def test_a_certificate_printed_by_one_house_and_pinned_by_the_other_hides_what_goes_between(
    pair: tuple[Administered, Administered], tmp_path: Path, words: tuple[str, ...], begins: str
) -> None:
    one, two = pair
    meet(one, two)
    meet(two, one)
    told = two.say("partner", "new-certificate", two.town.office_id, *words)
    assert told.startswith(begins)
    (tmp_path / "theirs").write_text(told)
    said = one.say("partner", "certificate", two.town.office_id, str(tmp_path / "theirs"))
    assert (smime if begins == smime.BEGINS else openpgp).fingerprint(told) in said
    assert "encrypted under" in one.say("partner", "list")
    _, mail = passed_on(one.town, two.town)
    assert document_in(mail) is None
    assert message_from_bytes(mail).get_content_type() in ("application/pkcs7-mime", "multipart/encrypted")


def test_a_circle_made_by_one_and_joined_by_the_other_finds_the_complaint_that_both_have_until_it_ends(
    pair: tuple[Administered, Administered],
) -> None:
    one, two = pair
    meet(one, two)
    meet(two, one)
    with_two, with_one = ("--with", two.town.office_id), ("--with", one.town.office_id)
    key = one.say("partner", "circle-new", "pool", one.town.office_id, *with_two).strip()
    two.say("partner", "circle-join", "pool", two.town.office_id, key, *with_one)
    assert f"circle pool of {one.town.office_id} with {two.town.office_id}" in one.say("partner", "list")
    for house in (one, two):
        house.town.receive(complaint(), SENDER)
    for sender, recipient in ((one, two), (two, one)):
        look(sender)
        for mail in sender.town.mails_to(recipient.town.address):
            recipient.town.receive(mail, sender.town.address)
    with one.town.gateway.store.reading() as session:
        assert [row.state for row in session.scalars(select(TalkRow))] == ["found"]
    one.say("partner", "circle-end", "pool")
    assert "circle pool" not in one.say("partner", "list")
    with one.town.gateway.store.reading() as session:
        assert session.scalars(select(OwnMark)).all() == []
        assert session.scalars(select(PartnerMark)).all() == []
        assert session.get_one(Circle, "pool").sealed_key == b""


def test_what_is_typed_wrongly_is_told_in_a_sentence_and_changes_nothing(
    pair: tuple[Administered, Administered], tmp_path: Path
) -> None:
    one, two = pair
    own, other = one.town.office_id, two.town.office_id
    meet(one, two)
    (tmp_path / "rubbish").write_text("rubbish")
    wrong: list[tuple[tuple[str, ...], int, str]] = [
        (("add", "x", "--name", "X"), 2, "--mail"),
        (("add", own, "--name", "Wij", "--mail", "wij@example.org"), 1, "no partner"),
        (("add", "x", "--name", "X", "--mail", "geen adres"), 1, "no mail address"),
        (("verify", "nobody"), 1, "not in the directory"),
        (("verify",), 2, "takes one word more"),
        (("pin", other, "x"), 1, "no Ed25519"),
        (("unpin", other, "0123456789abcdef"), 1, "no such key"),
        (("certificate", other, str(tmp_path / "nowhere")), 2, "cannot be read"),
        (("certificate", other, str(tmp_path / "rubbish")), 1, "nor an OpenPGP"),
        (("new-certificate", "nobody"), 2, "no office"),
        (("circle-new", "pool", own), 2, "--with"),
        (("circle-new", "pool", "nobody", "--with", other), 2, "no office"),
        (("circle-new", "pool", own, "--with", "nobody"), 1, "not in the directory"),
        (("circle-join", "pool", own, "x", "--with", other), 1, "44 characters"),
        (("circle-end", "pool"), 1, "no circle"),
        (("end-key", own, "0123456789abcdef"), 1, "no such key"),
    ]
    for words, status, why in wrong:
        assert why in one.say("partner", *words, status=status), words
    one.say("partner", "circle-new", "pool", own, "--with", other)
    assert "already" in one.say("partner", "circle-new", "pool", own, "--with", other, status=1)
    with one.town.gateway.store.reading() as session:
        assert session.scalars(select(Partner.id)).all() == [other]
        assert len(session.scalars(select(PartnerKey)).all()) == 1


def test_pausing_and_taking_out_on_the_command_line(pair: tuple[Administered, Administered]) -> None:
    one, two = pair
    meet(one, two)
    other = two.town.office_id
    one.say("partner", "pause", other, "--by", "lien")
    assert "PAUSED by lien" in one.say("partner", "list")
    one.say("partner", "resume", other)
    assert "PAUSED" not in one.say("partner", "list")
    (name,) = re.findall("keys: ([0-9a-f]{16})", one.say("partner", "list"))
    one.say("partner", "unpin", other, name)
    assert "keys: none" in one.say("partner", "list")
    one.say("partner", "end", other)
    assert other not in one.say("partner", "list")
    own = one.town.office_id
    for _ in range(2):
        one.say("partner", "new-key", own)
    keys = re.findall("([0-9a-f]{16}).*signs", one.say("partner", "keys"))
    one.say("partner", "end-key", own, keys[0])
    assert "only one" in one.say("partner", "end-key", own, keys[-1], status=1)
