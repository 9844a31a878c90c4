"""The LMTP door (RFC 2033): one reply after the text for each recipient that was accepted, whatever happened."""

import pytest

from gateway.errors import StoreUnavailable
from gateway.intake import writer
from gateway.intake.listener import Listener
from gateway.store.engine import Store
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
