"""The LMTP door (RFC 2033): one reply after the text for each recipient that was accepted, whatever happened."""

from pathlib import Path

import pytest

from gateway.errors import StoreUnavailable
from gateway.intake import writer
from gateway.intake.listener import Listener
from gateway.store.engine import Store, open_store
from tests.intake.client import KLACHTEN, OMBUDS, Peer
from tests.intake.conftest import OpenDoor, arrivals

THREE = (KLACHTEN, OMBUDS, KLACHTEN)


def test_each_accepted_recipient_has_its_reply_and_a_refused_one_none(store: Store, door: Listener) -> None:
    with Peer(door.lmtp_port, "LHLO mx") as peer:
        codes = [reply[:3] for reply in peer.envelope(KLACHTEN, "nobody@vlaamse.example", OMBUDS, KLACHTEN)]
        assert codes == ["250", "550", "250", "250"]
        replies = [peer.text(b"Subject: x\r\n\r\nx"), peer.reply(), peer.reply()]
        assert [reply[:9] for reply in replies] == ["250 2.0.0"] * 3
        assert peer.ask("NOOP").startswith("250"), "no reply too many"
    [row] = arrivals(store)
    assert (row.channel, row.envelope_to) == ("lmtp", [KLACHTEN, OMBUDS])


def test_a_mail_too_big_is_refused_once_for_each_recipient(store: Store, open_door: OpenDoor) -> None:
    with Peer(open_door(store, max_size=1000).lmtp_port, "LHLO mx") as peer:
        peer.envelope(*THREE)
        assert [peer.text(b"x" * 2000)[:9], peer.reply()[:9], peer.reply()[:9]] == ["552 5.3.4"] * 3
        assert peer.ask("NOOP").startswith("250")
    assert arrivals(store) == []


@pytest.mark.parametrize("error", [StoreUnavailable("away: password=geheim"), RuntimeError("password=geheim")])
def test_a_failure_of_ours_is_told_once_for_each_recipient_without_our_words(
    store: Store, door: Listener, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object) -> list[int]:
        raise error

    monkeypatch.setattr(writer, "take_in_all", fails)
    with Peer(door.lmtp_port, "LHLO mx") as peer:
        peer.envelope(*THREE)
        replies = [peer.text(b"x"), peer.reply(), peer.reply()]
        assert replies == ["451 4.3.0 Our fault, try again later"] * 3
        assert peer.ask("NOOP").startswith("250")
    assert arrivals(store) == []


def test_lmtp_greets_with_lhlo_only_and_offers_what_it_must(store: Store, door: Listener) -> None:
    with Peer(door.lmtp_port, "") as peer:
        assert peer.ask("EHLO mx").startswith("500 5.5.1")
        assert peer.ask("HELO mx").startswith("500 5.5.1")
        offers = peer.ask("LHLO mx")
        assert "PIPELINING" in offers
        assert "ENHANCEDSTATUSCODES" in offers
        peer.ask("MAIL FROM:<>")
        assert peer.ask("DATA").startswith("554 5.5.1")


def test_a_thousand_mails_in_one_session_are_a_thousand_arrivals(tmp_path: Path, open_door: OpenDoor) -> None:
    store = open_store(f"sqlite:///{tmp_path}/books.db")
    with Peer(open_door(store).lmtp_port, "LHLO mx") as peer:
        for number in range(1000):
            tags = [f"klachten+{tag}@vlaamse.example" for tag in range(number % 20)]
            for command in ("MAIL FROM:<els@example.org>", *(f"RCPT TO:<{one}>" for one in (KLACHTEN, *tags)), "DATA"):
                peer.send(f"{command}\r\n")
            assert [peer.reply()[:3] for _ in range(len(tags) + 3)] == ["250"] * (len(tags) + 2) + ["354"]
            peer.send(f"Subject: {number}\r\n\r\nDag.\r\n.\r\n")
            assert [peer.reply()[:9] for _ in range(len(tags) + 1)] == ["250 2.0.0"] * (len(tags) + 1)
        assert peer.ask("NOOP").startswith("250 2.0.0"), "no reply too many"
    rows = arrivals(store)
    assert len({row.sha256 for row in rows}) == len(rows) == 1000
    assert [len(row.envelope_to) for row in rows] == [1 + number % 20 for number in range(1000)]
    store.close()
