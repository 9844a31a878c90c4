"""The long run: `python -m tests.crash --kills 1000 [--url URL]`."""

import argparse
import tempfile
from pathlib import Path

from tests.crash.campaign import campaign
from tests.road.house import PEOPLE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--mails", type=int, default=0, help="four for each kill where not told")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--url", default="", help="an empty database; SQLite in a folder of its own where not told")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        url = args.url or f"sqlite:///{home}/books.db"
        mails = min(PEOPLE, args.mails or 4 * args.kills)
        result = campaign(Path(home), url, kills=args.kills, mails=mails, seed=args.seed)
    print(f"{result.kills} kills, {result.mails} mails sent {result.tries} times, {result.in_doubt} receipts in doubt")
    print("\n".join(result.faults) or "nothing lost, nothing made twice")
    return 1 if result.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
