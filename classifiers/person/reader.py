"""Reads the complainant out of a mail. `read_people` is the table of contents."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from classifiers.flat import flat
from classifiers.institutions import is_house
from classifiers.message import Address
from classifiers.person import contact
from classifiers.person.addresses import find_addresses, is_addressee, owner_above
from classifiers.person.behalf import Behalf, behalf_in_subject, read_behalf, related_name, same, titled
from classifiers.person.domicile import lives_in
from classifiers.person.forms import labelled_address
from classifiers.person.home import home
from classifiers.person.labels import Block, Field, blocks
from classifiers.person.layout import lay_out
from classifiers.person.letter import Mail, tidy
from classifiers.person.names import Name, agree, display_name, parse_name
from classifiers.person.naming import Told, ending, from_address, headed, introduced, opening, signed
from classifiers.person.places import named_town
from classifiers.person.recognised import NameRecogniser, confirmed, run_on, sender_words, whom
from classifiers.places import Places
from classifiers.prepared import House, Prepared
from classifiers.understanding import SURE, Language, Person, Reading, Span

FROM = "from"
#: Below it a name is only fit to complete another.
LEAST = 0.32
#: Letters of a place's name that may be an abbreviation.
SHORT_TOWN = 3
#: Words of a display name that may be a house's.
MOST_SHOWN = 8
#: Below it the recogniser is asked.
DOUBTED = 0.85


@dataclass(frozen=True, slots=True)
class People:
    person: Person
    #: Who writes, where it is not the complainant.
    written_by: Reading[str] | None = None


def read_people(
    prepared: Prepared, *, places: Places, house: House, recogniser: NameRecogniser | None = None
) -> People:
    """The complainant, and who writes for him. Never raises on content; what the mail does not tell is None."""
    layout = lay_out(prepared)
    sender = prepared.message.from_[0] if prepared.message.from_ else None
    desk = sender is None or is_house(_as_mailbox(sender)) or sender.email in house.addresses
    mail = Mail(prepared, house, layout, blocks(layout), sender, desk)
    behalf = read_behalf(layout) or behalf_in_subject(prepared.subject, layout)
    own = next((b for b in mail.blocks if b.for_whom and b.names), None)
    writers = list(_writers(mail, places))
    if recogniser and behalf and not (behalf.name and behalf.name.full):
        behalf = replace(behalf, name=whom(layout, recogniser, behalf.end) or behalf.name)
    if recogniser and _doubtful(_settled(writers)) and not mail.desk:
        mail, writers = _asked(mail, writers, recogniser)
        layout = mail.layout
    writer = _settled(writers)
    if own is None and behalf is None:
        own = next((b for b in mail.blocks if b.names and not b.other and not b.writer), None) or next(
            (b for b in mail.blocks if b.names and not b.other), None
        )
    elif own is None:
        own = _block_of(mail.blocks, behalf.name if behalf else None, writer)
    for_other = behalf is not None or bool(own and own.for_whom)
    name = _name(mail, places, own, behalf, writers, for_other)
    chosen = name[0] if name else None
    staff = desk and not for_other and not (writer and chosen and agree(writer.name, chosen))
    if for_other and chosen and writer and same(chosen, writer.name) and len(chosen.words) == len(writer.name.words):
        for_other, behalf = False, None
    person = _address(mail, places, own, chosen, behalf, staff)
    person = replace(
        person,
        name=name[1] if name else None,
        phone=contact.phone(mail, own, for_other=for_other, person=chosen, staff=staff),
        email=contact.email(mail, own, for_other=for_other, person=chosen, writer=writer.name if writer else None),
    )
    by = (
        _told(mail, writer, writer.weight)
        if for_other and writer and not (chosen and same(chosen, writer.name))
        else None
    )
    return People(person, by)


def _as_mailbox(sender: Address) -> Address:
    """Without a display name that is a sentence: its words say nothing of a house."""
    return sender if len(sender.name.split()) <= MOST_SHOWN else replace(sender, name="")


def _writers(mail: Mail, places: Places) -> Iterator[Told]:
    """Every name the writer may have, however told."""
    yield from introduced(mail.layout)
    yield from signed(mail.layout, places)
    yield from ending(mail.layout)
    yield from headed(mail.layout, places)
    yield from opening(mail.layout)
    for address, weight in [(mail.sender, 0.8), *((a, 0.7) for a in mail.prepared.message.reply_to[:1])]:
        if address is None or (address is mail.sender and mail.desk and not _person_at_desk(address)):
            continue
        if (name := display_name(address)) and (name.full or name.known):
            yield Told(name, "sender's name", weight - (0 if name.known else 0.08) - (0 if name.full else 0.35), FROM)
        elif not address.name and (found := from_address(address)):
            yield Told(found, "mail address", 0.5, FROM)


def _doubtful(told: Told | None) -> bool:
    return told is None or not told.name.full or told.weight < DOUBTED


def _asked(mail: Mail, writers: list[Told], recogniser: NameRecogniser) -> tuple[Mail, list[Told]]:
    """The mail with a signature that runs on behind its last sentence; doubtful names confirmed."""
    sender = sender_words(mail.sender.name, mail.sender.email) if mail.sender else ""
    found = run_on(mail.layout, recogniser, sender)
    if found and not any(agree(found[0].name, told.name) and told.name.full and told.part != FROM for told in writers):
        told, tail = found
        return replace(mail, layout=replace(mail.layout, tail=tail)), [*writers, told]
    settled = _settled(writers)
    if settled and settled.part != FROM and settled.name.full and confirmed(mail.layout, recogniser, settled.name):
        return mail, [*writers, replace(settled, weight=min(SURE, settled.weight + 0.15))]
    return mail, writers


def _person_at_desk(address: Address) -> bool:
    """ "Lies Meersman - Sociaal Huis Zele": a person's name stands first."""
    name = display_name(Address(re.split(r"\s[-–|/]\s|\s\(|,\s", address.name)[0], ""))
    return name is not None and name.full and name.known


