"""`python -m tests.routing`: action and target by row of the routes and by office, on both halves, and the misses."""

from tests.routing.stories import Share, offices, rows

for half in ("first", "later"):
    for name, stories in (("subjects", rows), ("offices", offices)):
        shares: dict[str, Share] = {}
        for story in stories(half):
            shares.setdefault(story.group, Share()).count(story)
        for group, share in shares.items():
            print(f"{half} {group}: action {share.actions}/{share.of}, target {share.targets}/{share.of_targets}")
            for missed in share.missed:
                print(f"    {missed}")
        print(
            f"{half} {name}: action {sum(s.actions for s in shares.values())}/{sum(s.of for s in shares.values())}, "
            f"target {sum(s.targets for s in shares.values())}/{sum(s.of_targets for s in shares.values())}\n"
        )
