"""What recognition needs to know of a body; the catalogue of the routing layer fills it in."""

from dataclasses import dataclass

#: Kinds of the catalogue that count as "other complaint bodies that got it".
COMPLAINT_KINDS = frozenset(
    "ombuds adr supervisor complaints second_line supervision appeal whistleblower ethics petition professional fund "
    "reporting portal network court".split()
)


@dataclass(frozen=True, slots=True)
class BodyNames:
    """A body; with kind "subject" a route's subject, with kind "copied" a class of addressees (patterns with *)."""

    id: str
    #: ombuds, first_line, other, municipality, local, ...
    kind: str
    level: str
    #: Names, aliases, abbreviations.
    names: tuple[str, ...]
    #: Products, letters, people that say surely which body it is. A word ending in * matches all that begin so.
    strong: tuple[str, ...] = ()
    #: Descriptions that fit it.
    weak: tuple[str, ...] = ()
    #: Lower-case addresses, whether or not we may write to them.
    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    #: Domains of a larger organisation: the local part must tell too.
    shared_domains: tuple[str, ...] = ()
    #: Region of a municipality.
    area: str = ""
    #: Ombuds service of a municipality, its catalogue id.
    own_ombuds: str = ""

    @property
    def takes_complaints(self) -> bool:
        """It handles complaints about others."""
        return self.kind in COMPLAINT_KINDS
