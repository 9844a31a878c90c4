"""From an answer and the facts of a case to a draft."""

import re
from collections.abc import Mapping
from dataclasses import replace

from jinja2 import TemplateError

from classifiers.understanding import Language
from outbound.clean import SUBJECT_LENGTH, clean_line, clean_message_id
from outbound.draft import Answer, Channel, Draft, Recipient, StoredFile
from outbound.facts import Facts, Letterhead
from outbound.texts import fill, house_text
from outbound.variables import variables

#: Answers that may leave without a person: they state known facts and bind nobody (procedures, automatic or human).
ALONE = frozenset({Answer.RECEIPT, Answer.RECEIPT_AGAIN, Answer.REQUEST_TO_COMPLETE, Answer.STATUS})

#: Answers that go to a body or partner, not under the citizen's own mail.
TO_OTHERS = frozenset({Answer.FORWARDING_LETTER, Answer.COORDINATION_NOTE})

#: Answers with a subject of our own: nobody who sees the list of mails must read there what it is about.
OWN_SUBJECT = TO_OTHERS | {Answer.WHISTLEBLOWER_RECEIPT}

#: RFC 5322 3.6.4 sets no bound; this many fit every client and keep the first and the latest.
REFERENCES = 20

_REPLY_PREFIX = re.compile(r"(?:re|aw|sv|antw|fwd?|tr|wg|doorst) ?: ?", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SUBJECT_OF_CITIZEN = 100


def compose(
    answer: Answer,
    *,
    language: Language,
    facts: Facts,
    office: Letterhead,
    to: Recipient,
    channel: Channel = Channel.MAIL,
    in_reply_to: str = "",
    references: tuple[str, ...] = (),
    own_texts: Mapping[tuple[Answer, Language], str] | None = None,
    automatic: bool = True,
    attach_messages: tuple[str, ...] = (),
    attach_files: tuple[StoredFile, ...] = (),
) -> Draft:
    """One answer, ready to be shown.

    `own_texts`: texts the office wrote itself and `check_text` let pass. `automatic`: False where the decision keeps a
    person in the loop even for an answer that may leave alone. `in_reply_to`, `references`: Message-IDs of the mail
    answered; ids that are none are left out. The draft needs a person unless both the answer and `automatic` allow it.
    Where the complainant's identity is withheld, neither the name nor the original mail goes to others.
    """
    if facts.identity_withheld and answer in TO_OTHERS:
        facts, attach_messages = replace(facts, person=""), ()
    alone = automatic and answer in ALONE and not facts.message
    values = variables(facts, office, language, channel, automatic=alone and channel is Channel.MAIL)
    own_subject, body = _said(answer, language, office, own_texts or {}, values)
    return Draft(
        answer=answer,
        channel=channel,
        to=Recipient(clean_line(to.name, 100), clean_line(to.email, 320), tuple(clean_line(x, 100) for x in to.postal)),
        language=language,
        subject=_subject(answer, channel, own_subject, facts, threaded=bool(clean_message_id(in_reply_to))),
        text=body,
        needs_person=not alone,
        in_reply_to=clean_message_id(in_reply_to),
        references=_thread(references, in_reply_to),
        attach_messages=attach_messages,
        attach_files=attach_files,
        headers={"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"} if alone else None,
    )


def _said(
    answer: Answer,
    language: Language,
    office: Letterhead,
    own_texts: Mapping[tuple[Answer, Language], str],
    values: Mapping[str, str | bool],
) -> tuple[str, str]:
    """Subject and text: the office's own where it has one. An own text that no longer works gives way to the house's:
    an answer that is due never fails on a text."""
    own = own_texts.get((answer, language))
    if own is not None:
        try:
            return fill(own, language, values)
        except TemplateError:
            pass
    return fill(house_text(answer, language, office.procedure), language, values)


def _subject(answer: Answer, channel: Channel, own: str, facts: Facts, *, threaded: bool) -> str:
    """In a thread the citizen's own subject, which mail programs thread by; else ours, in a mail with the reference.

    Web addresses in the citizen's subject are left out: an automatic answer must not carry a stranger's advertisement.
    """
    theirs = _LINK.sub("", clean_line(facts.subject, 4 * _SUBJECT_OF_CITIZEN)).strip()
    while prefix := _REPLY_PREFIX.match(theirs):
        theirs = theirs[prefix.end() :].lstrip()
    if threaded and theirs and channel is Channel.MAIL and answer not in OWN_SUBJECT:
        return "Re: " + clean_line(theirs, _SUBJECT_OF_CITIZEN)
    reference = clean_line(facts.reference, 60)
    return clean_line(own if channel is Channel.LETTER or reference in own else f"{own} [{reference}]", SUBJECT_LENGTH)


def _thread(references: tuple[str, ...], in_reply_to: str) -> tuple[str, ...]:
    """The ids of the thread, oldest first, each once; of a long thread the first and the latest."""
    ids = list(dict.fromkeys(i for i in map(clean_message_id, (*references[:5_000], in_reply_to)) if i))
    last = clean_message_id(in_reply_to)
    if last:
        ids.remove(last)
        ids.append(last)
    return tuple(ids if len(ids) <= REFERENCES else [ids[0], *ids[-(REFERENCES - 1) :]])
