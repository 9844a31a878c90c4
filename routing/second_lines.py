"""Which complaint body comes after the body itself: the catalogue's, save where the matter chooses another."""

from routing.catalogue import Body
from routing.matter import Matter

COURT, FLEMISH_OMBUDS, CARE = "rechtbank", "vlaamse-ombudsdienst", "zorgvoorzieningen"
#: Kind of care -> the authority that subsidises it, as second instance.
CARE_AUTHORITIES = {
    "residential-care": "woonzorglijn",
    "child-care": "opgroeien-klachtendienst",
    "disability-care": "vaph-klachtendienst",
}
#: Such an authority -> the service whose office it is.
CARE_OFFICES = {
    "woonzorglijn": "departement-zorg",
    "opgroeien-klachtendienst": "opgroeien",
    "vaph-klachtendienst": "vaph",
}
#: Bodies that stand for such an authority where a text says that it was asked already.
CARE_ASKED = frozenset(
    "woonzorglijn departement-zorg-2delijn opgroeien-klachtendienst vaph-klachtendienst departement-zorg opgroeien "
    "vaph zorginspectie".split()
)
#: Who pays family allowances -> by the region where the child lives, who is asked after the payer.
FAMILY_ALLOWANCE = {
    "flanders": FLEMISH_OMBUDS,
    "brussels": "ombuds-brussel",
    "wallonia": "mediateur-wallonie-fwb",
    "german": "ombudsfrau-dg",
}
#: The same where the text calls the scheme by its own name, wherever the child lives by now.
ALLOWANCE_SCHEMES = {
    "flemish-allowance": "flanders",
    "brussels-allowance": "brussels",
    "walloon-allowance": "wallonia",
}
#: (body, matter) -> the complaint body for this matter, where it is another than the body's usual one.
BY_MATTER = {
    (COURT, "court-working"): "hrj",
    ("fod-justitie", "court-registry"): "hrj",
    ("fluvius", "energy-premium"): FLEMISH_OMBUDS,
    ("luchtvaartmaatschappij", "aircraft-noise"): "ombuds-luchthaven",
    ("onderwijs", "school-enrolment"): "clr",
    ("onderwijs", "school-costs"): "commissie-zorgvuldig-bestuur",
}
#: Bodies without a second line of their own -> who helps all the same.
HELPS_INSTEAD = {"luchtvaartmaatschappij": "ecc-belgie"}
#: Complaint desks inside the Flemish administration: the Vlaamse Ombudsdienst stands above them.
FLEMISH_DESKS = frozenset({"complaints", "second_line"})


def second_line(body: Body, matter: Matter) -> str | None:
    """The complaint body competent after the body itself; the matter may choose another than the usual one."""
    for (of, about), instead in BY_MATTER.items():
        if body.id == of and about in matter:
            return instead
    if body.id == CARE:
        return FLEMISH_OMBUDS
    if body.id == "ziekenhuis" and "doctor" in matter and "hospital" not in matter:
        return "patientenrechten-federaal"
    if body.id == "vutg" and "family-allowance" in matter:
        scheme = matter.first_of(*ALLOWANCE_SCHEMES)
        region = ALLOWANCE_SCHEMES[scheme] if scheme else matter.residence
        return FAMILY_ALLOWANCE.get(region, body.second_line)
    if body.takes_complaints and body.level == "flemish" and body.kind in FLEMISH_DESKS:
        return FLEMISH_OMBUDS
    return body.second_line or HELPS_INSTEAD.get(body.id)


def care_authority(matter: Matter) -> str:
    """The authority of the kind of care that the text speaks of; residential care where it does not tell."""
    return CARE_AUTHORITIES[matter.first_of(*CARE_AUTHORITIES) or "residential-care"]
