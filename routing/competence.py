"""Whose complaint it is: for one body complained about, seen from one office. Two ordered tables, first row counts.

Sources: Bestuursdecreet art. II.74-II.85; Ombudsdecreet art. 3, 12 and 13; joint decree and ordinance of 16 May 2019
art. 2; Decreet Lokaal Bestuur art. 302-303; the catalogue's second lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from classifiers.understanding import PriorContact
from routing.catalogue import Body, Catalogue
from routing.matter import Matter
from routing.offices import Office
from routing.second_lines import CARE, CARE_ASKED, CARE_OFFICES, COURT, FLEMISH_OMBUDS, care_authority, second_line

#: Companies and private persons: nothing is reported to them as to a public service.
COMPANIES = frozenset(
    "pakketdienst telecomoperator energieleverancier bank verzekeraar webwinkel luchtvaartmaatschappij notaris "
    "ziekenhuis prive-persoon".split()
)
#: Who fines in traffic; how the police behaved is another matter.
TRAFFIC_FINES = frozenset({"politie", "fod-justitie"})


class Standing(StrEnum):
    """Where the office stands towards one body complained about."""

    OURS = "ours"
    #: The body itself must be asked first.
    FIRST = "first"
    #: Another complaint body is competent.
    ELSEWHERE = "elsewhere"
    #: No complaint body is.
    NOWHERE = "nowhere"
    #: The mail does not tell which body it is about.
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Competence:
    """Who is competent for one body complained about, and on what ground."""

    standing: Standing
    #: Catalogue id of the body that is asked first or competent; None where it is ours or nobody's.
    to: str | None
    #: This office is competent, now or after the body itself.
    ours: bool
    rule: str
    #: For staff, in words.
    why: str
    article: str = ""
    #: Who is competent after `to`, where that is not this office.
    then: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Everything the tables ask."""

    body: Body
    asked: PriorContact
    matter: Matter
    office: Office
    catalogue: Catalogue
    #: Other bodies the mail names.
    named: frozenset[str] = frozenset()

    @property
    def own(self) -> bool:
        return self.body.id in self.office.body_ids

    @property
    def unasked(self) -> bool:
        return self.asked is PriorContact.NO

    @property
    def second(self) -> str | None:
        """The complaint body after the body itself, for this matter."""
        return second_line(self.body, self.matter)

    @property
    def second_is_ours(self) -> bool:
        return self.second is not None and self.second in (self.office.id, *self.office.body_ids)

    @property
    def direct(self) -> bool:
        """This office takes the matter without a complaint at the body itself."""
        rules = self.office.procedure
        return not rules.prior_contact or any(matter in self.matter for matter in rules.direct)

    @property
    def of_private_or_court(self) -> bool:
        return self.body.private_or_court and not self.of_working_of_court

    @property
    def of_working_of_court(self) -> bool:
        return self.body.id == COURT and "court-working" in self.matter and "judgment" not in self.matter

    def named_as(self, body: str | None) -> str:
        return self.catalogue.body(body).named("en") if body else "nobody"


Answer = Callable[[Question], Competence]
Row = tuple[str, Callable[[Question], bool], Answer]


def _ours(why: str, article: str = "") -> Answer:
    return lambda q: Competence(Standing.OURS, None, True, "", why, article)


def _first(why: str, article: str, *, ours: bool) -> Answer:
    return lambda q: Competence(
        Standing.FIRST, q.body.id, ours, "", why.format(body=q.named_as(q.body.id)), article, None if ours else q.second
    )


def _elsewhere(to: Callable[[Question], str | None], why: str, article: str = "", then: str | None = None) -> Answer:
    def answer(q: Question) -> Competence:
        target = to(q)
        sentence = why.format(body=q.named_as(q.body.id), to=q.named_as(target))
        return Competence(Standing.ELSEWHERE, target, False, "", sentence, article, then)

    return answer


def _nowhere(why: str, article: str = "") -> Answer:
    return lambda q: Competence(Standing.NOWHERE, None, False, "", why, article)


#: Rows that hold for every office: what nobody decides, and who is complained about is not told.
COMMON: tuple[Row, ...] = (
    # Between private persons, or what a judge decided: vrederechter or appeal, never an ombuds (routes r13, r14, r16).
    (
        "private-or-judgment",
        lambda q: q.of_private_or_court,
        _nowhere("no complaint body decides between private persons or about a judgment"),
    ),
    # How a court works, not what it decides (route r16).
    (
        "working-of-court",
        lambda q: q.of_working_of_court,
        _elsewhere(lambda q: "hrj", "how a court works is for {to}"),
    ),
    # A traffic fine itself: an objection at the police court (route r23).
    (
        "traffic-fine",
        lambda q: q.body.id in TRAFFIC_FINES and "traffic-fine" in q.matter,
        _nowhere("a traffic fine is contested at the police court, with no complaint body", "catalogue, route r23"),
    ),
    # "The municipality", without a place.
    (
        "local-without-place",
        lambda q: q.body.kind == "local",
        lambda q: Competence(Standing.UNTOLD, None, False, "", "the mail does not tell which municipality"),
    ),
)

