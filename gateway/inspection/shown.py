"""One mail shown to a person: the proposal, what was read, and the text with the very words highlighted."""

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from classifiers.message import BODY, SUBJECT, Message
from classifiers.understanding import SURE, Reading
from gateway.inspection.as_json import readings
from gateway.inspection.look import Looked, Unread

#: Characters of a part that are shown.
MOST_SHOWN = 6_000
SURE_STYLE, DOUBTFUL_STYLE = "bold green", "bold yellow"
DOUBTFUL_MARK = " ?"


def show(console: Console, looked: Looked | Unread) -> None:
    console.rule(Text(looked.name, style="bold"), align="left")
    if isinstance(looked, Unread):
        console.print(Text(f"Could not be read: {looked.why}. A person must look at it.", style="bold red"))
        return
    console.print(_proposal(looked))
    console.print(_table(looked))
    console.print(Group(*_texts(looked)))


def _proposal(looked: Looked) -> RenderableType:
    decision = looked.weighing.decision
    lines = [Text.assemble("Proposal: ", (decision.action.value, "bold"), f" {decision.to or ''}".rstrip())]
    lines[0].append(f"  ({decision.confidence:.2f})")
    for reason in decision.reasons:
        lines.append(Text(f"  - {reason.text}" + (f" ({reason.article})" if reason.article else "")))
    if decision.grounds:
        lines.append(Text("Grounds that seem to stand: " + ", ".join(decision.grounds)))
    alone = "leaves by itself" if decision.reply.automatic else "waits for a person"
    lines.append(Text(f"Answer: {decision.reply.answer or 'none'}, {alone}: {decision.reply.why}"))
    if looked.weighing.situation.missing:
        lines.append(Text("Missing: " + ", ".join(looked.weighing.situation.missing)))
    return Group(*lines)


def _table(looked: Looked) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("read", "value", "sure", "words", "how"):
        table.add_column(heading, overflow="fold")
    for field, reading in readings(looked.read.understanding):
        sure = reading.confidence >= SURE
        table.add_row(
            field,
            Text(f"{reading.value}" + ("" if sure else DOUBTFUL_MARK), style=SURE_STYLE if sure else DOUBTFUL_STYLE),
            f"{reading.confidence:.2f}",
            Text(reading.words[:120]),
            reading.method,
        )
    return table


def _texts(looked: Looked) -> list[RenderableType]:
    """The parts that hold a highlighted word, subject and body always."""
    marks: dict[str, list[tuple[str, Reading[object]]]] = {SUBJECT: [], BODY: []}
    for field, reading in readings(looked.read.understanding):
        if reading.span is not None and reading.span.end > reading.span.start and field != "description":
            marks.setdefault(reading.span.part, []).append((field, reading))
    shown: list[RenderableType] = []
    for part, found in marks.items():
        text = _part(looked.read.message, part)
        if not text.strip():
            continue
        shown += [Text(f"\n[{part}]", style="dim"), _highlighted(text, found)]
    return shown


def _part(message: Message, part: str) -> str:
    """The text of a part; "forwarded:<n>:<part>" points into the n-th message inside."""
    while part.startswith("forwarded:"):
        _, number, part = part.split(":", 2)
        if not number.isdigit() or int(number) >= len(message.forwarded):
            return ""
        message = message.forwarded[int(number)]
    return message.texts.get(part, "")


def _highlighted(text: str, found: list[tuple[str, Reading[object]]]) -> Text:
    """Control characters are dropped: a mail must not steer somebody's terminal."""
    shown = Text("".join(c if c.isprintable() or c in "\n\t" else " " for c in text[:MOST_SHOWN]))
    for _, reading in found:
        if reading.span is not None:
            sure = reading.confidence >= SURE
            shown.stylize(f"{SURE_STYLE if sure else DOUBTFUL_STYLE} underline", reading.span.start, reading.span.end)
    if len(text) > MOST_SHOWN:
        shown.append(f"\n... {len(text) - MOST_SHOWN} characters more", style="dim")
    return shown
