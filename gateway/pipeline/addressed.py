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


def own_addresses(offices: Sequence[Office]) -> frozenset[str]:
    return frozenset(address for office in offices for address in office.addresses)
