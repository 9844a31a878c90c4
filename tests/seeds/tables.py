"""All tables: name of the seed -> sentence -> tests."""

from collections.abc import Mapping

from tests.seeds import (
    test_seed_000_flemish_services,
    test_seed_001_brussels,
    test_seed_002_communication,
    test_seed_003_local,
    test_seed_004_network,
)

Table = Mapping[str, tuple[str, ...]]


def tables() -> dict[str, Table]:
    return {
        "000": test_seed_000_flemish_services.TABLE,
        "001": test_seed_001_brussels.TABLE,
        "002": test_seed_002_communication.TABLE,
        "003": test_seed_003_local.TABLE,
        "004": test_seed_004_network.TABLE,
    }
