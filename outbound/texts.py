"""The texts of our answers: one file per answer and language, and the check of texts an office writes itself.

A text is a subject line, a blank line and paragraphs. A paragraph that starts with "# " is a heading, lines that start
with "- " are a list. `{{ name }}` stands for a value, `{% if name %}` asks whether there is one; nothing else of the
template language is allowed, so that a text cannot call, loop or reach into anything.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound, TemplateSyntaxError, meta, nodes
from jinja2.environment import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment

from classifiers.understanding import Language
from outbound.clean import clean_line, clean_text
from outbound.draft import Answer
from outbound.facts import Procedure
from outbound.variables import NAMES

FOLDER = Path(__file__).parent / "templates"
#: Longest text an office may write, in characters.
OWN_TEXT_LENGTH = 20_000

#: Every kind of template code a text may hold.
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.Include,
)

#: What an answer must say, whoever writes it (procedures: contents of the letters). A text may say it itself or
#: through a piece it includes.
REQUIRED: Mapping[Answer, tuple[str, ...]] = {
    Answer.RECEIPT: ("reference", "received"),
    Answer.RECEIPT_AGAIN: ("reference",),
    # Day-10 letter of local government: received, admissible or not and why, expected date, coordinator (seed step 7).
    Answer.RECEIPT_ADMISSIBILITY: ("reference", "received", "motivation", "answer_by", "coordinator"),
    Answer.REQUEST_TO_COMPLETE: ("reference", "missing", "expires"),
    Answer.REFERRAL: ("reference", "body_contact", "appeal_running"),
    Answer.FORWARDING_NOTICE: ("reference", "body_contact", "appeal_running"),
    Answer.FORWARDING_LETTER: ("reference", "received", "reason"),
    Answer.SEVERAL_SERVICES: ("reference", "services"),
    Answer.COORDINATION_NOTE: ("reference", "services"),
    # Bestuursdecreet art. II.77 §2 (motivated) and II.85 (next step).
    Answer.REFUSAL: ("reference", "received", "motivation", "next_step", "appeal_running"),
    # Bestuursdecreet art. II.83: reason and new last day.
    Answer.EXTENSION: ("reference", "reason", "new_last_day"),
    Answer.STATUS: ("reference", "steps"),
    Answer.CLOSING: ("reference", "outcome", "findings", "next_step"),
    Answer.WITHDRAWAL_CONFIRMED: ("reference",),
    Answer.WHISTLEBLOWER_RECEIPT: ("reference", "received"),
    Answer.OTHER_TRACK: ("reference",),
    Answer.DISTRESS: ("helplines",),
    Answer.CAMPAIGN: ("reference", "received", "message"),
    Answer.FREE: ("reference", "message"),
}

#: The person in charge must be named in these receipts.
REQUIRED_BY_PROCEDURE: Mapping[tuple[Answer, Procedure], tuple[str, ...]] = {
    (Answer.RECEIPT, Procedure.VLAAMSE_OMBUDSDIENST): ("handler",),
    (Answer.RECEIPT, Procedure.OMBUDS_BRUSSEL): ("handler",),
    (Answer.RECEIPT, Procedure.LOKAAL_BESTUUR): ("coordinator",),
}


def needed(answer: Answer, procedure: Procedure) -> tuple[str, ...]:
    """Names that this answer must say at an office of this procedure."""
    return REQUIRED[answer] + REQUIRED_BY_PROCEDURE.get((answer, procedure), ())


class _Pieces(BaseLoader):
    """Finds the texts of one language; nothing outside its folder has a name here."""

    def __init__(self, language: Language) -> None:
        self.texts = {path.stem: path.read_text("utf-8") for path in sorted((FOLDER / language).glob("*.txt"))}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        if template not in self.texts:
            raise TemplateNotFound(template)
        return self.texts[template], None, None


@lru_cache(maxsize=len(Language))
def environment(language: Language) -> ImmutableSandboxedEnvironment:
    """The sandbox of one language: strict about unknown names, without any global."""
    sandbox = ImmutableSandboxedEnvironment(
        loader=_Pieces(language),
        undefined=StrictUndefined,
        # Makes plain text; HTML and letters escape when they render it.
        autoescape=False,
        lstrip_blocks=True,
    )
    sandbox.globals.clear()
    sandbox.filters.clear()
    sandbox.tests.clear()
    return sandbox


def house_text(answer: Answer, language: Language, procedure: Procedure) -> str:
    """Our own text of an answer: the one for this procedure where there is one, else the one for all."""
    loader = environment(language).loader
    assert isinstance(loader, _Pieces)
    special = f"{answer}.{procedure}"
    return loader.texts[special if special in loader.texts else str(answer)]


def fill(text: str, language: Language, values: Mapping[str, str | bool]) -> tuple[str, str]:
    """Subject and text with the values put in. A value that looks like template code stays what it is: characters."""
    filled = _compiled(text, language).render(values)
    subject, _, body = filled.lstrip().partition("\n")
    return clean_line(subject), clean_text(body)


@lru_cache(maxsize=512)
def _compiled(text: str, language: Language) -> Template:
    """Compiling a text takes far longer than filling it."""
    return environment(language).from_string(text)


def check_text(answer: Answer, language: Language, text: str, procedure: Procedure) -> tuple[str, ...]:
    """What is wrong with an office's own text, in sentences for staff; empty when it may be saved.

    Checked: that it can be read, is short enough, has a subject line, uses only known names and allowed code, and says
    all that this answer must say.
    """
    if len(text) > OWN_TEXT_LENGTH:
        return (f"The text is longer than {OWN_TEXT_LENGTH} characters.",)
    try:
        found = _names(text, language)
    except TemplateSyntaxError as error:
        return (f"Line {error.lineno}: {error.message}",)
    except TemplateNotFound as error:
        return (f"There is no piece of text named {error.name!r}.",)
    except RecursionError:
        return ("The text is nested too deeply.",)
    findings = [f"{{{{ {name} }}}} is not known here." for name in sorted(found - NAMES)]
    must = needed(answer, procedure)
    findings += [f"{{{{ {name} }}}} is missing: this answer must say it." for name in must if name not in found]
    subject, _, body = text.lstrip().partition("\n")
    if not body.strip():
        findings.append("The first line is the subject; the text itself is missing.")
    if "{%" in subject:
        findings.append("The subject line may hold {{ names }} only.")
    return tuple(findings)


def _names(text: str, language: Language) -> set[str]:
    """All variables a text uses, itself or through the pieces it includes. Raises TemplateSyntaxError on other code."""
    names: set[str] = set()
    waiting, seen = [text], set()
    while waiting:
        tree = environment(language).parse(waiting.pop())
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED):
                raise TemplateSyntaxError(f"{type(node).__name__} is not allowed in a text.", node.lineno)
            if isinstance(node, nodes.Include) and not isinstance(node.template, nodes.Const):
                raise TemplateSyntaxError("A piece of text is included by its name.", node.lineno)
        names |= meta.find_undeclared_variables(tree)
        for piece in meta.find_referenced_templates(tree):
            if piece is not None and piece not in seen:
                seen.add(piece)
                loader = environment(language).loader
                assert isinstance(loader, _Pieces)
                waiting.append(loader.get_source(environment(language), piece)[0])
    return names
