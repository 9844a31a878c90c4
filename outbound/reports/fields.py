"""The machine-readable part of a report (RFC 3464 2.2 and 2.3), as strict as the world's servers are."""

import re

from outbound.reports.reasons import reason_of
from outbound.reports.report import Action, Reason, Recipient

Fields = dict[str, str]
FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:[ \t]*(.*)$")
STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
#: Fields of a recipient; the first of them ends the fields of the message where the blank line is missing.
OF_RECIPIENT = frozenset(
    "original-recipient final-recipient action status remote-mta diagnostic-code last-attempt-date will-retry-until"
    " final-log-id".split()
)
MOST = 200


def report_fields(text: str) -> tuple[Fields, list[Fields]]:
    """Fields of the message and of each recipient, names in lower case, folded lines joined."""
    about: Fields = {}
    recipients: list[Fields] = []
    gap = False
    name = ""
    target = about
    for line in text.splitlines():
        if not line.strip():
            gap, name = True, ""
            continue
        found = FIELD.match(line)
        if found is None or line[0] in " \t":
            if name:
                target[name] = f"{target[name]} {line.strip()}"[:2000]
            continue
        name = found.group(1).lower()
        if name in OF_RECIPIENT:
            current = recipients[-1] if recipients else None
            fresh = current is None or name in current or (gap and name in ("final-recipient", "original-recipient"))
            if fresh and len(recipients) < MOST:
                recipients.append({})
            target = recipients[-1]
        elif not recipients:
            target = about
        gap = False
        target[name] = found.group(2).strip()[:2000]
    return about, [
        fields for fields in recipients if fields.keys() & {"final-recipient", "original-recipient", "action"}
    ]


def recipients_of_fields(groups: list[Fields], text: str) -> tuple[Recipient, ...]:
    """`text` is what the report says to people; it helps where the fields are general ("5.0.0")."""
    return tuple(_recipient(fields, text) for fields in groups)


def _recipient(fields: Fields, text: str) -> Recipient:
    diagnostic = re.sub(r"^[A-Za-z0-9-]{1,30};[ \t]*", "", fields.get("diagnostic-code", ""))
    found = STATUS.search(fields.get("status", "")) or STATUS.search(diagnostic)
    status = found.group(1) if found else ""
    action = _action(fields.get("action", ""), status)
    # RFC 3464 2.3.4 lets servers say "5.0.0" where their diagnostic knows more.
    finer = STATUS.search(diagnostic)
    if finer and status.endswith(".0.0") and finer.group(1)[0] == status[0]:
        status = finer.group(1)
    told = action in (Action.DELIVERED, Action.RELAYED, Action.EXPANDED)
    reason = Reason.NONE if told else reason_of(status, diagnostic)
    if reason is Reason.OTHER:
        reason = reason_of(status, text)
    return Recipient(_address(fields), action, status, reason, diagnostic[:500])


def _address(fields: Fields) -> str:
    """Whom we wrote to: the original recipient where it differs from the final one (RFC 3464 2.3.1)."""
    for name in ("original-recipient", "final-recipient", "x-actual-recipient"):
        value = re.sub(r"^[A-Za-z0-9-]{1,20};", "", fields.get(name, "").strip()).strip(" <>\"'").lower()
        if "@" in value:
            return value.removeprefix("mailto:")[:320]
    return ""


def _action(word: str, status: str) -> Action:
    keyword = re.sub(r"\([^()]{0,200}\)", " ", word).strip().lower().partition(" ")[0]
    try:
        return Action(keyword)
    except ValueError:
        return {"2": Action.DELIVERED, "4": Action.DELAYED}.get(status[:1], Action.FAILED)
