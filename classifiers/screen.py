"""What is machine mail, and who may get an automatic answer (RFC 3834): one ordered table.

The first row that holds decides. Machine mail makes no case and gets no answer; a human mail under a misleading
header makes a case, and its receipt is withheld: that becomes a task with its legal day.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum

from classifiers.message import Message
from classifiers.understanding import Kind


class AnswerVerdict(StrEnum):
    YES = "yes"
    NEVER = "never"
    #: A person wrote it, but a header speaks against answering by machine.
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Screening:
    #: None for what people wrote.
    kind: Kind | None
    makes_case: bool
    answer: AnswerVerdict
    rule: str
    #: For staff, in words.
    why: str


MACHINE_LOCAL_PART = re.compile(
    r"^(?:mailer-daemon|mailerdaemon|postmaster|no-?_?reply|do-?not-?reply|noreply[\w.+-]*|niet-?beantwoorden|"
    r"ne-?pas-?repondre|nepasrepondre|nicht-?antworten|bounces?[\w.+=-]*|owner-[\w.-]+|[\w.-]+-(?:request|bounces?|owner)|"
    r"listserv|majordomo|auto-?(?:reply|mailer|responder)|notifications?|alerts?|nieuwsbrief|newsletter|mailing|"
    r"automail|system|root|daemon|cron)$",
    re.IGNORECASE,
)
#: Local parts and display names under which mail systems speak.
MAIL_SYSTEM = re.compile(
    r"^(?:mailer-?daemon|mail-?daemon|postmaster|mdaemon|mail-?delivery|microsoftexchange[0-9a-f]*|bounces?|daemon)$",
    re.IGNORECASE,
)
MAIL_SYSTEM_NAME = re.compile(
    r"mail delivery (?:system|sub-?system|service)|mailer-daemon|^postmaster$|^mail (?:administrator|system)$|^system administrator$|^systeembeheerder$|"
    r"^administrateur système$|^systemadministrator$|internet mail delivery",
    re.IGNORECASE,
)
BOUNCE_SUBJECT = re.compile(
    r"(?:undeliver(?:ed|able)|delivery (?:status notification|failure|failed|has failed|delayed|report|notification|problem|final failure|to .{1,80} failed)|delayed mail|delivery has been delayed|"
    r"returned (?:mail|to sender)|mail (?:delivery )?(?:failed|failure|system error|delivery)|failure notice|message (?:not delivered|undeliverable|status|delayed|delivery)|"
    r"message (?:you sent )?(?:was )?(?:blocked|rejected|could not be delivered)|could not (?:be )?deliver|couldn['’]t be delivered|non[- ]?deliver(?:y|able)|warning: (?:message|could not send)|still being retried|"
    r"successful mail delivery report|^(?:delivered|relayed|expanded|delayed|failed|failure|remis|retardé|différé|zugestellt|verzögert|bezorgd|afgeleverd|vertraagd)\s*:|"
    r"onbestelbaar|onbezorgbaar|niet (?:besteld|afgeleverd|bezorgd)|niet (?:worden )?(?:bezorgd|afgeleverd)|afleverings?(?:rapport|fout|bericht)|bezorging (?:mislukt|vertraagd)|aflevering (?:mislukt|vertraagd)|"
    r"non[- ]?(?:remis|délivr|distribu)|échec (?:de )?(?:la )?(?:remise|distribution|livraison|d['’]envoi)|échec de remise|(?:remise|livraison|distribution) (?:retardée|différée|impossible)|notification d['’]état de remise|message non|avis de non|"
    r"unzustellbar|nicht zugestellt|nicht zustellbar|zustellung (?:fehlgeschlagen|verzögert|gescheitert)|zustellungs?(?:fehler|problem|bericht)|benachrichtigung (?:zum|über den) (?:über)?(?:mittlungs|zustell))",
    re.IGNORECASE,
)
#: What such a report says where its subject tells nothing.
BOUNCE_TEXT = re.compile(
    r"(?:(?:could not|couldn['’]t|cannot|can not|wasn['’]t|was not|not) be(?:en)? (?:delivered|sent)|wasn['’]t (?:able to deliver|delivered)|unable to deliver|did not reach the following|delivery (?:to the following|failed|has failed)|"
    r"permanent (?:fatal )?errors?|undeliverable|has not (?:yet )?been delivered|(?:was|were) not delivered|returned to (?:the )?sender|"
    r"niet (?:worden )?(?:bezorgd|afgeleverd|besteld)|niet aan de volgende (?:geadresseerde|ontvanger)|onbestelbaar|"
    r"(?:pas|n['’]a) (?:pu )?être (?:remis|distribué|délivré|livré)|pas (?:été )?(?:remis|distribué|délivré)|impossible de (?:remettre|distribuer|délivrer)|"
    r"(?:nicht|noch nicht) (?:zugestellt|ausgeliefert|zustellbar)|unzustellbar)",
    re.IGNORECASE,
)
AWAY_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\]\s*)?(?:automati(?:sch|c|que)e?r? (?:antwoord|reply|response|answer)|auto(?:matisches?)?[- :]?(?:reply|antwort|antwoord|response)|"
    r"réponse automatique|r[ée]ponse d'absence|automatische antwort|automatisch antwoord|abwesenheits(?:notiz|nachricht|meldung)|abwesend|"
    r"out of (?:the )?office|ooo\b|afwezig(?:heid(?:sbericht|sassistent)?)?\b|absence du bureau|message d'absence|absent du bureau|"
    r"niet op kantoor|vacation (?:reply|response)|ik ben (?:afwezig|met verlof)|je suis absent)",
    re.IGNORECASE,
)
AWAY_TEXT = re.compile(
    r"(?:ik ben (?:momenteel )?(?:afwezig|met (?:verlof|vakantie)|niet (?:op kantoor|aanwezig|bereikbaar))|"
    r"je suis (?:actuellement )?(?:absente?|en congé|en vacances)|ich bin (?:derzeit |zurzeit )?(?:abwesend|im urlaub|nicht im (?:büro|haus))|"
    r"i am (?:currently )?(?:out of (?:the )?office|away|on (?:leave|holiday|vacation))|"
    r"(?:dit is een automatisch|ceci est une réponse automatique|dies ist eine automatische|this is an automat))",
    re.IGNORECASE,
)
TICKET_TEXT = re.compile(
    r"(?:dit is een automatisch (?:gegenereerd )?bericht|(?:ceci|cet e-mail) est un (?:message|courriel) automatique|"
    r"diese (?:e-mail|nachricht) wurde automatisch|this is an automatically generated|gelieve niet (?:te antwoorden|op dit bericht te antwoorden)|"
    r"merci de ne pas répondre à ce|bitte antworten sie nicht auf diese|please do not reply to this)",
    re.IGNORECASE,
)
UNSUBSCRIBE = re.compile(
    r"(?:uitschrijven|afmelden voor deze nieuwsbrief|se désabonner|se désinscrire|désinscription|abbestellen|newsletter abmelden|unsubscribe|"
    r"bekijk (?:deze (?:mail|e-mail|nieuwsbrief) )?in (?:uw|je) browser|voir (?:ce message|cet e-mail) dans votre navigateur|view (?:this email )?in your browser|im browser (?:an)?sehen)",
    re.IGNORECASE,
)
#: Words of somebody who tells his own trouble: two of them make a letter, whatever the headers say.
PERSONAL = re.compile(
    r"\b(?:ik|mijn|wij|onze|ons|je|j'ai|mon|ma|mes|nous|notre|ich|mein|meine|wir|unser|i|my|we|our)\b", re.IGNORECASE
)

Test = Callable[[Message, Collection[str]], bool]


def _header(message: Message, name: str) -> str:
    return message.header(name).strip().lower()


def _keyword(value: str) -> str:
    """The keyword of a structured field, comments and parameters aside (RFC 3834 5.2)."""
    return re.sub(r"\([^()]{0,200}\)", " ", value).partition(";")[0].strip().lower()


def _sender(message: Message) -> str:
    return message.from_[0].email if message.from_ else ""


def _local(message: Message) -> str:
    return _sender(message).partition("@")[0]


def _personal(message: Message) -> bool:
    own = message.own_words()
    return len(own.split()) >= 25 and len(PERSONAL.findall(own[:5000])) >= 3


def is_delivery_report(message: Message) -> bool:
    """Whether a mail system tells what became of a mail: by RFC 3464, or by its sender and words where it does not.

    A person who passes such a report on is no mail system: it must come from one, or with an empty return path.
    """
    if "multipart/report" in _header(message, "Content-Type") and any(
        "status" in part for part, _ in message.report_parts
    ):
        return True
    if "report-type=delivery-status" in _header(message, "Content-Type").replace(" ", "").replace('"', ""):
        return True
    by_system = message.return_path == "" or bool(_header(message, "X-Failed-Recipients")) or _from_mail_system(message)
    if not by_system or AWAY_SUBJECT.search(message.subject):
        return False
    if message.report_parts and any("delivery-status" in part for part, _ in message.report_parts):
        return True
    return bool(BOUNCE_SUBJECT.search(message.subject) or BOUNCE_TEXT.search(message.body[:3000]))


def _from_mail_system(message: Message) -> bool:
    sender = message.from_[0] if message.from_ else None
    return sender is not None and bool(MAIL_SYSTEM.match(_local(message)) or MAIL_SYSTEM_NAME.search(sender.name))


def _is_report(message: Message, owned: Collection[str]) -> bool:
    return is_delivery_report(message)


def _disposition(message: Message, owned: Collection[str]) -> bool:
    return "disposition-notification" in _header(message, "Content-Type") or any(
        "disposition" in p for p, _ in message.report_parts
    )


def _feedback(message: Message, owned: Collection[str]) -> bool:
    return "feedback-report" in _header(message, "Content-Type") or any(
        "feedback" in p for p, _ in message.report_parts
    )


def _own_address(message: Message, owned: Collection[str]) -> bool:
    sender = _sender(message)
    plain = re.sub(r"\+[^@]*@", "@", sender)
    return bool(sender) and plain in {address.lower() for address in owned}


def _auto_replied(message: Message, owned: Collection[str]) -> bool:
    return _keyword(_header(message, "Auto-Submitted")).startswith(("auto-replied", "auto-notified"))


def _auto_generated(message: Message, owned: Collection[str]) -> bool:
    keyword = _keyword(_header(message, "Auto-Submitted"))
    return bool(keyword) and keyword != "no"


def _old_auto_headers(message: Message, owned: Collection[str]) -> bool:
    return (
        any(
            _header(message, name) not in ("", "no", "false")
            for name in (
                "X-Autoreply",
                "X-Autorespond",
                "X-Auto-Reply",
                "X-AutoReply-From",
                "X-Mail-Autoreply",
                "X-FC-MachineGenerated",
            )
        )
        or _header(message, "Precedence") == "auto_reply"
    )


def _away(message: Message, owned: Collection[str]) -> bool:
    return bool(AWAY_SUBJECT.search(message.subject)) and not (
        len(message.own_words().split()) > 150 and _personal(message)
    )


def _away_reply(message: Message, owned: Collection[str]) -> bool:
    """No header and no telling subject: a short answer to our mail that says somebody is away."""
    answers = bool(message.in_reply_to) or bool(re.match(r"^\s*(?:re|antw|aw|sv)\s*:", message.subject, re.IGNORECASE))
    own = message.own_words()
    return answers and len(own.split()) <= 120 and bool(AWAY_TEXT.search(own))


def _list(message: Message, owned: Collection[str]) -> bool:
    return bool(
        _header(message, "List-Id")
        or _header(message, "List-Unsubscribe")
        or _header(message, "Mailing-List")
        or _header(message, "List-Post")
    )


def _newsletter(message: Message, owned: Collection[str]) -> bool:
    return bool(UNSUBSCRIBE.search(message.body)) and not _personal(message)


def _bulk(message: Message, owned: Collection[str]) -> bool:
    return _header(message, "Precedence") in ("bulk", "list", "junk")


def _suppressed(message: Message, owned: Collection[str]) -> bool:
    return bool(re.search(r"\b(?:all|autoreply|oof|dr|rn|nrn)\b", _header(message, "X-Auto-Response-Suppress")))


def _machine_sender(message: Message, owned: Collection[str]) -> bool:
    return bool(MACHINE_LOCAL_PART.match(_local(message)))


def _null_path(message: Message, owned: Collection[str]) -> bool:
    return message.return_path == ""


def _no_sender(message: Message, owned: Collection[str]) -> bool:
    return not _sender(message) and not message.reply_to


def _form(message: Message, owned: Collection[str]) -> bool:
    """A web form or scanner sends under its own address what a person wrote."""
    return _machine_sender(message, owned) and _told_by_person(message)


def _told_by_person(message: Message) -> bool:
    form = len(re.findall(r"^\s*[\w /'-]{3,40}\s*:\s*\S", message.body, re.MULTILINE)) >= 3
    return _personal(message) or form or bool(message.forwarded) or any(p.text_key for p in message.parts)


def _loop(message: Message, owned: Collection[str]) -> bool:
    return "klachtenpost" in _header(message, "X-Loop")


Row = tuple[str, Test, Kind | None, bool, AnswerVerdict, str]
_N, _W, _Y = AnswerVerdict.NEVER, AnswerVerdict.WITHHELD, AnswerVerdict.YES

#: rule, test, kind (None: people), makes a case, answer, why
TABLE: tuple[Row, ...] = (
    # D01-D06: delivery reports go to the outgoing item they speak of.
    ("delivery-report", _is_report, Kind.BOUNCE, False, _N, "a report of a mail system about a mail (RFC 3464)"),
    # A15: receipts of reading are no messages.
    ("disposition", _disposition, Kind.AUTOMATIC_REPLY, False, _N, "a reading receipt (RFC 8098)"),
    # D09: complaints of mail providers about our mail.
    ("feedback-report", _feedback, Kind.BULK, False, _N, "an abuse report of a mail provider (RFC 5965)"),
    # A04: our own mail coming back.
    ("own-loop", _loop, Kind.AUTOMATIC_REPLY, False, _N, "our own mail came back"),
    ("own-address", _own_address, None, True, _W, "written from one of our own addresses"),
    # A01, A06: somebody's machine answers us.
    (
        "auto-replied",
        lambda m, o: _auto_replied(m, o) and not _personal_letter(m),
        Kind.AUTOMATIC_REPLY,
        False,
        _N,
        "Auto-Submitted: auto-replied (RFC 3834)",
    ),
    (
        "old-auto-header",
        lambda m, o: _old_auto_headers(m, o) and not _personal_letter(m),
        Kind.AUTOMATIC_REPLY,
        False,
        _N,
        "a header of automatic replies",
    ),
    ("away-subject", _away, Kind.AUTOMATIC_REPLY, False, _N, "the subject of an absence message"),
    ("away-text", _away_reply, Kind.AUTOMATIC_REPLY, False, _N, "a short answer that says somebody is away"),
    # A03: lists and newsletters; a list that carries a person's letter still makes a case.
    (
        "list",
        lambda m, o: _list(m, o) and not _personal_letter(m),
        Kind.BULK,
        False,
        _N,
        "mail of a list (List-* headers)",
    ),
    ("newsletter", _newsletter, Kind.BULK, False, _N, "a newsletter"),
    ("bulk", lambda m, o: _bulk(m, o) and not _personal_letter(m), Kind.BULK, False, _N, "Precedence: bulk"),
    # Web forms, scanners: a person behind a machine's address.
    (
        "form",
        lambda m, o: _form(m, o) or (_auto_generated(m, o) and _told_by_person(m)),
        None,
        True,
        _Y,
        "sent by a form or scanner for a person",
    ),
    # A01: all other machines.
    (
        "auto-generated",
        lambda m, o: _auto_generated(m, o) and not _personal_letter(m),
        Kind.BULK,
        False,
        _N,
        "Auto-Submitted: auto-generated",
    ),
    ("machine-sender", _machine_sender, Kind.BULK, False, _N, "the address of a machine"),
    # A person, but a header that forbids answering: withheld, for staff to send.
    (
        "withheld-list",
        lambda m, o: _list(m, o) or _bulk(m, o),
        None,
        True,
        _W,
        "a person's letter through a list or with Precedence: bulk",
    ),
    (
        "withheld-auto",
        lambda m, o: _auto_generated(m, o) or _old_auto_headers(m, o),
        None,
        True,
        _W,
        "a person's letter with a header of automatic mail",
    ),
    (
        "withheld-suppress",
        _suppressed,
        None,
        True,
        _W,
        "the sender's system asks for no automatic answer",
    ),
    ("withheld-null-path", _null_path, None, True, _W, "no return address on the envelope"),
    ("withheld-no-sender", _no_sender, None, True, _W, "no address to answer to"),
    # Everybody else is a person.
    ("person", lambda m, o: True, None, True, _Y, "nothing speaks against a person"),
)


def _personal_letter(message: Message) -> bool:
    """Long and in the first person: a citizen's letter, whatever a rule of his mailbox stamped on it."""
    own = message.own_words()
    return (
        len(own.split()) >= 60
        and _personal(message)
        and not AWAY_TEXT.search(own)
        and not TICKET_TEXT.search(own)
        and not UNSUBSCRIBE.search(message.body)
    )


def screen(message: Message, *, own_addresses: Collection[str]) -> Screening:
    """The verdict of the first row that holds; `own_addresses` are those of all our offices, lower case."""
    for rule, test, kind, makes_case, answer, why in TABLE:
        if test(message, own_addresses):
            return Screening(kind, makes_case, answer, rule, why)
    raise AssertionError("the last row always holds")
