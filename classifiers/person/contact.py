"""The complainant's telephone number and the mail address where he is reached."""

import re

from classifiers.flat import flat
from classifiers.institutions import is_house, is_machine
from classifiers.message import Address
from classifiers.person.addresses import ADDRESSEE, COMPANY
from classifiers.person.labels import Block, Field
from classifiers.person.layout import Layout
from classifiers.person.letter import Mail
from classifiers.person.names import Name
from classifiers.person.phones import Phone, international, phones
from classifiers.understanding import Reading, Span

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_MY_MAIL = re.compile(
    r"\b(?:mijn (?:prive ?)?(?:e-?mail\w*|mail\w*)|mailen (?:naar|op)|antwoord\w*|bereik\w*|contacteer\w* mij|mon (?:adresse )?(?:e-?mail|mail|courriel)|mon adresse|repond\w*|joindre|ecrire a|"
    r"meine (?:e-?mail\w*|mail\w*)|antwort\w*|erreich\w*|my (?:private |personal )?e-?mail\w*|reply|reach|e-?mail ?:|mail ?:)[^\n]{0,45}$"
)
#: Characters before a number in which the request to be called stands.
REQUEST = 200
#: Characters between a name or address and the number or mail address that go with it.
BESIDE = 110


def phone(mail: Mail, own: Block | None, *, for_other: bool, person: Name | None, staff: bool) -> Reading[str] | None:
    labelled = _labelled_phone(mail, own)
    if labelled:
        return labelled
    layout = mail.layout
    every = list(phones(layout.text, layout.flat))
    found = [p for p in every if not p.others]
    if for_other or staff:
        near = next((p for p in every if p.theirs), None) or next(
            (
                p
                for p in every
                if person
                and _beside(layout.flat, p.start, person)
                and (not layout.in_tail(p.start) or layout.in_tail(person.start))
            ),
            None,
        )
        return _phone(mail, near, 0.9, "beside the name") if near else None
    own_said = next((p for p in found if p.own and not p.work and not layout.in_tail(p.start)), None)
    signed = [p for p in found if layout.in_tail(p.start)]
    if signed:
        free = [p for p in signed if not p.work] or signed
        own_word = next((p for p in free if person and _called(layout.flat, p.start, person)), None)
        best = next((p for p in free if _mobile(p)), free[0]) if _firm_signs(layout) else free[0]
        best = own_word or best
        house = COMPANY.search(_line(layout, best.start)) is not None or best.work
        if own_said and house:
            return _phone(mail, own_said, 0.92, "said to be his own")
        return _phone(mail, best, 0.85 if house else 0.94, "signature")
    if own_said:
        return _phone(mail, own_said, 0.92, "said to be his own")
    for one in found:
        if layout.in_head(one.start) and not _in_house_block(mail, one.start):
            return _phone(mail, one, 0.9, "letter head")
    for one in found:
        if len(_line(layout, one.start).strip()) <= len(one.words) + 14:
            return _phone(mail, one, 0.85, "line of its own")
    beside = next((p for p in found if person and _beside(layout.flat, p.start, person)), None)
    if beside:
        return _phone(mail, beside, 0.9, "beside the name")
    only = found[0] if len({p.value for p in every}) == 1 and found else None
    if only and (_mobile(only) or _ASKS_A_CALL.search(layout.flat[max(0, only.start - REQUEST) : only.start])):
        return _phone(mail, only, 0.8, "the only number")
    return None


#: The writer asks to be called, a sentence or so before the number.
_ASKS_A_CALL = re.compile(
    r"\b(?:bel|belt|bellen|belletje|opbel\w*|terugbel\w*|telefo\w+|bereik\w+|thuis|spreken|seintje|appel\w+|telephon\w+|coup de fil|coup de telephone|de vive voix|joindre|joignable|rappel\w+|"
    r"anruf\w*|ruckruf\w*|rufen|ruft|telefonisch|erreich\w+|call|phone|ring|reach|talk|speak)\b"
)


def _mobile(one: Phone) -> bool:
    return one.value.startswith("+324")


def _firm_signs(layout: Layout) -> bool:
    return COMPANY.search(layout.flat[layout.tail[0] : layout.tail[1]]) is not None


def _line(layout: Layout, at: int) -> str:
    line = layout.lines[layout.line_at(at)]
    return layout.flat[line.start : line.end]


def _in_house_block(mail: Mail, at: int) -> bool:
    layout = mail.layout
    number = layout.line_at(at)
    return any(ADDRESSEE.search(flat(line.text)) for line in [layout.lines[number], *layout.above(number)])


def _phone(mail: Mail, one: Phone, confidence: float, method: str) -> Reading[str]:
    return mail.reading(one.value, one.start, one.end, confidence, method)


