"""The offices that a gateway serves: packaged, made from the catalogue, or set down in an office's own file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from classifiers.prepared import House
from classifiers.understanding import Language
from routing.catalogue import Body, Catalogue
from routing.checked_toml import Table, from_disk, packaged
from routing.procedures import Procedure, ProcedureRules, load_procedures

#: Ways to name the person who handles a case: never by rule, once an investigation starts, in the very receipt.
CASE_MANAGER = ("none", "on-investigation", "in-receipt")
ALL_LANGUAGES = tuple(Language)
#: Languages of a municipality, its own first. An office bound to one language narrows them in its file.
REGIONAL_LANGUAGES: Mapping[str, tuple[Language, ...]] = {
    "flanders": (Language.NL, Language.FR, Language.DE, Language.EN),
    "brussels": (Language.FR, Language.NL, Language.EN, Language.DE),
    "wallonia": (Language.FR, Language.NL, Language.DE, Language.EN),
    "german": (Language.DE, Language.FR, Language.NL, Language.EN),
}
MUNICIPAL_NAME: Mapping[Language, str] = {
    Language.NL: "Gemeente {}",
    Language.FR: "Commune de {}",
    Language.DE: "Gemeinde {}",
    Language.EN: "Municipality of {}",
}


class WrongOffice(ValueError):
    """An office that cannot be served: its id is known nowhere, or it lacks what serving needs."""


@dataclass(frozen=True, slots=True)
class Coordinator:
    """Who keeps the complaints of a local government; stands in its day-10 letter (seed 003, step 7)."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A service that runs (part of) this gateway. What is empty is not known and is not said."""

    id: str
    name: Mapping[Language, str]
    procedure: ProcedureRules
    #: Catalogue ids that are the office itself.
    body_ids: tuple[str, ...]
    #: Lower case; the first is the one we write from. Empty where none is known: such an office can read, not write.
    addresses: tuple[str, ...]
    #: In which it answers; the first where the citizen's own is none of them.
    languages: tuple[Language, ...]
    #: E.g. "{year}-{number:04d}".
    reference_format: str = "{year}-{number:04d}"
    #: Language -> address that answers in it leave from, where it is not the first.
    write_from: Mapping[Language, str] = field(default_factory=dict)
    #: Address for whistleblower reports.
    sealed_address: str = ""
    phone: str = ""
    website: str = ""
    hours: Mapping[Language, str] = field(default_factory=dict)
    postal: Mapping[Language, tuple[str, ...]] = field(default_factory=dict)
    #: Place named in the date line of letters.
    place: Mapping[Language, str] = field(default_factory=dict)
    signature: Mapping[Language, str] = field(default_factory=dict)
    #: File of the letterhead's picture, beside the office file.
    letterhead: str = ""
    coordinator: Coordinator | None = None
    #: One of CASE_MANAGER.
    case_manager: str = "none"
    #: Catalogue id of the body to turn to after this office.
    next_step: str | None = None
    #: Staff who get the daily digest and escalations.
    staff_addresses: tuple[str, ...] = ()

    def house(self) -> House:
        """What the classifiers need to know of it."""
        return House(
            id=self.id,
            addresses=self.addresses,
            languages=self.languages,
            kind=self.procedure.kind,
            body_ids=self.body_ids,
            reference_pattern=reference_pattern(self.reference_format),
        )

    def language_for(self, wanted: Language) -> Language:
        """The language of an answer to somebody who wrote in `wanted`."""
        return wanted if wanted in self.languages else self.languages[0]

    def named(self, language: Language) -> str:
        return said(self.name, language)

    def hours_in(self, language: Language) -> str:
        return said(self.hours, language)

    def place_in(self, language: Language) -> str:
        return said(self.place, language)

    def signature_in(self, language: Language) -> str:
        return said(self.signature, language)

    def postal_in(self, language: Language) -> tuple[str, ...]:
        return self.postal.get(language) or next(iter(self.postal.values()), ())

    def sender(self, language: Language) -> str:
        """The address an answer in `language` leaves from. Raises WrongOffice where none is known."""
        address = self.write_from.get(language) or next(iter(self.addresses), "")
        if not address:
            raise WrongOffice(f"{self.id} has no address to write from; give it `addresses` in the offices file")
        return address


def said(texts: Mapping[Language, str], language: Language) -> str:
    """The text in a language, else the first there is, else nothing."""
    return texts.get(language) or next(iter(texts.values()), "")


