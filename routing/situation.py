"""Everything the rules ask about a message, gathered once."""

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from classifiers.bodies.regions import KEPT_BY_CITY
from classifiers.flat import flat
from classifiers.institutions import is_machine
from classifiers.machine_mail import machine_sender
from classifiers.message import Message
from classifiers.person.names import given_names
from classifiers.screen import Screening
from classifiers.understanding import Kind, PriorContact, Reading, Understanding
from routing.catalogue import Catalogue
from routing.competence import COMPANIES, Competence, Question, Standing, competence
from routing.coordination import Coordination, coordinate
from routing.decision import Finding, Ground, Verdict
from routing.matching import Match, MatchVerdict, Relation
from routing.matter import Matter, read_matter
from routing.offices import Office
from routing.second_lines import CARE_ASKED
from routing.subjects import body_by_subject, complaint_body_by_subject, has_no_house

#: Kinds that are, or hold, a complaint.
COMPLAINTS = frozenset({Kind.COMPLAINT, Kind.TRANSFER})
PRIVATE = "prive-persoon"

#: A word of the languages that are read; what is longer is no word.
WORD = re.compile(r"(?<![^\W\d_])[a-zA-ZÀ-ÖØ-öø-ž]{2,30}(?![^\W\d_])")
#: Different words that a text must have to say anything, and how far they are looked for.
LEAST_WORDS = 3
READ_FOR_WORDS = 20_000
#: Below this a body is guessed from what fits it.
NAMED = 0.6
#: Bodies whose readings differ by less are as likely complained about as each other.
AS_LIKELY = 0.1
#: Schemes of one name that a region keeps for itself (catalogue: low-emission zones).
KEPT_BY_REGION = {("lez", "brussels"): "leefmilieu-brussel"}


@dataclass(frozen=True, slots=True)
class About:
    """One body complained about, and whose complaint that makes it."""

    reading: Reading[str]
    question: Question
    standing: Competence


#: What stands between two given names, and letters of a family name that are only its initials.
AND, INITIALS = frozenset({"&", "+", "en", "et", "und", "and"}), 3
#: Channels that are answered by letter.
PAPER = frozenset({"scan", "spoken"})


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the rules ask about one message, gathered once."""

    message: Message
    understanding: Understanding
    screening: Screening
    office: Office
    catalogue: Catalogue
    match: Match | None
    now: datetime
    matter: Matter
    #: The likeliest first; of equals what is this office's own.
    about: tuple[About, ...]
    coordination: Coordination | None
    #: The case that it is matched with was closed before it came.
    earlier_closed: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def kind(self) -> Kind:
        return self.understanding.kind.value

    @property
    def is_complaint(self) -> bool:
        return self.kind in COMPLAINTS

    @property
    def second_line(self) -> bool:
        return self.office.procedure.kind == "ombuds"

    @property
    def main(self) -> About | None:
        return self.about[0] if self.about else None

    @property
    def standing(self) -> Standing:
        """Of the body that is most likely complained about."""
        return self.main.standing.standing if self.main else Standing.UNTOLD

    @property
    def competent(self) -> bool | None:
        """This office is competent, now or after others. None where the mail does not tell which body it is about.

        Where several services got it at once, who comes later in the chain of instances is one of them too.
        """
        if self.main is None or self.standing is Standing.UNTOLD:
            return None
        later = self.coordination is not None and self.main.standing.then == self.office.id
        return self.main.standing.ours or later

    @property
    def body_first(self) -> bool:
        """The body complained about must be asked before this office."""
        main = self.main
        asked_first = self.standing in (Standing.FIRST, Standing.OURS)
        return main is not None and asked_first and not main.question.own and not main.question.direct

    @property
    def prior(self) -> PriorContact:
        return self.understanding.prior_contact.value

    @property
    def linked(self) -> bool:
        """It surely belongs to a case that exists."""
        return (
            self.match is not None
            and self.match.verdict is MatchVerdict.LINK
            and self.match.relation is not Relation.NEW
        )

    @property
    def repeats(self) -> bool | None:
        """The same complaint was dealt with here: its case is closed and nothing is told but the same again.

        None where it may be: the case goes on, or a person must still say whether the two belong together.
        """
        match = self.match
        if match is None:
            return None
        if match.verdict is MatchVerdict.NEW:
            return False
        again = match.relation in (Relation.RESENT, Relation.COPY)
        return True if self.linked and again and self.earlier_closed else None

    @property
    def readable(self) -> bool:
        """Somebody's words can be read in it at all: not only signs, rubbish, one endless word, or another script."""
        message = self.message
        texts = (message.subject, message.own_words(), *message.texts.values(), *(f.body for f in message.forwarded))
        read = (found[0].casefold() for text in texts for found in WORD.finditer(text[:READ_FOR_WORDS]))
        different: set[str] = set()
        for word in islice(read, READ_FOR_WORDS):
            different.add(word)
            if len(different) == LEAST_WORDS:
                return True
        return False

    @property
    def answerable(self) -> bool:
        """An answer would reach the writer: an address is told, or the sender's own is read by somebody."""
        person = self.understanding.person
        if (person.email is not None and not is_machine(person.email.value)) or self.message.reply_to:
            return True
        if self.message.channel in PAPER:
            return person.street is not None
        senders = [sender.email for sender in self.message.from_ if sender.email not in self.office.addresses]
        return bool(senders) and not is_machine(senders[0]) and not machine_sender(self.message, ())

    @property
    def without_body(self) -> str | None:
        """The complaint body for what it is about, where the one complained about is no body of the catalogue."""
        if self.about or not self.is_complaint:
            return None
        bodies = self.catalogue.bodies
        mentioned = [bodies[r.value] for r in self.understanding.mentioned if r.value in bodies]
        return complaint_body_by_subject(self.understanding.topics, self.matter, mentioned, self.catalogue)

    @property
    def missing(self) -> tuple[str, ...]:
        """Essentials without which nobody can start: a name, a way to answer, facts, and the body it is about."""
        person, told = self.understanding.person, self.understanding.missing
        lacking = []
        if person.name is None and not self._called_by_name:
            lacking.append("name")
        reachable = person.email or person.phone or person.street or any(a.email for a in self.message.from_)
        if not reachable:
            lacking.append("address")
        if "facts" in told:
            lacking.append("facts")
        if self.standing is Standing.UNTOLD:
            lacking.append("service")
        return tuple(lacking)

    @property
    def _called_by_name(self) -> bool:
        """It comes with facts from "Karim", "Shana D" or "Johan & Els": enough to write back to."""
        shown = flat(self.message.from_[0].name).split() if self.message.from_ else []
        given = bool(shown) and shown[0] in given_names()
        rest = all(word in given_names() or word in AND or len(word.strip(".")) <= INITIALS for word in shown[1:])
        return given and rest and self.understanding.happened is not None

    def found(self, ground: Ground) -> Finding | None:
        """The finding of a ground that seems to stand."""
        return next((f for f in self.findings if f.ground is ground and f.verdict is Verdict.YES), None)


