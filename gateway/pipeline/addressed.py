"""For which office a mail is: by the envelope, then by its headers, else the first office."""

from collections.abc import Iterable, Sequence

from classifiers.message import Message
from routing.offices import Office


def plain_address(address: str) -> str:
    """Lower case, without +tag: "Klachten+r2f-abc@x.be" is "klachten@x.be"."""
    local, _, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if local else address.strip().lower()


def office_for(offices: Sequence[Office], hint: str | None, envelope_to: Iterable[str], message: Message) -> Office:
    """`hint`: what the door knows (the office of a mailbox)."""
    by_id = {office.id: office for office in offices}
    if hint in by_id:
        return by_id[str(hint)]
    by_address = {address: office for office in reversed(offices) for address in office.addresses}
    headers = (a.email for a in (*message.to, *message.cc))
    for address in (*envelope_to, *message.delivered_to, *headers):
        if found := by_address.get(plain_address(address)):
            return found
    return offices[0]


def also_for(
    offices: Sequence[Office], office: Office, hint: str | None, envelope_to: Iterable[str]
) -> tuple[str, ...]:
    """Other offices to which this very copy was sent. Headers do not count: what they name gets its own copy."""
    if hint is not None:
        return ()
    by_address = {address: one.id for one in reversed(offices) for address in one.addresses}
    named = (by_address.get(plain_address(address)) for address in envelope_to)
    return tuple(dict.fromkeys(one for one in named if one is not None and one != office.id))


def own_addresses(offices: Sequence[Office]) -> frozenset[str]:
    return frozenset(address for office in offices for address in office.addresses)
