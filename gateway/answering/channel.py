"""By which way somebody is answered: one ordered table, and what the books know of ways that failed.

Sources: seed 002 (the way the complainant used; an express wish wins; a letter that names a mail address may be
answered by mail; who wrote on social media is asked for a mail address or telephone number), seed 003 step 7 (a mail
for a mail, a letter for every other way, always in writing).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from classifiers.understanding import Wish
from gateway.intake.spoken import Way
from gateway.store.forms import restored
from gateway.store.tables import Case, Delivery, History, Outbox
from outbound.draft import Channel, Draft, Recipient
from routing.offices import Office

#: Roads by which paper and words come in; all others are mail.
PAPER = frozenset({"scan", "spoken"})
#: What came back, by the event that says so -> the way it had gone.
FAILED: Mapping[str, Channel] = {
    "bounced": Channel.MAIL,
    "refused": Channel.MAIL,
    "returned": Channel.LETTER,
}


@dataclass(frozen=True, slots=True)
class Ways:
    """What a choice rests on."""

    came_by: str
    wishes: frozenset[str]
    has_email: bool
    has_postal: bool
    #: "same" or "mail-for-mail", of the procedure.
    rule: str = "same"
    #: Ways by which an answer to the very same address came back.
    failed: frozenset[Channel] = frozenset()
    #: Of what was told to us and written down here: by telephone, at the counter ...; of `gateway.intake.spoken.Way`.
    told_by: str = ""
    has_phone: bool = False

    @property
    def mail(self) -> bool:
        return self.has_email and Channel.MAIL not in self.failed

    @property
    def letter(self) -> bool:
        return self.has_postal and Channel.LETTER not in self.failed

    @property
    def by_mail(self) -> bool:
        return self.came_by not in PAPER

    @property
    def in_writing(self) -> bool:
        """Only a letter or a mail will do, and one of them is open."""
        return self.rule == "mail-for-mail" and (self.mail or self.letter)

    def wants(self, wish: Wish) -> bool:
        return wish.value in self.wishes


@dataclass(frozen=True, slots=True)
class Choice:
    channel: Channel
    #: Name of the rule, as it stands in the history.
    rule: str
    why: str
    #: Ways that are open too, should a person prefer them.
    also: tuple[Channel, ...] = ()


Row = tuple[str, Callable[[Ways], bool], Channel, str]

#: Name, test, channel, why; the first that holds.
TABLE: tuple[Row, ...] = (
    ("wish-letter", lambda w: w.wants(Wish.REPLY_BY_LETTER) and w.letter, Channel.LETTER, "asked for a letter"),
    ("wish-phone", lambda w: w.wants(Wish.REPLY_BY_PHONE) and not w.in_writing, Channel.PHONE, "asked to be called"),
    ("wish-mail", lambda w: w.wants(Wish.REPLY_BY_EMAIL) and w.mail, Channel.MAIL, "asked for a mail"),
    ("mail-came-back", lambda w: w.by_mail and w.has_email and not w.mail and w.letter, Channel.LETTER,
     "mail to this address came back"),
    ("letter-came-back", lambda w: not w.by_mail and w.has_postal and not w.letter and w.mail, Channel.MAIL,
     "a letter to this address came back"),
    ("mail-for-mail", lambda w: w.by_mail and w.mail, Channel.MAIL, "it came by mail"),
    ("letter-for-all-else", lambda w: not w.by_mail and w.letter and w.rule == "mail-for-mail", Channel.LETTER,
     "what did not come by mail is answered by letter"),
    ("social-media", lambda w: w.told_by == Way.SOCIAL_MEDIA and w.mail, Channel.MAIL,
     "it came by social media, and a mail address was given"),
    ("same-way", lambda w: not w.by_mail and w.letter, Channel.LETTER, "it did not come by mail"),
    ("only-letter", lambda w: w.letter, Channel.LETTER, "no mail address is known that works"),
    ("only-mail", lambda w: w.mail, Channel.MAIL, "no postal address is known that works"),
    ("no-other-way", lambda w: w.has_email and w.by_mail, Channel.MAIL, "no other way is known"),
    ("phone-for-phone", lambda w: w.told_by == Way.PHONE and w.has_phone, Channel.PHONE, "it was told by telephone"),
    ("nothing-known", lambda w: True, Channel.PHONE, "neither a mail nor a postal address is known that works"),
)  # fmt: skip


def choose(ways: Ways) -> Choice:
    name, channel, why = next((name, channel, why) for name, test, channel, why in TABLE if test(ways))
    open_too = ((Channel.MAIL, ways.mail), (Channel.LETTER, ways.letter))
    return Choice(channel, name, why, tuple(way for way, is_open in open_too if is_open and way is not channel))


def ways_of(
    case: Case, recipient: Recipient, office: Office, failed: Collection[Channel] = frozenset(), told_by: str = ""
) -> Ways:
    return Ways(
        came_by=case.channel,
        wishes=frozenset(str(wish) for wish in case.wishes),
        has_email=bool(recipient.email),
        has_postal=bool(recipient.postal),
        rule=office.procedure.channel_rule,
        failed=frozenset(failed),
        told_by=told_by,
        has_phone=bool(case.person.get("phone")),
    )


def told_way(session: Session, case: Case) -> str:
    """By which way somebody told us the complaint, as the first step of the case says."""
    first = select(History.detail).where(History.case_id == case.id).order_by(History.number).limit(1)
    return str((session.scalars(first).first() or {}).get("way", ""))


def failed_ways(session: Session, case: Case, recipient: Recipient) -> frozenset[Channel]:
    """Ways by which an answer in this case to this very address came back; a corrected address is a new one."""
    rows = session.execute(
        select(Delivery.event, Outbox.to_address, Outbox.draft)
        .join(Outbox, Outbox.id == Delivery.outbox_id)
        .where(Outbox.case_id == case.id, Delivery.event.in_(tuple(FAILED)))
    )
    found = set()
    for event, address, draft in rows:
        way = FAILED[event]
        same = (
            address == recipient.email if way is Channel.MAIL else restored(Draft, draft).to.postal == recipient.postal
        )
        found |= {way} if same else set()
    return frozenset(found)