def _settled(told: Sequence[Told]) -> Told | None:
    """The best told name, in its fullest form: "Ward" below the letter is Ward Nijs in the header."""
    if not told:
        return None
    first = max(told, key=lambda t: t.weight)
    if not first.name.full:
        fuller = [t for t in told if t.name.full and agree(t.name, first.name)]
        first = max(fuller, key=lambda t: t.weight) if fuller else first
    alike = [t for t in told if t is first or agree(t.name, first.name)]
    full = [t for t in alike if t.name.full] or alike
    shown = max(full, key=lambda t: (t.name.known, t.part != FROM, t.name.capital, _accented(t.name.value), t.weight))
    sources = {t.method for t in alike}
    weight = max(t.weight for t in alike)
    if len(sources) > 1 and shown.name.full:
        weight = max(weight, 0.97 if len({t.part for t in alike}) > 1 else 0.94)
    rivals = [t for t in told if not agree(t.name, first.name) and t.name.full and t.weight >= 0.8]
    return replace(shown, weight=max(0.3, weight - (0.25 if rivals else 0)))


def _accented(value: str) -> bool:
    return not value.isascii()


def _block_of(found: Sequence[Block], person: Name | None, writer: Told | None) -> Block | None:
    """Of a mail written for another: the block that bears his name, or that does not bear the writer's."""
    for block in found:
        name = _block_name(block)
        if block.other or block.writer or name is None:
            continue
        if person is not None and agree(name[0], person):
            return block
        if person is None and not (writer and same(name[0], writer.name)):
            return block
    return None


def _block_name(block: Block) -> tuple[Name, int, int] | None:
    first, last, whole = block.first(Field.FIRST), block.first(Field.LAST), block.first(Field.NAME)
    if first and (last or whole):
        family = last or whole
        assert family is not None
        if family is whole and flat(first.value) in flat(family.value):
            name = parse_name(family.value, family.start, lenient=True)
            return (name, family.start, family.end) if name else None
        name = parse_name(f"{first.value} {family.value}", lenient=True)
        given = parse_name(first.value, lenient=True)
        surname = parse_name(family.value, lenient=True) or given
        if name and given and surname:
            value = f"{given.value} {surname.value}" if given is not surname else name.value
            spot = family if abs(family.start - first.start) > 120 else None
            start = spot.start if spot else min(first.start, family.start)
            return replace(name, value=value), start, spot.end if spot else max(first.end, family.end)
    for labelled in (whole, last, first):
        if labelled and (name := parse_name(labelled.value, labelled.start, lenient=True)):
            return name, name.start, name.end
    return None


