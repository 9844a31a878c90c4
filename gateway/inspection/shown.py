"""One mail shown to a person: the proposal, what was read, and the text with the very words highlighted."""

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from classifiers.message import BODY, SUBJECT, Message
from classifiers.understanding import SURE, Reading
from gateway.inspection.as_json import readings
from gateway.inspection.language import Speaker
from gateway.inspection.look import Looked, Unread

#: Characters of a part that are shown.
MOST_SHOWN = 6_000
#: Characters of a value and of its words in the table; the whole stands below, in the text.
MOST_WORDS = 120
SURE_STYLE, DOUBTFUL_STYLE = "bold green", "bold yellow"
DOUBTFUL_MARK = " ?"


def show(console: Console, looked: Looked | Unread, speaker: Speaker) -> None:
    console.rule(Text(looked.name, style="bold"), align="left")
    if isinstance(looked, Unread):
        unread = speaker.say(f"Could not be read: {looked.why}. A person must look at it.")
        console.print(Text(unread, style="bold red"))
        return
    console.print(_proposal(looked, speaker))
    console.print(_table(looked, speaker))
    console.print(Group(*_texts(looked)))


def _proposal(looked: Looked, speaker: Speaker) -> RenderableType:
    decision, say = looked.weighing.decision, speaker.say
    action = say(f"{decision.action} to {decision.to}" if decision.to else str(decision.action))
    lines = [Text.assemble(f"{say('Proposal')}: ", (action, "bold"), f"  ({decision.confidence:.2f})")]
    for reason in decision.reasons:
        article = f" ({speaker.cite(reason.article)})" if reason.article else ""
        lines.append(Text(f"  - {say(reason.text)}{article}"))
    if decision.grounds:
        stand = ", ".join(speaker.ground(ground) for ground in decision.grounds)
        lines.append(Text(f"{say('Grounds that seem to stand')}: {stand}"))
    answer, alone = decision.reply.answer, decision.reply.automatic
    leaves = f"The answer ({answer}) {'leaves' if alone else 'does not leave'} without a person."
    lines.append(Text(f"{say(leaves if answer else 'No answer leaves.')[:-1]}: {say(decision.reply.why)}"))
    if missing := looked.weighing.situation.missing:
        lines.append(Text(f"{say('Missing')}: " + ", ".join(speaker.field(one).lower() for one in missing)))
    return Group(*lines)


def _table(looked: Looked, speaker: Speaker) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("read", "value", "sure", "words", "how"):
        table.add_column(speaker.say(heading), overflow="fold")
    for field, reading in readings(looked.read.understanding):
        sure = reading.confidence >= SURE
        value = speaker.value(field, str(reading.value))[:MOST_WORDS] + ("" if sure else DOUBTFUL_MARK)
        table.add_row(
            speaker.field(field),
            Text(value, style=SURE_STYLE if sure else DOUBTFUL_STYLE),
            f"{reading.confidence:.2f}",
            Text("" if reading.words == reading.value else " ".join(reading.words[:MOST_WORDS].split())),
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
