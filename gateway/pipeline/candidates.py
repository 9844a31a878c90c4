"""The earlier messages that may be of the same case, and what the table says of them."""

from dataclasses import replace

from classifiers.institutions import is_house
from classifiers.understanding import Kind
from gateway.matching.shelf import CaseFacts
from gateway.pipeline.work import Work
from routing.matching import Incoming, Known, Match, MatchVerdict, Relation, match


def matched(work: Work) -> Match:
    read, shelf = work.read, work.shelf
    if work.arrived.transfer:
        return _passed_on(work)
    sealed_kind = read.understanding.kind.value is Kind.WHISTLEBLOWER_REPORT
    pointed = shelf.pointed(work.asked)
    token = work.asked.token if work.asked.token in shelf.cases else None
    candidates = []
    for message in shelf.likeliest(work.asked):
        case, traits = shelf.traits[message]
        facts = shelf.cases.get(case)
        if facts is None or facts.office != read.office:
            continue
        # What is sealed is joined by a signed answer or another sealed mail only, and never joins an open file.
        if facts.sealed != sealed_kind and token != case:
            continue
        domains = _domains(work, facts)
        candidates.append(
            Known(message, case, traits, frozenset(facts.parties), domains, facts.campaign, facts.complainant)
        )
    return match(
        Incoming(
            replace(read.traits, numbers=read.traits.numbers - shelf.plain_references(work.asked)),
            words=read.words,
            pointed=pointed,
            token=token,
            cues=read.cues,
            official=bool(read.message.from_) and is_house(read.message.from_[0]),
        ),
        candidates,
    )


def _domains(work: Work, facts: CaseFacts) -> frozenset[str]:
    """Domains from which the bodies complained about write: their own, and a shared one with their word before it."""
    bodies = work.desk.offices.catalogue.bodies
    local, _, domain = work.read.traits.writer_email.rpartition("@")
    found: set[str] = set()
    for body in (bodies[one] for one in facts.services if one in bodies):
        found |= set(body.domains)
        words = [word for word in body.id.split("-") if len(word) >= 4]
        if domain in body.shared_domains and any(word in local for word in words):
            found.add(domain)
    return frozenset(found)


def _passed_on(work: Work) -> Match:
    """Covering letters of one partner resemble each other: what its document says decides, likeness does not."""
    if work.arrived.earlier in work.shelf.cases:
        reasons = ("the same partner passed it on before, under the same reference",)
        return Match(MatchVerdict.LINK, Relation.FOLLOW_UP, work.arrived.earlier, 1.0, reasons)
    return Match(MatchVerdict.NEW, Relation.NEW, None, 0.0, ())
