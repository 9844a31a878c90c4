"""The figures shown to a person."""

from collections import Counter
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from gateway.evaluation.calibration import bins, sure_and_right
from gateway.evaluation.measures import Miss, Tally
from gateway.evaluation.run import Evaluation


def show(console: Console, done: Evaluation, *, misses: bool) -> None:
    if misses:
        _misses(console, done.measures.misses)
    console.print(_figures(done))
    console.print(f"wrongly answered: {done.measures.wrongly_answered} of {done.mails} mails\n")
    for title, confusion in (("kinds", done.measures.kinds), ("routes", done.measures.routes)):
        console.print(_confusion(title, confusion))
    console.print(_calibration(done))


def _figures(done: Evaluation) -> Table:
    table = _table("measure", "rate / F1", "precision", "recall", "counts")
    for name, tally in sorted(done.measures.tallies.items(), key=lambda item: item[1].counts_sets):
        table.add_row(name, *figures(tally))
    return table


def figures(tally: Tally) -> tuple[str, str, str, str]:
    if not tally.counts_sets:
        return f"{tally.rate:.3f}", "", "", f"{tally.right}/{tally.total}"
    counts = f"{tally.found} right, {tally.wrong} wrong, {tally.overlooked} overlooked"
    return f"{tally.f1:.3f}", f"{tally.precision:.3f}", f"{tally.recall:.3f}", counts


def _confusion(title: str, confusion: Counter[tuple[str, str]]) -> Table:
    """What is right, how often it was told, and what was told instead."""
    table = _table(title, "right", "told instead")
    wanted = sorted({want for want, _ in confusion})
    for want in wanted:
        total = sum(count for (w, _), count in confusion.items() if w == want)
        others = [f"{told} {n}" for (w, told), n in confusion.most_common() if w == want and told != want]
        table.add_row(want, f"{confusion[want, want]}/{total}", ", ".join(others))
    return table


def _calibration(done: Evaluation) -> Table:
    table = _table("confidence", "readings", "right", "share")
    for each in bins(done.judged):
        share = f"{each.right / each.readings:.3f}" if each.readings else ""
        table.add_row(f"{each.low:.2f}-{each.high:.2f}", str(each.readings), str(each.right), share)
    sure, right = sure_and_right(done.judged)
    table.add_row("shown as sure", str(sure), str(right), f"{right / sure:.3f}" if sure else "")
    return table


def _misses(console: Console, misses: list[Miss]) -> None:
    for mail, of_mail in groupby(misses, key=lambda miss: miss.mail):
        console.print(Text(mail, style="bold"))
        for miss in of_mail:
            console.print(Text(f"  {miss.measure}: wanted {miss.wanted!r}, told {miss.told!r}"), soft_wrap=True)
    console.print()


def _table(*headings: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
