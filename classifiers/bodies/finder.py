"""Reads the bodies of a mail: complained about, mentioned, other recipients, decoys, subjects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from classifiers.bodies.about import Scored, merged, weigh
from classifiers.bodies.blame import blamed, each_other, harms_beside, said_flemish, second, sureness
from classifiers.bodies.cues import DOES, YOUR_PEOPLE
from classifiers.bodies.mentions import LOCAL, Mention, MentionTable, Strength, other_word
from classifiers.bodies.names import BodyNames
from classifiers.bodies.recipients import RecipientReader
from classifiers.bodies.regions import IN_EVERY_REGION, KEPT_BY_CITY, STAND_INS, TWINS, WATCHES
from classifiers.bodies.standing import place_factor, signature_of
from classifiers.bodies.view import HouseView, MailView
from classifiers.bodies.whereabouts import Whereabouts, whereabouts
from classifiers.message import Address
from classifiers.places import Places
from classifiers.understanding import Reading, Span
from classifiers.words import PhraseTable, Word, words

#: Characters that are read: no complaint is longer, and no text may cost without end.
MOST_READ = 30_000
GUESS = 0.38
#: The same where no other body is told.
GUESS_ALONE = 0.27
#: Score, and part of its own, from which another body is meant in a mail to a municipality or first-line office.
ELSEWHERE = 1.5
ELSEWHERE_ALONE = 1.2
OVER_OWN = 1.3
#: Worth of the receiving office where the writer speaks to it about its own people, and words that are looked at.
SPOKEN_TO, MOST_ADDRESSED, MOST_COVER = 1.0, 2_000, 2_000
#: Worth of a mention in the letter with which a complaint service passes a complaint on: it has looked already.
COVER = 1.6
#: Characters of a sender's name that are read.
MOST_NAME = 120
#: Characters at the head and the foot of a text where a house that passes it on speaks of itself.
HEAD, FOOT = 400, 250
#: Worth of a body among the addressees: the letter also went to whom it is about.
ADDRESSED = 0.9


@dataclass(frozen=True, slots=True)
class BodiesRead:
    #: Bodies complained about, the likeliest first.
    services: tuple[Reading[str], ...]
    mentioned: tuple[Reading[str], ...]
    #: Other complaint bodies that got it.
    recipients: tuple[Reading[str], ...]
    #: Press, politicians, cabinets, lawyers among the addressees (id of their class).
    decoys: tuple[Reading[str], ...]
    #: Ids of the catalogue's routes.
    topics: tuple[Reading[str], ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """The words of one mail."""

    mail: MailView
    text: list[Word]
    subject: list[Word]
    mentions: list[Mention]
    signature: tuple[int, int]

    @property
    def opening(self) -> list[Word]:
        """The subject and the first page."""
        return [*self.subject, *self.text[:MOST_ADDRESSED]]


class BodyFinder:
    """Built once from the catalogue's names; holds no state of any mail."""

    def __init__(self, bodies: Sequence[BodyNames], places: Places) -> None:
        self._names = {body.id: body for body in bodies if body.kind not in ("subject", "copied")}
        self._table = MentionTable(bodies, places)
        self._places = places
        self._recipients = RecipientReader(bodies)
        self._topics = PhraseTable(
            [(word, body.id) for body in bodies if body.kind == "subject" for word in body.strong]
        )

    def body_of(self, email: str) -> str | None:
        """The catalogue id behind a mail address (lower case), None for people and unknown houses."""
        return self._recipients.body_of(email)

    def sender_body(self, sender: Address) -> str | None:
        """The house that writes: behind its address, else a complaint service named by the sender's name."""
        named = sender.name[:MOST_NAME]
        return self.body_of(sender.email.lower()) or next(
            (
                m.body
                for m in self._table.mentions(words(named), named)
                if m.strength > Strength.WEAK and self._takes_complaints(m.body)
            ),
            None,
        )

    def read(self, prepared: MailView, house: HouseView, home: str | None = None) -> BodiesRead:
        """`home` is the catalogue id of the complainant's municipality, where the address was read already."""
        text = prepared.text[:MOST_READ]
        said = words(text)
        told = _Told(
            mail=prepared,
            text=said,
            subject=words(prepared.subject[:500]),
            mentions=_without_described(self._table.mentions(said, text)),
            signature=signature_of(prepared, len(text)),
        )
        where = whereabouts(
            self._table,
            self._places,
            text=text,
            words=told.text,
            subject=told.subject,
            signature=told.signature,
            taken={
                at
                for m in told.mentions
                if m.strength > Strength.WEAK and not m.body.startswith("gemeente")
                for at in range(m.first, m.last)
            },
            home=home,
            office=house.id,
        )
        scored = self._scored(told, house)
        services = self._services(told, house, scored, where)
        complained = frozenset(r.value for r in services)
        recipients, decoys = self._recipients.read(prepared, house, told.text, told.mentions, complained)
        for sender in prepared.outer.from_[:1]:
            body = self.sender_body(sender)
            if body and self._takes_complaints(body) and body not in {*complained, *house.body_ids, house.id}:
                had = {reading.value for reading in recipients}
                passed = Reading(body, 0.9, "sender's name", Span("from", 0, 0), sender.name)
                recipients = recipients if body in had else (*recipients, passed)
        return BodiesRead(
            services=services,
            mentioned=tuple(
                self._reading(told, s, 0.6)
                for s in scored
                if s.body not in complained and s.body != LOCAL and s.strength > Strength.WEAK and s.best
            ),
            recipients=recipients,
            decoys=decoys,
            topics=self._read_topics(told),
        )

    def passed_on_by(self, read: BodiesRead, house: HouseView, length: int) -> tuple[Reading[str], ...]:
        """The house that passes a complaint on, where its address tells nothing: who speaks first of itself, or signs.

        `length` is that of the text, in characters.
        """
        named = [
            one
            for one in read.mentioned
            if self._takes_complaints(one.value) and one.value not in house.body_ids and one.span is not None
        ]
        edge = [one for one in named if one.span and (one.span.start < HEAD or one.span.start > length - FOOT)]
        return tuple(replace(one, confidence=0.8, method="passes it on") for one in edge[:1])

    def _scored(self, told: _Told, house: HouseView) -> list[Scored]:
        said = weigh(
            told.text,
            told.mentions,
            source=told.mail.text,
            in_subject=False,
            factor_at=place_factor(told.mail, told.text, told.signature),
        )
        subject = weigh(
            told.subject,
            self._table.mentions(told.subject, told.mail.subject),
            source=told.mail.subject,
            in_subject=True,
            factor_at=lambda m: 1.0,
        )
        addressed = [
            Scored(body, ADDRESSED, Strength.NAME, "addressee", None)
            for body in self._recipients.addressed(told.mail)
            if body not in house.body_ids and not self._names[body].takes_complaints and body != "vrt"
        ]
        return merged(said, subject, addressed, self._passed_on_about(told.mail, house))

    def _passed_on_about(self, mail: MailView, house: HouseView) -> list[Scored]:
        """The bodies that a complaint service names in the letter with which it passes a complaint on."""
        sender = self.body_of(mail.outer.from_[0].email.lower()) if mail.prefix and mail.outer.from_ else None
        if sender is None or not self._takes_complaints(sender):
            return []
        letter = mail.outer.own_words()[:MOST_COVER]
        said = words(letter)
        named = weigh(
            said,
            self._table.mentions(said, letter),
            source=letter,
            in_subject=False,
            factor_at=lambda m: COVER if m.strength > Strength.WEAK else 0.0,
        )
        return [
            replace(s, best=None, cue="named by who passes it on", harms=False)
            for s in named
            if s.body not in (sender, *house.body_ids) and not self._takes_complaints(s.body)
        ]

    def _services(
        self, told: _Told, house: HouseView, scored: Sequence[Scored], where: Whereabouts
    ) -> tuple[Reading[str], ...]:
        possible = self._possible(scored, where, house, flemish=said_flemish(told.opening))
        # What fits a first-line office is in every mail it gets.
        least = Strength.WEAK if house.kind == "municipality" else Strength.STRONG
        own = sum(s.score for s in possible if s.body in house.body_ids and s.strength >= least)
        if house.kind != "ombuds" and YOUR_PEOPLE.search(" ".join(word.folded for word in told.text[:MOST_ADDRESSED])):
            own += SPOKEN_TO
        own_named = any(s.body in house.body_ids and s.strength is Strength.NAME for s in possible)
        others = [s for s in possible if s.body not in house.body_ids]
        top = others[0].score if others else 0.0
        if house.kind in ("municipality", "first-line") and house.body_ids:
            if not self._elsewhere(others, own, where, house, own_named=own_named):
                mutual = each_other(told.opening)
                harming = [s for s in others if harms_beside(s) or (mutual and blamed(s))][:1]
                return (self._own(told, house, scored), *(self._reading(told, s, 0.7) for s in harming))
        elif own and not others:
            complained = next((s for s in possible if s.body in house.body_ids and s.complained), None)
            return (self._reading(told, complained, 0.7),) if complained else ()
        if top < (GUESS if len(others) > 1 else GUESS_ALONE):
            return ()
        mutual = each_other(told.opening)
        chosen = [s for s in others if s is others[0] or second(s, others[0]) or (mutual and blamed(s))][:2]
        return tuple(self._reading(told, s, sureness(s, others)) for s in chosen)

    def _elsewhere(
        self, others: Sequence[Scored], own: float, where: Whereabouts, house: HouseView, *, own_named: bool
    ) -> bool:
        """A mail to a municipality or a first-line office is about another body."""
        if not others:
            return False
        top, place = others[0], where.of_the_matter()
        if not own and top.body in WATCHES.get(house.id, ()) and top.strength > Strength.WEAK:
            return True
        if own_named and top.strength is not Strength.NAME and not top.complained:
            return False
        there = not own and place is not None and place.place.body == top.body and top.strength is Strength.NAME
        named = top.complained or top.times > 1 or (not own and top.acts) or (not own_named and top.cue == DOES)
        enough = ELSEWHERE if own else ELSEWHERE_ALONE
        return there or (named and top.score >= enough and top.score >= OVER_OWN * own)

    def _possible(
        self, scored: Sequence[Scored], where: Whereabouts, house: HouseView, *, flemish: bool
    ) -> list[Scored]:
        """Bodies that can be meant: each in its region (unless something is said to be Flemish), a local matter at its
        municipality, complaint bodies only where the words say so."""
        found: list[Scored] = []
        told = {_place(s) for s in scored if s.best and not self._takes_complaints(s.body)}
        elsewhere = "" if flemish else where.region
        for s in (s.settled() for s in scored):
            desk = self._takes_complaints(s.body) and s.body not in house.body_ids
            # An agency and its complaint desk have one name: the agency is complained about.
            if desk and (not s.complained or _place(s) in told):
                continue
            described = s.strength is not Strength.NAME or s.body in IN_EVERY_REGION
            if flemish and described and s.body in STAND_INS:
                continue
            twin = TWINS.get(s.body, {}).get(elsewhere) if described else None
            found.append(replace(s, body=twin) if twin else s)
        return [s for s in merged(self._located(found, where, house)) if s.body != LOCAL]

    def _located(self, found: Sequence[Scored], where: Whereabouts, house: HouseView) -> list[Scored]:
        named = [s for s in found if s.body.startswith("gemeente-")]
        body = self._local_body(named, where, house)
        located = []
        for s in found:
            if s.body in KEPT_BY_CITY:
                cities = (*house.body_ids, *(n.body for n in sorted(named, key=lambda n: -n.score)), *where.bodies())
                city = next((body for body in cities if body in KEPT_BY_CITY[s.body]), None)
                located.append(replace(s, body=city) if city else s)
                continue
            local = s.body == LOCAL or (s.body == "intergemeentelijk" and s.strength is Strength.WEAK)
            if not local:
                located.append(s)
            elif body:
                located.append(replace(s, body=body))
        return located

    def _local_body(self, named: Sequence[Scored], where: Whereabouts, house: HouseView) -> str | None:
        """Which municipality a local matter is of: the office itself, the one named, the place of the facts, home."""
        if house.kind == "municipality" and house.body_ids:
            return house.body_ids[0]
        if named:
            return max(named, key=lambda s: s.score).body
        place = where.of_the_matter()
        return place.place.body if place else where.home

    def _own(self, told: _Told, house: HouseView, scored: Sequence[Scored]) -> Reading[str]:
        own = next((s for s in scored if s.body in house.body_ids and s.best), None)
        if own:
            return replace(self._reading(told, own, 0.95), value=house.body_ids[0])
        return Reading(house.body_ids[0], 0.92, "the receiving office itself")

    def _takes_complaints(self, body: str) -> bool:
        known = self._names.get(body)
        return bool(known and known.takes_complaints)

    def _reading(self, told: _Told, scored: Scored, confidence: float) -> Reading[str]:
        if scored.best is None:
            return Reading(scored.body, confidence, scored.cue or "addressee")
        said = told.subject if scored.in_subject else told.text
        part = "subject" if scored.in_subject else told.mail.part
        source = told.mail.subject if scored.in_subject else told.mail.text
        span = Span(f"{told.mail.prefix}{part}", said[scored.best.first].start, said[scored.best.last - 1].end)
        method = f"{scored.strength.name.lower()} words" + (f", {scored.cue}" if scored.cue else "")
        return Reading(scored.body, confidence, method, span, source[span.start : span.end])

    def _read_topics(self, told: _Told) -> tuple[Reading[str], ...]:
        found: dict[str, Reading[str]] = {}
        for said, part, source in (
            (told.subject, "subject", told.mail.subject),
            (told.text, told.mail.part, told.mail.text),
        ):
            for hit in self._topics.find(said):
                if other_word(said, hit.first, hit.last):
                    continue
                span = Span(f"{told.mail.prefix}{part}", said[hit.first].start, said[hit.last - 1].end)
                shown = source[span.start : span.end]
                found.setdefault(hit.value, Reading(hit.value, 0.6, "words of the subject", span, shown))
        return tuple(found.values())


def _without_described(mentions: Sequence[Mention]) -> list[Mention]:
    """Without "the driver of the bus" where the bus is at once said to be of a house that does the same elsewhere."""
    named = {at: m.body for m in mentions if m.strength is Strength.NAME for at in (m.first - 1, m.first)}
    return [
        m
        for m in mentions
        if m.strength is Strength.NAME or named.get(m.last, m.body) not in TWINS.get(m.body, {}).values()
    ]


def _place(scored: Scored) -> tuple[bool, int, int]:
    """Where the words stand that tell most of a body."""
    best = scored.best
    return (scored.in_subject, best.first, best.last) if best else (False, -1, -1)
