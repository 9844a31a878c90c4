"""Signed addresses: they survive case folding, and none can be guessed."""

import pytest

from gateway.sending.addresses import Purpose, Token, message_id, read_token, tagged

SECRET = b"k" * 32


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("number", [0, 1, 35, 36, 2**40])
def test_a_signed_address_is_read_back_also_in_capitals(purpose: Purpose, number: int) -> None:
    address = tagged(SECRET, "klachten@ombuds.example", purpose, number)
    assert read_token(SECRET, address) == read_token(SECRET, address.upper()) == Token(purpose, number)
    assert len(address.partition("@")[0]) <= 64


def test_an_altered_or_foreign_address_proves_nothing() -> None:
    address = tagged(SECRET, "klachten@ombuds.example", Purpose.REPLY, 17)
    mac = address.partition("@")[0].rpartition("-")[2]
    forged = [
        address.replace("+rh-", "+ri-"),
        address.replace("+rh-", "+bh-"),
        address.replace(mac, "a" * len(mac)),
        address.replace(mac, mac[:-1]),
        address.replace(mac, mac[:-1] + "é"),
        "klachten@ombuds.example",
        "klachten+r-@ombuds.example",
        f"klachten+r{'z' * 20}-{mac}@ombuds.example",
        "",
    ]
    assert [read_token(SECRET, item) for item in forged] == [None] * len(forged)
    assert read_token(b"x" * 32, address) is None


def test_a_message_id_depends_on_the_item_alone() -> None:
    first = message_id(SECRET, "receipt:case:1", "ombuds.example")
    assert first == message_id(SECRET, "receipt:case:1", "ombuds.example")
    assert first != message_id(SECRET, "receipt:case:2", "ombuds.example")
    assert first.endswith("@ombuds.example")
