"""Offices made from the catalogue: any municipality, any Flemish service."""

from collections.abc import Mapping
from dataclasses import replace

from classifiers.understanding import Language
from routing.catalogue import Body, Catalogue
from routing.offices.office import Office, WrongOffice
from routing.procedures import Procedure, load_procedures

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
    raise WrongOffice(
        f"{office} has no procedure here; set it down in the offices file with one of {procedure_names()}"
    )


def procedure_names() -> str:
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
