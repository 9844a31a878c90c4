"""`python -m tests.bodies`: how many of the texts told lead to exactly the body meant, and those that do not."""

from tests.bodies.told import HALVES, f1, short, stories

for half in HALVES:
    told = list(short(half))
    missed = [(one, read) for one in told if (read := one.read()) != list(one.about)]
    print(f"{half}: {len(told) - len(missed)} of {len(told)} texts, {len({one.about for one in told})} bodies")
    for one, read in missed:
        print(f"  {one.about[0]} read as {', '.join(read) or 'none'}: {one.text[:100]}")
for name in ("seen", "later"):
    print(f"stories {name}: F1 {f1(stories(name)):.3f}")