#: For the Vlaamse Ombudsdienst, Ombuds Brussel and other services of the second line.
OMBUDS: tuple[Row, ...] = (
    ("ourselves", lambda q: q.own, _ours("the complaint is about this office itself")),
    *COMMON,
    # A municipality with an ombuds of its own: the municipality first, then that ombuds (Antwerpen, Gent, Elsene, ...).
    (
        "own-ombuds-unasked",
        lambda q: q.body.own_ombuds is not None and q.unasked,
        _first(
            "{body} was not asked yet, and has an ombuds service of its own",
            "Decreet Lokaal Bestuur art. 302",
            ours=False,
        ),
    ),
    (
        "own-ombuds",
        lambda q: q.body.own_ombuds is not None,
        _elsewhere(
            lambda q: q.body.own_ombuds,
            "{body} has an ombuds service of its own: {to}",
            "Decreet Lokaal Bestuur art. 302",
        ),
    ),
    # A municipality for which no ombuds is competent: not affiliated with the Vlaamse Ombudsdienst.
    (
        "municipality-not-affiliated",
        lambda q: q.body.is_municipality and q.second is None,
        _first(
            "{body} is not affiliated with the Vlaamse Ombudsdienst: it handles complaints itself",
            "Decreet Lokaal Bestuur art. 302-303",
            ours=False,
        ),
    ),
    # Care is a third instance: facility, subsidising authority, then the Vlaamse Ombudsdienst.
    (
        "care-unasked",
        lambda q: q.body.id == CARE and q.second_is_ours and q.unasked,
        _first(
            "the facility itself was not asked yet",
            "procedure for care facilities: facility, authority, Vlaamse Ombudsdienst",
            ours=True,
        ),
    ),
    (
        "care-third-instance",
        lambda q: q.body.id == CARE and q.second_is_ours and bool(CARE_ASKED & q.named),
        _ours("facility and subsidising authority were asked: the Vlaamse Ombudsdienst is the third instance"),
    ),
    (
        "care-authority",
        lambda q: q.body.id == CARE,
        _elsewhere(
            lambda q: care_authority(q.matter),
            "after the facility, the subsidising authority is the second instance: {to}",
            "procedure for care facilities: facility, authority, Vlaamse Ombudsdienst",
            then=FLEMISH_OMBUDS,
        ),
    ),
    # Ours after the body itself.
    (
        "first-line-unasked",
        lambda q: q.second_is_ours and q.unasked and not q.direct,
        _first("{body} itself was not asked yet", "prior contact is a condition", ours=True),
    ),
    (
        "direct",
        lambda q: q.second_is_ours and q.unasked,
        _ours("this matter needs no complaint at the body itself first"),
    ),
    (
        "second-line-ours",
        lambda q: q.second_is_ours,
        _ours("this office is the second line of the body complained about"),
    ),
    # Somebody else's: federal, regional, sector (the 35 subjects that often reach the wrong house).
    (
        "second-line-elsewhere",
        lambda q: q.second is not None,
        _elsewhere(lambda q: q.second, "complaints about {body} are for {to}"),
    ),
    ("nobody", lambda q: True, _nowhere("no complaint body is competent for the body complained about")),
)

#: For a municipality or a Flemish service: it handles complaints about itself, and passes on all others.
FIRST_LINE: tuple[Row, ...] = (
    ("own", lambda q: q.own, _ours("the complaint is about this office itself")),
    # Care: the authority that subsidises the facility is its second instance.
    (
        "care-second-instance",
        lambda q: q.body.id == CARE and q.office.id == CARE_OFFICES.get(care_authority(q.matter)),
        _ours(
            "this office is the second instance of the facility",
            "procedure for care facilities: facility, authority, Vlaamse Ombudsdienst",
        ),
    ),
    *COMMON,
    (
        "other-municipality",
        lambda q: q.body.is_municipality,
        _elsewhere(
            lambda q: q.body.id, "{body} handles complaints about itself", "Decreet Lokaal Bestuur art. 302-303"
        ),
    ),
    (
        "complaint-body",
        lambda q: q.body.takes_complaints,
        _elsewhere(lambda q: q.body.id, "{body} handles complaints about itself"),
    ),
    # Another Flemish service: itself first, its second line where it was asked already.
    (
        "care-asked",
        lambda q: q.body.id == CARE and q.asked is PriorContact.YES,
        _elsewhere(lambda q: care_authority(q.matter), "after the facility, the subsidising authority is asked: {to}"),
    ),
    (
        "flemish-asked",
        lambda q: q.body.kind == "first_line" and q.asked is PriorContact.YES and q.second is not None,
        _elsewhere(
            lambda q: q.second, "{body} was asked already: its second line is {to}", "Bestuursdecreet art. II.85"
        ),
    ),
    (
        "flemish",
        lambda q: q.body.kind == "first_line",
        _elsewhere(lambda q: q.body.id, "{body} handles complaints about itself", "Bestuursdecreet art. II.75"),
    ),
    (
        "second-line-elsewhere",
        lambda q: q.second is not None,
        _elsewhere(lambda q: q.second, "complaints about {body} are for {to}"),
    ),
    ("nobody", lambda q: True, _nowhere("no complaint body is competent for the body complained about")),
)


def competence(question: Question) -> Competence:
    """What the first row that holds says."""
    table = OMBUDS if question.office.procedure.kind == "ombuds" else FIRST_LINE
    for rule, holds, answer in table:
        if holds(question):
            said = answer(question)
            return Competence(said.standing, said.to, said.ours, rule, said.why, said.article, said.then)
    raise AssertionError("the last row always holds")
