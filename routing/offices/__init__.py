"""The offices that a gateway serves: packaged, made from the catalogue, or set down in an office's own file."""

from collections.abc import Sequence
from pathlib import Path

from routing.catalogue import Catalogue
from routing.checked_toml import from_disk, packaged
from routing.offices.file import read_offices
from routing.offices.made import made_office
from routing.offices.office import Coordinator, Office, WrongOffice, reference_pattern

__all__ = ["Coordinator", "Office", "WrongOffice", "load_offices", "made_office", "reference_pattern"]


def load_offices(serve: Sequence[str], catalogue: Catalogue, file: Path | None = None) -> tuple[Office, ...]:
    """The offices to serve, in that order: from the office's own file, the packaged ones, else from the catalogue.

    Raises WrongFile (file, line, reason) for a wrong file, WrongOffice for an id known nowhere.
    """
    known = dict(read_offices(packaged("offices.toml"), catalogue, {}))
    if file is not None:
        known |= read_offices(from_disk(file), catalogue, known)
    return tuple(known.get(office) or made_office(office, catalogue) for office in dict.fromkeys(serve))
