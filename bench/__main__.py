"""`python -m bench` runs every part, each in a process of its own; `python -m bench PART` one of them.

Compare figures of one run only: the machine, and what else it does, changes them more than a release does.
"""

import argparse
import os
import platform
import subprocess
import sys
import time

PARTS = {
    "intake": "mails accepted durably, one mail a connection",
    "reading": "mails read and understood on one core",
    "road": "mails worked through, from the inbox to the outbox",
    "matching": "one mail against an archive of earlier ones",
    "letters": "letters written, and scans read",
    "scanned": "what is lost on the way over paper: the same letters as mail and as scans",
    "desk": "pages of the desk over many cases",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="*", metavar="PART", help=f"some parts only: {', '.join(PARTS)}")
    named = parser.parse_args().part
    wrong = [part for part in named if part not in PARTS]
    if wrong:
        parser.error(f"{wrong[0]} is no part; the parts are {', '.join(PARTS)}")
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, load before {load:.1f}")
    failed = 0
    for part in named or PARTS:
        print(f"\n{part}: {PARTS[part]}\n", flush=True)
        began = time.monotonic()
        failed |= subprocess.run([sys.executable, "-W", "ignore", "-m", f"bench.{part}"], check=False).returncode
        print(f"({time.monotonic() - began:.0f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
