"""The catalogue of bodies: who they are, who is competent for complaints about them, and who gets copies."""

from routing.catalogue.catalogue import Body, Catalogue, Helpline, HousingCompany, OthersInCopy, Route
from routing.catalogue.load import load_catalogue
from routing.catalogue.schema import WrongCatalogue

__all__ = [
    "Body",
    "Catalogue",
    "Helpline",
    "HousingCompany",
    "OthersInCopy",
    "Route",
    "WrongCatalogue",
    "load_catalogue",
]
