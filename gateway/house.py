"""The offices and the catalogue as the settings name them: what comes with the program, and the office's own files."""

from collections.abc import Sequence

from gateway.errors import WrongSettings
from gateway.settings import Settings
from routing.catalogue import Catalogue, WrongCatalogue, load_catalogue
from routing.checked_toml import WrongFile
from routing.offices import Office, WrongOffice, load_offices


def load_house(settings: Settings, offices: Sequence[str] = ()) -> tuple[tuple[Office, ...], Catalogue]:
    """The offices of these ids, without any those that are served, and the catalogue of bodies.

    Raises WrongSettings for an id known nowhere, and where a file of theirs is wrong.
    """
    own = settings.offices
    try:
        catalogue = load_catalogue(settings.path(own.catalogue) if own.catalogue else None)
        found = load_offices(offices or own.serve, catalogue, settings.path(own.file) if own.file else None)
    except (WrongCatalogue, WrongFile, WrongOffice, OSError) as error:
        raise WrongSettings(str(error)) from error
    return found, catalogue
