"""Whatever the way of writing an address or a telephone number, its parts come out, each with its own words."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classifiers.flat import flat
from classifiers.person.phones import phones
from classifiers.person.reader import read_people
from classifiers.places import load_places
from classifiers.prepared import prepare
from tests.fields.mails import OMBUDS, mail, words_of
from tests.fields.people import same

PLACES = load_places()
NL_STREETS = [
    "Kerkstraat",
    "Lange Leemstraat",
    "Steenweg op Mol",
    "Hof ten Bos",
    "Dr. Roosensplein",
    "Koning Albertlaan",
    "Sint-Jansvest",
]
FR_STREETS = [
    "rue de la Loi",
    "Avenue Louise",
    "Chaussée d'Alsemberg",
    "place Saint-Pierre",
    "Bd du Midi",
    "clos des Lilas",
]
TOWNS = [
    ("9000", "Gent"),
    ("1050", "Ixelles"),
    ("2018", "Antwerpen"),
    ("4700", "Eupen"),
    ("5000", "Namur"),
    ("9052", "Zwijnaarde"),
    ("1420", "Braine-l'Alleud"),
]
BOXES = ["{n} bus {b}", "{n} bte {b}", "{n}, bus {b}", "{n} boîte {b}", "{n}/{b}", "{n} b{b}", "{n} (bus {b})"]
JOINTS = ["\n{c} {t}", ", {c} {t}", " - {c} {t}", "\nB-{c} {t}", ", B-{c} {t}"]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    street=st.sampled_from(NL_STREETS + FR_STREETS),
    number=st.integers(1, 899),
    box=st.one_of(st.none(), st.integers(1, 40)),
    style=st.sampled_from(BOXES),
    town=st.sampled_from(TOWNS),
    joint=st.sampled_from(JOINTS),
)
def test_an_address_under_a_letter_is_taken_apart(street, number, box, style, town, joint):
    house = style.format(n=number, b=box) if box else str(number)
    written = f"{street} {house}" + joint.format(c=town[0], t=town[1])
    message = mail(
        f"Geachte,\n\nMijn brief bleef zonder antwoord.\n\nMet vriendelijke groeten\nJan Peeters\n{written}\n"
    )
    person = read_people(prepare(message), places=PLACES, house=OMBUDS).person
    told = {
        "street": street,
        "number": str(number),
        "box": str(box or ""),
        "postcode": town[0],
        "municipality": town[1],
    }
    for field, value in told.items():
        reading = getattr(person, field)
        assert (reading is None) == (not value), (field, written)
        if reading is not None:
            assert same(reading.value, value), (field, written)
            assert words_of(message, reading) == reading.words


MOBILE = [
    "0{a}/{b}.{c}.{d}",
    "0{a} {b} {c} {d}",
    "+32 {a} {b} {c} {d}",
    "0032{a}{b}{c}{d}",
    "+32 (0){a} {b} {c} {d}",
    "0{a}-{b}-{c}-{d}",
    "0{a}{b}{c}{d}",
    "(0{a}) {b} {c} {d}",
]


@given(st.sampled_from(MOBILE), st.integers(70, 79), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_mobile_number_is_one_number_however_it_is_written(style, area, b, c, d):
    parts = {"a": f"4{area}", "b": f"{b:02d}", "c": f"{c:02d}", "d": f"{d:02d}"}
    text = f"Bel mij op {style.format(**parts)} aub"
    (found,) = phones(text, flat(text))
    assert found.value == f"+324{area}{b:02d}{c:02d}{d:02d}"
    assert text[found.start : found.end] == found.words


@given(
    st.sampled_from(
        [
            "02/512 33 40",
            "02 512.33.40",
            "09-223 44 55",
            "055 21 90 73",
            "+32 87 44 55 66",
            "+49 171 5550143",
            "+31 6 12345678",
        ]
    )
)
def test_numbers_of_houses_and_neighbours_count_too(written):
    text = f"Tel. {written}"
    assert [phone.words for phone in phones(text, flat(text))] == [written]
