"""Ten thousand people who complain, each of another name, at another home, about another matter: for tests of the road.

Number n always gives the same person and the same words.
"""

import random
from dataclasses import dataclass

GIVEN = (
    "Aline Amber Annelies Arne Axel Bart Bavo Benoit Birgit Bram Carla Carlos Celine Chantal Dafne Daan Dirk Dorien "
    "Edward Eline Elke Emiel Eric Evelien Fatima Femke Filip Frank Gerda Gert Godelieve Griet Gunter Hanne Hassan "
    "Hendrik Hilde Ilse Ingrid Ivo Jasmien Jelle Joke Joris Jozef Julie Kaat Karin Katrien Kevin Kobe Koen Kurt "
    "Laurens Leen Lien Lieven Linda Lode Luc Lutgart Maarten Magda Maja Marleen Martine Mieke Mohamed Nadia Natalie "
    "Nico Nora Olivier Oscar Pascale Patrick Pieter Quinten Rani Reinhilde Rik Rita Robbe Ruben Sabine Samir Saskia "
    "Senne Siska Steven Sven Tania Thijs Tinne Ursula Veronique Viktor Walter Wendy Wim Yasmina Yves Zoe"
).split()
FAMILY = (
    "Adriaens Aelbrecht Baert Baeyens Beckers Bogaerts Bollen Boons Bosteels Bracke Brems Bruyneel Callens Carlier "
    "Ceulemans Christiaens Claes Coppens Cools Cornelis Cuypers Daems Dekeyser Demeyer Denys Deprez Desmet Devos "
    "Dewulf Dierckx Dobbelaere Driesen Eeckhout Evens Faes Feyaerts Gielen Goossens Govaerts Haesen Hellemans "
    "Hendrickx Hermans Heylen Huybrechts Jaspers Joossens Kenis Knockaert Lambrecht Lauwers Leemans Lefever Lemmens "
    "Lievens Loos Luyten Maes Marien Matthys Meeus Mertens Michiels Moens Naessens Neyens Nuyts Ooms Pauwels Penninck "
    "Platteau Poelmans Praet Quintens Raes Reynders Roelants Rombouts Rutten Saelens Schepers Segers Serneels Simons "
    "Smets Snoeck Soenen Stevens Struyf Swinnen Thijssen Timmermans Tollenaere Uytterhoeven Verbeke Verhoeven "
    "Vermeulen Verstraete Vlieghe Vranckx Wauters Willems Wouters Wuyts"
).split()
#: Every name once: the two lengths have no common divisor.
PEOPLE = len(GIVEN) * len(FAMILY)
STREETS = (
    "Molenstraat Kerkstraat Stationslaan Lindendreef Beekweg Schoolplein Heidelaan Nieuwstraat Dorpsweg Veldstraat "
    "Kapellelaan Bosdreef Brugstraat Hoogweg Eikenlaan Vaartkaai Weidestraat Zandweg Gasthuisplein Abdijlaan"
).split()
TOWNS = (
    "9700 Oudenaarde,9000 Gent,2800 Mechelen,3000 Leuven,8500 Kortrijk,2300 Turnhout,3500 Hasselt,8400 Oostende,"
    "9100 Sint-Niklaas,1500 Halle,9300 Aalst,3600 Genk,8800 Roeselare,2200 Herentals,1800 Vilvoorde,9500 Geraardsbergen"
).split(",")
#: Body complained about, what it is about, and what went wrong with it.
MATTERS = (
    ("De Lijn", "rit {long}", "de bus van {h} uur aan halte {place} rijdt gewoon voorbij"),
    ("De Lijn", "abonnement {long}", "mijn abonnement werd {d} keer geweigerd op de bus naar {place}"),
    ("De Lijn", "boete {long}", "ik kreeg een boete van {n} euro hoewel ik aan {place} een kaartje kocht"),
    ("VDAB", "opleiding {long}", "de opleiding die op de {d}de zou beginnen in {place} is zonder uitleg geschrapt"),
    ("VDAB", "afspraak {long}", "mijn bemiddelaar in {place} kwam {d} keer niet opdagen"),
    ("Wonen in Vlaanderen", "premie {long}", "de premie van {n} euro voor mijn dak bij {place} blijft uit"),
    (
        "de Vlaamse Belastingdienst",
        "aanslag {long}",
        "ik moet {n} euro betalen voor een auto die ik in {place} verkocht",
    ),
    ("De Watergroep", "meter {long}", "de afrekening van {n} euro klopt niet met de meter in {place}"),
    ("het VAPH", "aanvraag {long}", "de aanvraag voor een hulpmiddel van {n} euro ligt {d} maanden stil in {place}"),
    ("Opgroeien", "groeipakket {long}", "het groeipakket van {n} euro voor mijn dochter uit {place} is stopgezet"),
)
STEPS = (
    "Ik belde {body} {d} keer en werd telkens doorverbonden.",
    "Op {d} februari stuurde ik een aangetekende brief naar {body}.",
    "Aan het loket zei iemand dat het dossier {long} zoek was.",
    "Een medewerker beloofde mij binnen {d} dagen terug te bellen, maar dat gebeurde niet.",
    "Ik diende op {d} februari een klacht in bij {body} zelf.",
    "Het antwoord dat ik kreeg ging over iemand anders, met nummer {other}.",
    "Intussen kostte het mij al {n} euro aan verplaatsingen.",
    "Mijn buur van nummer {house} heeft hetzelfde formulier wel gekregen.",
    "Op de website staat al {d} weken dat het in behandeling is.",
    "Ze vroegen mij {d} keer om dezelfde papieren.",
    "De brief van {d} januari vermeldt een ander bedrag, namelijk {n} euro.",
    "Niemand kon mij zeggen wie over {thing} beslist.",
)


@dataclass(frozen=True, slots=True)
class Complainant:
    name: str
    home: str
    subject: str
    story: str


def complainant(number: int) -> Complainant:
    """Who writes complaint `number`, and what."""
    dice = random.Random(number)
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
    home = f"{STREETS[number % len(STREETS)]} {number // len(STREETS) + 2}\n{TOWNS[number // 7 % len(TOWNS)]}"
    body, thing, trouble = MATTERS[number % len(MATTERS)]

    def told(words: str) -> str:
        return words.format(
            body=body, thing=thing_told, d=dice.randint(2, 27), n=dice.randint(20, 900), h=dice.randint(6, 22),
            place=f"{dice.choice(STREETS)} {dice.randint(1, 200)}", long=number * 37 + 210_011,
            other=dice.randint(100_000, 999_999), house=dice.randint(1, 99),
        )  # fmt: skip

    thing_told = ""
    thing_told = told(thing)
    steps = [told(step) for step in dice.sample(STEPS, 5)]
    sentences = [f"Ik dien een klacht in over {body}: {told(trouble)}.", *steps]
    return Complainant(f"{given} {family}", home, f"Klacht over {thing_told}", "\n".join(sentences))