def reference_pattern(form: str) -> str:
    """Pattern (Python re) of the references that a format makes; more digits than the format asks are taken too."""
    parts = re.split(r"(\{year\}|\{number(?::0\d+d)?\})", form)
    made = []
    for part in parts:
        if part == "{year}":
            made.append(r"20\d{2}")
        elif part.startswith("{number"):
            width = re.search(r"0(\d+)d", part)
            made.append(rf"\d{{{width[1] if width else 1},9}}")
        else:
            made.append(re.escape(part))
    return rf"(?<![\w.-]){''.join(made)}(?![\w-])"


def load_offices(serve: Sequence[str], catalogue: Catalogue, file: Path | None = None) -> tuple[Office, ...]:
    """The offices to serve, in that order: from the office's own file, the packaged ones, else from the catalogue.

    Raises WrongFile (file, line, reason) for a wrong file, WrongOffice for an id known nowhere.
    """
    known = dict(_read(packaged("offices.toml"), catalogue, {}))
    if file is not None:
        known |= _read(from_disk(file), catalogue, known)
    return tuple(known.get(office) or made_office(office, catalogue) for office in dict.fromkeys(serve))


def made_office(office: str, catalogue: Catalogue) -> Office:
    """A municipality or Flemish service as the catalogue knows it. Raises WrongOffice."""
    body = catalogue.bodies.get(office)
    if body is None:
        raise WrongOffice(
            f"{office} is no office: it is not in the offices file, no municipality (gemeente-<name>) "
            "and no service of the catalogue"
        )
    if body.is_municipality:
        return _municipality(body)
    if body.kind == "first_line":
        return _service(body)
    raise WrongOffice(f"{office} has no procedure here; set it down in the offices file with one of {_procedures()}")


def _procedures() -> str:
    return ", ".join(Procedure)


def _municipality(body: Body) -> Office:
    rules = load_procedures()[Procedure.LOKAAL_BESTUUR]
    if body.facts_years and body.facts_years != rules.facts_years:
        rules = replace(rules, facts_years=body.facts_years)
    names = {language: MUNICIPAL_NAME[language].format(body.named(language)) for language in Language}
    return Office(
        id=body.id,
        name=names,
        procedure=rules,
        body_ids=(body.id,),
        addresses=_addresses(body),
        languages=REGIONAL_LANGUAGES.get(body.region, ALL_LANGUAGES),
        website=body.website or _website(body),
        place={language: body.named(language) for language in Language},
        next_step=body.second_line,
    )


def _service(body: Body) -> Office:
    return Office(
        id=body.id,
        name={language: body.named(language) for language in Language},
        procedure=load_procedures()[Procedure.VLAAMSE_OVERHEIDSDIENST],
        body_ids=(body.id,),
        addresses=_addresses(body),
        languages=ALL_LANGUAGES,
        website=body.website or _website(body),
        place={Language.NL: "Brussel", Language.FR: "Bruxelles", Language.DE: "Brüssel", Language.EN: "Brussels"},
        next_step=body.second_line,
    )


def _addresses(body: Body) -> tuple[str, ...]:
    """Those of the catalogue, else klachten@ at its domain (also where the catalogue has it for matching only)."""
    if body.addresses:
        return body.addresses
    own = next(iter(body.domains or body.shared_domains), "")
    local = {"wallonia": "plaintes", "german": "beschwerden"}.get(body.region, "klachten")
    assumed = (f"{local}@{own}",) if own else ()
    return tuple(dict.fromkeys((*assumed, *(a for a in body.matching_only if "*" not in a))))


def _website(body: Body) -> str:
    return f"https://www.{body.domains[0]}" if body.domains else ""


def _read(table: Table, catalogue: Catalogue, known: Mapping[str, Office]) -> dict[str, Office]:
    found: dict[str, Office] = {}
    for entry in table.entries("office"):
        office = _office(entry, catalogue, known)
        if office.id in found:
            raise entry.wrong("id", f"{office.id} stands twice")
        found[office.id] = office
    table.done()
    return found


