"""Offices: any id works, an office file changes numbers, and a wrong file is refused with line and reason."""

import re
from pathlib import Path

import pytest

from classifiers.understanding import Language
from routing.catalogue import load_catalogue
from routing.checked_toml import WrongFile
from routing.offices import Office, WrongOffice, load_offices, made_office, reference_pattern
from routing.procedures import Procedure
from tests.routing.offices import ALL, BRUSSELS, FIRST_LINE, LOCAL, VO, office

OWN = """
[[office]]
id = "gemeente-genk"
addresses = ["Klacht@genk.be"]
languages = ["nl", "fr"]
reference = "GNK/{year}/{number:05d}"
facts_years = 2
staff_addresses = ["griet@genk.be"]
postal = ["Stadsplein 1", "3600 Genk"]
terms = { closing = 60, acknowledgement = 5 }

[office.coordinator]
name = "Griet Van Loo"
phone = "089 65 36 00"
email = "griet@genk.be"

[[office]]
id = "gent-ombuds"
procedure = "vlaamse-ombudsdienst"
name = { nl = "Ombudsvrouw van Gent" }
addresses = ["ombudsvrouw@stad.gent"]
"""


def loaded(tmp_path: Path, text: str, *serve: str) -> tuple[Office, ...]:
    file = tmp_path / "offices.toml"
    file.write_text(text, encoding="utf-8")
    return load_offices(serve, load_catalogue(), file)


def test_every_municipality_and_every_flemish_service_can_be_served() -> None:
    catalogue = load_catalogue()
    made = [
        made_office(body.id, catalogue)
        for body in catalogue.bodies.values()
        if body.is_municipality or body.kind == "first_line"
    ]
    assert len(made) > 600
    assert all(one.name and one.languages and one.procedure.terms for one in made)
    without = {one.id for one in made if not one.addresses}
    assert without == {"mijn-verbouwlening", "luchthavens-vlaanderen", "clb", "zorgvoorzieningen"}


def test_an_office_without_an_address_reads_but_does_not_write() -> None:
    with pytest.raises(WrongOffice, match="no address to write from"):
        office("mijn-verbouwlening").sender(Language.NL)


def test_an_unknown_office_is_refused_in_one_sentence() -> None:
    with pytest.raises(WrongOffice, match="nergens is no office"):
        load_offices(["nergens"], load_catalogue())
    with pytest.raises(WrongOffice, match="has no procedure here"):
        load_offices(["federale-ombudsman"], load_catalogue())


@pytest.mark.parametrize(
    ("name", "procedure", "kind"),
    [
        (VO, Procedure.VLAAMSE_OMBUDSDIENST, "ombuds"),
        (BRUSSELS, Procedure.OMBUDS_BRUSSEL, "ombuds"),
        (LOCAL, Procedure.LOKAAL_BESTUUR, "municipality"),
        (FIRST_LINE, Procedure.VLAAMSE_OVERHEIDSDIENST, "first-line"),
    ],
)
def test_each_office_works_by_its_procedure(name: str, procedure: Procedure, kind: str) -> None:
    one = office(name)
    assert one.procedure.id is procedure
    assert one.house().kind == kind
    assert one.house().addresses == one.addresses
    assert name in one.house().body_ids


def test_ombuds_brussel_writes_in_french_from_its_french_address() -> None:
    assert office(BRUSSELS).sender(Language.FR) == "plaintes@ombuds.brussels"
    assert office(BRUSSELS).sender(Language.NL) == "klachten@ombuds.brussels"


@pytest.mark.parametrize(
    ("form", "ours", "not_ours"),
    [
        ("{year}-{number:04d}", ["2026-0123", "2026-12345"], ["2026-12", "12026-0123", "2026-0123-4", "1926-0123"]),
        ("OM.{year}.{number:03d}", ["OM.2026.123", "OM.2026.1234"], ["OM 2026 123", "XOM.2026.123", "OM.2026.12"]),
    ],
)
def test_the_reference_pattern_reads_what_the_format_makes_and_nothing_near_it(
    form: str, ours: list[str], not_ours: list[str]
) -> None:
    pattern = re.compile(reference_pattern(form))
    assert all(pattern.search(f"dossier {text}, graag") for text in ours)
    assert not any(pattern.search(f"dossier {text}, graag") for text in not_ours)
    assert pattern.fullmatch(form.format(year=2026, number=7))


def test_an_office_file_adds_offices_and_changes_numbers(tmp_path: Path) -> None:
    genk, gent = loaded(tmp_path, OWN, "gemeente-genk", "gent-ombuds")
    assert genk.addresses == ("klacht@genk.be",)
    assert genk.languages == (Language.NL, Language.FR)
    assert genk.language_for(Language.DE) is Language.NL
    assert genk.procedure.facts_years == 2
    assert (genk.procedure.terms["closing"].count, genk.procedure.terms["acknowledgement"].count) == (60, 5)
    assert genk.procedure.terms["report"].count == 30
    assert genk.coordinator is not None
    assert genk.coordinator.email == "griet@genk.be"
    assert genk.postal_in(Language.FR) == ("Stadsplein 1", "3600 Genk")
    assert re.search(genk.house().reference_pattern, "zie GNK/2026/00042")
    assert gent.procedure.id is Procedure.VLAAMSE_OMBUDSDIENST
    assert gent.body_ids == ("gent-ombuds",)


