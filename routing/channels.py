"""External channels for a report of wrongdoing at work, named to the reporter beside the house's own.

Directive (EU) 2019/1937 art. 10-11; catalogue route r34 (integrity): a track of its own, never the complaint queue.
"""

from collections.abc import Sequence

from routing.catalogue import Body, Catalogue

INTEGRITY = "r34"
ARTICLE = "Directive (EU) 2019/1937 art. 10-11; decreet van 18 november 2022"
#: Level of the government reported on -> its external channels, the usual one first.
BY_LEVEL = {
    "flemish": ("audit-vlaanderen", "vlaamse-ombudsdienst"),
    "flanders": ("audit-vlaanderen", "vlaamse-ombudsdienst"),
    "brussels": ("ombuds-brussel",),
    "federal": ("federale-ombudsman",),
}


def external_channels(bodies: Sequence[Body | None], catalogue: Catalogue) -> tuple[str, ...]:
    """Of the first body whose government is known, else all that the catalogue names."""
    for body in bodies:
        channels = BY_LEVEL.get((body.region or body.level) if body else "")
        if channels:
            return channels
    return catalogue.route(INTEGRITY).second_lines
