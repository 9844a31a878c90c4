"""`python -m tests.seeds [TEST]`: sentences with their tests; of one test, the sentences it answers for."""

import sys

from tests.seeds.tables import tables

wanted = sys.argv[1] if len(sys.argv) > 1 else ""
for seed, table in tables().items():
    for sentence, named in table.items():
        if any(wanted in test for test in named):
            print(f"{seed}: {sentence}\n" + "".join(f"    {test}\n" for test in named))