def gather(
    message: Message,
    understanding: Understanding,
    screening: Screening,
    *,
    office: Office,
    catalogue: Catalogue,
    match: Match | None,
    now: datetime,
    earlier_closed: bool = False,
    matter: Matter | None = None,
) -> Situation:
    """`matter`: what `read_matter` told of it, where it was asked before."""
    if matter is None:
        matter = read_matter(message, understanding, catalogue=catalogue, own_addresses=office.addresses)
    about = tuple(
        _about(reading, understanding, matter, office, catalogue)
        for reading in _services(understanding, matter, office, catalogue)
    )
    known = _own_part_first([a for a in about if a is not None])
    return Situation(
        message=message,
        understanding=understanding,
        screening=screening,
        office=office,
        catalogue=catalogue,
        match=match,
        now=now,
        matter=matter,
        about=known,
        coordination=_coordination(understanding, known, office, catalogue),
        earlier_closed=earlier_closed and match is not None and match.verdict is not MatchVerdict.NEW,
    )


def _own_part_first(about: list[About]) -> tuple[About, ...]:
    """Of several bodies complained about as likely as each other, what is this office's own comes first."""
    best = about[0].reading.confidence if about else 0.0
    ours = [a for a in about if a.standing.ours and a.reading.confidence >= best - AS_LIKELY]
    return (*ours, *(a for a in about if a not in ours))


def _services(
    understanding: Understanding, matter: Matter, office: Office, catalogue: Catalogue
) -> tuple[Reading[str], ...]:
    """The bodies complained about. A first-line office is meant itself where nothing else is told."""
    private, services = understanding.private_dispute, understanding.services
    own = office.procedure.kind != "ombuds" and bool(office.body_ids)
    told = [s for s in services if s.span is not None or s.words]
    if private is not None and not told:
        return (Reading(PRIVATE, private.confidence, private.method, private.span, private.words),)
    if services and (services[0].confidence < NAMED or services[0].value in COMPANIES):
        # Told by no name, or a company, and the subject has complaint bodies of its own.
        services = () if has_no_house(understanding.topics, catalogue) else services
    if services:
        return services
    if own:
        return (Reading(office.body_ids[0], 0.9, "the receiving office itself"),)
    by_subject = body_by_subject(understanding.topics, matter, catalogue)
    return (by_subject,) if by_subject is not None else ()


def _about(
    reading: Reading[str], understanding: Understanding, matter: Matter, office: Office, catalogue: Catalogue
) -> About | None:
    body = catalogue.bodies.get(_kept_by(reading.value, understanding, matter, office))
    if body is None:
        return None
    named = {r.value for r in (*understanding.services, *understanding.mentioned)} - {body.id}
    if any(r.value in CARE_ASKED for r in understanding.recipients):
        # Who gets it at the same time was not asked before.
        named -= CARE_ASKED
    question = Question(body, understanding.prior_contact.value, matter, office, catalogue, frozenset(named))
    return About(reading, question, competence(question))


def _kept_by(body: str, understanding: Understanding, matter: Matter, office: Office) -> str:
    """The body itself, or the city or region that keeps what the catalogue has one entry for."""
    cities = KEPT_BY_CITY.get(body)
    if cities is None:
        return body
    near = (*office.body_ids, *(r.value for r in (*understanding.services, *understanding.mentioned)))
    city = next((place for place in near if place in cities), None)
    return city or KEPT_BY_REGION.get((body, matter.residence), body)


def _coordination(
    understanding: Understanding, about: tuple[About, ...], office: Office, catalogue: Catalogue
) -> Coordination | None:
    main = about[0] if about else None
    return coordinate(
        question=main.question if main else None,
        standing=main.standing if main else None,
        office=office.id,
        recipients=[r.value for r in understanding.recipients if r.value not in office.body_ids],
        catalogue=catalogue,
    )
