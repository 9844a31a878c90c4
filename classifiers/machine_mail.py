"""The signs by which machine mail is known, one function each; `classifiers.screen` puts them in order.

Each takes the message and the addresses of all our offices, lower case.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from classifiers.flat import flat
from classifiers.likeness.told import surnames_told
from classifiers.machine_words import (
    AWAY_HINT,
    AWAY_MORE,
    AWAY_SUBJECT,
    AWAY_TEXT,
    BOUNCE_SUBJECT,
    BOUNCE_TEXT,
    FORM_WHAT,
    FORM_WHO,
    INVITATION,
    MACHINE_LOCAL_PART,
    MAIL_SYSTEM,
    MAIL_SYSTEM_NAME,
    MYSELF,
    PERSONAL,
    READ_SUBJECT,
    RECEIPT_TEXT,
    REPLY,
    SCANNER,
    TICKET_TEXT,
    UNREAD_TEXT,
    UNSUBSCRIBE,
    WAITING_SINCE,
)
from classifiers.message import Message, PartOutcome
from classifiers.person.layout import GREETING


def header(message: Message, name: str) -> str:
    return message.header(name).strip().lower()


def keyword(value: str) -> str:
    """The keyword of a structured field, comments and parameters aside (RFC 3834 5.2)."""
    return re.sub(r"\([^()]{0,200}\)", " ", value).partition(";")[0].strip().lower()


def sender(message: Message) -> str:
    return message.from_[0].email if message.from_ else ""


def local(message: Message) -> str:
    return sender(message).partition("@")[0]


def myself(message: Message) -> int:
    """How often the writer speaks of himself."""
    return _myself(message.own_words()[:5000])


@lru_cache(maxsize=8)
def _myself(own: str) -> int:
    """Kept a while: many signs of one mail ask for it."""
    return len(MYSELF.findall(own))


def personal(message: Message) -> bool:
    own = message.own_words()
    count = myself(message)
    return len(own.split()) >= 25 and count >= 2 and count + len(PERSONAL.findall(own[:5000])) >= 3


def answers(message: Message) -> bool:
    return bool(message.in_reply_to) or bool(REPLY.match(message.subject))


def is_delivery_report(message: Message) -> bool:
    """Whether a mail system tells what became of a mail: by RFC 3464, or by its sender and words where it does not.

    A person who passes such a report on is no mail system: it must come from one, or with an empty return path.
    """
    if "multipart/report" in header(message, "Content-Type") and any(
        "status" in part for part, _ in message.report_parts
    ):
        return True
    if "report-type=delivery-status" in header(message, "Content-Type").replace(" ", "").replace('"', ""):
        return True
    by_system = message.return_path == "" or bool(header(message, "X-Failed-Recipients")) or from_mail_system(message)
    if not by_system or AWAY_SUBJECT.search(message.subject):
        return False
    if message.report_parts and any("delivery-status" in part for part, _ in message.report_parts):
        return True
    return bool(BOUNCE_SUBJECT.search(message.subject) or BOUNCE_TEXT.search(message.body[:3000]))


def from_mail_system(message: Message) -> bool:
    sender = message.from_[0] if message.from_ else None
    return sender is not None and bool(MAIL_SYSTEM.match(local(message)) or MAIL_SYSTEM_NAME.search(sender.name))


def is_report(message: Message, owned: Collection[str]) -> bool:
    return is_delivery_report(message)


def disposition(message: Message, owned: Collection[str]) -> bool:
    if "disposition-notification" in header(message, "Content-Type") or any(
        "disposition" in part for part, _ in message.report_parts
    ):
        return True
    return bool(READ_SUBJECT.match(message.subject)) and answers(message) and len(message.own_words().split()) <= 60


def calendar(message: Message, owned: Collection[str]) -> bool:
    carried = "text/calendar" in header(message, "Content-Type") or any(
        part.content_type == "text/calendar" for part in message.parts
    )
    return carried and bool(INVITATION.match(message.subject)) and len(message.own_words().split()) <= 40


def feedback(message: Message, owned: Collection[str]) -> bool:
    return "feedback-report" in header(message, "Content-Type") or any("feedback" in p for p, _ in message.report_parts)


def own_address(message: Message, owned: Collection[str]) -> bool:
    plain = re.sub(r"\+[^@]*@", "@", sender(message))
    return bool(plain) and plain in {address.lower() for address in owned}


def auto_replied(message: Message, owned: Collection[str]) -> bool:
    return keyword(header(message, "Auto-Submitted")).startswith(("auto-replied", "auto-notified"))


def auto_generated(message: Message, owned: Collection[str]) -> bool:
    word = keyword(header(message, "Auto-Submitted"))
    return bool(word) and word != "no"


def old_auto_headers(message: Message, owned: Collection[str]) -> bool:
    return (
        any(
            header(message, name) not in ("", "no", "false")
            for name in (
                "X-Autoreply",
                "X-Autorespond",
                "X-Auto-Reply",
                "X-AutoReply-From",
                "X-Mail-Autoreply",
                "X-FC-MachineGenerated",
            )
        )
        or header(message, "Precedence") == "auto_reply"
    )


def own_machine(message: Message, owned: Collection[str]) -> bool:
    return own_address(message, owned) and auto_generated(message, owned)


def away(message: Message, owned: Collection[str]) -> bool:
    if AWAY_SUBJECT.search(message.subject):
        return not (len(message.own_words().split()) > 150 and personal(message))
    own = message.own_words()
    return bool(AWAY_HINT.search(message.subject)) and len(own.split()) <= 150 and says_away(own)


def away_reply(message: Message, owned: Collection[str]) -> bool:
    """No header and no telling subject: a short answer to our mail that says somebody is away."""
    own = message.own_words()
    return answers(message) and len(own.split()) <= 120 and says_away(own)


def says_away(own: str) -> bool:
    return bool(AWAY_TEXT.search(own) and AWAY_MORE.search(own)) and "?" not in own


def ticket(message: Message, owned: Collection[str]) -> bool:
    """A system that says so itself, and tells nobody's trouble."""
    own = message.own_words()
    return len(own.split()) <= 250 and myself(message) < 2 and not carries(message) and bool(TICKET_TEXT.search(own))


