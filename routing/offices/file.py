"""The offices file: adds offices, or changes those that are known. A wrong one is refused with line and reason."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from classifiers.understanding import Language
from routing.catalogue import Catalogue
from routing.checked_toml import Table, meant
from routing.offices.made import ALL_LANGUAGES, made_office, procedure_names
from routing.offices.office import CASE_MANAGER, Coordinator, Office
from routing.procedures import Procedure, ProcedureRules, load_procedures

#: Characters of a letterhead's picture.
MOST_PICTURE = 500_000
#: Terms that end before the complaint is closed, in every procedure that has them.
WITHIN_CLOSING = ("acknowledgement", "admissibility", "report", "redo", "expected-answer")


def read_offices(table: Table, catalogue: Catalogue, known: Mapping[str, Office]) -> dict[str, Office]:
    """The offices of one file by id, each on the ground of the `known` one it changes, or of what the catalogue tells.

    Raises WrongFile (file, line, key, reason), also where two offices share an id or an address.
    """
    found: dict[str, Office] = {}
    for entry in table.entries("office"):
        office = _office(entry, catalogue, known)
        if office.id in found:
            raise entry.wrong("id", f"{office.id} stands twice")
        for other in found.values():
            shared = sorted(
                {*office.addresses, office.sealed_address} & {*other.addresses, other.sealed_address} - {""}
            )
            if shared:
                raise entry.wrong("addresses", f"names {shared[0]}, which is an address of {other.id} too")
        found[office.id] = office
    table.done()
    return found


def _office(entry: Table, catalogue: Catalogue, known: Mapping[str, Office]) -> Office:
    office = _ground_for(entry, catalogue, known)
    changes: dict[str, object] = {}
    for key in ("name", "hours", "place", "signature"):
        if entry.has(key):
            changes[key] = entry.text_by_language(key)
    for key in ("phone", "website"):
        if entry.has(key):
            changes[key] = entry.text(key)
    if entry.has("letterhead"):
        changes["letterhead"] = _picture(entry)
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
                    near = meant(item, catalogue.bodies)
                    raise entry.wrong(key, f"names {item}, which is no body of the catalogue{near}")
            changes["body_ids" if key == "bodies" else key] = ids if key == "bodies" else ids[0]
    changes["procedure"] = _numbers(entry, office.procedure)
    entry.done()
    made = replace(office, **changes)  # type: ignore[arg-type]
    outside = [item for item in made.write_from.values() if item not in made.addresses]
    if outside:
        raise entry.wrong("write_from", f"names {outside[0]}, which is not among the addresses")
    if made.sealed_address and made.sealed_address in made.addresses:
        told = f"is {made.sealed_address}, where complaints come in: reports of wrongdoing need an address of their own"
        raise entry.wrong("sealed_address", told)
    return made


def _picture(entry: Table) -> str:
    """The letterhead's picture itself: an SVG file beside the offices file."""
    name = entry.text("letterhead")
    try:
        picture = ((entry.folder or Path()) / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise entry.wrong("letterhead", f"is {name}, but no such picture (SVG) can be read beside this file") from None
    if "<svg" not in picture[:2000] or len(picture) > MOST_PICTURE:
        told = f"is {name}, which must be an SVG picture of at most {MOST_PICTURE // 1000} kB"
        raise entry.wrong("letterhead", told)
    return picture


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
            near = meant(office, (*known, *catalogue.bodies))
            told = f"is missing, and {office} is not known; it must be one of {procedure_names()}{near}"
            raise entry.wrong("procedure", told)
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
    if key == "addresses" and not local.isascii():
        raise entry.wrong(
            key, f"names {text!r}: before the @ of an office's address only plain letters reach everybody"
        )
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
        for name in WITHIN_CLOSING:
            last = changed.get("closing")
            if last is not None and name in changed and changed[name].count > last.count:
                told = f"is {changed[name].count} days, later than the closing term of {last.count}"
                raise table.wrong(
                    name if table.has(name) else "closing", f"{told} ({name})" if not table.has(name) else told
                )
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
