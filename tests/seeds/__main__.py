"""`python -m tests.seeds [TEST]`: sentences with their tests; of one test, the sentences it answers for.

`python -m tests.seeds --left FOLDER`: the sentences of the published pages in FOLDER (`000_*.txt` ...) of which no table
speaks; exit status 1 where there are any.
"""

import sys
from pathlib import Path

from tests.seeds.tables import left_out, no_rules, tables

if sys.argv[1:2] == ["--left"]:
    pages = {path.name[:3]: path.read_text(encoding="utf-8") for path in sorted(Path(sys.argv[2]).glob("*.txt"))}
    left = [f"{seed}: {sentence}" for seed in tables() if seed in pages for sentence in left_out(seed, pages[seed])]
    print("\n".join(left))
    sys.exit(bool(left))
wanted = sys.argv[1] if len(sys.argv) > 1 else ""
for seed, table in tables().items():
    for sentence, named in table.items():
        if any(wanted in test for test in named):
            print(f"{seed}: {sentence}\n" + "".join(f"    {test}\n" for test in named))
    for why, sentences in no_rules()[seed].items() if not wanted else ():
        print(f"{seed}: no rule, {why}\n" + "".join(f"    {sentence}\n" for sentence in sentences))