def test_an_offices_numbers_leave_the_others_alone(tmp_path: Path) -> None:
    loaded(tmp_path, OWN, "gemeente-genk")
    assert office("gemeente-hasselt").procedure.terms["closing"].count == 45


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[[office]]\nid = "gemeente-genk"\nlanguages = ["nl", "es"]\n', 3, "languages is 'es', but must be one of"),
        ('[[office]]\nid = "gemeente-genk"\naddresses = ["geen adres"]\n', 3, "which is no mail address"),
        ('[[office]]\nid = "gemeente-genk"\ncolour = "red"\n', 3, "colour is not known here"),
        ('[[office]]\nid = "gemeente-genk"\nfacts_years = "1"\n', 3, "must be a whole number"),
        ('[[office]]\nid = "gemeente-genk"\nfacts_years = 0\n', 3, "must lie between 1 and 30"),
        ('[[office]]\nid = "gemeente-genk"\n\n[office.terms]\nclosing = 45\nclsing = 50\n', 6, "clsing is not known"),
        ('[[office]]\nid = "gemeente-genk"\nreference = "K-{number}"\n', 3, "must hold {year} and {number} once"),
        ('[[office]]\nid = "gemeente-genk"\nreference = "{year}-{name}"\n', 3, "must hold {year} and {number} once"),
        ('[[office]]\nid = "gemeente-genk"\nmay_extend = ["handler"]\n', 3, "has no extension"),
        ('[[office]]\nid = "gemeente-genk"\n\n[[office]]\nid = "gemeente-genk"\n', 5, "stands twice"),
        ('[[office]]\nid = "gemeente-genk"\nnext_step = "nobody"\n', 3, "no body of the catalogue"),
        ('[[office]]\nid = "dienst-x"\nname = "X"\naddresses = ["a@b.be"]\n', 1, "procedure is missing"),
        ('[[office]]\nid = "dienst-x"\nprocedure = "lokaal-bestuur"\nname = "X"\n', 1, "addresses is missing"),
        ('[[office]]\nid = "x"\nprocedure = "eigen"\n', 3, "must be one of vlaamse-overheidsdienst"),
        ('[[office]]\nid = "ombuds-brussel"\nwrite_from = { fr = "x@y.be" }\n', 3, "not among the addresses"),
        (
            '[[office]]\nid = "vdab"\n[[office]]\nid = "gemeente-genk"\nphone = 12\n',
            5,
            "phone is 12, but must be a text",
        ),
        ('[[office]]\nid = "gemeente-genk\n', 2, "a text has no closing quotation mark"),
        ('[[office]]\nid = "gemeente-genk"\nadresses = ["a@genk.be"]\n', 3, "was addresses meant?"),
        ('[[office]]\nid = "gemeente-genk"\nnext_step = "vlaamse-ombudsdinst"\n', 3, "was vlaamse-ombudsdienst meant?"),
        ('[[office]]\nid = "x"\nprocedure = "lokaal-bestur"\n', 3, "was lokaal-bestuur meant?"),
        ('[[office]]\nid = "gemeente-genkk"\n', 1, "gemeente-genkk is not known"),
        (
            '[[office]]\nid = "gemeente-genk"\naddresses = ["a@genk.be"]\nsealed_address = "a@genk.be"\n',
            4,
            "an address of their own",
        ),
        (
            '[[office]]\nid = "gemeente-genk"\naddresses = ["a@b.be"]\n\n[[office]]\nid = "gemeente-as"\naddresses = ["a@b.be"]\n',
            7,
            "a@b.be, which is an address of gemeente-genk too",
        ),
        (
            '[[office]]\nid = "gemeente-genk"\nterms = { report = 60 }\n',
            3,
            "is 60 days, later than the closing term of 45",
        ),
        ('[[office]]\nid = "gemeente-genk"\nterms = { closing = 20 }\n', 3, "later than the closing term of 20"),
        ('[offices]\nid = "gemeente-genk"\n', 1, "offices is not known here"),
    ],
)
def test_a_wrong_file_is_refused_with_line_and_reason(tmp_path: Path, text: str, line: int, reason: str) -> None:
    with pytest.raises(WrongFile) as caught:
        loaded(tmp_path, text, "gemeente-genk")
    assert str(caught.value).startswith(f"offices.toml, line {line}: ")
    assert reason in str(caught.value)


def test_a_file_in_another_encoding_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "offices.toml").write_bytes('[[office]]\nid = "vdab"\nname = "Bemiddeling é"\n'.encode("latin-1"))
    with pytest.raises(WrongFile, match="not saved as UTF-8"):
        load_offices(["vdab"], load_catalogue(), tmp_path / "offices.toml")


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(WrongFile, match=r"niets\.toml cannot be read"):
        load_offices(["vdab"], load_catalogue(), tmp_path / "niets.toml")


@pytest.mark.parametrize("name", ALL)
def test_every_procedure_is_complete(name: str) -> None:
    rules = office(name).procedure
    assert rules.required == ("name", "address", "facts")
    assert all(set(ground.motivation) == set(Language) for ground in rules.grounds)
    assert all(ground.article for ground in rules.grounds)
    assert all(term.article and term.met_by for term in rules.terms.values())
    assert set(rules.solution_needed) <= set(rules.outcomes)
    assert rules.version


def test_the_picture_of_a_letterhead_is_read_beside_the_file_and_a_wrong_one_is_refused(tmp_path: Path) -> None:
    text = '[[office]]\nid = "gemeente-genk"\naddresses = ["klacht@genk.be"]\nletterhead = "wapen.svg"\n'
    with pytest.raises(WrongFile, match=re.escape("line 4: office.letterhead is wapen.svg, but no such picture")):
        loaded(tmp_path, text, "gemeente-genk")
    (tmp_path / "wapen.svg").write_text("geen tekening", encoding="utf-8")
    with pytest.raises(WrongFile, match="must be an SVG picture"):
        loaded(tmp_path, text, "gemeente-genk")
    (tmp_path / "wapen.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    assert loaded(tmp_path, text, "gemeente-genk")[0].letterhead.startswith("<svg")
