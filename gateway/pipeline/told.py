"""What a person of ours typed about a spoken complaint stands over what is read from its words."""

from dataclasses import replace

from classifiers.person.phones import international
from classifiers.screen import AnswerVerdict, Screening
from classifiers.understanding import Kind, Language, Person, Reading, Understanding, Wish
from gateway.intake.spoken import FIELDS, told_in

METHOD = "told"
#: Somebody took the trouble to write it down: it is never nothing.
NOTHING = frozenset({Kind.SPAM, Kind.BULK, Kind.BOUNCE, Kind.AUTOMATIC_REPLY, Kind.OTHER})
SCREENING = Screening(None, True, AnswerVerdict.YES, "spoken", "somebody of ours wrote it down")
#: Missing field -> the typed fields that fill it.
FILLS = {"name": ("name",), "address": ("street", "municipality")}


def as_told(read: Understanding, content: bytes) -> Understanding:
    """`read`, with the typed fields in place; what was left empty stays as it was read."""
    told = told_in(content)
    if "phone" in told:
        told["phone"] = international(told["phone"]) or told["phone"]
    typed = {field: Reading(told[field], 1.0, METHOD, words=told[field]) for field in FIELDS if field in told}
    person: Person = replace(read.person, **typed)
    kind = Reading(Kind.COMPLAINT, 1.0, METHOD) if read.kind.value in NOTHING else read.kind
    wishes = read.wishes
    if told.get("wish") in set(Wish):
        wish = Wish(told["wish"])
        wishes = (*(one for one in wishes if one.value is not wish), Reading(wish, 1.0, METHOD))
    language = read.language
    if told.get("language") in set(Language):
        language = Reading(Language(told["language"]), 1.0, METHOD)
    filled = {name for name, fields in FILLS.items() if all(getattr(person, field) for field in fields)}
    missing = tuple(name for name in read.missing if name not in filled)
    return replace(read, person=person, kind=kind, wishes=wishes, language=language, missing=missing)
