"""Offices for the tests of routing."""

from functools import cache

from routing.catalogue import load_catalogue
from routing.offices import Office, load_offices


@cache
def office(name: str) -> Office:
    return load_offices([name], load_catalogue())[0]


VO, BRUSSELS, LOCAL, FIRST_LINE = "vlaamse-ombudsdienst", "ombuds-brussel", "gemeente-genk", "vdab"
ALL = (VO, BRUSSELS, LOCAL, FIRST_LINE)
