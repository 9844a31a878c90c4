"""What a report without machine-readable fields says: about whom, what happened, and why."""

import re

from classifiers.message import Message
from outbound.reports.fields import STATUS
from outbound.reports.reasons import ACTIONS, PHRASES, reason_of
from outbound.reports.report import Action, Reason, Recipient

#: From here on the report shows our own mail.
ORIGINAL = re.compile(
    r"^[ \t>]*(?:[-=_*|]{2,}[ \t]*)?(?:"
    r"(?:below this line|this) is a copy of (?:the|your) (?:original )?message|"
    r"the (?:header|body) of the original message|(?:your )?original message(?: headers| follows| header)?|"
    r"message (?:text|headers?) follows?|unsent message below|returned (?:mail|message) follows|"
    r"headers of (?:the )?(?:original|undelivered) message|copy of (?:the )?(?:original )?message|"
    r"(?:kopteksten van (?:het )?)?oorspronkelijke? bericht(?:koppen)?|"
    r"(?:en-têtes du )?message (?:d['’]origine|original)|"
    r"(?:kopfzeilen der )?ursprünglichen? nachricht(?:enkopfzeilen)?"
    r")[^\n]{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,190}[A-Za-z0-9]")
#: Addresses of the systems that speak, never of a recipient.
SYSTEM_ADDRESS = re.compile(
    r"^(?:mailer-?daemon|postmaster|abuse|helpdesk|support|servicedesk|it-?support)@", re.IGNORECASE
)


def report_text(body: str) -> str:
    """The report's own words, without the copy of our mail."""
    found = ORIGINAL.search(body)
    return body[: found.start()] if found and found.start() > 20 else body[:20_000]


def original_of(body: str) -> str:
    """The copy of our mail that the report shows, if any."""
    found = ORIGINAL.search(body)
    return body[found.start() :][:20_000] if found else body[:20_000]


def recipients_of_text(message: Message, text: str) -> tuple[Recipient, ...]:
    """One entry for each address the report speaks of; none where it says nothing that can be understood."""
    action = action_of(f"{message.subject}\n{text}")
    named = _addresses(message, text)
    if not named:
        return (_recipient("", text, action),)
    return tuple(_recipient(address, _near(text, address, named), action) for address in named)


def action_of(text: str) -> Action:
    """What a report in prose says became of the mail; failed where it does not say."""
    low = text.casefold().replace("’", "'")
    return next((action for action, phrases in ACTIONS.items() if any(p in low for p in phrases)), Action.FAILED)


def _recipient(address: str, text: str, action: Action) -> Recipient:
    found = STATUS.search(text)
    status = found.group(1) if found else ""
    if action is Action.FAILED or action is Action.DELAYED:
        return Recipient(address, action, status, reason_of(status, text), _diagnostic(text))
    return Recipient(address, action, status, Reason.NONE)


def _addresses(message: Message, text: str) -> list[str]:
    failed = ADDRESS.findall(message.header("X-Failed-Recipients"))
    if failed:
        return list(dict.fromkeys(address.lower() for address in failed))[:50]
    ours = {a.email for a in (*message.to, *message.from_)} | set(message.delivered_to)
    found = (address.lower().rstrip(".'") for address in ADDRESS.findall(text))
    return list(dict.fromkeys(a for a in found if a not in ours and not SYSTEM_ADDRESS.match(a)))[:10]


def _near(text: str, address: str, named: list[str]) -> str:
    """The words about one of several recipients: from its address to the next one's."""
    if len(named) == 1:
        return text
    low = text.lower()
    start = low.find(address)
    if start < 0:
        return text
    ends = [at for other in named if other != address and (at := low.find(other, start + len(address))) > 0]
    return text[start : min(ends, default=len(text))]


def _diagnostic(text: str) -> str:
    """The line that tells most: with a status code, else with a phrase we know."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        if STATUS.search(line) or re.search(r"(?<![\d.])[45]\d\d[ -]", line):
            return line[:500]
    known = [phrase for phrases in PHRASES.values() for phrase in phrases]
    return next((line[:500] for line in lines if any(p in line.casefold() for p in known)), "")
