"""Words that look like the name of a body and often are none."""

#: Names that are common words or names of people too: with a capital only.
AMBIGUOUS = frozenset(
    "orange base ing mega bolt digi voo fons infino een canvas div tec one cm ag ups gls atlas vo lom bam otw clb gr "
    "oca fam fmo cod ipi ecc pool edps lne mow vea eneco solvit verko idm ilva phare amal axa vives pxl argenta wil "
    "gba hrj opgroeien scarlet activa iok imog igean haviland fit vlam sport aig".split()
)
#: Sayings with a name in them that speak of no body, unless the name stands there with its capital.
NOBODY = (
    "aan de lijn",
    "aan de andere kant van de lijn",
    "de lijn was bezet",
    "de lijn was telkens bezet",
    "de lijn was altijd bezet",
    "de lijn is bezet",
    "de lijn viel weg",
    "de lijn wordt verbroken",
    "over de hele lijn",
    "in de lijn van",
    "op de lijn van",
    "op een lijn",
    "in lijn met",
    "de lijn doortrekken",
    "per post",
    "met de post",
    "la base de",
    "à la base",
    "one man",
)
#: Words that share their stem with a name or subject and are other words: "combien" (combi), "retrait" (retraite).
OTHER_WORDS = frozenset(
    "amender combien compter compteur loods mediation premier punt recht rechten retrait retraits stempel "
    "traine trainer traines verkopen".split()
)
#: Kinds whose names are no words of a text: places have a rule of their own, a "complaint desk" is anyone's.
UNNAMED = frozenset({"municipality", "subject", "copied", "desk"})
#: Halves of names that say nothing by themselves.
NO_NAME = frozenset({"meldpunt", "point de contact", "meldestelle", "le mediateur", "gouverneur", "verzoekschrift"})
