"""The long run, e.g. ten thousand mails over 32 connections: `python -m tests.crash --kills 60 --mails 10000 --sessions 32`."""

import argparse
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

from tests.crash.campaign import Plan, campaign
from tests.road.people import PEOPLE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--mails", type=int, default=0, help="four for each kill where not told")
    parser.add_argument("--sessions", type=int, default=1, help="connections that send at once")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--warm", action="store_true", help="lives are forked, so that many kills take little time")
    parser.add_argument(
        "--moody", action="store_true", help="a relay that is slow to confirm, and hangs up now and then"
    )
    parser.add_argument("--url", default="", help="an empty database; SQLite in the campaign's folder where not told")
    parser.add_argument("--home", type=Path, help="folder of a campaign that can be broken off and taken up again")
    args = parser.parse_args()
    plan = Plan(
        kills=args.kills,
        mails=min(PEOPLE, args.mails or 4 * args.kills),
        seed=args.seed,
        sessions=args.sessions,
        warm=args.warm,
        longest=0.8 if args.warm else 4.0,
        moody=args.moody,
    )
    if args.home:
        args.home.mkdir(parents=True, exist_ok=True)
    with nullcontext(str(args.home)) if args.home else tempfile.TemporaryDirectory() as home:
        result = campaign(Path(home), args.url or f"sqlite:///{home}/books.db", plan, tell=show)
    found = result.found
    print(
        f"{result.kills} kills in {result.seconds:.0f} s; {result.mails} mails sent {result.tries} times; "
        f"{found.cases} cases, {found.receipts} receipts; {found.in_doubt} in doubt, of which {found.in_doubt_arrived} "
        "had arrived"
    )
    print("\n".join(found.faults) or "nothing lost, nothing made twice")
    return 1 if found.faults else 0


def show(progress: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {progress}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
