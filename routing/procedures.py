"""The four procedures as data: terms, required fields, age of facts, admissibility grounds, states, letters.

One file each in `data/procedures`, every rule with the article or the line of the published procedure it rests on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from classifiers.understanding import Language
from routing.checked_toml import Table, WrongFile, packaged
from routing.decision import Ground


class Procedure(StrEnum):
    """The four sets of rules an office works by."""

    VLAAMSE_OVERHEIDSDIENST = "vlaamse-overheidsdienst"
    VLAAMSE_OMBUDSDIENST = "vlaamse-ombudsdienst"
    OMBUDS_BRUSSEL = "ombuds-brussel"
    LOKAAL_BESTUUR = "lokaal-bestuur"


class Outcome(StrEnum):
    """Verdict of an investigation (seed step 10 for local government; conciliation is the ombuds services' own)."""

    FOUNDED = "founded"
    PARTLY_FOUNDED = "partly-founded"
    FOUNDED_CORRECTED = "founded-corrected"
    UNFOUNDED = "unfounded"
    NO_JUDGEMENT = "no-judgement"
    STOPPED = "stopped"
    CONCILIATION = "conciliation"


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working-days"
    MONTHS = "months"


class Binding(StrEnum):
    """What a term rests on: a statute, the body's own regulation, a promise to the public, or our own choice."""

    LAW = "law"
    REGULATION = "regulation"
    PROMISE = "promise"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Term:
    """One term. `starts`: receipt, registration, redo, asked, sent; day 0 is the day of that."""

    name: str
    count: int
    unit: Unit
    starts: str
    article: str
    binding: Binding
    #: What ends it well, in words for staff.
    met_by: str
    #: Roles that may stop it (withdrawal, closing); empty: it cannot be stopped.
    may_stop: tuple[str, ...] = ()
    #: Opened together with the case.
    opens_with_case: bool = True


@dataclass(frozen=True, slots=True)
class Extension:
    """How a term may be made longer: once, with a reasoned notice before its last day."""

    term: str
    days: int
    times: int
    article: str
    may_extend: tuple[str, ...]
    #: The notice must be out this many days before the nominal day: 1 is "before day 45".
    notice_before: int = 1


@dataclass(frozen=True, slots=True)
class GroundRule:
    """One line of the admissibility checklist."""

    ground: Ground
    article: str
    #: The office may refuse but need not.
    discretionary: bool
    #: Only a person may find it; the machine never says yes.
    never_inferred: bool
    motivation: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class ProcedureRules:
    """One procedure as its file tells it."""

    id: Procedure
    name: Mapping[Language, str]
    #: "first-line", "municipality" or "ombuds".
    kind: str
    source: str
    #: Version of the checklist; stands with every proposal.
    version: str
    facts_years: int
    #: True: facts must be younger than that ("minder dan drie jaar"); False: they may be just as old.
    facts_strictly: bool
    facts_article: str
    #: The body complained about must have been asked first; `direct` lists the matters for which it need not.
    prior_contact: bool
    direct: tuple[str, ...]
    required: tuple[str, ...]
    asked: tuple[str, ...]
    required_article: str
    terms: Mapping[str, Term]
    extension: Extension | None
    #: "same": the channel by which it came. "mail-for-mail": mail only for mail, else a letter.
    channel_rule: str
    channel_article: str
    #: First letter and what it must hold.
    first_answer: str
    #: The receipt names who handles the case.
    names_handler: bool
    states: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    #: Verdicts for which a solution must be put into words.
    solution_needed: tuple[Outcome, ...]
    grounds: tuple[GroundRule, ...]
    #: Answer -> names of facts that its letter must hold.
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def term(self, name: str) -> Term:
        """Raises KeyError where this procedure has no such term."""
        return self.terms[name]

    def ground(self, ground: Ground) -> GroundRule | None:
        return next((rule for rule in self.grounds if rule.ground is ground), None)


@lru_cache(maxsize=1)
def load_procedures() -> Mapping[Procedure, ProcedureRules]:
    """The packaged four. Raises WrongFile, which names file, line and reason."""
    common = packaged("procedures", "common.toml")
    sentences = _sentences(common)
    shared = tuple(_term(name, table) for name, table in common.tables("term"))
    return {procedure: _rules(procedure, sentences, shared) for procedure in Procedure}


def _rules(
    procedure: Procedure, sentences: Mapping[Ground, Mapping[Language, str]], shared: tuple[Term, ...]
) -> ProcedureRules:
    table = packaged("procedures", f"{procedure}.toml")
    own = tuple(_term(name, entry) for name, entry in table.tables("term"))
    terms = {term.name: term for term in (*own, *shared)}
    extension = _extension(table.table("extension"), terms) if table.has("extension") else None
    rules = ProcedureRules(
        id=procedure,
        name=table.table("name").languages(),
        kind=table.choice("kind", ("first-line", "municipality", "ombuds")),
        source=table.text("source"),
        version=table.text("version"),
        facts_years=table.number("facts_years", 1, 30),
        facts_strictly=table.truth("facts_strictly"),
        facts_article=table.text("facts_article"),
        prior_contact=table.truth("prior_contact"),
        direct=table.texts("direct"),
        required=table.texts("required"),
        asked=table.texts("asked"),
        required_article=table.text("required_article"),
        terms=terms,
        extension=extension,
        channel_rule=table.choice("channel_rule", ("same", "mail-for-mail")),
        channel_article=table.text("channel_article"),
        first_answer=table.choice("first_answer", ("receipt", "receipt-admissibility")),
        names_handler=table.truth("names_handler"),
        states=table.texts("states"),
        outcomes=tuple(Outcome(table.member("outcomes", item, Outcome)) for item in table.texts("outcomes")),
        solution_needed=tuple(
            Outcome(table.member("solution_needed", item, Outcome)) for item in table.texts("solution_needed")
        ),
        grounds=tuple(_ground(entry, sentences) for entry in table.entries("ground")),
        letters=table.table("letters").lists(),
    )
    table.done()
    return rules


def _term(name: str, table: Table) -> Term:
    term = Term(
        name=name,
        count=table.number("count", 1, 400),
        unit=Unit(table.choice("unit", tuple(Unit))),
        starts=table.choice("starts", ("receipt", "registration", "redo", "asked", "sent")),
        article=table.text("article"),
        binding=Binding(table.choice("binding", tuple(Binding))),
        met_by=table.text("met_by"),
        may_stop=table.texts("may_stop"),
        opens_with_case=table.truth("opens_with_case"),
    )
    table.done()
    return term


def _extension(table: Table, terms: Mapping[str, Term]) -> Extension:
    extension = Extension(
        term=table.choice("term", tuple(terms)),
        days=table.number("days", 1, 400),
        times=table.number("times", 1, 5),
        article=table.text("article"),
        may_extend=table.texts("may_extend"),
        notice_before=table.number("notice_before", 0, 30),
    )
    table.done()
    return extension


def _ground(table: Table, sentences: Mapping[Ground, Mapping[Language, str]]) -> GroundRule:
    ground = Ground(table.choice("ground", tuple(Ground)))
    own = table.table("motivation").languages() if table.has("motivation") else {}
    rule = GroundRule(
        ground=ground,
        article=table.text("article"),
        discretionary=table.truth("discretionary"),
        never_inferred=table.truth_or("never_inferred", False),
        motivation={**sentences[ground], **own},
    )
    table.done()
    return rule


def _sentences(common: Table) -> Mapping[Ground, Mapping[Language, str]]:
    found = {Ground(name): table.languages() for name, table in common.tables("motivation")}
    lacking = [ground for ground in Ground if set(found.get(ground, {})) != set(Language)]
    if lacking:
        raise WrongFile(f"{common.file}: motivation of {lacking[0]} is missing in one of the four languages")
    return found
