"""What the outside of a mail tells of its kind: whose address, an answer to us, our reference, something passed on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from classifiers.institutions import is_house
from classifiers.message import SUBJECT
from classifiers.phrases import Hit
from classifiers.prepared import House, Prepared
from classifiers.understanding import Span

_REPLY = re.compile(r"^\s*(?:re|antw|aw|sv|rép|rif)\s*:", re.IGNORECASE)
_REFERENCE = re.compile(
    r"\b(?:dossier|dossiers?nummer|referentie|kenmerk|klachtnummer|nummer|ref|zaak|klacht|dossiernr|reference|numero|akte|aktenzeichen|geschaftszeichen|case|complaint|plainte|ons kenmerk|n°|nr|no)\W{0,4}"
    r"(?:nr|nummer|n°|no|number|:)?\W{0,4}((?:[A-Z]{1,4}[./-])?20\d\d[-/.]\d{2,5}|[A-Z]{1,3}-?\d{2,4}-\d{2,5})\b",
    re.IGNORECASE,
)
#: Stands in each such number; without it no word that names one need be looked for.
_IN_NUMBER = re.compile(r"\d[-/.]\d\d")


@dataclass(frozen=True, slots=True)
class Outside:
    #: Answers a mail of ours (its Message-ID carries our domain), or calls itself an answer.
    answers_us: bool
    answers: bool
    #: Our reference, where it stands.
    reference: Span | None
    #: A number of a case named in the subject or text, whoever's.
    numbered: Span | None
    #: Complaint body that passes a complaint on; empty where nobody does.
    passed_on_by: str
    from_house: bool
    words: int


def outside(
    prepared: Prepared, house: House, *, sender_body: str, recipients: Sequence[str], hits: Sequence[Hit]
) -> Outside:
    """`sender_body` is the catalogue id behind the outer sender's address, "" for people."""
    outer, inner = prepared.outer, prepared.message
    domains = {address.partition("@")[2] for address in house.addresses}
    quoted = [reference.rpartition("@")[2].lower() for reference in (*outer.in_reply_to, *outer.references)]
    answers_us = any(domain in domains for domain in quoted)
    sender = outer.from_[0] if outer.from_ else None
    by_house = bool(sender and (sender_body or is_house(sender)))
    transfers = sum(h.name == "transfer" for h in hits)
    passed = ""
    if sender_body and sender_body in recipients and sender_body not in house.body_ids:
        passed = sender_body
    elif by_house and prepared.prefix and transfers and outer is not inner:
        passed = sender_body or "unknown"
    reference = _find(prepared, re.compile(house.reference_pattern)) if house.reference_pattern else None
    if reference and reference.part.endswith(SUBJECT) and _REPLY.match(outer.subject):
        answers_us = True
    return Outside(
        answers_us=answers_us,
        answers=answers_us or bool(outer.in_reply_to) or bool(_REPLY.match(outer.subject)),
        reference=reference,
        numbered=_find(prepared, _REFERENCE) if _numbers_in(prepared) else None,
        passed_on_by=passed,
        from_house=by_house,
        words=len(prepared.text.split()),
    )


def _numbers_in(prepared: Prepared) -> bool:
    return any(_IN_NUMBER.search(text) for text in (prepared.subject, prepared.text))


def _find(prepared: Prepared, pattern: re.Pattern[str]) -> Span | None:
    if match := pattern.search(prepared.subject):
        return Span(f"{prepared.prefix}{SUBJECT}", match.start(), match.end())
    if match := pattern.search(prepared.text):
        return Span(f"{prepared.prefix}{prepared.part}", match.start(), match.end())
    return None
