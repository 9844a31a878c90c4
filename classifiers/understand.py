"""What a mail says, all readings together. `understand` is the table of contents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from classifiers.bodies import BodiesRead, BodyFinder, BodyNames
from classifiers.dates import read_happened
from classifiers.description import read_description
from classifiers.earlier import read_earlier_complaint
from classifiers.evidence import outside
from classifiers.kind import read_kind
from classifiers.message import Message
from classifiers.model import Models, load_models
from classifiers.person.absent import absent
from classifiers.person.reader import read_people
from classifiers.person.recognised import NameRecogniser, load_recogniser
from classifiers.phrases import Hit, PhraseBook, load_phrases
from classifiers.places import Places, load_places
from classifiers.prepared import House, Prepared, prepare
from classifiers.prior_contact import read_prior_contact
from classifiers.private import read_private
from classifiers.references import read_references
from classifiers.resting import chance_of_any, no_surer
from classifiers.sayings import SayingsModel, load_sayings
from classifiers.screen import Screening
from classifiers.signals import read_signals
from classifiers.understanding import Kind, Language, Person, PriorContact, Reading, Signal, Understanding
from classifiers.wishes import read_wishes

#: Kinds in which prior contact is told; in the others nobody was to be asked first.
_CONTACT_COUNTS = frozenset({Kind.COMPLAINT, Kind.WHISTLEBLOWER_REPORT, Kind.FOLLOW_UP, Kind.TRANSFER})
#: Kinds that are about no body.
_ABOUT_NOBODY = frozenset({Kind.INFORMATION_REQUEST, Kind.ACCESS_REQUEST, Kind.POLICY_COMPLAINT, Kind.OTHER, Kind.SPAM})
#: Kinds in which the services are those complained or spoken of.
_ABOUT_SOMEBODY = frozenset(Kind) - _ABOUT_NOBODY
#: What is said in passing in a report is shown as doubtful.
_DOUBTED = 0.75
#: Kinds that pass for a letter of a citizen with wishes and facts.
_NOBODY_WRITES = frozenset({Kind.SPAM, Kind.BULK, Kind.BOUNCE, Kind.AUTOMATIC_REPLY})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that is loaded once and read by all mails; safe to share between threads."""

    places: Places
    bodies: BodyFinder
    phrases: PhraseBook
    models: Models
    sayings: SayingsModel
    names: NameRecogniser


def load_knowledge(bodies: Sequence[BodyNames]) -> Knowledge:
    """`bodies` are the names of the catalogue. Takes a second or two."""
    places = load_places()
    return Knowledge(
        places=places,
        bodies=BodyFinder(bodies, places),
        phrases=load_phrases(),
        models=load_models(),
        sayings=load_sayings(),
        names=load_recogniser(),
    )


