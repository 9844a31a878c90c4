"""Whose complaint it is where the mail names no body: by its subject, from the catalogue's routes.

A subject counts where it is the only one told. Words that everybody uses in any complaint tell no subject.
"""

from collections.abc import Callable, Collection

from classifiers.understanding import Reading
from routing.catalogue import Body, Catalogue, Route
from routing.matter import Matter

#: Words of a subject that stand in complaints about anything: they choose no house by themselves.
EVERYDAY = frozenset(
    "amende brief internet gsm orange ing cm bank banque compte rekening lening voorschot btw tva wet loi decreet "
    "minister beleid politique agent combi school école punten leerkracht professeur aankoop garantie station "
    "gare haag dokter médecin rechter juge rechtbank tribunal parket deurwaarder jugement vonnis div plaque "
    "notaris notaire bail asile propriétaire voisin buur buren fraude corruptie corruption honoraires ereloon "
    "pension".split()
) | {"mijn advocaat", "mon avocat"}
#: As sure as a subject alone can make it.
BY_SUBJECT = 0.5
GOVERNMENTS = frozenset({"flemish", "local"})
#: Matters told together -> complaint body, for houses that are no body of the catalogue; the first row that fits.
BY_MATTER: tuple[tuple[tuple[str, ...], str], ...] = (
    (("school-enrolment",), "clr"),
    (("school-costs",), "commissie-zorgvuldig-bestuur"),
    (("lawyer",), "ligo-advocaten"),
    (("bailiff",), "gerechtsdeurwaarders-ombuds"),
    (("aircraft", "aircraft-noise"), "ombuds-luchthaven"),
    (("school", "own-child"), "kinderrechtencommissariaat"),
)
PRIVACY, DISCRIMINATION, FAMILY_ALLOWANCE = "r32", "r33", "r28"


def body_by_subject(topics: Collection[Reading[str]], matter: Matter, catalogue: Catalogue) -> Reading[str] | None:
    """The body that the only subject told is about, as doubtful as such a guess is."""
    told = _only(topics, catalogue)
    if told is None:
        return None
    topic, route = told
    if not route.first_lines:
        return None
    body = route.first_lines[0]
    if route.id == FAMILY_ALLOWANCE and matter.residence == "brussels":
        body = "iriscare"
    return Reading(body, BY_SUBJECT, f"subject: {route.subject}", topic.span, topic.words)


def complaint_body_by_subject(
    topics: Collection[Reading[str]], matter: Matter, mentioned: Collection[Body], catalogue: Catalogue
) -> str | None:
    """The complaint body of a matter or subject that has no house of its own to ask first."""
    for together, body in BY_MATTER:
        if all(about in matter for about in together):
            return body
    told = _only(topics, catalogue)
    choose = CHOICES.get(told[1].id) if told else None
    return choose(matter, mentioned) if choose else None


def has_no_house(topics: Collection[Reading[str]], catalogue: Catalogue) -> bool:
    """The only subject told has complaint bodies of its own whoever is complained about: privacy, discrimination."""
    told = _only(topics, catalogue)
    return told is not None and told[1].id in CHOICES


def _only(topics: Collection[Reading[str]], catalogue: Catalogue) -> tuple[Reading[str], Route] | None:
    telling = [topic for topic in topics if topic.words.casefold() not in EVERYDAY]
    return (telling[0], catalogue.route(telling[0].value)) if len({t.value for t in telling}) == 1 else None


def _privacy(matter: Matter, mentioned: Collection[Body]) -> str:
    return "vtc" if _of_government(mentioned) else "gba"


def _discrimination(matter: Matter, mentioned: Collection[Body]) -> str:
    if "gender" in matter:
        return "igvm"
    return "vmri" if _of_government(mentioned) else "unia"


def _of_government(mentioned: Collection[Body]) -> bool:
    """The Flemish or a local government is in the story; what else there is, is federal."""
    return any(
        body.level in GOVERNMENTS and not body.takes_complaints and body.region in ("", "flanders")
        for body in mentioned
    )


#: Subjects without a house to ask first -> who takes them.
CHOICES: dict[str, Callable[[Matter, Collection[Body]], str]] = {
    PRIVACY: _privacy,
    DISCRIMINATION: _discrimination,
}