def _name(
    mail: Mail, places: Places, own: Block | None, behalf: Behalf | None, writers: Sequence[Told], for_other: bool
) -> tuple[Name, Reading[str]] | None:
    if own and (found := _block_name(own)):
        name, start, end = found
        sure = 0.96 if name.full else 0.75
        settled = _settled(writers)
        if not for_other and settled and name.full is False and agree(settled.name, name) and settled.name.full:
            return settled.name, _told(mail, settled, 0.9)
        return name, mail.reading(name.value, start, end, sure, "label")
    if for_other:
        name_ = behalf.name if behalf else None
        if name_ is None and behalf and behalf.relation:
            name_ = related_name(mail.layout, behalf.relation)
        if (
            name_ is None
            and behalf
            and re.match(r"cl|mand|kl|pati|buur|vois|nachb|neigh|ten|huur|loc|bewo|pup|mem|lid", behalf.relation)
        ):
            name_ = next((n for n in titled(mail.layout) if not any(same(n, t.name) for t in writers)), None)
        if name_ and behalf and behalf.in_subject:
            return name_, mail.in_subject(name_.value, name_.start, name_.end, 0.85, "written for")
        return (name_, mail.reading(name_.value, name_.start, name_.end, 0.88, "written for")) if name_ else None
    if mail.desk and not any(t.part == FROM for t in writers):
        about = _addressed(mail, places)
        if about is None and not any(t.weight > 0.9 for t in writers):
            about = next(titled(mail.layout), None)
        if about and not any(agree(about, t.name) for t in writers):
            return about, mail.reading(about.value, about.start, about.end, 0.6, "named by a member of staff")
    told = _settled(writers)
    if told is None or told.weight < LEAST or not (told.name.full or told.name.initials):
        return None
    return told.name, _told(mail, told, told.weight)


def _addressed(mail: Mail, places: Places) -> Name | None:
    """Whose name stands right before an address: whom a member of staff passes on."""
    layout = mail.layout
    for one in find_addresses(layout, places):
        if one.street is None or is_addressee(layout, one) or owner_above(layout, one)[1]:
            continue
        signed = layout.in_tail(one.start)
        before = layout.joined[max(0, one.start - 60) : one.start].rstrip(" ,(\n-–")
        for word in re.finditer(r"(?<![\w'’-])[A-ZÀ-Ý]", before):
            name = parse_name(before[word.start() :], max(0, one.start - 60) + word.start())
            if name and name.full and (name.known or not signed):
                return name
    return None


def _told(mail: Mail, told: Told, confidence: float) -> Reading[str]:
    if told.part == FROM:
        shown = mail.sender.name if mail.sender else ""
        return Reading(
            told.name.value, round(confidence, 2), told.method, Span(f"{mail.prepared.prefix}{FROM}", 0, 0), shown
        )
    return mail.reading(told.name.value, told.name.start, told.name.end, confidence, told.method)


def _address(
    mail: Mail, places: Places, own: Block | None, person: Name | None, behalf: Behalf | None, staff: bool
) -> Person:
    labelled = labelled_address(mail, places, own)
    if labelled.street or labelled.postcode or labelled.municipality:
        return labelled
    found = home(mail.layout, places, person=person, behalf=behalf, staff=staff)
    if found is None:
        said = lives_in(mail.layout, places, person=person, for_other=behalf is not None or staff)
        return Person(municipality=mail.reading(tidy(mail, said[0]), *said[0], said[1], said[2])) if said else Person()
    one, sure = found
    method = f"address, {one.where}"

    def told(span: tuple[int, int] | None, less: float = 0.0) -> Reading[str] | None:
        return mail.reading(tidy(mail, span), *span, sure - less, method) if span else None

    town, extra = one.municipality, 0.0
    if town is None and one.postcode:
        town, extra = named_town(mail.layout.joined, one.postcode, places), 0.06
    if town is None and one.postcode is None:
        said = lives_in(mail.layout, places, person=person, for_other=behalf is not None or staff)
        town, extra = (said[0], 0.1) if said else (None, 0.0)
    named = told(town, extra)
    if one.postcode and (named is None or len(named.value.strip(".")) <= SHORT_TOWN):
        named = _by_postcode(mail, places, one.postcode, sure) or named
    return Person(
        street=told(one.street),
        number=told(one.number),
        box=told(one.box, 0.02),
        postcode=told(one.postcode),
        municipality=named,
    )


def _by_postcode(mail: Mail, places: Places, span: tuple[int, int], sure: float) -> Reading[str] | None:
    """Where no name stands beside the postcode, or a short one that is no place's ("1000 Bxl")."""
    code = mail.prepared.text[slice(*span)]
    towns = {place.municipality: place for place in places.by_postcode.get(code, ())}
    if len(towns) != 1:
        return None
    names = next(iter(towns))
    french = mail.prepared.language.value is Language.FR and len(names) > 1
    return mail.reading(names[1 if french else 0], *span, sure - 0.06, "municipality of the postcode")
