"""What stands for what: bodies that do the same in another region, and offices whose work is to watch over others."""

from collections.abc import Mapping

from classifiers.bodies.mentions import LOCAL

#: Described, not named, a matter belongs to the body of the region it plays in.
TWINS: Mapping[str, Mapping[str, str]] = {
    "de-lijn": {"brussels": "mivb", "wallonia": "tec", "german": "tec"},
    "mivb": {"flanders": "de-lijn", "wallonia": "tec", "german": "tec"},
    "tec": {"flanders": "de-lijn", "brussels": "mivb"},
    "de-watergroep": {"brussels": "vivaqua"},
    "vivaqua": {"flanders": "de-watergroep"},
    "vutg": {"brussels": "iriscare", "german": "dg-ministerium"},
    "vlabel": {"brussels": "brussel-fiscaliteit", "wallonia": "spw", "german": "spw"},
    "vdab": {"brussels": "actiris", "wallonia": "forem", "german": "dg-ministerium"},
    "wonen-in-vlaanderen": {"brussels": "urban-brussels", "wallonia": "spw"},
    "awv": {"brussels": "brussel-mobiliteit", "wallonia": "spw", "german": "spw"},
    "lez": {"brussels": "leefmilieu-brussel"},
    "ahovoks": {"brussels": "fwb", "wallonia": "fwb", "german": "dg-ministerium"},
    "fwb": {"flanders": "ahovoks", "german": "dg-ministerium"},
    "woonmaatschappij": {"brussels": "urban-brussels", "wallonia": "spw"},
    "net-brussel": {"flanders": LOCAL, "wallonia": LOCAL, "german": LOCAL},
    "intergemeentelijk": {"brussels": "net-brussel"},
}
#: Bodies of other regions that stand in for a Flemish one.
STAND_INS = frozenset(twin for twins in TWINS.values() for twin in twins.values()) - set(TWINS) - {LOCAL}
#: Bodies whose names stand for the same in other regions too: payers of child benefit, low-emission zones.
IN_EVERY_REGION = frozenset({"lez", "vutg"})
#: Beginnings of words that make a thing Flemish wherever the writer lives, and of words behind them that speak of us.
FLEMISH = ("vlaams", "flamisch", "flamand", "flemish", "groeipakket")
OMBUDS_BEHIND = ("ombud", "mediat", "bemiddel")
#: Schemes of one name that each city keeps for itself -> the cities that do.
KEPT_BY_CITY: Mapping[str, frozenset[str]] = {"lez": frozenset({"gemeente-antwerpen", "gemeente-gent"})}
#: Offices that watch over houses: who writes to them about such a house does not complain about the office.
WATCHES: Mapping[str, frozenset[str]] = {
    "zorginspectie": frozenset({"zorgvoorzieningen", "ziekenhuis"}),
    "departement-zorg": frozenset({"zorgvoorzieningen"}),
    "opgroeien": frozenset({"zorgvoorzieningen"}),
    "vaph": frozenset({"zorgvoorzieningen"}),
    "onderwijsinspectie": frozenset({"scholen"}),
}