def understand(message: Message, *, house: House, knowledge: Knowledge, screening: Screening) -> Understanding:
    """Never raises on content: what a mail does not tell stays None, empty or unknown."""
    prepared = prepare(message, own_addresses=house.addresses, expected=_expected(house))
    hits = knowledge.phrases.find(prepared.sentences)
    signals = read_signals(prepared, hits, knowledge.models.alarms(prepared))
    if screening.kind is not None:
        kind = Reading(screening.kind, 0.97, f"screening: {screening.rule}")
        return Understanding(language=prepared.language, kind=kind, signals=signals)
    people = read_people(prepared, places=knowledge.places, house=house, recogniser=knowledge.names)
    bodies = knowledge.bodies.read(prepared, house, home=_home(people.person, knowledge.places))
    sender_body = (knowledge.bodies.sender_body(message.from_[0]) if message.from_ else None) or ""
    around = outside(
        prepared,
        house,
        sender_body=sender_body,
        recipients=[reading.value for reading in bodies.recipients],
        hits=hits,
    )
    opinion = knowledge.models.kinds(prepared, hits)
    kind = read_kind(prepared, hits, around, screening=screening, opinion=opinion)
    if kind.value in _NOBODY_WRITES:
        return Understanding(language=prepared.language, kind=kind, signals=signals)
    description = read_description(prepared, hits)
    happened = read_happened(prepared)
    chances = knowledge.sayings.read(prepared.sentences)
    return Understanding(
        language=prepared.language,
        kind=kind,
        person=_unnamed(people.person)
        if sender_body or any(s.value is Signal.ANONYMOUS for s in signals)
        else people.person,
        services=() if kind.value in _ABOUT_NOBODY else _services(kind, bodies.services),
        mentioned=bodies.mentioned,
        happened=happened.first,
        happened_until=happened.until,
        recipients=bodies.recipients or _passed_on(kind, bodies, knowledge, house, len(prepared.text)),
        decoys=bodies.decoys,
        prior_contact=_contact(kind, prepared, hits, chances),
        wishes=read_wishes(prepared, hits, chances, signals),
        signals=signals,
        description=description,
        references=read_references(prepared, house),
        topics=bodies.topics,
        appealable=_told("appealable", hits),
        earlier_complaint=read_earlier_complaint(hits, prepared.sentences),
        private_dispute=_told("private-dispute", hits),
        private=read_private(prepared),
        written_by=people.written_by,
        missing=_missing(people.person, description, bodies.services) if kind.value is Kind.COMPLAINT else (),
    )


def _unnamed(person: Person) -> Person:
    """Who wants no name known has none in the file, not even the one his mail program adds; a house has none either."""
    told = person.name
    return replace(person, name=None) if told and told.method in ("sender's name", "mail address") else person


def _passed_on(
    kind: Reading[Kind], bodies: BodiesRead, knowledge: Knowledge, house: House, length: int
) -> tuple[Reading[str], ...]:
    """A transfer names the house that had it before."""
    return knowledge.bodies.passed_on_by(bodies, house, length) if kind.value is Kind.TRANSFER else ()


def _home(person: Person, places: Places) -> str | None:
    """Catalogue id of the complainant's municipality."""
    postcode, town = person.postcode, person.municipality
    return places.municipality_of(postcode.value if postcode else "", town.value if town else "")


def _missing(person: Person, description: Reading[str] | None, services: Sequence[Reading[str]]) -> tuple[str, ...]:
    facts = () if description else ("facts",)
    return (*absent(person), *facts, *(() if services else ("service",)))


def _expected(house: House) -> Language:
    return house.languages[0] if house.languages else Language.NL


def _contact(
    kind: Reading[Kind], prepared: Prepared, hits: Sequence[Hit], chances: Mapping[str, Sequence[float]]
) -> Reading[PriorContact]:
    counts = chance_of_any(kind, _CONTACT_COUNTS)
    if kind.value not in _CONTACT_COUNTS:
        return no_surer(_unasked(kind.value, prepared, hits, chances), max(0.5, 1.0 - counts))
    return no_surer(read_prior_contact(prepared, hits, chances), counts)


def _unasked(
    kind: Kind, prepared: Prepared, hits: Sequence[Hit], chances: Mapping[str, Sequence[float]]
) -> Reading[PriorContact]:
    """Of a report it counts only where somebody says that he is the first to tell."""
    if kind is Kind.SERVICE_REPORT:
        told = read_prior_contact(prepared, hits, chances)
        if told.value is PriorContact.NO:
            return no_surer(told, _DOUBTED)
    return Reading(PriorContact.UNKNOWN, 0.92, "not a complaint")


def _services(kind: Reading[Kind], services: Sequence[Reading[str]]) -> tuple[Reading[str], ...]:
    most = chance_of_any(kind, _ABOUT_SOMEBODY)
    return tuple(no_surer(service, most) for service in services)


def _told(name: str, hits: Sequence[Hit]) -> Reading[str] | None:
    hit = next((h for h in hits if h.name == name and not h.denied and not h.sentence.hypothetical), None)
    return Reading(hit.words, 0.7, "phrases", hit.span, hit.words) if hit else None