def _office(entry: Table, catalogue: Catalogue, known: Mapping[str, Office]) -> Office:
    office = _ground_for(entry, catalogue, known)
    changes: dict[str, object] = {}
    for key in ("name", "hours", "place", "signature"):
        if entry.has(key):
            changes[key] = entry.text_by_language(key)
    for key in ("phone", "website", "letterhead"):
        if entry.has(key):
            changes[key] = entry.text(key)
    for key in ("addresses", "staff_addresses"):
        if entry.has(key):
            changes[key] = tuple(_address(entry, key, item) for item in entry.texts(key))
    if entry.has("write_from"):
        table = entry.table("write_from")
        changes["write_from"] = {lang: _address(table, lang, item) for lang, item in table.languages().items()}
    if entry.has("sealed_address"):
        changes["sealed_address"] = _address(entry, "sealed_address", entry.text("sealed_address"))
    if entry.has("languages"):
        if not entry.texts("languages"):
            raise entry.wrong("languages", "must name at least one language")
        changes["languages"] = tuple(
            Language(entry.member("languages", item, Language)) for item in entry.texts("languages")
        )
    if entry.has("reference"):
        changes["reference_format"] = _reference(entry)
    if entry.has("postal"):
        changes["postal"] = entry.lines_by_language("postal")
    if entry.has("case_manager"):
        changes["case_manager"] = entry.choice("case_manager", CASE_MANAGER)
    if entry.has("coordinator"):
        changes["coordinator"] = _coordinator(entry.table("coordinator"))
    for key in ("bodies", "next_step"):
        if entry.has(key):
            ids = entry.texts(key) if key == "bodies" else (entry.text(key),)
            for item in ids:
                if item not in catalogue.bodies:
                    raise entry.wrong(key, f"names {item}, which is no body of the catalogue")
            changes["body_ids" if key == "bodies" else key] = ids if key == "bodies" else ids[0]
    changes["procedure"] = _numbers(entry, office.procedure)
    entry.done()
    made = replace(office, **changes)  # type: ignore[arg-type]
    outside = [item for item in made.write_from.values() if item not in made.addresses]
    if outside:
        raise entry.wrong("write_from", f"names {outside[0]}, which is not among the addresses")
    return made


def _ground_for(entry: Table, catalogue: Catalogue, known: Mapping[str, Office]) -> Office:
    """The office that an entry changes, or a bare one for an entry that adds."""
    office = entry.text("id")
    chosen = entry.choice("procedure", Procedure) if entry.has("procedure") else ""
    rules = load_procedures()[Procedure(chosen)] if chosen else None
    body = catalogue.bodies.get(office)
    if office in known:
        base = known[office]
    elif body is not None and (body.is_municipality or body.kind == "first_line"):
        base = made_office(office, catalogue)
    else:
        if rules is None:
            raise entry.wrong("procedure", f"is missing; it must be one of {_procedures()}")
        for needed in ("name", "addresses"):
            if not entry.has(needed):
                raise entry.wrong(needed, "is missing")
        base = Office(
            id=office,
            name={},
            procedure=rules,
            body_ids=(office,) if body is not None else (),
            addresses=(),
            languages=ALL_LANGUAGES,
            next_step=body.second_line if body else None,
        )
    return replace(base, procedure=rules) if rules and rules.id is not base.procedure.id else base


def _address(entry: Table, key: str, text: str) -> str:
    address = text.strip().lower()
    local, at, domain = address.partition("@")
    if not (local and at and "." in domain) or re.search(r"[\s<>@,;]", local + domain):
        raise entry.wrong(key, f"names {text!r}, which is no mail address")
    return address


def _reference(entry: Table) -> str:
    form = entry.text("reference")
    rest = re.sub(r"\{year\}|\{number(?::0[1-9]d)?\}", "", form)
    if "{number" not in form or "{year}" not in form or re.search(r"[{}\s]", rest) or form.count("{number") > 1:
        raise entry.wrong(
            "reference", f"is {form!r}, but must hold {{year}} and {{number}} once, e.g. OM.{{year}}.{{number:03d}}"
        )
    if len(form) > 40:
        raise entry.wrong("reference", "is longer than 40 characters")
    return form


def _coordinator(table: Table) -> Coordinator:
    coordinator = Coordinator(
        name=table.text("name"),
        phone=table.text("phone") if table.has("phone") else "",
        email=_address(table, "email", table.text("email")) if table.has("email") else "",
    )
    table.done()
    return coordinator


def _numbers(entry: Table, rules: ProcedureRules) -> ProcedureRules:
    """The procedure with an office's own numbers: `facts_years`, `terms`, `may_extend`, `extension_days`."""
    if entry.has("facts_years"):
        rules = replace(rules, facts_years=entry.number("facts_years", 1, 30))
    if entry.has("terms"):
        table = entry.table("terms")
        changed = dict(rules.terms)
        for name in table.names():
            table.member_key(name, rules.terms)
            changed[name] = replace(rules.terms[name], count=table.number(name, 1, 400))
        rules = replace(rules, terms=changed)
    for key in ("may_extend", "extension_days"):
        if entry.has(key) and rules.extension is None:
            raise entry.wrong(key, f"is given, but the procedure {rules.id} has no extension")
    extension = rules.extension
    if extension is not None and entry.has("may_extend"):
        roles = tuple(
            entry.member("may_extend", role, ("coordinator", "handler")) for role in entry.texts("may_extend")
        )
        extension = replace(extension, may_extend=roles)
    if extension is not None and entry.has("extension_days"):
        extension = replace(extension, days=entry.number("extension_days", 1, 400))
    return replace(rules, extension=extension)
