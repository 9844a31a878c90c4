"""Whether an address is that of a house (an administration, a desk, a machine) or of a person."""

import re

from classifiers.flat import flat
from classifiers.message import Address

#: Mailbox names of desks and machines.
_DESK = re.compile(
    r"^(?:info|contact|klacht\w*|plaintes?|reclamation\w*|beschwerde\w*|complaints?|klanten\w*|client\w*|kunden\w*|service\w*|dienst\w*|"
    r"secretariaa?t\w*|onthaal|accueil|courrier|post|mail|mailer|postmaster|webmaster|admin\w*|support|help\w*|ombuds\w*|mediat\w*|"
    r"office|sales|facturat\w*|invoice\w*|melding\w*|burgerzaken|bevolking|population|loket|team|hr|scan\w*|copier|printer|"
    r"wijkwerking|gemeente|stad|ocmw|cpas|balie|reception|verzoekschrift\w*|news\w*|nieuws\w*|noreply|no-reply|donotreply|do-not-reply|"
    r"no\.reply|niet-beantwoorden|nepasrepondre|ne-pas-repondre|web|website|webform\w*|formulier\w*|formulaire\w*|notificat\w*|alert\w*)\d{0,3}$"
)
#: Mailboxes nobody reads.
_MACHINE = re.compile(
    r"^(?:no-?_?\.?reply|do-?_?not-?_?reply|donotreply|noreply|ne-?pas-?repondre|nepasrepondre|niet-?beantwoorden|mailer-daemon|postmaster|"
    r"scan\w*|scanner|copier|printer|mfp|webform\w*|formulier\w*|formulaire\w*|notificat\w*|bounce\w*|automail\w*|web|website|wordpress)\b"
)
_PUBLIC = re.compile(
    r"(?:^|\.)(?:vlaanderen\.be|fgov\.be|fed\.be|belgium\.be|vlaamsparlement\.be|brussels|gov\.be|wallonie\.be|cfwb\.be|spw\.wallonie\.be|irisnet\.be|"
    r"europa\.eu|stad\.gent|vlaamseombudsdienst\.be|police\.belgium\.eu)$|(?:^|[.-])(?:ocmw|cpas|gemeente|stad|ville|commune|politie|police|ombuds\w*|mediateur\w*)\b"
)
#: Words of a display name that make it a house.
_HOUSE = re.compile(
    r"\b(?:dienst\w*|service|klantendienst|klantenservice|ombuds\w*|mediateur|mediatrice|gemeente\w*|stad|stads\w*|ville|commune|administration|agentschap|agence|"
    r"departement|department|ministerie|ministere|ministerium|ocmw|cpas|helpdesk|loket|secretariaat|secretariat|webformulier|formulier|formulaire|formular|"
    r"scan\w*|onthaal|accueil|klachten\w*|plaintes|complaints|beschwerde\w*|noreply|no-reply|website|team|intercommunale|provincie|province|"
    r"universiteit|universite|bibliotheek|bibliotheque|sociaal huis|politie\w*|police|vzw|asbl|nv|bv|sa|srl|sprl|gmbh|contact)\b"
)


def is_house(sender: Address) -> bool:
    """A desk, an administration or a machine by its address or display name."""
    local, _, domain = sender.email.partition("@")
    return bool(_DESK.match(local) or _PUBLIC.search(domain) or _HOUSE.search(flat(sender.name)))


def is_machine(email: str) -> bool:
    """Nobody reads answers at this address."""
    return bool(_MACHINE.match(email.partition("@")[0]))