def ticket_reply(message: Message, owned: Collection[str]) -> bool:
    return answers(message) and ticket(message, owned) and len(message.own_words().split()) <= 100


def receipt(message: Message, owned: Collection[str]) -> bool:
    """A system says that it got our mail, and that nobody reads what is answered: short, and nobody speaks."""
    own = message.own_words()
    return (
        len(own.split()) <= 120
        and bool(RECEIPT_TEXT.search(own) and UNREAD_TEXT.search(own))
        and not myself(message)
        and not WAITING_SINCE.search(own)
        and not told_by_person(message)
        and not carries(message)
    )


def listed(message: Message, owned: Collection[str]) -> bool:
    return bool(
        header(message, "List-Id")
        or header(message, "List-Unsubscribe")
        or header(message, "Mailing-List")
        or header(message, "List-Post")
    )


def newsletter(message: Message, owned: Collection[str]) -> bool:
    return not answers(message) and not personal(message) and bool(UNSUBSCRIBE.search(message.own_words()))


def bulk(message: Message, owned: Collection[str]) -> bool:
    return header(message, "Precedence") in ("bulk", "list", "junk")


def suppressed(message: Message, owned: Collection[str]) -> bool:
    return bool(re.search(r"\b(?:all|autoreply|oof|dr)\b", header(message, "X-Auto-Response-Suppress")))


def machine_sender(message: Message, owned: Collection[str]) -> bool:
    return bool(MACHINE_LOCAL_PART.match(local(message)))


def about_somebody(message: Message, owned: Collection[str]) -> bool:
    """A house writes from an address that nobody reads, but about a person: it names him beside its greeting."""
    lines = (line for line in message.own_words().splitlines() if not GREETING.match(flat(line.strip())))
    return machine_sender(message, owned) and bool(surnames_told("\n".join(lines)))


def null_path(message: Message, owned: Collection[str]) -> bool:
    return message.return_path == ""


def no_sender(message: Message, owned: Collection[str]) -> bool:
    return not sender(message) and not message.reply_to


def passed_on(message: Message, owned: Collection[str]) -> bool:
    """A web form or scanner sends under its own address what a person wrote."""
    return machine_sender(message, owned) and not auto_generated(message, owned) and told_by_person(message)


def passed_on_by_machine(message: Message, owned: Collection[str]) -> bool:
    """The same, marked as automatic: it may be answered, but not by a machine."""
    return auto_generated(message, owned) and told_by_person(message)


def told_by_person(message: Message) -> bool:
    form = bool(FORM_WHO.search(message.body) and FORM_WHAT.search(message.body))
    return personal(message) or form or bool(message.forwarded) or (scanner(message) and carries(message))


def scanner(message: Message) -> bool:
    sender = message.from_[0] if message.from_ else None
    return bool(SCANNER.search(message.subject) or (sender and SCANNER.search(f"{sender.name} {sender.email}")))


def carries(message: Message) -> bool:
    """Has something beside its own words that a person may have written."""
    inert = (PartOutcome.BODY, PartOutcome.ALTERNATIVE)
    return bool(message.forwarded) or any(part.outcome not in inert and not part.content_id for part in message.parts)


def unproven(message: Message, owned: Collection[str]) -> bool:
    return message.authentication.dmarc == "fail"


def flagged(message: Message, owned: Collection[str]) -> bool:
    return header(message, "X-Spam-Flag") == "yes" or header(message, "X-Spam-Status").startswith("yes")


def undisclosed(message: Message, owned: Collection[str]) -> bool:
    return bool(re.match(r"\"?(?:undisclosed|unlisted)[- ]recipients", header(message, "To")))


def loop(message: Message, owned: Collection[str]) -> bool:
    passed = header(message, "X-Loop")
    return bool(passed) and any(address.lower() in passed for address in owned)


def personal_letter(message: Message) -> bool:
    """Long and in the first person: a citizen's letter, whatever a rule of his mailbox stamped on it."""
    own = message.own_words()
    return (
        len(own.split()) >= 60
        and personal(message)
        and not says_away(own)
        and not TICKET_TEXT.search(own)
        and not UNSUBSCRIBE.search(own)
    )
