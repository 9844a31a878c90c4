"""The catalogue: complete, consistent, and refused with a reason when an office's own file is wrong."""

from pathlib import Path

import pytest

from classifiers.places import load_places
from routing.catalogue import WrongCatalogue, load_catalogue


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    return tmp_path / "own.toml"


def test_every_municipality_is_a_body_with_its_region():
    bodies = load_catalogue().bodies.values()
    counted = [b.region for b in bodies if b.is_municipality]
    assert {r: counted.count(r) for r in set(counted)} == {
        "flanders": 285,
        "brussels": 19,
        "wallonia": 252,
        "german": 9,
    }


@pytest.mark.parametrize(
    ("postcode", "name", "body"),
    [
        ("9120", "Beveren", "gemeente-beveren-kruibeke-zwijndrecht"),
        ("1080", "Molenbeek-Saint-Jean", "gemeente-sint-jans-molenbeek"),
        ("1050", "Ixelles", "gemeente-elsene"),
        ("1050", "Brussel", "gemeente-brussel"),
        ("4000", "Luik", "gemeente-liege"),
        ("4720", "Kelmis", "gemeente-kelmis"),
        ("4720", "La Calamine", "gemeente-kelmis"),
        ("2140", "Borgerhout", "gemeente-antwerpen"),
        ("3010", "Leuven", "gemeente-leuven"),
        ("9000", "St-Denijs-Westrem", "gemeente-gent"),
    ],
)
def test_an_address_belongs_to_the_municipality_of_today(postcode, name, body):
    assert load_places().municipality_of(postcode, name) == body


@pytest.mark.parametrize(
    ("body", "second"),
    [
        ("gemeente-kortrijk", "vlaamse-ombudsdienst"),
        ("gemeente-dilbeek", None),
        ("gemeente-gent", "gent-ombuds"),
        ("gemeente-elsene", "elsene-ombuds"),
        ("gemeente-jette", "ombuds-brussel"),
        ("gemeente-eupen", "ombudsfrau-dg"),
        ("gemeente-namur", "mediateur-wallonie-fwb"),
        ("gemeente-charleroi", "charleroi-mediateur"),
        ("vivaqua", "brugel-water"),
        ("mivb", "mivb-ombudsman"),
        ("vgc", "vlaamse-ombudsdienst"),
        ("opz-geel", "ombudsfunctie-ggz"),
        ("prive-persoon", None),
    ],
)
def test_the_second_line_follows_region_affiliation_and_own_ombuds(body, second):
    assert load_catalogue().body(body).second_line == second


def test_care_has_the_subsidising_authority_between_facility_and_ombuds():
    care = load_catalogue().body("zorgvoorzieningen")
    assert care.via[0] == "woonzorglijn"
    assert care.second_line == "vlaamse-ombudsdienst"


def test_subjects_between_private_persons_have_no_competent_body():
    catalogue = load_catalogue()
    assert catalogue.route("r13").second_lines == ()
    assert catalogue.route("r31").second_lines == ("consumentenombudsdienst",)
    with pytest.raises(KeyError):
        catalogue.route("r99")


def test_an_office_adds_and_changes_bodies(own_file):
    own_file.write_text(
        '[[body]]\nid = "zwembad-noord"\nkind = "first_line"\nname = { nl = "Zwembad Noord" }\n'
        'second_line = "gent-ombuds"\n\n[[municipality]]\nid = "gemeente-dilbeek"\naffiliated = true\n',
        encoding="utf-8",
    )
    catalogue = load_catalogue(own_file)
    assert catalogue.body("zwembad-noord").named("fr") == "Zwembad Noord"
    assert catalogue.body("gemeente-dilbeek").second_line == "vlaamse-ombudsdienst"
    assert "zwembad-noord" not in load_catalogue().bodies


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[body]]\nid = "x"\n', "x: name is missing"),
        ('[[body]]\nid = "x"\nname = { nl = "X" }\ncolour = "red"\n', "x: colour is not known here"),
        ('[[body]]\nid = "x"\nname = "X"\n', "x: name must be a dict"),
        ('[[body]]\nid = "x"\nname = { nl = "X" }\nkind = "friend"\n', "x: kind is 'friend'"),
        ('[[body]]\nid = "x"\nname = { nl = "X" }\nsecond_line = "nobody"\n', "x: nobody is no body"),
        ('[[body]]\nid = "x"\nname = { nl = "X" }\nfacts_years = true\n', "x: facts_years must be a int"),
        ('[[body]]\nid = "x"\nname = { nl = "X" }\naddresses = ["here"]\n', "x: 'here' is no mail address"),
        ('[[municipality]]\nid = "gemeente-atlantis"\n', "gemeente-atlantis is no municipality"),
        ('[[town]]\nid = "x"\n', "town is not known here"),
        ("[[body]\n", "line 1"),
    ],
)
def test_a_wrong_file_is_refused_with_file_entry_and_reason(own_file, text, reason):
    own_file.write_text(text, encoding="utf-8")
    with pytest.raises(WrongCatalogue) as refused:
        load_catalogue(own_file)
    assert "own.toml" in str(refused.value)
    assert reason in str(refused.value)
