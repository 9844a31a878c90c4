"""The names a text may use and the values they get: facts of the case, said in one language."""

from collections.abc import Iterable

from classifiers.understanding import Language
from outbound.clean import clean_line, clean_text
from outbound.draft import Channel
from outbound.facts import Contact, Facts, Letterhead
from outbound.words import FIELDS, words

#: All names; a text that uses another one is refused. Truth values answer `{% if %}`, all others are text.
NAMES = frozenset(
    {
        "reference", "received", "received_at", "first_received", "name", "signature", "automatic", "by_letter",
        "procedure", "office", "office_contact", "office_hours", "handler", "handler_contact", "coordinator",
        "coordinator_contact", "next_step", "next_step_contact", "answer_by", "decision_by", "admissible",
        "motivation", "missing", "identity_missing", "expires", "body", "body_contact", "forwarded",
        "first_line_first", "to_first_line", "appeal_running", "services", "reason", "new_last_day", "steps",
        "outcome", "verdict", "findings", "solution", "track", "identity_withheld", "helplines", "message",
    }
)  # fmt: skip


def variables(
    facts: Facts, office: Letterhead, language: Language, channel: Channel, *, automatic: bool
) -> dict[str, str | bool]:
    """Every name of NAMES with its cleaned value; "" or False where the case has none."""
    say = words(language)
    signed_by = "" if automatic else clean_line(facts.signed_by, 100)
    house = clean_text(office.signature) or office.contact.name
    name = "" if automatic else clean_line(facts.person, 100)
    return {
        "reference": clean_line(facts.reference, 60),
        "received": say.day(facts.received),
        "received_at": say.moment(facts.received_at),
        "first_received": say.day(facts.first_received),
        "name": name,
        "signature": "\n".join(part for part in (signed_by, house) if part),
        "automatic": automatic,
        "by_letter": channel is not Channel.MAIL,
        "procedure": str(office.procedure),
        "office": office.contact.name,
        "office_contact": say.reach(office.contact),
        "office_hours": office.contact.hours,
        "handler": _name(facts.handler),
        "handler_contact": say.reach(facts.handler),
        "coordinator": _name(office.coordinator),
        "coordinator_contact": say.reach(office.coordinator),
        "next_step": _name(office.next_step),
        "next_step_contact": _full(office.next_step, language),
        "answer_by": say.day(facts.answer_by),
        "decision_by": say.day(facts.decision_by),
        "admissible": facts.admissible is True,
        "motivation": "\n\n".join(clean_text(sentence) for sentence in facts.motivations),
        "missing": _list(say.missing[field] for field in FIELDS if field in facts.missing),
        "identity_missing": "name" in facts.missing or "address" in facts.missing,
        "expires": say.day(facts.expires),
        "body": _name(facts.body),
        "body_contact": _full(facts.body, language),
        "forwarded": facts.forwarded,
        "first_line_first": facts.first_line_first,
        "to_first_line": facts.to_first_line,
        "appeal_running": facts.appeal_running,
        "services": _list(clean_line(service) for service in facts.services),
        "reason": clean_text(facts.reason),
        "new_last_day": say.day(facts.new_last_day),
        "steps": _list(say.pair(say.day(day), say.steps[step]) for day, step in facts.steps),
        "outcome": say.outcomes[facts.outcome] if facts.outcome else "",
        "verdict": str(facts.outcome or ""),
        "findings": clean_text(facts.findings),
        "solution": clean_text(facts.solution),
        "track": str(facts.track or ""),
        "identity_withheld": facts.identity_withheld,
        "helplines": _list(
            say.pair(line.name, ", ".join(part for part in (line.phone, line.website, line.hours) if part))
            for line in facts.helplines
        ),
        "message": clean_text(facts.message),
    }


def _name(contact: Contact | None) -> str:
    return clean_line(contact.name, 150) if contact else ""


def _full(contact: Contact | None, language: Language) -> str:
    return clean_text(words(language).full(contact), 2_000)


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