def _labelled_phone(mail: Mail, own: Block | None) -> Reading[str] | None:
    for block in mail.blocks:
        if own is None or (block is not own and (block.other or block.writer or block.names)):
            continue
        for labelled in block.fields:
            if labelled.field is not Field.PHONE:
                continue
            bare = re.match(r"[+(]?\d[\d ./()-]{6,20}\d", labelled.value)
            value = international(bare.group()) if bare else None
            if value and bare:
                return mail.reading(value, labelled.start, labelled.start + bare.end(), 0.96, "label")
    return None


def _called(plain: str, at: int, person: Name) -> bool:
    """ "gsm Geert 0475 ...": the given name is part of the label."""
    return re.search(rf"\b{re.escape(person.words[0])}[ :.]{{1,3}}$", plain[max(0, at - 24) : at]) is not None


def _beside(plain: str, at: int, person: Name) -> bool:
    """The person's name stands shortly before, in the same paragraph."""
    before = plain[max(0, at - BESIDE) : at]
    before = before[before.rfind("\n\n") + 1 :]
    return any(len(word) > 2 and word in before for word in person.words)


def email(
    mail: Mail, own: Block | None, *, for_other: bool, person: Name | None, writer: Name | None
) -> Reading[str] | None:
    """Label in the complainant's block, an address beside his name, the sender, the one to reply to."""
    labelled = own.first(Field.EMAIL) if own else None
    if own and labelled is None:
        labelled = next(
            (
                f
                for b in mail.blocks
                if not (b.other or b.writer or b.names)
                for f in b.fields
                if f.field is Field.EMAIL
            ),
            None,
        )
    match = EMAIL.search(labelled.value) if labelled else None
    if labelled and match and not _ours(mail, match.group()):
        start = labelled.start + match.start()
        return mail.reading(match.group().lower(), start, start + len(match.group()), 0.97, "label")
    layout = mail.layout
    written = [m for _, m in zip(range(40), EMAIL.finditer(layout.text), strict=False) if not _ours(mail, m.group())]
    if mail.desk and not for_other and person:
        fitting = [m for m in written if _fits(m.group(), person, for_other) and not _sender(mail, m.group())]
        if fitting:
            return mail.reading(fitting[0].group().lower().rstrip("."), *fitting[0].span(), 0.88, "fits the name")
    if for_other or mail.desk:
        near = next(
            (
                m
                for m in written
                if person
                and _beside(layout.flat, m.start(), person)
                and not _sender(mail, m.group())
                and _fits(m.group(), person, for_other)
            ),
            None,
        )
        if near:
            return mail.reading(near.group().lower().rstrip("."), *near.span(), 0.9, "beside the name")
    said = next(
        (
            m
            for m in written
            if _MY_MAIL.search(layout.flat[max(0, m.start() - 70) : m.start()]) and not is_house_address(m.group())
        ),
        None,
    )
    if said and not for_other:
        return mail.reading(said.group().lower(), *said.span(), 0.93, "said to be his own")
    if mail.sender and mail.sender.email and not mail.desk:
        return _sent(mail, mail.sender, 0.97)
    for address in mail.prepared.message.reply_to:
        if address.email and not is_house(address) and address.email not in mail.house.addresses:
            return Reading(address.email, 0.95, "reply to", Span(f"{mail.prepared.prefix}from", 0, 0), address.email)
    if mail.sender and mail.sender.email and (for_other or _own_desk(mail, person, writer)):
        return _sent(mail, mail.sender, 0.85)
    signed = next(
        (
            m
            for m in written
            if (layout.in_tail(m.start()) or layout.in_head(m.start())) and not is_house_address(m.group())
        ),
        None,
    )
    return mail.reading(signed.group().lower(), *signed.span(), 0.9, "signature") if signed else None


def _sent(mail: Mail, sender: Address, confidence: float) -> Reading[str]:
    return Reading(sender.email, confidence, "sender", Span(f"{mail.prepared.prefix}from", 0, 0), sender.email)


def is_house_address(email_: str) -> bool:
    return is_house(Address("", email_.lower()))


def _ours(mail: Mail, written: str) -> bool:
    return written.lower() in mail.house.addresses


def _sender(mail: Mail, written: str) -> bool:
    return mail.sender is not None and written.lower() == mail.sender.email


def _fits(written: str, person: Name, for_other: bool) -> bool:
    plain = flat(written.partition("@")[0])
    return not is_house_address(written) and (for_other or any(word in plain for word in person.words if len(word) > 2))


def _own_desk(mail: Mail, person: Name | None, writer: Name | None) -> bool:
    """A small firm or club writes for itself: its address is where the writer is reached."""
    sender = mail.sender
    if sender is None or is_machine(sender.email) or sender.email in mail.house.addresses:
        return False
    return person is not None and writer is not None and person.words == writer.words
